"""All that can be said in a language, of interviews of every kind."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from inspect import getmembers_static

from bot.desk.spans import Span
from bot.small_talk import SmallTalk
from bot.storage.labels import Label
from bot.storage.reports import Reason as UnansweredFor
from bot.trouble import Cause, Trouble
from bot.wording import Wording
from bot.wording.speech import Sentence
from knowledge.deed import Act, Counts, Deed, Wordings
from knowledge.differences import ExchangeChange, Kind
from knowledge.interview import Interview
from knowledge.interview import Person as Speaker
from knowledge.knowledge_file import read_interview
from knowledge.matching import Decision
from knowledge.version_file import Version
from tests.conftest import FEDOROV
from tests.several import SEVERAL, archive

ONE = read_interview(FEDOROV)
NOWHERE = ONE.model_copy(update={"outlet": None, "published": None, "title": None})
LONG_NAMED = ONE.model_copy(
    update={"outlet": "O" * 200, "interviewee": Speaker(name="N" * 200, role="R" * 300)}
)
KINDS: Sequence[Sequence[Interview]] = (
    [ONE],
    [NOWHERE],
    [LONG_NAMED],
    [ONE, ONE.model_copy(update={"id": "again"})],
    SEVERAL,
    list(archive(21)),
    [one.model_copy(update={"outlet": "Geo.tv"}) for one in archive(12)],
)
FILE = "fedorov-geo-tv.yaml"
COUNTS = (1, 2, 5, 21, 1234)


def sentences(wording: Wording) -> dict[str, str]:
    """Return what is said without variables, by the name of the attribute."""
    return {
        name: getattr(wording, name)
        for name, one in getmembers_static(Wording)
        if isinstance(one, Sentence)
    }


def everything(wording: Wording) -> Iterator[str]:
    """Yield all that is said in a language; no call may fail."""
    yield from sentences(wording).values()
    for interviews in KINDS:
        yield from of_interviews(wording, interviews)
    for count in COUNTS:
        yield from of_numbers(wording, count)
    for yes in (True, False):
        yield from (wording.privacy(second_reader=yes, days=days) for days in (0, 1, 30))
        for count in COUNTS:
            yield wording.how_it_works(count, by_meaning=yes, second_reader=yes)
    yield from of_files(wording)
    yield from of_statistics(wording)
    for version in (wording.version, wording.reloaded, wording.unchanged):
        yield version("a1b2c3")


def of_interviews(wording: Wording, interviews: Sequence[Interview]) -> Iterator[str]:
    """Yield what is said of some interviews."""
    for say in (
        wording.closest,
        wording.is_free,
        wording.only_one,
        wording.closest_elsewhere,
        wording.not_in_interview,
        wording.start,
        wording.about_several,
        wording.description,
        wording.short_description,
    ):
        yield say(interviews)
    for kind in SmallTalk:
        yield wording.small_talk(kind, interviews)
    for in_private in (True, False):
        yield wording.help_text(interviews, "a_bot", in_private=in_private)
    for interview in interviews:
        yield wording.published(interview.source)
        yield wording.asked_by(interview.source)
        yield wording.introduction_by(interview.source)
        yield wording.whose(interview)
        yield wording.in_short(interview)
        yield wording.is_bound(interview)
        yield wording.is_new(interview)
        if interview.outlet and not interview.title:
            yield wording.heading(interview)


def of_statistics(wording: Wording) -> Iterator[str]:
    """Yield what admins read of statistics and exports."""
    for span in Span:
        yield wording.stats_heading(span)
    for count in COUNTS:
        yield wording.stats_asked(count, count)
        yield wording.stats_answered(count, 2 * count)
        yield wording.stats_suggested(0, count)
        yield wording.stats_declined(count, count)
        yield wording.stats_rightly(count)
        yield wording.stats_verdicts(1, count)
        yield wording.stats_chosen(count)
        yield wording.stats_times(count / 1000, count / 1e6)
        yield wording.counted(count)
        yield wording.export_too_large("journal.csv.zip", count, 50)
        yield wording.alarm_times(count)
        yield wording.alarm_again(count, count)
    for trouble in Trouble:
        yield wording.alarm(Cause(trouble, "harbour.yaml:12"))
    for is_month in (True, False):
        # Drawn alone, it needs no order.
        assert wording.on_a_chart(date(2026, 11, 26), is_month=is_month)


def of_numbers(wording: Wording, count: int) -> Iterator[str]:
    """Yield what is said of a number of things."""
    yield wording.place(1, count)
    yield wording.part(1, count)
    yield wording.number_of_questions(count)
    for last in (1, count):
        yield wording.interviews_heading(1, last, count)
        yield wording.questions_heading(1, last, count)
        yield wording.questions_heading(1, last, count, "U.S.-Russia relations")
    yield wording.refused(count, "a1b2c3")
    yield wording.not_taken(count)
    yield wording.still_loading(1, count)
    yield wording.more_lines(count)
    yield wording.not_while_loading(1, count)
    yield wording.file_refused(FILE, count)
    yield wording.file_too_large(FILE, count * 1024 * 1024, 5 * 1024 * 1024)
    yield wording.left_out(count)
    yield wording.now_served(count, FILE, "a1b2c3")
    yield wording.versions_heading(FILE, count)
    yield wording.damaged_versions(count)
    yield wording.version_of(count, FILE)
    yield from of_what_was_not_answered(wording, count)
    yield wording.asks_back(count, FILE)
    yield from wording.commands_in_private(count).values()
    yield from wording.commands_in_groups(count).values()
    yield from wording.commands_of_admins().values()


def of_files(wording: Wording) -> Iterator[str]:
    """Yield what is said of files and their versions."""
    for say in (
        wording.file_not_fetched,
        wording.same_file,
        wording.done_already,
        wording.discarded,
        wording.no_versions,
    ):
        yield say(FILE)
    yield wording.withdrawn(FILE, "a1b2c3")
    yield wording.facts_changed(["title", "interviewee.role"])
    for counts in (Counts(), Counts(added=1, changed=21, removed=2, moved=5, facts=("title",))):
        yield wording.counts(counts)
        for act in Act:
            its = Wordings(exchange="money", wordings=("herring tax",))
            yield wording.deed(Deed(act=act, counts=counts, number=3, wordings=(its,), text="…"))
    for who in ("Ada Byron (@ada)", ""):
        what = Deed(act=Act.PUBLISHED)
        version = Version(2, datetime(2026, 1, 31, 9, 5, tzinfo=UTC), who, what, b"")
        for tell in (wording.saved, wording.has_moved, wording.has_moved_on):
            yield tell(version)
    for yes in (True, False):
        yield wording.not_served(is_taken_back=yes)
        for kind in Kind:
            yield wording.change(ExchangeChange(kind, ONE.exchanges[0], 3, 21, has_moved=yes))


def of_what_was_not_answered(wording: Wording, count: int) -> Iterator[str]:
    """Yield what admins are told of questions that were not answered."""
    question, when = ONE.exchanges[0].question, datetime(2026, 3, 1, tzinfo=UTC)
    yield wording.nothing_unanswered(count)
    for last in (1, count):
        yield wording.unanswered_heading(1, last, count, count)
        yield wording.asked_times(count, last)
        yield wording.off_the_list(1, last)
    for reason in UnansweredFor:
        yield from wording.how_it_went({reason: count}, when)
    yield wording.belongs_to(question)
    for label in Label:
        yield wording.settled(question, count, label)
    yield wording.which_exchange(question)
    yield wording.found_exchanges("trade")
    yield wording.no_exchange_found("trade")
    yield wording.taught("trade?", question)
    for decision in Decision:
        yield wording.answered_now(decision)
    yield wording.serves_version(count, "fedorov-geo-tv.yaml", "a1b2c3d4")
    yield wording.knowledge_moved("a1b2c3d4")
    yield wording.unfit_to_teach("trade?", "it has no words")
    for is_there in (True, False):
        yield wording.taught_already("trade?", question, is_there=is_there)
    yield wording.would_steal("trade?", count)
    yield wording.stolen("trade?", question, question)
    yield wording.not_changed(count)
