"""What the bot says, as the rest of it asks for: each sentence is an attribute or a method.

Plain text, without markup: ``rendering`` escapes it where it goes out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from math import ceil
from typing import overload

from bot.desk.spans import Span
from bot.replies import REMEMBERED
from bot.small_talk import SmallTalk
from bot.storage.labels import Label
from bot.storage.reports import Reason
from bot.trouble import Cause, Trouble
from bot.wording.catalogue import Argument, Catalogue, catalogue_of
from bot.wording.meant import are_many, meant
from knowledge.differences import ExchangeChange
from knowledge.interview import Interview, Person, Source
from knowledge.matching import Decision
from knowledge.version_file import Version

# The languages in which all is said.
LANGUAGES = ("en", "ru", "ur")
_LONGEST_DESCRIPTION = 512
_LONGEST_SHORT_DESCRIPTION = 120
_MEGABYTE = 1024 * 1024
_TELEGRAMS_POLICY = "https://telegram.org/privacy"


class Sentence:
    """One without variables. In the catalogues it has the attribute's name, with dashes."""

    message_id: str

    def __set_name__(self, owner: type, name: str) -> None:
        self.message_id = name.replace("_", "-")

    @overload
    def __get__(self, wording: None, owner: type) -> "Sentence": ...
    @overload
    def __get__(self, wording: "Wording", owner: type) -> str: ...
    def __get__(self, wording: "Wording | None", owner: type) -> "Sentence | str":
        return self if wording is None else catalogue_of(wording.language).say(self.message_id)


@dataclass(frozen=True)
class Wording:
    """What the bot says in one language.

    Attributes:
        language: its BCP 47 tag, one of ``LANGUAGES``.
    """

    language: str

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

    # For admins: exact rather than chatty.
    added = Sentence()
    changed = Sentence()
    removed = Sentence()
    metadata_changed = Sentence()

    # For admins: files and versions.
    arrival_gone = Sentence()
    moved = Sentence()
    about_interview = Sentence()
    nothing_differs = Sentence()
    nothing_done = Sentence()
    in_file_now = Sentence()
    whose_versions = Sentence()
    how_to_search_versions = Sentence()
    publish = Sentence()
    discard = Sentence()
    compare = Sentence()
    bring_back = Sentence()
    send_file = Sentence()
    this_version = Sentence()
    all_versions = Sentence()
    undo = Sentence()

    # Statistics and exports, for admins.
    stats_none = Sentence()
    stats_most_asked = Sentence()
    stats_choices = Sentence()
    stats_answered_in_short = Sentence()
    stats_suggested_in_short = Sentence()
    stats_declined_in_short = Sentence()
    span_week = Sentence()
    span_month = Sentence()
    span_all = Sentence()
    journal_exported = Sentence()
    knowledge_exported = Sentence()
    # For admins: what was not answered.
    no_texts_kept = Sentence()
    journal_away = Sentence()
    unanswered_gone = Sentence()
    its_wordings = Sentence()
    another_exchange = Sentence()
    not_in_any_interview = Sentence()
    ignore = Sentence()
    to_unanswered = Sentence()
    taken_back = Sentence()

    @cached_property
    def _catalogue(self) -> Catalogue:
        return catalogue_of(self.language)

    def _say(self, message_id: str, **arguments: Argument) -> str:
        return self._catalogue.say(message_id, **arguments)

    def _of(self, message_id: str, interviews: Sequence[Interview], **more: Argument) -> str:
        """Say something of interviews; see ``meant``."""
        return self._catalogue.say(message_id, **meant(interviews, self._catalogue), **more)

    def _page(self, message_id: str, first: int, last: int, count: int, **more: Argument) -> str:
        alone = first == last
        return self._say(message_id, first=first, last=last, count=count, alone=alone, **more)

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

    def number_of_questions(self, count: int) -> str:
        """Say how many questions an interview has."""
        return self._say("number-of-questions", count=count)

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

    # For admins: exact rather than chatty

    def reloaded(self, version: str) -> str:
        """Say that new knowledge is served."""
        return self._say("reloaded", version=version)

    def unchanged(self, version: str) -> str:
        """Say that a reload found nothing new."""
        return self._say("unchanged", version=version)

    def refused(self, count: int, version: str) -> str:
        """Say that a reload found problems."""
        return self._say("refused", count=count, version=version)

    def still_loading(self, done: int, count: int) -> str:
        """Say that a reload is too early."""
        return self._say("still-loading", done=done, count=count)

    def not_taken(self, count: int) -> str:
        """Say that some of what was reloaded has problems."""
        return self._say("not-taken", count=count)

    def more_lines(self, count: int) -> str:
        """End a list that was cut."""
        return self._say("more-lines", count=count)

    # For admins: files and versions

    def not_while_loading(self, done: int, count: int) -> str:
        """Say that nothing can be published yet."""
        return self._say("not-while-loading", done=done, count=count)

    def file_too_large(self, file: str, size: int, most: int) -> str:
        """Say that a file has too many bytes."""
        megabytes, at_most = (ceil(one / _MEGABYTE) for one in (size, most))
        return self._say("file-too-large", file=file, size=megabytes, most=at_most)

    def file_not_fetched(self, file: str) -> str:
        """Say that Telegram did not give a file."""
        return self._say("file-not-fetched", file=file)

    def file_refused(self, file: str, count: int) -> str:
        """Say that a file has problems."""
        return self._say("file-refused", file=file, count=count)

    def same_file(self, file: str) -> str:
        """Say that a file would change nothing at all."""
        return self._say("same-file", file=file)

    def is_new(self, interview: Interview) -> str:
        """Say that a file has an interview that is not served yet."""
        return self._say("is-new", count=len(interview.exchanges))

    def left_out(self, count: int) -> str:
        """Head what an import has left out."""
        return self._say("left-out", count=count)

    def facts_changed(self, names: Sequence[str]) -> str:
        """Name fields of the interview that differ, as they are called in its file."""
        return self._say("facts-changed", fields=", ".join(names))

    def change(self, change: ExchangeChange) -> str:
        """Say what became of an exchange."""
        return self._say(
            "change",
            kind=change.kind,
            before=change.before or 0,
            after=change.after or 0,
            elsewhere=change.has_moved,
        )

    def discarded(self, file: str) -> str:
        """Say that a file is gone, and nothing has come of it."""
        return self._say("discarded", file=file)

    def has_moved(self, newest: Version) -> str:
        """Say that what a file was compared with is another now."""
        return self._say("has-moved", version=self.saved(newest))

    def has_moved_on(self, newest: Version) -> str:
        """Say that what was to be undone, or replaced, is another now."""
        return self._say("has-moved-on", version=self.saved(newest))

    def done_already(self, file: str) -> str:
        """Say that a file holds already what was to be put into it."""
        return self._say("done-already", file=file)

    def not_served(self, *, is_taken_back: bool) -> str:
        """Head the reasons for which a change is not served."""
        return self._say("not-served", undone=is_taken_back)

    def now_served(self, number: int, file: str, edition: str) -> str:
        """Say that a version is served."""
        return self._say("now-served", number=number, file=file, edition=edition)

    def withdrawn(self, file: str, edition: str) -> str:
        """Say that a file that was new is no more."""
        return self._say("withdrawn", file=file, edition=edition)

    def versions_heading(self, file: str, count: int) -> str:
        """Head a list of versions."""
        return self._say("versions-heading", file=file, count=count)

    def no_versions(self, file: str) -> str:
        """Say that no version is kept."""
        return self._say("no-versions", file=file)

    def damaged_versions(self, count: int) -> str:
        """Say that some versions can't be read."""
        return self._say("damaged-versions", count=count)

    def version_of(self, number: int, file: str) -> str:
        """Name a version of a file."""
        return self._say("version-of", number=number, file=file)

    def saved(self, version: Version) -> str:
        """Say when a version was saved, by whom, unless it was by hand, and with what."""
        day, time = self._catalogue.timed(version.saved)
        when = self._say("moment", day=day, time=time)
        if not version.who:
            return self._say("saved-by-hand", when=when, what=version.what)
        return self._say("saved", when=when, who=version.who, what=version.what)

    def asks_back(self, number: int, file: str) -> str:
        """Ask whether a version is to be brought back."""
        return self._say("asks-back", number=number, file=file)

    # Statistics and exports

    def stats_heading(self, span: Span) -> str:
        """Say for how long back statistics look."""
        return self._say("stats-heading", span=span)

    def stats_asked(self, asked: int, readers: int) -> str:
        """Say how many questions there were, and from how many people."""
        return self._say(
            "stats-asked",
            questions=self.number_of_questions(asked),
            readers=self._say("number-of-readers", count=readers),
        )

    def stats_answered(self, count: int, asked: int) -> str:
        """Say how many questions were answered at once."""
        return self._say("stats-answered", count=count, share=count / asked)

    def stats_suggested(self, count: int, asked: int) -> str:
        """Say for how many questions the closest was offered."""
        return self._say("stats-suggested", count=count, share=count / asked)

    def stats_declined(self, count: int, asked: int) -> str:
        """Say how many questions were not found."""
        return self._say("stats-declined", count=count, share=count / asked)

    def stats_rightly(self, count: int) -> str:
        """Say how many of those not found are settled as not in the interview."""
        return self._say("stats-rightly", count=count)

    def stats_verdicts(self, right: int, judged: int) -> str:
        """Say how often readers found an answer right."""
        return self._say("stats-verdicts", right=right, judged=judged, share=right / judged)

    def stats_chosen(self, count: int) -> str:
        """Say how often readers took a suggestion."""
        return self._say("stats-chosen", count=count)

    def stats_times(self, answering: float, matching: float) -> str:
        """Say how long replies took, and matching of it, at the median; both in seconds."""
        return self._say("stats-times", answering=answering, matching=matching * 1000)

    def counted(self, number: int) -> str:
        """Return a whole number alone."""
        return self._catalogue.counted(number)

    def on_a_chart(self, day: date, *, is_month: bool) -> str:
        """Return a day, or the month that it is in, in figures alone."""
        return self._catalogue.on_a_chart(day, is_month=is_month)

    def alarm(self, cause: Cause) -> str:
        """Say what went wrong."""
        match cause.trouble:
            case Trouble.FAILED:
                return self._say("alarm-failed", place=cause.place)
            case Trouble.CONFLICT:
                return self._say("alarm-conflict")
            case Trouble.DATABASE:
                return self._say("alarm-database")
            case Trouble.LOST:
                return self._say("alarm-lost")
            case Trouble.REFUSED:
                return self._say("alarm-refused", place=cause.place)
            case Trouble.LEFT_OUT:
                return self._say("alarm-left-out", place=cause.place)

    def alarm_times(self, count: int) -> str:
        """Say how often it was."""
        return self._say("alarm-times", count=count)

    def alarm_again(self, count: int, minutes: int) -> str:
        """Say how often it was again, since it was last said."""
        return self._say("alarm-again", count=count, minutes=minutes)

    def export_too_large(self, file: str, megabytes: int, limit: int) -> str:
        """Say that Telegram would not take a file; sizes are in megabytes."""
        return self._say("export-too-large", file=file, megabytes=megabytes, limit=limit)

    # For admins: what was not answered

    def nothing_unanswered(self, days: int) -> str:
        """Say that every question of so many days was answered, or is settled."""
        return self._say("nothing-unanswered", days=days)

    def unanswered_heading(self, first: int, last: int, count: int, days: int) -> str:
        """Head a page of the list of what was not answered in so many days."""
        return self._page("unanswered-heading", first, last, count, days=days)

    def asked_times(self, times: int, wordings: int) -> str:
        """Say how often something was asked, and in how many wordings."""
        return self._say("asked-times", times=times, wordings=wordings)

    def how_it_went(self, times: Mapping[Reason, int], last_asked: datetime) -> Sequence[str]:
        """Say how often something was asked, what the bot had replied, and when it was asked last.

        A line each.
        """
        date = self._catalogue.dated(last_asked.date().isoformat())
        lines = [self._say("last-asked", times=sum(times.values()), date=date)]
        if declined := times.get(Reason.DECLINED):
            lines.append(self._say("was-declined", count=declined))
        if not_taken := times.get(Reason.NOT_TAKEN):
            lines.append(self._say("was-not-taken", count=not_taken))
        if wrong := times.get(Reason.WRONG):
            lines.append(self._say("was-wrong", count=wrong))
        return lines

    def belongs_to(self, question: str) -> str:
        """Label the button that teaches to an exchange."""
        return self._say("belongs-to", question=question)

    def settled(self, question: str, count: int, label: Label) -> str:
        """Say what a group of so many wordings was settled as."""
        return self._say("settled", question=question, count=count, label=label)

    def which_exchange(self, question: str) -> str:
        """Ask to which exchange a question belongs."""
        return self._say("which-exchange", question=question)

    def found_exchanges(self, sought: str) -> str:
        """Introduce the exchanges that a search finds."""
        return self._say("found-exchanges", sought=sought)

    def no_exchange_found(self, sought: str) -> str:
        """Say that a search finds no exchange."""
        return self._say("no-exchange-found", sought=sought)

    def taught(self, wording: str, question: str) -> str:
        """Say what was taught."""
        return self._say("taught", wording=wording, question=question)

    def answered_now(self, decision: Decision) -> str:
        """Introduce what a question that was taught is answered with now."""
        return self._say("answered-now", decision=decision)

    def off_the_list(self, count: int, of: int) -> str:
        """Say how many of a group's wordings are settled by what was taught."""
        return self._say("off-the-list", count=count, of=of)

    def serves_version(self, number: int, file: str, version: str) -> str:
        """Name the version of a file, and of the knowledge that is served with it."""
        return self._say("serves-version", number=number, file=file, version=version)

    def knowledge_moved(self, version: str) -> str:
        """Say that the knowledge is not any more what a button was made of."""
        return self._say("knowledge-moved", version=version)

    def unfit_to_teach(self, wording: str, detail: str) -> str:
        """Say why something is no wording."""
        return self._say("unfit-to-teach", wording=wording, detail=detail)

    def taught_already(self, wording: str, question: str, *, is_there: bool) -> str:
        """Say to which question a wording belongs already; ``is_there``: to the one meant."""
        return self._say("taught-already", wording=wording, question=question, is_there=is_there)

    def would_steal(self, wording: str, count: int) -> str:
        """Say that a wording takes questions away from others."""
        return self._say("would-steal", wording=wording, count=count)

    def stolen(self, text: str, owner: str, given: str) -> str:
        """Say what would be taken away from which question, and lead to which."""
        return self._say("stolen", text=text, owner=owner, given=given)

    def not_changed(self, count: int) -> str:
        """Say that a file was not changed because of problems."""
        return self._say("not-changed", count=count)


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
