"""Words that stand before a colon, in the languages in which interviews are published most.

A name needs no entry here: who speaks is told by how labels recur and follow one another.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ").casefold() for word in text.split())


# 'Question' and the one who asks.
ASKING = _words(
    """
    audience audience_member caller listener reader int
    q que ques question questions interviewer interviewers host co-host cohost reporter journalist
    moderator presenter anchor editor frage interviewerin moderatorin reporterin redaktion
    pregunta entrevistador entrevistadora periodista moderadora pergunta entrevistadora repórter
    jornalista journaliste intervieweur intervieweuse animateur animatrice domanda intervistatore
    intervistatrice giornalista moderatore vraag vragensteller fråga intervjuare spørsmål
    intervjuer spørgsmål kysymys haastattelija вопрос интервьюер корреспондент корр ведущий
    ведущая журналист журналистка питання запитання кореспондент въпрос pytanie dziennikarz otázka
    redaktor kérdés întrebare pitanje novinar vprašanje klausimas jautājums küsimus spurning soru
    sual röportör ερώτηση δημοσιογράφος سوال سؤال سوالات میزبان صحافی المذيع المحاور المحاورة
    الصحفي پرسش س שאלה מראיין מראיינת प्रश्न सवाल প্রশ্ন ਸਵਾਲ પ્રશ્ન கேள்வி ప్రశ్న ಪ್ರಶ್ನೆ ചോദ്യം
    问 問 问题 問題 質問 提问 提問 记者 記者 主持人 聞き手 インタビュアー 편집자 문 질문 기자
    진행자 คำถาม ถาม ผู้สัมภาษณ์ hỏi câu_hỏi phóng_viên tanya pertanyaan soalan swali tanong
    """
)

# 'Answer' and the one who answers, where no name is given.
ANSWERING = _words(
    """
    a ans answer answers guest interviewee antwort gast respuesta entrevistado entrevistada
    invitado invitada resposta convidado convidada réponse invité invitée risposta intervistato
    respondent intervistata ospite
    antwoord svar vastaus haastateltava ответ гость собеседник собеседница
    відповідь отговор odpowiedź gość odpověď odpoveď válasz răspuns odgovor atsakymas atbilde
    vastus cevap yanıt απάντηση جواب جوابات مہمان الضيف الجواب إجابة الإجابة پاسخ ج תשובה מרואיין
    उत्तर जवाब উত্তর ਜਵਾਬ જવાબ பதில் సమాధానం ಉತ್ತರ ഉത്തരം 答 回答 答え 嘉宾 답 대답 답변 คำตอบ ตอบ
    đáp trả_lời jawab jawaban jawapan jibu sagot
    """
)

# What a machine, or whoever did not know a name, calls somebody who speaks.
NAMELESS = _words(
    """
    speaker unknown unidentified unnamed male female man woman voice participant sprecher sprecherin
    hablante orador oradora locuteur locutrice relatore spreker talare спикер говорящий мовець
    متحدث المتحدث مقرر 发言人 说话人 發言人 話者 화자
    """
)

# What is noted of a recording, and is said by nobody in the interview.
BREAKS = _words(
    """
    break ad ads advert advertisement advertising commercial sponsor sponsors music intro outro
    jingle announcer narrator werbung pause musik anzeige publicidad publicité pub pubblicità
    anuncio música musique musica pausa реклама музыка перерыв пауза reklam müzik اشتہار وقفہ
    إعلان موسيقى 广告 廣告 音乐 音樂 広告 音楽 광고
    """
)

# Who is told of in 'I answered: …', and is nobody's name.
PRONOUNS = _words("i he she we they you ich wir je nous я он она мы они")

# What begins a remark in running words, or a line of a page.
REMARKS = _words(
    """
    note notes nb n.b p.s ps fyi update updates source sources photo photos photograph picture
    image caption video audio credit credits warning correction example examples result results
    summary lesson lessons rule rules fact facts myth reality truth answer_key conclusion
    conclusions disclaimer reminder tip tips hint remember bonus spoiler exhibit option options
    step steps first firstly second secondly third thirdly fourth finally lastly next then also
    plus besides however therefore thus instead meanwhile still yet so and but or because if when
    since yes no well okay ok look listen again overall generally specifically namely meaning
    problem solution reason reasons point points idea thing things date time place venue location
    tags topics categories category share related subscribe email phone tel fax website web url
    published updated posted by text words interview edited translation translated language
    select_language title headline hinweis anmerkung achtung beispiel ergebnis fazit quelle foto
    fotos bild erstens zweitens drittens also kurz nämlich datum ort nota notas ojo ejemplo
    resultado conclusión fuente foto primero segundo tercero exemplo resultado conclusão fonte
    primeiro segundo terceiro remarque attention exemple résultat conclusion source premièrement
    deuxièmement bref esempio risultato conclusione fonte primo secondo terzo opmerking voorbeeld
    bron примечание внимание пример итог вывод источник фото во-первых во-вторых в-третьих
    например кстати примітка приклад uwaga przykład źródło poznámka příklad örnek not kaynak
    σημείωση παράδειγμα نوٹ مثال ملاحظة مثلا مصدر صورة المصدر 注 注意 例如 备注 備考 来源 图 写真
    참고 출처 사진 http https
    """
)

# After a number or the like: 'Two things:', 'One more thing:', 'My advice:'.
REMARK_NOUNS = _words(
    """
    thing things reason reasons point points question questions answer answers example examples
    idea ideas lesson lessons rule rules step steps word words way ways part parts advice note
    notes problem problems fact facts story stories option options line case dinge gründe punkte
    cosas razones coisas razões choses raisons cose motivi вещи причины причина дело
    """
)

# What such words are counted or claimed by.
COUNTING = _words(
    """
    one two three four five six seven eight nine ten several many some few a an the my your our
    his her their this that these those another more first second third last next final main key
    quick short no any every each best worst zwei drei vier ein eine einen mein meine noch dos
    tres cuatro un una uno otra dois duas três uma deux trois une autre due tre quattro otro две
    три два одна один мой моя ещё еще
    """
)

# Small words inside names.
PARTICLES = _words(
    """
    de da do dos das del della di du des la le les van von der den ten ter zu zur zum af av bin
    ibn bint al el ul e y and of the for und et i og och san st
    """
)
