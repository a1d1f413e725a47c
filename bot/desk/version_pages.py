"""The versions of knowledge files: whose, the last of one, one of them, and what became of it."""

from bot import buttons, interview_pages
from bot.desk import file_buttons
from bot.desk.proposals import Proposal
from bot.desk.publishing import Served
from bot.fitting import shortened
from bot.interview_pages import Listing
from bot.keyboard import button, keyboard
from bot.markup import escape
from bot.paging import page_of, turning_of
from bot.problems import with_problems
from bot.reply import Reply, said
from bot.wording import Wording
from knowledge.differences import Differences
from knowledge.library import Edition
from knowledge.version_file import Version
from knowledge.versions import Kept

_LONGEST_DESCRIBED = 300


def interviews(wording: Wording, edition: Edition, sought: str = "", page: int = 0) -> Reply:
    """Ask whose versions, of the interviews that a search finds."""
    listing = Listing(
        lambda reference: file_buttons.versions(file_buttons.interview_key(reference)),
        lambda found, to: file_buttons.interviews(buttons.searchable(found), to),
        lambda wording: wording.how_to_search_versions,
    )
    lines, rows = interview_pages.listed(wording, edition, sought, page, listing)
    return Reply("\n\n".join([escape(wording.whose_versions), *lines]), keyboard(rows))


def versions(  # noqa: PLR0913, PLR0917  (each says something of its own)
    wording: Wording, file: str, kept: Kept, key: str, based_on: str | None, page: int = 0
) -> Reply:
    """List the versions of a knowledge file, five a page: when, who, what."""
    if not kept.versions:
        return with_problems(wording, wording.no_versions(file), kept.problems)
    page, shown = page_of(kept.versions, page)
    heading = wording.versions_heading(file, len(kept.versions))
    lines = [f"<b>{escape(heading)}</b>"]
    for _, one in shown:
        now = f"\n<b>{escape(wording.in_file_now)}</b>" if one.digest == based_on else ""
        lines.append(f"{one.number}. {escape(_described(wording, one))}{now}")
    if kept.problems:
        lines.append(escape(wording.damaged_versions(len(kept.problems))))
    numbers = [
        button(str(one.number), file_buttons.open_version(file_buttons.version(key, one.number)))
        for _, one in shown
    ]
    turning = turning_of(
        wording, page, len(kept.versions), lambda to: file_buttons.versions(key, to)
    )
    return Reply("\n\n".join(lines), keyboard([numbers, turning]))


def version(wording: Wording, file: str, one: Version, key: str, based_on: str | None) -> Reply:
    """Show a version, and offer what can be done with it."""
    name = file_buttons.version(key, one.number)
    lines = [
        f"<b>{escape(wording.version_of(one.number, file))}</b>",
        escape(_described(wording, one)),
    ]
    rows = [[button(wording.send_file, file_buttons.send(name))]]
    if one.digest == based_on:
        lines.append(escape(wording.in_file_now))
    else:
        rows[0].append(button(wording.compare, file_buttons.differences(name)))
        rows.append([button(wording.bring_back, file_buttons.ask_back(name))])
    rows.append([button(wording.all_versions, file_buttons.versions(key))])
    return Reply("\n\n".join(lines), keyboard(rows))


def asks_back(wording: Wording, proposal: Proposal, number: int, based_on: str | None) -> Reply:
    """Ask once whether a version is to be brought back."""
    name = proposal.subject
    asks = wording.asks_back(number, proposal.name)
    back = file_buttons.bring_back(name, based_on)
    return said(
        f"{asks}\n\n{wording.counts(proposal.differences.counts)}",
        [button(wording.bring_back, back), button(wording.compare, file_buttons.differences(name))],
        [button(wording.go_back, file_buttons.open_version(name))],
    )


def published(wording: Wording, file: str, served: Served, key: str, found: Differences) -> Reply:
    """Say what is served now, and what has changed by it; offer to take it back."""
    return _made(wording, file, served, key, wording.counts(found.counts))


def brought_back(wording: Wording, file: str, served: Served, key: str) -> Reply:
    """Say what is served now that an earlier version was brought back."""
    if served.made is None:
        return said(wording.withdrawn(file, served.edition))
    return _made(
        wording, file, served, key, shortened(wording.deed(served.made.what), _LONGEST_DESCRIBED)
    )


def _made(wording: Wording, file: str, served: Served, key: str, what: str) -> Reply:
    if served.made is None:
        raise TypeError("what was deleted is no version")
    name = file_buttons.version(key, served.made.number)
    text = wording.now_served(served.made.number, file, served.edition)
    row = [
        button(wording.undo, file_buttons.undo(name)),
        button(wording.all_versions, file_buttons.versions(key)),
    ]
    return said(f"{text}\n\n{what}", row)


def _described(wording: Wording, one: Version) -> str:
    """Say when a version was saved, by whom and with what."""
    return shortened(wording.saved(one), _LONGEST_DESCRIBED)
