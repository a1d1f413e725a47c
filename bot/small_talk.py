"""Greetings, thanks and 'who are you': what people say to a bot that is no question to it."""

import re
from enum import Enum

from rapidfuzz import fuzz, process


class SmallTalk(Enum):
    """What was said."""

    GREETING = "greeting"
    THANKS = "thanks"
    WHO_ARE_YOU = "who are you"


_PHRASES = {
    SmallTalk.GREETING: (
        "hi", "hi there", "hii", "hello", "hello there", "hello bot", "hey", "hey there", "hey bot",
        "good morning", "good afternoon", "good evening", "good day", "greetings", "howdy", "yo",
        "salam", "salaam", "assalamu alaikum", "assalam o alaikum", "as salamu alaykum", "aoa",
        "namaste", "hola", "hallo", "guten tag", "नमस्ते", "how are you", "hi how are you",
        "hello how are you", "whats up", "sup",
        "привет", "приветик", "всем привет", "привет бот", "здравствуйте", "здравствуй",
        "добрый день", "доброе утро", "добрый вечер", "доброго дня", "приветствую", "как дела",
        "привет как дела", "здрасте", "privet", "zdravstvuyte", "zdravstvuite", "dobryi den",
        "dobry den", "dobroe utro", "dobryi vecher", "kak dela", "privet kak dela",
        "سلام", "السلام علیکم", "السلام عليكم", "اسلام علیکم", "وعلیکم السلام", "آداب", "ہیلو",
        "ہائے", "صبح بخیر", "شام بخیر", "کیا حال ہے", "کیسے ہیں آپ", "آپ کیسے ہیں", "کیا حال ہیں",
        "salam alaikum", "asalam o alaikum", "aslam o alaikum", "adaab", "subah bakhair",
        "kya haal hai", "kya hal hai", "kaise hain aap", "aap kaise hain", "kese ho", "kaise ho",
    ),
    SmallTalk.THANKS: (
        "thanks", "thank you", "thanks a lot", "thank you very much", "thank you so much",
        "many thanks", "thx", "ty", "tnx", "cheers", "ok thanks", "ok thank you", "great thanks",
        "great thank you", "perfect thanks", "thanks bot", "thank you bot", "shukria", "shukriya",
        "danke", "gracias", "merci", "شكرا", "धन्यवाद", "ok", "okay", "great", "nice", "cool", "bye",
        "goodbye", "good night",
        "спасибо", "спасибо большое", "большое спасибо", "благодарю", "спс", "ок спасибо", "ок",
        "хорошо", "понятно", "понял", "поняла", "ясно", "отлично", "круто", "пока", "до свидания",
        "спокойной ночи", "spasibo", "spasibo bolshoe", "bolshoe spasibo", "blagodaryu", "sps",
        "khorosho", "ponyatno", "do svidaniya",
        "شکریہ", "بہت شکریہ", "بہت بہت شکریہ", "آپ کا شکریہ", "مہربانی", "جزاک اللہ", "ٹھیک ہے",
        "اچھا", "بہت خوب", "زبردست", "خدا حافظ", "اللہ حافظ", "شب بخیر", "bohat shukriya",
        "bahut shukriya", "meherbani", "mehrbani", "jazakallah", "jazak allah", "theek hai",
        "thik hai", "acha", "zabardast", "khuda hafiz", "allah hafiz", "shab bakhair",
    ),
    SmallTalk.WHO_ARE_YOU: (
        "who are you", "who r u", "who are u", "what are you", "what is this", "whats this",
        "what is this bot", "are you a bot", "are you a robot", "are you human", "are you real",
        "are you an ai", "is this a bot", "what can you do", "what do you do", "what is your name",
        "whats your name", "how do you work", "how does this work", "how does this bot work",
        "what can i ask", "what can i ask you", "who made you", "who is this", "wer bist du",
        "quien eres",
        "кто ты", "ты кто", "кто вы", "вы кто", "ты бот", "вы бот", "это бот", "что это",
        "что ты умеешь", "что вы умеете", "что ты можешь", "как тебя зовут", "как вас зовут",
        "как ты работаешь", "как это работает", "что можно спросить", "kto ty", "ty kto", "kto vy",
        "ty bot", "eto bot", "chto ty umeesh", "kak eto rabotaet",
        "آپ کون ہیں", "آپ کون ہو", "تم کون ہو", "آپ کیا ہیں", "یہ کیا ہے", "کیا آپ بوٹ ہیں",
        "کیا آپ روبوٹ ہیں", "آپ کیا کر سکتے ہیں", "آپ کا نام کیا ہے", "یہ کیسے کام کرتا ہے",
        "میں کیا پوچھ سکتا ہوں", "میں کیا پوچھ سکتی ہوں", "tum kaun ho", "aap kaun hain",
        "aap kon hain", "ap kon hain", "tum kon ho", "yeh kya hai", "kya aap bot hain",
        "aap kya kar sakte hain", "aap ka naam kya hai", "yeh kaise kaam karta hai",
    ),
}  # fmt: skip
_BY_PHRASE = {phrase: kind for kind, phrases in _PHRASES.items() for phrase in phrases}
_LONGEST = max(map(len, _BY_PHRASE)) + 3
# Of longer phrases a slip or two is forgiven: 'helo there', 'thak you'.
_ALIKE = 88
_SHORTEST_WITH_SLIPS = 4


def small_talk(message: str) -> SmallTalk | None:
    """Return what kind of small talk a message is, if that is all it is."""
    words = re.sub(r"['’]", "", message.casefold())
    words = " ".join(re.findall(r"[^\W_]+(?:[\u0900-\u097f]+)*", words))
    if not words or len(words) > _LONGEST:
        return None
    if words in _BY_PHRASE or len(words) < _SHORTEST_WITH_SLIPS:
        return _BY_PHRASE.get(words)
    near = process.extractOne(words, _BY_PHRASE.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return _BY_PHRASE[near[0]] if near else None
