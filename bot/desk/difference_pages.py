"""What a file, or an earlier version, would change: a list of it, and a page for each change."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from bot.desk import file_buttons, marking
from bot.desk.proposals import Proposal
from bot.fitting import shortened
from bot.keyboard import Row, button, keyboard
from bot.markup import escape
from bot.paging import PAGE, page_of, turning_of
from bot.problems import with_problems
from bot.reply import Reply
from bot.wording import Wording
from knowledge.differences import Differences, ExchangeChange, FieldChange
from knowledge.problem import KnowledgeError

_LONGEST_LISTED = 200
# UTF-16 units of a page of texts; the rest of the message is for what stands around them.
_ROOM = 3000
_MOST_SKIPPED = 3
_LONGEST_SKIPPED = 120

# What a list of differences has an entry for: the interview's own fields together, and exchanges.
Entry = tuple[FieldChange, ...] | ExchangeChange


def differences(wording: Wording, proposal: Proposal, page: int = 0) -> Reply:
    """Say whose interview it is and what would change, and list that, five a page."""
    entries = _entries(proposal.differences)
    lines = [_heading(wording, proposal)]
    if proposal.moved_by:
        lines.insert(0, escape(wording.has_moved(proposal.moved_by)))
    if proposal.is_new:
        lines.append(escape(wording.is_new(proposal.interview)))
    else:
        lines.append(escape(wording.counts(proposal.differences.counts)))
    if proposal.skipped:
        lines.append(_skipped(wording, proposal.skipped))
    page, shown = page_of(entries, page)
    lines += [f"{number}. {_listed(wording, entry)}" for number, entry in shown]
    numbers = [
        button(str(number), file_buttons.difference(proposal.subject, number - 1))
        for number, _ in shown
    ]
    turning = turning_of(
        wording, page, len(entries), lambda to: file_buttons.differences(proposal.subject, to)
    )
    rows = [numbers, turning, *_deciding(wording, proposal)]
    return Reply("\n\n".join(lines), keyboard(rows))


def difference(wording: Wording, proposal: Proposal, number: int, part: int = 0) -> Reply:
    """Show one change, or a later part of it, both counted from 0; texts with marks."""
    entries = _entries(proposal.differences)
    if number >= len(entries):
        return differences(wording, proposal)
    entry = entries[number]
    if isinstance(entry, ExchangeChange):
        what, pieces = wording.change(entry), marking.change_as_pieces(entry)
    else:
        what, pieces = wording.about_interview, marking.fields_as_pieces(entry)
    parts = marking.pages(pieces, _ROOM)
    part = min(part, len(parts) - 1)
    lines = [f"<i>{escape(what)}</i>", parts[part]]
    turning: Row = []
    if len(parts) > 1:
        lines[0] += f" · {escape(wording.part(part + 1, len(parts)))}"
    if part > 0:
        turning.append(_to(wording.previous_page, proposal, number, part - 1))
    if part < len(parts) - 1:
        turning.append(_to(wording.continue_reading, proposal, number, part + 1))
    back = file_buttons.differences(proposal.subject, number // PAGE)
    rows = [turning, [button(wording.go_back, back)], *_deciding(wording, proposal)]
    return Reply("\n\n".join(lines), keyboard(rows))


def problems(wording: Wording, key: str, file: str, found: KnowledgeError) -> Reply:
    """Say why a file that waits can't be published; it may be once that is mended elsewhere."""
    text = wording.file_refused(file, len(found.problems))
    return with_problems(wording, text, found.problems, deciding(wording, key))


def deciding(wording: Wording, key: str) -> Row:
    """Return the buttons that decide on a file that waits."""
    return [
        button(wording.publish, file_buttons.publish(key)),
        button(wording.discard, file_buttons.discard(key)),
    ]


def _heading(wording: Wording, proposal: Proposal) -> str:
    name = proposal.name
    if proposal.version:
        name = wording.version_of(proposal.version.number, name)
    whose = shortened(wording.in_short(proposal.interview), _LONGEST_LISTED)
    return f"<b>{escape(name)}</b>\n{escape(whose)}"


def _entries(found: Differences) -> Sequence[Entry]:
    return [*([found.facts] if found.facts else []), *found.exchanges]


def _listed(wording: Wording, entry: Entry) -> str:
    if isinstance(entry, ExchangeChange):
        question = shortened(entry.exchange.question, _LONGEST_LISTED)
        return f"<i>{escape(wording.change(entry))}</i>\n{escape(question)}"
    return f"<i>{escape(wording.facts_changed([one.name for one in entry]))}</i>"


def _skipped(wording: Wording, skipped: Sequence[str]) -> str:
    lines = [wording.left_out(len(skipped))]
    lines += [shortened(line, _LONGEST_SKIPPED) for line in skipped[:_MOST_SKIPPED]]
    if more := len(skipped[_MOST_SKIPPED:]):
        lines.append(wording.more_lines(more))
    return escape("\n".join(lines))


def _deciding(wording: Wording, proposal: Proposal) -> list[Row]:
    subject = proposal.subject
    if proposal.version:
        return [
            [button(wording.bring_back, file_buttons.ask_back(subject))],
            [button(wording.this_version, file_buttons.open_version(subject))],
        ]
    return [deciding(wording, subject)]


def _to(label: str, proposal: Proposal, number: int, part: int) -> InlineKeyboardButton:
    return button(label, file_buttons.difference(proposal.subject, number, part))
