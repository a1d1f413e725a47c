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
    """What a wording takes away.

    Attributes:
        text: a question or wording.
        owner: the id of the exchange that it is of.
        given: the id of the one that it leads to then, or that leaves it in doubt.
    """

    text: str
    owner: str
    given: str


def stolen(
    interview: Interview, exchange_id: str, wording: str, cache: VectorCache | None = None
) -> tuple[Stolen, ...]:
    """Return what a wording would take away from other exchanges, the likest to it first.

    The matcher is tried before and after on what they are asked that is like it: what was answered
    must go on being answered. For a question that readers put nearly as one of the wordings, it is
    then tried on the likest wording of each exchange while that is left out: what led to its
    exchange must not be answered by another.
    """
    likest = _likest(interview, exchange_id, wording, cache)
    more = {exchange_id: [wording]}
    by_words = Matcher([enriched(interview, more)])
    found: list[Stolen] = []
    if doubtful := _doubtful(by_words, likest):
        before, after = _matchers(interview, by_words, cache)
        found += [
            Stolen(text, owner, exchange_id)
            for owner, text in doubtful
            if _answered(after, text) != owner and _answered(before, text) == owner
        ]
    if left_out := _left_out(interview, likest):
        rest = lessened(interview, {owner: [text] for owner, text in left_out})
        before, after = _matchers(rest, Matcher([enriched(rest, more)]), cache)
        found += [
            Stolen(text, owner, given)
            for owner, text in left_out
            if (given := _answered(after, text)) not in (owner, None)
            and _led_to(before, text) == owner
        ]
    first: dict[str, Stolen] = {}
    for one in found:
        first.setdefault(one.text, one)
    return tuple(first.values())


def taken_away(
    interview: Interview,
    becomes: Interview,
    asked: Iterable[tuple[str, str]],
    cache: VectorCache | None = None,
) -> list[Stolen]:
    """Return which questions and wordings lead elsewhere once an interview is enriched.

    ``asked`` are those to be tried, each behind the id of its exchange.
    """
    by_words = Matcher([becomes])
    doubtful = _doubtful(by_words, asked)
    if not doubtful:
        return []
    before, after = _matchers(interview, by_words, cache)
    return [
        Stolen(text, owner, given)
        for owner, text in doubtful
        if _led_to(before, text) == owner and (given := _led_to(after, text)) not in (owner, None)
    ]


def _doubtful(by_words: Matcher, asked: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what can have been taken away.

    A wording that is there has its own words and its own meaning on its side, in full. Where the
    words alone leave no doubt of it, nothing that is like it takes it away; and they are quick.
    """
    return [(owner, text) for owner, text in asked if _answered(by_words, text) != owner]


def _matchers(
    interview: Interview, after: Matcher, cache: VectorCache | None
) -> tuple[Matcher, Matcher]:
    """Return what matches before and after, by meaning too where that is read."""
    if cache is not None:
        after = Matcher([one.interview for one in after.finder.indexed], cache, after)
    return Matcher([interview], cache, after), after


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
