"""Whether a new wording takes questions away from other exchanges of its interview."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.interview import Interview
from knowledge.knowledge_file import folded
from knowledge.matching import Decision, Matcher
from knowledge.matching.vector_cache import VectorCache
from knowledge.wordings import enriched, lessened

# A wording takes away what is like it. Of what other exchanges are asked, so many of the likest by
# words, and by meaning, are put to the matcher before and after.
_LIKEST = 24
# Exchanges of which one wording is left out, for a question that readers put nearly so.
_LEFT_OUT = 12


@dataclass(frozen=True)
class Stolen:
    """What leads elsewhere once a wording is there.

    Attributes:
        text: a question or wording.
        owner: the id of the exchange that it is of.
        given: the id of the one that it leads to then.
    """

    text: str
    owner: str
    given: str


def stolen(
    interview: Interview, exchange_id: str, wording: str, cache: VectorCache | None = None
) -> tuple[Stolen, ...]:
    """Return what a wording would take away from other exchanges, the likest to it first.

    The matcher is tried before and after on what they are asked that is like it. For a question
    that readers put nearly as one of the wordings, the matcher is then tried on the likest wording
    of each exchange while that is left out: it must not be answered by the new one's.
    """
    likest = _likest(interview, exchange_id, wording, cache)
    more = {exchange_id: [wording]}
    found = taken_away(interview, enriched(interview, more), likest, cache)
    left_out = _left_out(interview, likest)
    if left_out:
        rest = lessened(interview, {owner: [text] for owner, text in left_out})
        before = Matcher([rest], cache)
        after = Matcher([enriched(rest, more)], cache, before)
        found += [
            Stolen(text, owner, given)
            for owner, text in left_out
            if (given := _answered(after, text)) not in (owner, None)
            and _led_to(before, text) == owner
        ]
    return tuple(dict.fromkeys(found))


def taken_away(
    interview: Interview,
    becomes: Interview,
    asked: Iterable[tuple[str, str]],
    cache: VectorCache | None = None,
) -> list[Stolen]:
    """Return which questions and wordings lead elsewhere once an interview is enriched.

    ``asked`` are those to be tried, each behind the id of its exchange.
    """
    # A wording that is there has its own words and its own meaning on its side, in full. Where the
    # words alone leave no doubt of it, nothing that is like it takes it away; and they are quick.
    by_words = Matcher([becomes])
    doubtful = [(owner, text) for owner, text in asked if _answered(by_words, text) != owner]
    if not doubtful:
        return []
    before = Matcher([interview], cache)
    after = Matcher([becomes], cache, before)
    return [
        Stolen(text, owner, given)
        for owner, text in doubtful
        if _led_to(before, text) == owner and (given := _led_to(after, text)) not in (owner, None)
    ]


def _answered(matcher: Matcher, question: str) -> str | None:
    """Return the id of the exchange that a question is answered with, if it is."""
    match = matcher.match(question)
    return match.candidates[0].exchange.id if match.decision is Decision.ANSWER else None


def _led_to(matcher: Matcher, question: str) -> str | None:
    """Return the id of the exchange that a question leads to first, if it leads to any."""
    match = matcher.match(question)
    return None if match.decision is Decision.DECLINE else match.candidates[0].exchange.id


def _left_out(
    interview: Interview, likest: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return the likest wording of each exchange that has one among the likest."""
    wordings = {one.id: one.also_asked for one in interview.exchanges}
    first: dict[str, str] = {}
    for owner, text in likest:
        if text in wordings[owner]:
            first.setdefault(owner, text)
    return tuple(first.items())[:_LEFT_OUT]


def _likest(
    interview: Interview, exchange_id: str, wording: str, cache: VectorCache | None
) -> list[tuple[str, str]]:
    """Return what other exchanges are asked, with their ids, the likest to a wording first."""
    asked = [
        (one.id, text)
        for one in interview.exchanges
        if one.id != exchange_id
        for text in (one.question, *one.also_asked)
    ]
    texts = [text for _, text in asked]
    near = process.extract(
        folded(wording), map(folded, texts), scorer=fuzz.token_set_ratio, limit=_LIKEST
    )
    places = [place for _, _, place in near]
    if cache is not None and texts:
        (vector,) = cache.vectors([wording])
        places += np.argsort(-(cache.vectors(texts) @ vector), kind="stable")[:_LIKEST].tolist()
    return [asked[place] for place in dict.fromkeys(places)]
