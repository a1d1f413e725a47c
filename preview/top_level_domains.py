"""The ends of addresses by which one is known that is written without 'https://'."""

# Telegram has all of IANA's list, of some 1,500, and takes 'notes.md' for an address in Moldova,
# but 'notes.txt' for none. Here are those of all countries, since such mistakes are worth seeing
# in a test, and of the rest only those that are often met.
_OF_COUNTRIES = """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt
    bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg
    er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn
    hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li
    lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne
    nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb
    sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr
    tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
    рф укр бел срб қаз 中国 中國 香港 台湾 台灣 한국 ไทย ایران پاکستان بھارت भारत مصر
    السعودية امارات المغرب
"""
_OF_OTHERS = """
    com org net edu gov mil int info biz name pro mobi aero coop museum jobs travel cat asia post
    academy agency app art bank blog book bot cafe chat cloud club community company design dev
    digital email events finance foundation fun gallery games global group guide guru
    health help host house institute land law legal life link live ltd market media movie
    music network news ngo one online page party photo photos press radio report review school
    science shop show site social software solutions space store studio systems team tech
    technology theatre today tools top tours university video website wiki wine work works
    world xyz zip zone онлайн сайт орг ком дети москва рус
"""
TOP_LEVEL_DOMAINS = frozenset(_OF_COUNTRIES.split()) | frozenset(_OF_OTHERS.split())
