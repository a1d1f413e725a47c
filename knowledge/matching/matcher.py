"""Finds, for a question in anyone's wording, the question that was really asked."""

from collections.abc import Sequence
from functools import lru_cache

from knowledge.interview import Interview
from knowledge.matching.confidence import Ranked, Weighting
from knowledge.matching.evidence import EvidenceFinder
from knowledge.matching.match import Candidate, Decision, Match
from knowledge.matching.passages import passage
from knowledge.matching.vector_cache import Progress, VectorCache, untold

MOST_CANDIDATES = 3
# Of a longer message the beginning is searched: Telegram's own limit for one.
LONGEST_QUESTION = 4096
# Matches that are remembered: popular questions come again and again, word for word.
_REMEMBERED = 2000


class Matcher:
    """Matches questions to the exchanges of interviews.

    It is made once for the interviews that are served; matching reads it and changes nothing, so
    that it may be called from several threads.

    Attributes:
        finder: what it searches.
    """

    def __init__(
        self,
        interviews: Sequence[Interview],
        cache: VectorCache | None = None,
        before: "Matcher | None" = None,
        tell: Progress = untold,
    ) -> None:
        """Make ready to match to interviews.

        With a cache of what a sentence model makes of texts, questions are matched by meaning
        too. ``before`` lends what it has of interviews that are still the same. ``tell`` hears how
        many texts the model has read, and of how many.
        """
        self._weighting = Weighting.fitted()
        self.finder: EvidenceFinder = EvidenceFinder(
            interviews, cache, before.finder if before else None, tell
        )
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._match)

    def match(self, question: str) -> Match:
        """Return the decision for a question, with up to three candidates, best first."""
        return self._remembered(question)

    def rank(self, question: str, most: int) -> list[Candidate]:
        """Return the ``most`` likeliest exchanges for a question, best first.

        The list is empty where the question has no words.
        """
        evidence = self.finder.search(question[:LONGEST_QUESTION])
        if evidence is None:
            return []
        ranking = self._weighting.rank(evidence)
        return [self._candidate(ranked) for ranked in ranking.candidates[:most]]

    def is_sure(self, confidences: Sequence[float]) -> bool:
        """Say whether confidences, best first, are enough to give the first as the answer."""
        return self._weighting.is_sure(confidences)

    def _match(self, question: str) -> Match:
        evidence = self.finder.search(question[:LONGEST_QUESTION])
        if evidence is None:
            return Match(question, Decision.DECLINE, ())
        ranking = self._weighting.rank(evidence)
        candidates = [self._candidate(one) for one in ranking.candidates[:MOST_CANDIDATES]]
        return Match(question, ranking.decision, tuple(candidates))

    def _candidate(self, ranked: Ranked) -> Candidate:
        indexed, place = self.finder.found(ranked.exchange)
        exchange = indexed.interview.exchanges[place]
        quote = passage(exchange.answer, indexed.texts[place].sentences, ranked.sentence)
        return Candidate(indexed.interview, exchange, place + 1, ranked.confidence, quote)
