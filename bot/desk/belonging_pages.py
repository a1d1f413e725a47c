"""Where a question belongs -> messages of the desk: the choice, taught, refused, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import unanswered_buttons
from bot.desk.groups import Put
from bot.desk.publishing import Served
from bot.desk.unanswered_pages import LONGEST_LISTED, to_list
from bot.fitting import CUT, as_many_as_fit, cut, shortened
from bot.keyboard import Row, button, keyboard
from bot.listing import listed_questions
from bot.markup import blockquote, escape
from bot.paging import page_of, turning_of
from bot.problems import listed_problems
from bot.reply import Reply, said
from bot.wording import Wording
from knowledge.interview import Interview
from knowledge.library import Edition, Entry
from knowledge.matching import Decision, Match
from knowledge.problem import Problem
from knowledge.stealing import Stolen
from knowledge.teaching import Reason, Refused

# Of a passage: enough to see that all is well, or that it isn't.
_LONGEST_PASSAGE = 500


@dataclass(frozen=True)
class Shown:
    """What was taught, and what came of it.

    Attributes:
        entry: the exchange to which it was taught.
        wording: as it stands in the file now.
        match: what is found for it now.
        settled: how many wordings of its group are off the list now.
        of: how many there are.
    """

    entry: Entry
    wording: str
    match: Match
    settled: int
    of: int


def exchange_list(wording: Wording, put: Put, edition: Edition, page: int = 0) -> Reply:
    """List exchanges, five a page, with a button for each that teaches a question to it."""
    entries = list(edition.entries.values())
    page, shown = page_of(entries, page)
    turning = turning_of(
        wording, page, len(entries), lambda to: unanswered_buttons.choose_exchange(put.key, to)
    )
    # Where all are on one page nothing is turned: what replies to it finds its question by this.
    here = [button(wording.all_questions, unanswered_buttons.choose_exchange(put.key))]
    asked = wording.which_exchange(shortened(put.text, LONGEST_LISTED))
    return _choice(wording, put.key, edition, asked, shown, turning or here)


def found_exchanges(
    wording: Wording, key: str, sought: str, found: Sequence[Entry], edition: Edition
) -> Reply:
    """List the exchanges that a search finds, the likeliest first."""
    words = shortened(sought, LONGEST_LISTED)
    said = wording.found_exchanges(words) if found else wording.no_exchange_found(words)
    all_of_them = [button(wording.all_questions, unanswered_buttons.choose_exchange(key))]
    return _choice(wording, key, edition, said, list(enumerate(found, 1)), all_of_them)


def taught(wording: Wording, shown: Shown, edition: Edition, state: str, undoing: str) -> Reply:
    """Show how a question is answered now that it was taught; ``undoing`` takes it back."""
    match = shown.match
    question = shortened(shown.entry.exchange.question, LONGEST_LISTED)
    lines = [
        f"<b>{escape(wording.taught(shortened(shown.wording, LONGEST_LISTED), question))}</b>",
        escape(wording.answered_now(match.decision)),
    ]
    if match.decision is not Decision.DECLINE:
        best = match.candidates[0]
        quote = cut(best.passage, _LONGEST_PASSAGE)
        rest = f"\n{CUT}" if len(quote) > 1 else ""
        (now,) = listed_questions(wording, [(best.number, edition.entry_of(best))])
        lines.append(f"{now}\n{blockquote(quote[0])}{rest}")
    lines.append(escape(wording.off_the_list(shown.settled, shown.of)))
    lines.append(escape(state))
    row = [button(wording.undo, undoing), to_list(wording)]
    return Reply("\n\n".join(lines), keyboard([row]))


def untaught(wording: Wording, key: str, file: str, served: Served) -> Reply:
    """Say that what was taught is taken back."""
    lines = [wording.taken_back, state(wording, file, served)]
    return said("\n\n".join(lines), _back(wording, key))


def state(wording: Wording, file: str, served: Served) -> str:
    """Say which version of a file is served now."""
    number = served.made.number if served.made else 0
    return wording.serves_version(number, file, served.edition)


def refused(wording: Wording, key: str, why: Refused, interview: Interview) -> Reply:
    """Say exactly why a wording is not taught."""
    questions = {one.id: one.question for one in interview.exchanges}
    text = shortened(why.wording, LONGEST_LISTED)
    match why.reason:
        case Reason.UNFIT:
            lines = [wording.unfit_to_teach(text, why.detail)]
        case Reason.STEALS:
            lines = [wording.would_steal(text, len(why.stolen))]
            lines += [_stolen(wording, one, questions) for one in why.stolen]
        case _:
            owner = shortened(why.owner.question, LONGEST_LISTED) if why.owner else ""
            is_there = why.reason is Reason.THERE
            lines = [wording.taught_already(text, owner, is_there=is_there)]
    return said(as_many_as_fit(wording, lines), _back(wording, key))


def failed(wording: Wording, key: str, problems: Sequence[Problem]) -> Reply:
    """Say why nothing was changed, with each problem."""
    lines = [wording.not_changed(len(problems)), *listed_problems(problems)]
    return said(as_many_as_fit(wording, lines), _back(wording, key))


def _choice(  # noqa: PLR0913, PLR0917  (each says something of its own)
    wording: Wording,
    key: str,
    edition: Edition,
    asked: str,
    shown: Sequence[tuple[int, Entry]],
    turning: Row,
) -> Reply:
    lines = [escape(asked), *listed_questions(wording, shown)]
    numbers = [
        button(str(number), unanswered_buttons.teach(key, entry.reference, edition.version))
        for number, entry in shown
    ]
    back = [button(wording.go_back, unanswered_buttons.unanswered_group(key))]
    return Reply("\n\n".join(lines), keyboard([numbers, turning, back]))


def _stolen(wording: Wording, one: Stolen, questions: dict[str, str]) -> str:
    return wording.stolen(
        shortened(one.text, LONGEST_LISTED),
        shortened(questions[one.owner], LONGEST_LISTED),
        shortened(questions[one.given], LONGEST_LISTED),
    )


def _back(wording: Wording, key: str) -> Row:
    back = button(wording.go_back, unanswered_buttons.unanswered_group(key))
    return [back, to_list(wording)]
