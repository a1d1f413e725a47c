"""What was not answered -> messages of the desk: the list of groups, and a page for each."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from bot.desk import unanswered_buttons
from bot.desk.groups import Group, Put
from bot.fitting import shortened
from bot.keyboard import Row, button, keyboard
from bot.markup import escape
from bot.paging import page_of, turning_of
from bot.reply import Reply, said
from bot.storage.labels import Label
from bot.wording import Wording
from knowledge.library import Edition
from knowledge.matching import Candidate

LONGEST_LISTED = 250
_LONGEST_HEADING = 600
_LONGEST_LABEL = 60
# The wording that is taught, among the numbers of all.
_CHOSEN = "▸ "
# How buttons name what a group is settled as.
LABELS = {"n": Label.NOT_ASKED, "i": Label.IGNORED}


def group_list(wording: Wording, groups: Sequence[Group], days: int, page: int = 0) -> Reply:
    """List groups of the last so many days, five a page, with a button for each."""
    if not days:
        return said(wording.no_texts_kept)
    if not groups:
        return said(wording.nothing_unanswered(days))
    page, shown = page_of(groups, page)
    heading = wording.unanswered_heading(shown[0][0], shown[-1][0], len(groups), days)
    lines = [f"<b>{escape(heading)}</b>"]
    for number, group in shown:
        question = escape(shortened(group.wordings[0].text, LONGEST_LISTED))
        how_often = wording.asked_times(group.times.total(), len(group.wordings))
        lines.append(f"{number}. {question}\n<i>{escape(how_often)}</i>")
    numbers = [
        button(str(number), unanswered_buttons.unanswered_group(group.wordings[0].key))
        for number, group in shown
    ]
    turning = turning_of(wording, page, len(groups), unanswered_buttons.unanswered)
    return Reply("\n\n".join(lines), keyboard([numbers, turning]))


def group_page(  # noqa: PLR0913, PLR0917  (each says something of its own)
    wording: Wording,
    group: Group,
    chosen: Put,
    likeliest: Sequence[Candidate],
    edition: Edition,
    page: int = 0,
) -> Reply:
    """Show a group, five of its wordings a page, and what can be done with it.

    Args:
        wording: in which it is said.
        group: what is shown.
        chosen: the wording that is taught.
        likeliest: the exchanges that it may belong to, best first.
        edition: in which they were found.
        page: counted from 0.
    """
    page, shown = page_of(group.wordings, page)
    lines = [
        f"<b>{escape(shortened(chosen.text, _LONGEST_HEADING))}</b>",
        escape("\n".join(wording.how_it_went(group.times, group.last_asked))),
    ]
    if len(group.wordings) > 1:
        lines.append(escape(wording.its_wordings))
        lines += [_put_so(wording, number, put, chosen) for number, put in shown]
    numbers = [
        button(str(number), unanswered_buttons.unanswered_group(put.key, page))
        for number, put in shown
        if len(group.wordings) > 1
    ]
    turning = turning_of(
        wording,
        page,
        len(group.wordings),
        lambda to: unanswered_buttons.unanswered_group(chosen.key, to),
    )
    rows = [
        numbers,
        turning,
        *(_belongs_to(wording, chosen, one, edition) for one in likeliest),
        [button(wording.another_exchange, unanswered_buttons.choose_exchange(chosen.key))],
        [
            button(wording.not_in_any_interview, unanswered_buttons.settle(chosen.key, "n")),
            button(wording.ignore, unanswered_buttons.settle(chosen.key, "i")),
        ],
        [to_list(wording)],
    ]
    return Reply("\n\n".join(lines), keyboard(rows))


def settled(wording: Wording, group: Group, chosen: Put, label: Label, reference: str) -> Reply:
    """Say what a group was settled as, and offer to open it again."""
    question = shortened(chosen.text, LONGEST_LISTED)
    text = wording.settled(question, len(group.wordings), label)
    undo = button(wording.undo, unanswered_buttons.unsettle(chosen.key, reference))
    return said(text, [undo, to_list(wording)])


def to_list(wording: Wording) -> InlineKeyboardButton:
    """Return the button that leads to the list of groups."""
    return button(wording.to_unanswered, unanswered_buttons.unanswered())


def _put_so(wording: Wording, number: int, put: Put, chosen: Put) -> str:
    mark = _CHOSEN if put is chosen else ""
    question = escape(shortened(put.text, LONGEST_LISTED))
    return f"{number}. {mark}{question}\n<i>{escape(wording.asked_times(put.asked, 1))}</i>"


def _belongs_to(wording: Wording, put: Put, one: Candidate, edition: Edition) -> Row:
    entry = edition.entry_of(one)
    name = one.interview.interviewee.name
    question = f"{name}: {one.exchange.question}" if entry.among_others else one.exchange.question
    label = wording.belongs_to(shortened(question, _LONGEST_LABEL))
    return [button(label, unanswered_buttons.teach(put.key, entry.reference, edition.version))]
