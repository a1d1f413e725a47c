"""Which language a reader's question is written in."""

import re
import unicodedata
from functools import cache, lru_cache

# Letters of a script (https://www.unicode.org/charts/), the languages that are written in it, and
# the one that a text in it is in where none of them stands out.
_SCRIPTS = (
    (re.compile("[a-zß-öø-ɏ]"), ("en", "de", "es", "fr", "it", "pt", "tr", "ur-Latn"), None),
    (re.compile("[\u0400-\u052f]"), ("ru", "uk"), "ru"),
    (re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d5]"), ("ar", "fa", "ur"), None),
    (re.compile("[\u0900-\u097f]"), ("hi",), "hi"),
)
# What questions are full of whatever they are about, as it is typed in chats too. English has
# the words as well that it shares with another language: they speak for neither.
_WORDS = {
    "en": """a about abt after all also am an and any are art as at be been before being between but
        by can cant com come could dat dem did didn didnt die do does doesn doesnt don done dont
        ever for from get go gonna got had happen happened has have having he her here him his how
        hows i if im in into is isn isnt it its just make man may me mean means men might more most
        much must my new no not of on once one only or other our out over per pls plus r same say
        says see shall she should since so some son still such t tell than that thats the their them
        then there these they think this those to u up ur us wanna want wants war was wasn wasnt wat
        we wen were what whats when where which who whom whos whose wht why will with won wont wot
        would y you your""",
    "de": """der die das den dem des ein eine und oder aber nicht kein ist sind war hat haben wird
        werden wie was wer wo wann warum wieso welche welcher viel mit zu zum zur im in auf für bei
        beim nach aus über sich er sie es ich wir auch noch nur schon kann soll will muss sagt
        gesagt seit gibt um als am an vom vor gegen zwischen laut wenn heute jetzt ganz ganze man
        irgendwann geht""",
    "es": """el la los las un una de del y o a que qué en no es son está están fue era ha han por
        para con sin sobre se su sus lo le más pero como cómo cuando cuándo donde dónde quién quien
        cuál cuáles cuánto cuántos cuántas porque hay este esta eso si ya muy entre desde según dice
        dijo tiene tienen quiere puede ser va van me al también todo ahora primer primero""",
    "fr": """le la les un une des du de et est que qui quoi dans pour sur avec pas ne plus ce ça
        cette ces il elle on nous vous ils sont était été a à ont comment pourquoi quand où quel
        quelle quels combien dit au aux par mais ou son sa ses leur se en y qu c j d l n t je moi
        être avoir depuis après selon veut peut tout tous premier première ki koi pk""",
    "it": """il lo la gli le i un una di che è e a non per con del dell della dei delle nel nell
        nella sul sull sulla su sono era ha ho hanno cosa come perché quando dove chi quale quali
        quanto quanta quanti anche più ma se si ci questo questa detto dice al alla all dal dalla
        tra stato stata fatto dopo prima primo suo sua lui ed d l c vuole può tutto xke nn""",
    "pt": """o a os as um uma de do da dos das e é em no na nos nas que não por para com sem sobre
        se seu sua mais mas como quando onde quem qual quais quanto quantos quantas porque pq foi
        era está tem ter ele ela dele dela você vc q eu isso este esta disse diz ao aos pelo pela
        também já muito entre depois vai pode quer teve falou agora tudo primeiro primeira""",
    "tr": """bir ve bu şu o ne neden niye niçin nasıl kim kimin nerede nereden nereye zaman hangi
        kaç mi mı mu mü ile için gibi kadar daha çok en da de ki ama ya değil var yok sonra önce
        göre hakkında karşı olan oldu dedi diyor ediyor yaptı istiyor ben sen onun her ilk""",
    "ur-Latn": """kya kia ka ki ke ko se ne hai hain hy ho hun tha thi thay thy aur ye yeh wo woh jo
        kyun kyu kyon kab kahan kidhar kaun kon kis kisi kin kaise kese kaisa kesa kaisi kitna kitne
        kitni nahi nahin nhi me mein mai pe par bhi to phir sab kuch koi abhi baad sath saath baray
        baare liye wala wale wali walo raha rahi rahe rha gaya gayi gaye hua hui huay hoga hogi
        karta karte karna karne kar kiya diya kaha kehta kehte batao bola mujhe mera mere ap aap hum
        unka uska uski unki apna apne agar lekin yaar acha ab sakta sakti sakte chahta chahte
        chahiye jata saal baat kaam dono sirf bohat zyada pehle ek""",
    "ru": """и в на с что как это но ли не кто где когда почему зачем сколько какой он она они её о
        об до из если была было были будет нет сейчас сказал говорит чего же по""",
    "uk": """і в у на з що як це але чи не хто де коли чому навіщо скільки який він вона вони її про
        до із якщо була було були є немає зараз сказав каже та ще вже""",
    "ar": """ما ماذا هل كيف لماذا متى أين من في على عن إلى مع هذا هذه ذلك التي الذي كم هو كان قال
        يقول لا لم لن أن إن أو بين بعد قبل أي لكن شو ليش ليه وين اللي ازاي إيه يا""",
    "fa": """چه چی چیست چرا چطور چگونه کی کجا کدام آیا را به از با در که این آن است هست بود شد می
        برای چند ها های و هم تا گفت گفته شده دارد کرد کنند آنها ما من اولین بین بعد""",
    "ur": """کیا کی کا کے کو سے نے میں ہے ہیں تھا تھی تھے اور یہ وہ کیوں کیسے کب کہاں کون پر نہیں
        بھی تو اس ان ہو گا کر کتنا بعد ساتھ بارے لیے رہا رہی رہے کہا کہتے گئے دیا""",
}
# Words that stand in names and phrases all over the world ('Los Angeles', 'von der Leyen',
# 'Red Hat', 'non-stop') count half, as words of one or two letters do.
_HALF = frozenset(
    """al ben con da das de del della dem der des di do dos du el era han hat kim la las le les los
    non plus pour san sin van""".split()
)
_SHORT = 2
# How long words end in a language, and hardly ever in English or in names.
_LONG = 7
_ENDINGS = {
    "de": "dung gung lung nung rung tung ungen keit heit heiten lich liche lichen isch ische"
    " ischen isches schaft ionen iert",
    "es": "ción cion ciones dad dades miento iendo ando ado ada ados adas encia encias aron",
    "it": "zione zioni mento menti ando endo ezza enza enze",
    "pt": "ção cao ções coes dade dades mento ando endo ado ada ados adas ência encia aram",
    "tr": "iyor leri ları lari lerin ların larin",
}
# Letters that set a language apart from others in its script.
_LETTERS = {
    "de": "ßäöü", "es": "ñáíóú¿¡", "fr": "ç", "pt": "ãõçáíóú",
    "tr": "ışğçöü", "ru": "ыэъё", "uk": "іїєґ",
    "ar": "ةىيكأإه", "fa": "پچژگکیه", "ur": "پچژگکیٹڈڑںےہھۓۂۃ",
}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f]")
# Letters that are typed one for the other, or that have a code on each country's keyboard.
_ONE_LETTER = str.maketrans("ıىیکہھة", "iييكههه")
# By how many votes another language has to be ahead of English: one whole word's.
_LEAD = 2


def language_of(text: str) -> str | None:
    """Return the BCP 47 tag of the language that a short question is written in.

    ``ur-Latn`` is Urdu or Hindi in Latin letters. ``None`` where it can't be told: there are no
    words, names alone, or words of a language that is not known here.
    """
    text = _MARKS.sub("", unicodedata.normalize("NFC", text.lower()))
    typed = _WORD.findall(text)
    # A word with its accents counts twice where a language writes it so: 'qué' is Spanish.
    found = [_plain(word) for word in typed] + [word for word in typed if not word.isascii()]
    letters = [letter for letter in text if not letter.isascii()]
    told = (
        _told(languages, found, letters) or otherwise for languages, otherwise in _written_in(text)
    )
    return next(filter(None, told), None)


def _written_in(text: str) -> list[tuple[tuple[str, ...], str | None]]:
    """Return the languages of each script in a text, and what it is in where none stands out.

    The script with most letters comes first.
    """
    if text.isascii():
        latin, *_ = _SCRIPTS
        return [latin[1:]] if latin[0].search(text) else []
    counted = sorted(
        (
            (len(script.findall(text)), languages, otherwise)
            for script, languages, otherwise in _SCRIPTS
        ),
        key=lambda one: one[0],
        reverse=True,
    )
    return [(languages, otherwise) for count, languages, otherwise in counted if count]


def _told(languages: tuple[str, ...], words: list[str], letters: list[str]) -> str | None:
    """Return which of a script's languages most speaks for, or ``None`` where two are level."""
    totals = map(sum, zip(*(_votes_of_word(languages, word) for word in words), strict=True))
    votes = dict.fromkeys(languages, 0) | dict(zip(languages, totals, strict=False))
    for language in languages if letters else ():
        votes[language] += sum(letter in _LETTERS.get(language, "") for letter in letters)
    best, *others = sorted(languages, key=votes.__getitem__, reverse=True)
    level = bool(others) and votes[best] == votes[others[0]]
    behind = best != "en" and votes[best] < votes.get("en", -_LEAD) + _LEAD
    return None if level or behind else best


@lru_cache(maxsize=50_000)
def _votes_of_word(languages: tuple[str, ...], word: str) -> tuple[int, ...]:
    """Return how much a word speaks for each of some languages: twice as much as a letter."""
    votes = 1 if len(word) <= _SHORT or word in _HALF else 2
    return tuple(votes if _is_of(language, word) else 0 for language in languages)


def _is_of(language: str, word: str) -> bool:
    known, endings = _vocabulary(language)
    return word in known or (len(word) >= _LONG and word.endswith(endings))


@cache
def _vocabulary(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words and the endings of a language."""
    words = _WORDS.get(language, "").split()
    endings = _ENDINGS.get(language, "").split()
    return frozenset(words + [_plain(word) for word in words]), tuple(endings)


def _plain(word: str) -> str:
    """Return a word as it is typed without accents and on any keyboard."""
    if word.isascii():
        return word
    return _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold())).translate(_ONE_LETTER)
