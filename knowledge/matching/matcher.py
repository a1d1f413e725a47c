"""Finds, for a question in anyone's wording, the question that was really asked."""

import sys
from collections.abc import Iterator, Sequence
from copy import copy
from functools import lru_cache, partial
from itertools import islice
from weakref import proxy

from knowledge.interview import Interview
from knowledge.matching.confidence import Ranked, Ranking, Weighting
from knowledge.matching.evidence import EvidenceFinder
from knowledge.matching.gists import Gists
from knowledge.matching.indexing import Indexing
from knowledge.matching.match import Candidate, Decision, Match
from knowledge.matching.named import Named, Names
from knowledge.matching.passages import passage
from knowledge.matching.vector_cache import Progress, VectorCache, untold

MOST_CANDIDATES = 3
# Of a longer message the beginning is searched: Telegram's own limit for one.
LONGEST_QUESTION = 4096
# Where what the one who is named was asked has less confidence, and somebody else was surely asked
# just that, it is said that the one who is named was not.
_DOUBTFUL = 0.3
# What somebody else was asked than the one who is named is offered with at least this confidence.
_CLOSE_FROM = 0.15
# Matches that are remembered: popular questions come again and again, word for word.
_REMEMBERED = 2000


class Matcher:
    """Matches questions to the exchanges of interviews.

    It is made once for the interviews that are served; matching reads it and changes nothing, so
    that it may be called from several threads.

    Attributes:
        finder: what it searches.
    """

    def __init__(  # noqa: PLR0913, PLR0917  (each says something of its own)
        self,
        interviews: Sequence[Interview],
        cache: VectorCache | None = None,
        before: "Matcher | None" = None,
        tell: Progress = untold,
        most_texts: int = sys.maxsize,
        indexing: Indexing | None = None,
    ) -> None:
        """Make ready to match to interviews.

        With a cache of what a sentence model makes of texts, questions are matched by meaning
        too. ``before`` lends what it has of interviews that are still the same. ``tell`` hears how
        many texts the model has read, and of how many. Where it would have to read more than
        ``most_texts``, it leaves that for later; see ``having_read``.
        """
        self._weighting = Weighting.fitted()
        self.finder: EvidenceFinder = EvidenceFinder(
            interviews, cache, before.finder if before else None, tell, most_texts, indexing
        )
        self._names = Names(self.finder.indexed, self.finder.parser)
        self._remember()

    def having_read(self, gists: Gists) -> "Matcher":
        """Return a matcher to the same interviews, of which the model has read some more."""
        again = copy(self)
        again.finder = self.finder.having_read(gists)
        again._remember()  # noqa: SLF001  (one of these)
        return again

    def match(self, question: str, within: Interview | None = None) -> Match:
        """Return the decision for a question, with up to three candidates, best first.

        Where there are several interviews, those that it names come before others. ``within`` is
        the one that is meant where a question surely names none.
        """
        return self._remembered(question, within.id if within else None)

    def rank(self, question: str, most: int) -> list[Candidate]:
        """Return the ``most`` likeliest exchanges for a question, best first, of all interviews.

        The list is empty where the question has no words.
        """
        return self._candidates(self._ranking(question[:LONGEST_QUESTION]), most)

    def look_up(self, question: str, most: int, least: float) -> list[Candidate]:
        """Return the ``most`` likeliest exchanges of the interviews that a question names.

        Best first, with at least the ``least`` confidence; of all interviews where none is named,
        or those that are hold nothing on it. Where a name is all that there is, they are the first
        exchanges of its interviews.
        """
        text = question[:LONGEST_QUESTION]
        named = self._names.named_in(text)
        if named is not None and named.is_certain and not named.asks:
            return self._first_of(named, most)
        if named is None:
            found = self.rank(question, most)
        else:
            found = self._candidates(self._ranking_of_named(text, named)[0], most)
        return [one for one in found if one.confidence >= least]

    def is_sure(self, confidences: Sequence[float]) -> bool:
        """Say whether confidences, best first, are enough to give the first as the answer."""
        return self._weighting.is_sure(confidences)

    def _remember(self) -> None:
        # What refers to itself outlives its edition until garbage is collected.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(partial(Matcher._match, proxy(self)))

    def _match(self, question: str, within: str | None) -> Match:
        text = question[:LONGEST_QUESTION]
        named = self._names.named_in(text)
        if within is not None and not (named and named.is_certain):
            ids = [one.interview.id for one in self.finder.indexed]
            return self._decided(question, self._ranking(text, [ids.index(within)]))
        if named is None:
            return self._decided(question, self._ranking(text))
        if not named.is_certain:
            return self._decided(question, self._ranking_of_named(text, named)[0])
        meant = tuple(self.finder.indexed[place].interview for place in named.interviews)
        if not named.asks:
            return Match(question, Decision.DECLINE, (), meant)
        ranking, is_theirs = self._ranking_of_named(text, named)
        if is_theirs or ranking is None:
            return self._decided(question, ranking, meant)
        return self._elsewhere(question, ranking, meant)

    def _decided(
        self, question: str, ranking: Ranking | None, named: tuple[Interview, ...] = ()
    ) -> Match:
        if ranking is None:
            return Match(question, Decision.DECLINE, (), named)
        candidates = self._candidates(ranking, MOST_CANDIDATES)
        return Match(question, ranking.decision, tuple(candidates), named)

    def _elsewhere(self, question: str, ranking: Ranking, named: tuple[Interview, ...]) -> Match:
        """Return what others were asked: the closest thing to a question, and nothing more."""
        theirs = {id(one) for one in named}
        others = (one for one in self._ranked(ranking) if id(one.interview) not in theirs)
        closest = tuple(islice(others, MOST_CANDIDATES))
        is_close = any(one.confidence >= _CLOSE_FROM for one in closest)
        offers = is_close and ranking.decision is not Decision.DECLINE
        return Match(question, Decision.SUGGEST if offers else Decision.DECLINE, closest, named)

    def _ranking(self, text: str, interviews: Sequence[int] | None = None) -> Ranking | None:
        evidence = self.finder.search(text, interviews)
        return self._weighting.rank(evidence) if evidence else None

    def _ranking_of_named(self, text: str, named: Named) -> tuple[Ranking | None, bool]:
        """Return the ranking of the interviews that a question names, and whether it is that.

        It is the ranking of all where these hold nothing on the question; or where the name may
        mean something else, and what all hold is surer.
        """
        if not named.is_certain:
            # What is asked of all is another text then.
            self.finder.read([named.rest, text])
        theirs = self._ranking(named.rest, named.interviews)
        holds = theirs is not None and theirs.decision is not Decision.DECLINE
        if holds and named.is_certain and _confidence(theirs) >= _DOUBTFUL:
            return theirs, True
        every = self._ranking(named.rest if named.is_certain else text)
        if named.is_certain:
            gives_way = self.is_sure([_confidence(every)]) and self._is_of_others(every, named)
        else:
            gives_way = _confidence(every) > _confidence(theirs)
        return (theirs, True) if holds and not gives_way else (every, False)

    def _is_of_others(self, ranking: Ranking | None, named: Named) -> bool:
        """Say whether what is likeliest stands in none of the interviews that are named."""
        best = ranking.candidates[0].exchange if ranking else None
        return best is not None and self.finder.place_of(best) not in named.interviews

    def _first_of(self, named: Named, most: int) -> list[Candidate]:
        """Return the first exchanges of interviews, in their order, with no confidence."""
        places = (place for one in named.interviews for place in self.finder.exchanges_of(one))
        return [self._candidate(Ranked(int(one), 0, 0)) for one in islice(places, most)]

    def _candidates(self, ranking: Ranking | None, most: int) -> list[Candidate]:
        return list(islice(self._ranked(ranking), most)) if ranking else []

    def _ranked(self, ranking: Ranking) -> Iterator[Candidate]:
        return (self._candidate(one) for one in ranking.candidates)

    def _candidate(self, ranked: Ranked) -> Candidate:
        indexed, place = self.finder.found(ranked.exchange)
        exchange = indexed.interview.exchanges[place]
        quote = passage(exchange.answer, indexed.texts[place].sentences, ranked.sentence)
        return Candidate(indexed.interview, exchange, place + 1, ranked.confidence, quote)


def _confidence(ranking: Ranking | None) -> float:
    return ranking.candidates[0].confidence if ranking else 0
