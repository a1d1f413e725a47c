"""Several interviews: the list of them, and a page for each with its introduction and questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot import buttons
from bot.fitting import CUT, cut, shortened
from bot.keyboard import Row, button, keyboard
from bot.listing import listed_questions
from bot.markup import blockquote, escape
from bot.paging import PAGE, page_of, turning_of
from bot.quoting import published
from bot.reply import Reply, said
from bot.wording import Wording
from knowledge.interview import Interview, interview_reference
from knowledge.library import Edition

_LONGEST_TITLE = 120
_LONGEST_NAME = 60
# Of an introduction on the page of an interview: folded, it leaves the questions in sight.
_LONGEST_INTRODUCTION = 1500


@dataclass(frozen=True)
class Listing:
    """Which buttons a list of interviews has: what leads to one, and to another page."""

    to_one: Callable[[str], str]
    to_page: Callable[[str, int], str]
    how_to_search: Callable[[Wording], str]


_PAGES = Listing(buttons.interview, buttons.interviews, lambda wording: wording.how_to_search)
_CHOICES = Listing(buttons.bind, buttons.choice, lambda wording: wording.how_to_search_choices)


def interview_list(wording: Wording, edition: Edition, sought: str = "", page: int = 0) -> Reply:
    """List interviews, newest first, five a page, with a button for each.

    Only those that a search finds; where it finds none, say so and list all.
    """
    lines, rows = listed(wording, edition, sought, page, _PAGES)
    return Reply("\n\n".join(lines), keyboard(rows))


def choice(
    wording: Wording, edition: Edition, bound: Interview | None, sought: str = "", page: int = 0
) -> Reply:
    """Say which interview a chat is bound to, and list those that it can be bound to."""
    lines, rows = listed(wording, edition, sought, page, _CHOICES)
    heading = wording.is_bound(bound) if bound else wording.is_free(edition.interviews)
    if bound:
        rows.append([button(wording.ask_about_all, buttons.bind())])
    return Reply("\n\n".join([escape(heading), *lines]), keyboard(rows))


def bound(wording: Wording, edition: Edition, chosen: Interview | None, *, is_kept: bool) -> Reply:
    """Say what a chat has just been bound to, or that it is free; and whether that will last."""
    heading = wording.is_bound(chosen) if chosen else wording.is_free(edition.interviews)
    text = heading if is_kept else f"{heading}\n\n{wording.may_be_forgotten}"
    rows = [[button(wording.choose_interview, buttons.choice())]]
    if chosen:
        questions = buttons.interview(interview_reference(chosen))
        rows.insert(0, [button(wording.its_questions, questions)])
        rows[1].append(button(wording.ask_about_all, buttons.bind()))
    return said(text, *rows)


def listed(
    wording: Wording, edition: Edition, sought: str, page: int, listing: Listing
) -> tuple[list[str], list[Row]]:
    """Return a page of what a search finds, as HTML, and its buttons."""
    sought = buttons.searchable(sought)
    found = edition.catalogue.search(sought)
    notes = []
    if not found:
        notes = [escape(wording.no_interview_found)]
        sought, found = "", edition.catalogue.newest_first
    page, shown = page_of(found, page)
    heading = wording.interviews_heading(shown[0][0], shown[-1][0], len(found))
    lines = [*notes, f"<b>{escape(heading)}</b>"]
    lines += [_line(wording, number, interview) for number, interview in shown]
    if len(found) > PAGE and not sought:
        lines.append(escape(listing.how_to_search(wording)))
    numbers = [
        button(str(number), listing.to_one(interview_reference(interview)))
        for number, interview in shown
    ]
    turning = turning_of(wording, page, len(found), lambda to: listing.to_page(sought, to))
    return lines, [numbers, turning]


def interview_page(
    wording: Wording, interview: Interview, edition: Edition, page: int = 0
) -> Reply:
    """Show whose interview it is and a page of its questions; first, its introduction."""
    entries = edition.entries_of(interview)
    page, shown = page_of(entries, page)
    about = [
        f"<b>{escape(wording.heading(interview))}</b>",
        escape(wording.person(interview.interviewee)),
    ]
    about += [where for where in (published(wording, interview),) if where]
    parts = ["\n".join(about)]
    if interview.introduction and page == 0:
        parts.append(_introduction(wording, interview, interview.introduction))
    heading = wording.questions_heading(shown[0][0], shown[-1][0], len(entries))
    parts.append(f"<b>{escape(heading)}</b>")
    parts += listed_questions(wording, shown, whose=False)
    numbers = [button(str(number), buttons.answer(entry.reference)) for number, entry in shown]
    reference = interview_reference(interview)
    turning = turning_of(wording, page, len(entries), lambda to: buttons.interview(reference, to))
    rows = [numbers, turning]
    if edition.has_several:
        rows.append([button(wording.all_interviews, buttons.interviews())])
    return Reply("\n\n".join(parts), keyboard(rows))


def named(wording: Wording, interviews: Sequence[Interview], edition: Edition, asked: str) -> Reply:
    """Show the interviews that somebody named without asking anything."""
    if len(interviews) == 1:
        return interview_page(wording, interviews[0], edition)
    return interview_list(wording, edition, asked)


def about(wording: Wording, edition: Edition, how_it_works: str) -> Reply:
    """Describe several interviews and the bot, and lead to the list."""
    parts = (
        wording.about_several(edition.interviews),
        how_it_works,
        wording.version(edition.version),
    )
    row = [button(wording.all_interviews, buttons.interviews())]
    return said("\n\n".join(parts), row)


def _line(wording: Wording, number: int, interview: Interview) -> str:
    """Return an interview in two or three short lines, as HTML."""
    who = shortened(interview.interviewee.name, _LONGEST_NAME)
    lines = [f"{number}. <b>{escape(who)}</b>"]
    if interview.title:
        lines.append(escape(shortened(interview.title, _LONGEST_TITLE)))
    where = shortened(wording.published(interview.source), _LONGEST_TITLE)
    count = wording.number_of_questions(len(interview.exchanges))
    lines.append(escape(" · ".join(part for part in (where, count) if part)))
    return "\n".join(lines)


def _introduction(wording: Wording, interview: Interview, text: str) -> str:
    heading = escape(wording.introduction_by(interview.source))
    parts = cut(text, _LONGEST_INTRODUCTION)
    rest = f"\n{CUT}" if len(parts) > 1 else ""
    return f"<i>{heading}</i>\n{blockquote(parts[0])}{rest}"
