"""Finds, for a question in anyone's wording, the question that was really asked."""

from collections.abc import Sequence

from knowledge.interview import Interview
from knowledge.matching.confidence import Ranked, Weighting
from knowledge.matching.evidence import EvidenceFinder
from knowledge.matching.match import Candidate, Match
from knowledge.matching.passages import passage

MOST_CANDIDATES = 3
# Of a longer message the beginning is searched: Telegram's own limit for one.
LONGEST_QUESTION = 4096


class Matcher:
    """Matches questions to the exchanges of interviews.

    It is made once for the interviews that are served; matching reads it and changes nothing, so
    that it may be called from several threads.
    """

    def __init__(self, interviews: Sequence[Interview]) -> None:
        self._exchanges = [
            (interview, exchange, number)
            for interview in interviews
            for number, exchange in enumerate(interview.exchanges, 1)
        ]
        self._weighting = Weighting.fitted()
        self._finder = EvidenceFinder(
            [(interview, exchange) for interview, exchange, _ in self._exchanges]
        )

    def match(self, question: str) -> Match:
        """Return the decision for a question, with up to three candidates, best first."""
        ranking = self.rank(question, MOST_CANDIDATES)
        decision = self._weighting.decide([one.confidence for one in ranking])
        return Match(question, decision, tuple(ranking))

    def rank(self, question: str, most: int) -> list[Candidate]:
        """Return the ``most`` likeliest exchanges for a question, best first.

        The list is empty where the question has no words.
        """
        ranking = self._weighting.rank(self._finder.search(question[:LONGEST_QUESTION]))
        return [self._candidate(ranked) for ranked in ranking[:most]]

    def _candidate(self, ranked: Ranked) -> Candidate:
        interview, exchange, number = self._exchanges[ranked.position]
        spans = self._finder.spans[ranked.position]
        quote = passage(exchange.answer, spans, ranked.sentence)
        return Candidate(interview, exchange, number, ranked.confidence, quote)
