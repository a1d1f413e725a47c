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
        "privet", "namaste", "hola", "hallo", "guten tag", "привет", "здравствуйте", "добрый день",
        "سلام", "السلام علیکم", "السلام عليكم", "नमस्ते", "how are you", "hi how are you",
        "hello how are you", "whats up", "sup",
    ),
    SmallTalk.THANKS: (
        "thanks", "thank you", "thanks a lot", "thank you very much", "thank you so much",
        "many thanks", "thx", "ty", "tnx", "cheers", "ok thanks", "ok thank you", "great thanks",
        "great thank you", "perfect thanks", "thanks bot", "thank you bot", "shukria", "shukriya",
        "danke", "gracias", "merci", "spasibo", "спасибо", "спасибо большое", "شکریہ", "شكرا",
        "धन्यवाद", "ok", "okay", "great", "nice", "cool", "bye", "goodbye", "good night",
    ),
    SmallTalk.WHO_ARE_YOU: (
        "who are you", "who r u", "who are u", "what are you", "what is this", "whats this",
        "what is this bot", "are you a bot", "are you a robot", "are you human", "are you real",
        "are you an ai", "is this a bot", "what can you do", "what do you do", "what is your name",
        "whats your name", "how do you work", "how does this work", "how does this bot work",
        "what can i ask", "what can i ask you", "who made you", "who is this", "кто ты", "ты кто",
        "آپ کون ہیں", "tum kaun ho", "aap kaun hain", "wer bist du", "quien eres",
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
