"""What came of a question: an answer quoted, the closest questions, or that it was not asked."""

from collections.abc import Sequence

from bot import buttons
from bot.keyboard import button, keyboard
from bot.listing import all_button, questions_of
from bot.markup import escape
from bot.quoting import answered, excerpt
from bot.reply import Place, Reply, noted
from bot.suggesting import suggested
from bot.wording import Wording, untranslated
from knowledge.interview import Interview
from knowledge.language import language_of
from knowledge.library import Edition
from knowledge.matching import Decision, Match


def matched(  # noqa: PLR0913, PLR0917  (each says something of its own)
    wording: Wording,
    match: Match,
    edition: Edition,
    place: Place,
    username: str,
    bound: Interview | None = None,
    noted_as: str = "",
) -> Reply:
    """Show what was found for a question; to a reader of another language, say what it is in.

    It was asked in a chat that is ``bound`` to an interview, where one is given. What the journal
    calls it, ``noted_as``, is carried by the buttons that tell what a reader thinks of the answer.
    """
    if match.decision is Decision.DECLINE or not match.candidates:
        if bound and not match.named:
            return _declined_in(wording, bound, match.question)
        return declined(wording, edition.interviews, match.named)
    best = match.candidates[0]
    note = untranslated(language_of(match.question), best.interview.language)
    if match.decision is Decision.SUGGEST:
        return noted(note, suggested(wording, match, edition, noted_as))
    entry = edition.entry_of(best)
    if place is Place.SHARED:
        reply = excerpt(wording, entry, best.passage, username, noted_as)
    else:
        reply = answered(wording, entry, quote=best.passage, noted_as=noted_as)
    return noted(note, reply)


def declined(
    wording: Wording, interviews: Sequence[Interview], named: Sequence[Interview] = ()
) -> Reply:
    """Say that a question was not asked: in none of the interviews, or in none that it names."""
    row = [all_button(wording, several=len(interviews) > 1)]
    if len(named) == 1:
        row.insert(0, questions_of(wording, named[0]))
    return Reply(escape(wording.not_in_interview(named or interviews)), keyboard([row]))


def _declined_in(wording: Wording, bound: Interview, question: str) -> Reply:
    """Say that a question was not asked in a chat's interview, and offer to look in all."""
    rows = [[button(wording.look_in_all, buttons.IN_ALL)], [questions_of(wording, bound)]]
    text = escape(wording.not_in_interview([bound]))
    return Reply(text, keyboard(rows), looks_further_for=question)
