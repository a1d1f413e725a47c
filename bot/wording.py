"""Every sentence that the bot itself says. What a speaker said is never written here.

Plain text, without markup: ``rendering`` escapes it where it goes out.
"""

from collections.abc import Sequence
from datetime import date

from bot.small_talk import SmallTalk
from knowledge.interview import Interview, Person, Source

ASK_ME_IN_WORDS = "I can only read text. Please write your question in words."
NOTHING_TO_ASK = "Write your question as well, after the command or my name."
UNKNOWN_COMMAND = "I don't know that command. Just write your question, or see /help."
SLOW_DOWN = "That was a lot at once. Give me a minute, then ask again."
SOMETHING_BROKE = "Sorry, something went wrong on my side. Please ask again in a moment."
EXCHANGE_GONE = "This question is no longer in the interview."
TOPIC_GONE = "This topic is no longer in the list."
BUTTON_GONE = "This button no longer works. Please ask again."
WELCOME = "You're welcome! Ask me anything else about it."
NOT_SURE = "I'm not sure which question you mean."
INTERVIEW_GONE = "This interview is no longer served."
NO_TOPICS = "No topics are listed yet. See /questions instead."
ONLY_ADMINISTRATORS_CHOOSE = "Only this group's administrators can choose its interview."
BOUND_INTERVIEW_GONE = (
    "The interview that this chat was about is no longer served. I look in all of them again."
)
MAY_BE_FORGOTTEN = "I can't write that down just now, so I may forget it."
FORGOTTEN = "Done. What I kept of you is deleted: what you asked, how it went, what you chose."
FORGOTTEN_SOON = (
    "I can't get at my notes just now. I'll delete what I kept of you as soon as I can; to be "
    "sure, please send /forget again later."
)
NOBODY_TO_FORGET = "You write in this group's name, and of that I keep nothing that is yours."
QUESTION_FORGOTTEN = "I no longer know what you asked here. Please ask again."
CUT = "[…]"

_MOST_NAMES = 3
_LONGEST_DESCRIPTION = 512
_LONGEST_SHORT_DESCRIPTION = 120

# On buttons, short enough for half the width of a phone.
RELATED = "Related questions"
ALL_QUESTIONS = "All questions"
ALL_INTERVIEWS = "All interviews"
ITS_QUESTIONS = "All of this interview"
LOOK_IN_ALL = "Look in all interviews"
ASK_ABOUT_ALL = "Ask about all"
CHOOSE_INTERVIEW = "Choose an interview"
TOPICS = "Topics"
SHARE = "Share"
COPY = "Copy quote"
FULL_ANSWER = "Full answer"
CONTINUE = "Continue ›"
GO_BACK = "‹ Back"
NEXT = "Next ›"
PREVIOUS = "‹ Previous"
ASK_PRIVATELY = "Ask me more"
NOT_FOUND_INLINE = "Not found. See all questions"

COMMANDS_IN_PRIVATE = {
    "questions": "All questions of the interview",
    "topics": "What it is about",
    "about": "The interview, and how this bot works",
    "privacy": "What is kept about you",
    "help": "How to ask",
}
COMMANDS_IN_PRIVATE_OF_SEVERAL = {
    "interviews": "Who was interviewed",
    "interview": "Choose one to ask about",
    "questions": "All questions, by interview",
    "topics": "What they are about",
    "about": "The interviews, and how this bot works",
    "privacy": COMMANDS_IN_PRIVATE["privacy"],
    "help": COMMANDS_IN_PRIVATE["help"],
}
COMMANDS_IN_GROUPS = {
    "ask": "Look something up in the interview",
}
COMMANDS_IN_GROUPS_OF_SEVERAL = {
    "ask": "Look something up in the interviews",
    "interview": "Choose the one that this group asks about",
}
COMMANDS_OF_ADMINS = {"reload": "Read the knowledge files again"}


def speakers(interviews: Sequence[Interview]) -> str:
    """Name those who were interviewed."""
    names = list(dict.fromkeys(interview.interviewee.name for interview in interviews))
    if len(names) > _MOST_NAMES:
        return "the people interviewed"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def person(who: Person) -> str:
    """Name a speaker with office or trade, as far as it is known."""
    return f"{who.name}, {who.role}" if who.role else who.name


def published(source: Source) -> str:
    """Name outlet and date, as far as they are known; '' where neither is."""
    return ", ".join(part for part in (source.outlet, _date(source.published)) if part)


def _date(value: str | None) -> str | None:
    if value is None:
        return None
    parts = [int(part) for part in value.split("-")]
    months = date(parts[0], parts[1] if len(parts) > 1 else 1, 1).strftime("%B")
    return [str(parts[0]), f"{months} {parts[0]}", f"{parts[-1]} {months} {parts[0]}"][
        len(parts) - 1
    ]


def asked_by(source: Source) -> str:
    """Introduce the interviewer's question."""
    return f"{source.outlet} asked:" if source.outlet else "The question was:"


def place(number: int, count: int) -> str:
    """Say which question of an interview this is."""
    return f"question {number} of {count}"


def part(number: int, count: int) -> str:
    """Say which part of a long answer this is."""
    return f"part {number} of {count}"


def whose(interview: Interview) -> str:
    """Say shortly whose words are meant, where there are several interviews: person and year."""
    year = (interview.published or "").partition("-")[0]
    return f"{interview.interviewee.name}, {year}" if year else interview.interviewee.name


def in_short(interview: Interview) -> str:
    """Name an interview in a line: person, outlet and date, as far as they are known."""
    where = published(interview.source)
    return f"{interview.interviewee.name}, {where}" if where else interview.interviewee.name


def number_of_questions(count: int) -> str:
    """Say how many questions an interview has."""
    return "1 question" if count == 1 else f"{count} questions"


def interviews_heading(first: int, last: int, count: int) -> str:
    """Head a page of the list of interviews."""
    if last > first:
        return f"Interviews {first}–{last} of {count:,}"
    return f"Interview {first} of {count:,}"


NO_INTERVIEW_FOUND = "I found no interview with these words. All of them are listed here:"
HOW_TO_SEARCH = "To find one, add a name: /interviews and then the name."
HOW_TO_SEARCH_CHOICES = "To find one, add a name: /interview and then the name."


def is_bound(interview: Interview) -> str:
    """Say what a chat is bound to."""
    return f"This chat is about one interview: {in_short(interview)}. I look in that one alone."


def is_free(interviews: Sequence[Interview]) -> str:
    """Say that a chat is bound to no interview."""
    return f"In this chat I look in all {len(interviews):,} interviews. You can choose one of them."


def only_one(interviews: Sequence[Interview]) -> str:
    """Say that there is nothing to choose from."""
    return f"There is nothing to choose here: I have {_what(interviews)}. Just ask."


def closest(interviews: Sequence[Interview]) -> str:
    """Introduce suggestions."""
    several = len({interview.interviewee.name for interview in interviews}) > 1
    return f"The closest things {speakers(interviews)} {'were' if several else 'was'} asked:"


def closest_elsewhere(named: Sequence[Interview]) -> str:
    """Introduce what others were asked, where those that were named were not."""
    return f"I couldn't find that in {_which(named)}. The closest things that others were asked:"


def not_in_interview(interviews: Sequence[Interview]) -> str:
    """Say that a question was not asked."""
    if _are_many(interviews):
        return (
            f"I couldn't find that in any of the {len(interviews):,} interviews. It may not have "
            "been asked. /interviews shows who was interviewed, and what everybody was asked."
        )
    where = "the interview" if len(interviews) == 1 else "these interviews"
    return (
        f"I couldn't find that in {where} with {speakers(interviews)}. "
        "It may not have been asked. The list shows everything that was."
    )


def greeting(interviews: Sequence[Interview]) -> str:
    """Greet, and say what to do."""
    return f"Hello! Ask me anything about {_what(interviews)}, in your own words."


def who_am_i(interviews: Sequence[Interview]) -> str:
    """Say who answers here."""
    return (
        f"I'm a bot. I look your question up in {_what(interviews)} and show what was really "
        "asked and answered, word for word. I never answer in my own words, or on anyone's behalf."
    )


def small_talk(kind: SmallTalk, interviews: Sequence[Interview]) -> str:
    """Answer what is no question."""
    match kind:
        case SmallTalk.GREETING:
            return greeting(interviews)
        case SmallTalk.THANKS:
            return WELCOME
        case SmallTalk.WHO_ARE_YOU:
            return who_am_i(interviews)


def start(interviews: Sequence[Interview]) -> str:
    """Welcome a new reader."""
    return (
        f"Ask me about {_what(interviews)}. Write as you would to a friend; I'll find the question "
        f"that was really asked and quote the answer, word for word.{_example(interviews)}"
    )


def _example(interviews: Sequence[Interview]) -> str:
    topics = (topic for interview in interviews for topic in interview.topics)
    first = next(topics, None)
    return f"\n\nFor example: what was said about {first}?" if first else ""


def help_text(interviews: Sequence[Interview], username: str, *, in_private: bool) -> str:
    """Explain how to ask, everywhere."""
    where = "Here" if in_private else "In a private chat with me"
    return (
        f"I answer questions about {_what(interviews)}, only with what was really said.\n\n"
        f"{where}: just write your question. If I misunderstood, edit it, and my answer changes.\n"
        "In a group: /ask and your question, or reply to somebody's message with /ask.\n"
        f"In any chat: type @{username} and a few words.\n"
        f"{_COMMANDS_EXPLAINED_OF_SEVERAL if len(interviews) > 1 else _COMMANDS_EXPLAINED}"
        "/privacy: what is kept about you; /forget deletes it"
    )


_COMMANDS_EXPLAINED = (
    "\n/questions: everything that was asked\n"
    "/topics: what it is about\n"
    "/about: the interview, and how I work\n"
)
_COMMANDS_EXPLAINED_OF_SEVERAL = (
    "Name a person or an outlet, and I look there.\n\n"
    "/interviews: who was interviewed; with a name, I search the list\n"
    "/interview: choose one, and I look in that one alone\n"
    "/questions: everything that was asked, by interview\n"
    "/topics: what they are about\n"
    "/about: the interviews, and how I work\n"
)


def how_it_works(*, by_meaning: bool, second_reader: bool, several: bool = False) -> str:
    """Explain in /about what the bot does."""
    compared = "by their words and their meaning" if by_meaning else "by their words"
    where = "interviews" if several else "interview"
    text = (
        "How this bot works: it compares your question with those that were asked in the "
        f"{where}, {compared}, and quotes the answer that was given, unchanged. When it isn't "
        "sure it offers the closest questions; when it finds none, it says so. It takes no side "
        "and adds nothing."
    )
    return f"{text}\n\n{_SECOND_READER}" if second_reader else text


# By the tag of the reader's language; that of the bot's other sentences is English.
UNTRANSLATED = {
    "en": "Questions and answers stay in the language in which they were given.",
    "de": "Fragen und Antworten stehen in der Sprache, in der sie gegeben wurden.",
    "es": "Las preguntas y las respuestas se muestran en su idioma original.",
    "fr": "Les questions et les réponses sont données dans leur langue d’origine.",
    "it": "Domande e risposte sono riportate nella lingua originale.",
    "pt": "As perguntas e as respostas são mostradas na língua original.",
    "tr": "Sorular ve yanıtlar, verildikleri dilde gösterilir.",
    "ru": "Вопросы и ответы приведены на языке оригинала.",
    "uk": "Запитання й відповіді подано мовою оригіналу.",
    "ur": "سوال اور جواب اُسی زبان میں ہیں جس میں وہ دیے گئے تھے۔",
    "ur-Latn": "Sawal aur jawab usi zaban mein hain jis mein woh diye gaye the.",
    "ar": "الأسئلة والأجوبة معروضة بلغتها الأصلية.",
    "fa": "پرسش‌ها و پاسخ‌ها به زبان اصلی آورده شده‌اند.",
    "hi": "सवाल और जवाब उसी भाषा में हैं जिसमें वे दिए गए थे।",
}


def untranslated(reader: str | None, original: str) -> str:
    """Say, in the reader's language, that quotations are in another; '' where they aren't.

    Both are given by their BCP 47 tags; what the original's says besides, as of a country, makes
    it no other language.
    """
    if reader is None or f"{original}-".lower().startswith(f"{reader}-".lower()):
        return ""
    return UNTRANSLATED.get(reader, "")


def introduction_by(source: Source) -> str:
    """Mark an introduction as the outlet's own words."""
    return f"{source.outlet} introduces it:" if source.outlet else "The publisher introduces it:"


def about_several(interviews: Sequence[Interview]) -> str:
    """Say in /about which interviews are served."""
    count = sum(len(one.exchanges) for one in interviews)
    return (
        f"I answer from {_what(interviews)}: {count:,} questions in all. The list has each "
        "interview with its introduction, its source and its questions."
    )


def version(name: str) -> str:
    """Name the version of the knowledge that is served."""
    return f"Knowledge version {name}"


_SECOND_READER = (
    "When it isn't certain, it also asks a language model which of the passages that it found "
    "answers your question. The model picks one of them, or none; it never writes what you read."
)
_IN_THE_JOURNAL = (
    "when and in what kind of chat it was asked, the language of your Telegram, what was found, "
    "how long that took, and what readers thought of it. Neither your name nor your account is in "
    "it: you are a code there, by which readers can be counted, and which nobody can trace back "
    "to you without this bot's key. What you type inline is in it only once you send what was "
    "found, and only where Telegram tells the bot. Those who run the bot read the journal, to see "
    "what readers want to know."
)
_REMEMBERED = (
    "/forget deletes at once all that is yours in it. Where a chat is about one interview "
    "(/interview), that is remembered under such a code too.\n\n"
    "While it runs, the bot has in memory only which of its messages answered which of yours (as "
    "numbers, for the last 10,000 questions), so that an edited question gets its answer edited "
    "and an album is answered once; questions that it can still look up elsewhere; and how many "
    "questions you sent in the last minutes, so that nobody crowds out others. All of this is "
    "gone when it stops."
)


def _journal(days: int) -> str:
    """Say what the journal has in it, with the texts of questions for so many days."""
    if days == 0:
        return f"This bot keeps no question that you ask. It notes of each {_IN_THE_JOURNAL}"
    after = "a day" if days == 1 else f"{days:,} days"
    return (
        "This bot keeps a journal of what it is asked. It notes the text of a question, which is "
        f"deleted after {after}, and of each {_IN_THE_JOURNAL}"
    )


_NOTHING_LEAVES = "Nothing is passed on to anybody."
_QUESTIONS_LEAVE = (
    "When the bot isn't certain what you mean, the text of your question, without your name or "
    "account, is sent to a language model that its operator has chosen, which picks the passage "
    "that answers it."
)
_TELEGRAM = (
    "Telegram itself delivers your messages; its privacy policy says what it keeps: "
    "https://telegram.org/privacy"
)


def privacy(*, second_reader: bool, days: int) -> str:
    """Say in /privacy what is kept, texts for so many days, and what leaves the machine."""
    leaves = _QUESTIONS_LEAVE if second_reader else _NOTHING_LEAVES
    return f"{_journal(days)}\n\n{_REMEMBERED} {leaves}\n\n{_TELEGRAM}"


def questions_heading(first: int, last: int, count: int) -> str:
    """Head a page of the list of questions."""
    return (
        f"Questions {first}–{last} of {count}" if last > first else f"Question {first} of {count}"
    )


TOPICS_HEADING = "What do you want to read about?"

# For admins: exact rather than chatty.


def reloaded(version_name: str) -> str:
    """Say that new knowledge is served."""
    return f"Now serving version {version_name}."


def unchanged(version_name: str) -> str:
    """Say that a reload found nothing new."""
    return f"Nothing has changed. Serving version {version_name}."


def refused(count: int, version_name: str) -> str:
    """Say that a reload found problems."""
    problems = "1 problem" if count == 1 else f"{count} problems"
    return f"Not reloaded: {problems}. Still serving version {version_name}."


def not_taken(count: int) -> str:
    """Say that some of what was reloaded has problems."""
    problems = "1 problem" if count == 1 else f"{count} problems"
    return f"Not taken, with {problems}; what was good before is served on:"


def more_lines(count: int) -> str:
    """End a list that was cut."""
    return f"… and {count} more."


ADDED = "Added"
CHANGED = "Changed"
REMOVED = "Removed"
METADATA_CHANGED = "Title, people, source or introduction changed."


def description(interviews: Sequence[Interview]) -> str:
    """Describe the bot in an empty chat (512 characters at most)."""
    return (
        f"Ask about {_what(interviews)} in your own words. You get the question that was really "
        "asked and the answer as it was given, word for word, with its source."
    )[:_LONGEST_DESCRIPTION]


def short_description(interviews: Sequence[Interview]) -> str:
    """Describe the bot in its profile (120 characters at most)."""
    text = f"Answers from {_what(interviews)}, word for word."
    return (
        text
        if len(text) <= _LONGEST_SHORT_DESCRIPTION
        else "Answers from published interviews, word for word."
    )


def _are_many(interviews: Sequence[Interview]) -> bool:
    """Whether there are too many interviews to name everybody who answers in them."""
    return len({one.interviewee.name for one in interviews}) > _MOST_NAMES


def _which(interviews: Sequence[Interview]) -> str:
    """Name interviews; many of one outlet by it."""
    if not _are_many(interviews):
        several = "interviews" if len(interviews) > 1 else "interview"
        return f"the {several} with {speakers(interviews)}"
    outlets = {one.outlet for one in interviews}
    by = f" by {outlets.pop()}" if len(outlets) == 1 and None not in outlets else ""
    return f"the {len(interviews):,} interviews{by}"


def _what(interviews: Sequence[Interview]) -> str:
    if _are_many(interviews):
        return f"{len(interviews):,} published interviews"
    if len(interviews) > 1:
        return f"the interviews with {speakers(interviews)}"
    outlet = interviews[0].outlet
    return (
        f"{outlet}'s interview with {speakers(interviews)}"
        if outlet
        else (f"the interview with {speakers(interviews)}")
    )


# In the terminal

PROMPT = "\nYour question (Ctrl-D ends): "


def preview_at(url: str, python: str) -> str:
    """Say where the bot can be tried, and how to serve Telegram; ``python`` is what runs it."""
    return (
        f"Try the bot in your browser: {url}\n"
        "There you are in a Telegram of your own, on this machine alone. No BOT_TOKEN is needed.\n"
        f"Without a browser, ask in the terminal: {python} run_bot.py ask\n"
        "To serve Telegram: send /newbot to @BotFather there, and write BOT_TOKEN= and the token\n"
        "that it gives into a file named .env. Ctrl-C ends this.\n"
    )
