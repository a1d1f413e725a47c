"""What the bot says to admins, at their desk: exact rather than chatty."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import ceil

from bot.desk.spans import Span
from bot.storage.labels import Label
from bot.storage.reports import Reason
from bot.trouble import Cause
from bot.wording.speech import Sentence, Speech
from knowledge.deed import Act, Counts, Deed
from knowledge.differences import ExchangeChange
from knowledge.interview import Interview
from knowledge.matching import Decision
from knowledge.version_file import Version

_MEGABYTE = 1024 * 1024
_BETWEEN = " · "


class DeskWording(Speech):
    """What only admins read, in one language."""

    added = Sentence()
    changed = Sentence()
    removed = Sentence()
    metadata_changed = Sentence()

    # Files and versions.
    arrival_gone = Sentence()
    about_interview = Sentence()
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

    # Statistics and exports.
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

    # What was not answered.
    no_texts_kept = Sentence()
    journal_away = Sentence()
    unanswered_gone = Sentence()
    its_wordings = Sentence()
    another_exchange = Sentence()
    not_in_any_interview = Sentence()
    ignore = Sentence()
    to_unanswered = Sentence()
    taken_back = Sentence()

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

    # Files and versions

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

    def counts(self, counts: Counts) -> str:
        """Say in a line how much differs."""
        labelled = (
            (self.added, counts.added),
            (self.changed, counts.changed),
            (self.removed, counts.removed),
            (self._say("moved"), counts.moved),
        )
        parts = [f"{label}: {self.counted(count)}" for label, count in labelled if count]
        if counts.facts:
            parts.append(self.facts_changed(counts.facts))
        return _BETWEEN.join(parts) or self._say("nothing-differs")

    def deed(self, deed: Deed) -> str:
        """Say in a line what was done to a file."""
        if deed.act is Act.TOLD:
            return deed.text
        if deed.act in {Act.TAUGHT, Act.TAKEN_OUT}:
            return _BETWEEN.join(
                self._say("wording-moved", act=deed.act, wording=one, exchange=its.exchange)
                for its in deed.wordings
                for one in its.wordings
            )
        counts = self.counts(deed.counts)
        return self._say("deed", act=deed.act, counts=counts, number=deed.number)

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
            return self._say("saved-by-hand", when=when, what=self.deed(version.what))
        return self._say("saved", when=when, who=version.who, what=self.deed(version.what))

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
        return self._say("alarm", trouble=cause.trouble.value, place=cause.place)

    def alarm_times(self, count: int) -> str:
        """Say how often it was."""
        return self._say("alarm-times", count=count)

    def alarm_again(self, count: int, minutes: int) -> str:
        """Say how often it was again, since it was last said."""
        return self._say("alarm-again", count=count, minutes=minutes)

    def export_too_large(self, file: str, megabytes: int, limit: int) -> str:
        """Say that Telegram would not take a file; sizes are in megabytes."""
        return self._say("export-too-large", file=file, megabytes=megabytes, limit=limit)

    # What was not answered

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
