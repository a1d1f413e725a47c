"""What the bot says, as the rest of it asks for: each sentence is an attribute or a method.

Plain text, without markup: ``markup`` escapes it where it goes out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.replies import REMEMBERED
from bot.small_talk import SmallTalk
from bot.wording.desk_wording import DeskWording
from bot.wording.meant import are_many
from bot.wording.speech import Sentence
from knowledge.interview import Interview, Person, Source

# The languages in which all is said.
LANGUAGES = ("en", "ru", "ur")
_LONGEST_DESCRIPTION = 512
_LONGEST_SHORT_DESCRIPTION = 120
_TELEGRAMS_POLICY = "https://telegram.org/privacy"


@dataclass(frozen=True)
class Wording(DeskWording):
    """What the bot says in one language.

    Attributes:
        language: one of ``LANGUAGES``.
    """

    ask_me_in_words = Sentence()
    nothing_to_ask = Sentence()
    unknown_command = Sentence()
    slow_down = Sentence()
    something_broke = Sentence()
    exchange_gone = Sentence()
    topic_gone = Sentence()
    button_gone = Sentence()
    interview_gone = Sentence()
    more_is_coming = Sentence()
    welcome = Sentence()
    not_sure = Sentence()
    no_topics = Sentence()
    topics_heading = Sentence()
    no_interview_found = Sentence()
    how_to_search = Sentence()
    how_to_search_choices = Sentence()

    # What a reader thinks of an answer.
    thanks = Sentence()
    perhaps_one_of_these = Sentence()
    others_in_private = Sentence()

    # A chat bound to one interview.
    only_administrators_choose = Sentence()
    bound_interview_gone = Sentence()
    question_forgotten = Sentence()
    may_be_forgotten = Sentence()

    # What is kept, and deleted.
    forgotten = Sentence()
    forgotten_soon = Sentence()
    nobody_to_forget = Sentence()

    # On buttons, short enough for half the width of a phone.
    related = Sentence()
    all_questions = Sentence()
    all_interviews = Sentence()
    its_questions = Sentence()
    look_in_all = Sentence()
    ask_about_all = Sentence()
    choose_interview = Sentence()
    topics = Sentence()
    share = Sentence()
    copy_quote = Sentence()
    full_answer = Sentence()
    continue_reading = Sentence()
    go_back = Sentence()
    next_page = Sentence()
    previous_page = Sentence()
    ask_privately = Sentence()
    answers_it = Sentence()
    not_what_i_asked = Sentence()
    other_questions = Sentence()
    not_found_inline = Sentence()

    # The language's own name, and what is said when one is chosen.
    language_name = Sentence()
    choose_language = Sentence()
    language_chosen = Sentence()

    # Whose words, where and when

    def heading(self, interview: Interview) -> str:
        """Return the published title; without one, who speaks and in which outlet."""
        name = interview.interviewee.name
        if interview.title:
            return interview.title
        return (
            self._say("speaks-in", name=name, outlet=interview.outlet) if interview.outlet else name
        )

    def person(self, who: Person) -> str:
        """Name a speaker with office or trade, as far as it is known: as the outlet does."""
        return f"{who.name}, {who.role}" if who.role else who.name

    def published(self, source: Source) -> str:
        """Name outlet and date, as far as they are known; '' where neither is."""
        when = self._catalogue.dated(source.published) if source.published else ""
        if source.outlet and when:
            return self._say("published", outlet=source.outlet, date=when)
        return self._catalogue.isolated(source.outlet or when)

    def asked_by(self, source: Source) -> str:
        """Introduce the interviewer's question."""
        if source.outlet:
            return self._say("outlet-asked", outlet=source.outlet)
        return self._say("question-was")

    def place(self, number: int, count: int) -> str:
        """Say which question of an interview this is."""
        return self._say("place", number=number, count=count)

    def part(self, number: int, count: int) -> str:
        """Say which part of a long answer this is."""
        return self._say("part", number=number, count=count)

    def whose(self, interview: Interview) -> str:
        """Say shortly whose words are meant, where there are several interviews: name and year."""
        name = interview.interviewee.name
        if not interview.published:
            return self._catalogue.isolated(name)
        year = self._catalogue.dated(interview.published.partition("-")[0])
        return self._say("whose", name=name, year=year)

    def in_short(self, interview: Interview) -> str:
        """Name an interview in a line: person, outlet and date, as far as they are known."""
        name = interview.interviewee.name
        where = self.published(interview.source)
        if not where:
            return self._catalogue.isolated(name)
        return self._say("in-short", name=name, where=where)

    def introduction_by(self, source: Source) -> str:
        """Mark an introduction as the outlet's own words."""
        if source.outlet:
            return self._say("outlet-introduces", outlet=source.outlet)
        return self._say("publisher-introduces")

    # Lists

    def interviews_heading(self, first: int, last: int, count: int) -> str:
        """Head a page of the list of interviews."""
        return self._page("interviews-heading", first, last, count)

    def questions_heading(self, first: int, last: int, count: int, topic: str | None = None) -> str:
        """Head a page of the list of questions, or of those of a topic."""
        if topic is not None:
            return self._page("questions-of-topic-heading", first, last, count, topic=topic)
        return self._page("questions-heading", first, last, count)

    # A chat bound to one interview

    def is_bound(self, interview: Interview) -> str:
        """Say what a chat is bound to."""
        return self._say("is-bound", interview=self.in_short(interview))

    def is_free(self, interviews: Sequence[Interview]) -> str:
        """Say that a chat is bound to no interview."""
        return self._say("is-free", interviews=len(interviews))

    def only_one(self, interviews: Sequence[Interview]) -> str:
        """Say that there is nothing to choose from."""
        return self._of("only-one", interviews)

    # What is found, and what is not

    def closest(self, interviews: Sequence[Interview]) -> str:
        """Introduce suggestions."""
        return self._of("closest", interviews)

    def closest_elsewhere(self, named: Sequence[Interview]) -> str:
        """Introduce what others were asked, where those that were named were not."""
        return self._of("closest-elsewhere", named)

    def not_in_interview(self, interviews: Sequence[Interview]) -> str:
        """Say that a question was not asked."""
        if are_many(interviews):
            return self._of("not-in-many", interviews)
        return self._of("not-in-interview", interviews)

    # Of the bot itself

    def greeting(self, interviews: Sequence[Interview]) -> str:
        """Greet, and say what to do."""
        return self._of("greeting", interviews)

    def who_am_i(self, interviews: Sequence[Interview]) -> str:
        """Say who answers here."""
        return self._of("who-am-i", interviews)

    def small_talk(self, kind: SmallTalk, interviews: Sequence[Interview]) -> str:
        """Answer what is no question."""
        match kind:
            case SmallTalk.GREETING:
                return self.greeting(interviews)
            case SmallTalk.THANKS:
                return self.welcome
            case SmallTalk.WHO_ARE_YOU:
                return self.who_am_i(interviews)

    def start(self, interviews: Sequence[Interview]) -> str:
        """Welcome a new reader."""
        welcome = self._of("start", interviews)
        topic = next((topic for one in interviews for topic in one.topics), None)
        return f"{welcome}\n\n{self._say('for-example', topic=topic)}" if topic else welcome

    def help_text(self, interviews: Sequence[Interview], username: str, *, in_private: bool) -> str:
        """Explain how to ask, everywhere."""
        asking = self._of("help-asking", interviews, bot=f"@{username}", in_private=in_private)
        if len(interviews) == 1:
            return f"{asking}\n\n{self._say('help-commands')}"
        commands = self._say("help-commands-of-several")
        return f"{asking}\n{self._say('help-naming')}\n\n{commands}"

    def how_it_works(self, interviews: int, *, by_meaning: bool, second_reader: bool) -> str:
        """Explain in /about what the bot does."""
        text = self._say("how-it-works", interviews=interviews, by_meaning=by_meaning)
        return f"{text}\n\n{self._say('second-reader')}" if second_reader else text

    def about_several(self, interviews: Sequence[Interview]) -> str:
        """Say in /about which interviews are served."""
        count = sum(len(one.exchanges) for one in interviews)
        return self._of("about-several", interviews, questions=count)

    def version(self, name: str) -> str:
        """Name the version of the knowledge that is served."""
        return self._say("version", name=name)

    def privacy(self, *, second_reader: bool, days: int) -> str:
        """Say in /privacy what is kept, texts for so many days, and what leaves the machine."""
        journal = (
            self._say("keeps-questions", days=days) if days else self._say("keeps-no-question")
        )
        noted = self._say("is-noted")
        kept = self._say("privacy", answers=REMEMBERED)
        leaves = self._say("questions-leave" if second_reader else "nothing-leaves")
        policy = self._say("telegram-keeps", policy=_TELEGRAMS_POLICY)
        return f"{journal} {noted}\n\n{kept} {leaves}\n\n{policy}"

    # What Telegram shows of the bot before anything is asked

    def description(self, interviews: Sequence[Interview]) -> str:
        """Describe the bot in an empty chat (512 characters at most)."""
        text = self._of("description", interviews)
        return text if len(text) <= _LONGEST_DESCRIPTION else self._say("description-of-any")

    def short_description(self, interviews: Sequence[Interview]) -> str:
        """Describe the bot in its profile (120 characters at most)."""
        text = self._of("short-description", interviews)
        is_short = len(text) <= _LONGEST_SHORT_DESCRIPTION
        return text if is_short else self._say("short-description-of-any")

    def commands_in_private(self, interviews: int) -> Mapping[str, str]:
        """Describe the commands of private chats, of so many interviews."""
        several = {}
        if interviews > 1:
            several = {
                "interviews": self._say("command-interviews"),
                "interview": self._say("command-interview"),
            }
        return several | {
            "questions": self._say("command-questions", interviews=interviews),
            "topics": self._say("command-topics", interviews=interviews),
            "about": self._say("command-about", interviews=interviews),
            "language": self._say("command-language"),
            "privacy": self._say("command-privacy"),
            "help": self._say("command-help"),
        }

    def commands_in_groups(self, interviews: int) -> Mapping[str, str]:
        """Describe the commands of groups, of so many interviews."""
        asking = {"ask": self._say("command-ask", interviews=interviews)}
        if interviews == 1:
            return asking
        return asking | {"interview": self._say("command-interview-of-group")}

    def commands_of_admins(self) -> Mapping[str, str]:
        """Describe the commands that only admins have."""
        return {
            "unanswered": self._say("command-unanswered"),
            "versions": self._say("command-versions"),
            "reload": self._say("command-reload"),
            "stats": self._say("command-stats"),
            "export": self._say("command-export"),
        }


@cache
def _wording(language: str) -> Wording:
    return Wording(language)


def wording_for(language_code: str | None) -> Wording:
    """Return the wording for a reader's language, an IETF tag as Telegram gives it.

    English where it is not known, or is none of ``LANGUAGES``
    (https://core.telegram.org/bots/api#user).
    """
    language = (language_code or "").partition("-")[0].lower()
    return _wording(language if language in LANGUAGES else LANGUAGES[0])


ENGLISH = wording_for(None)
