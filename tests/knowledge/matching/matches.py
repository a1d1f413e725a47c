"""What tests hold a match against, and what they compare of it."""

from knowledge.matching import Decision, Match


def holds(match: Match, question: str) -> None:
    """Assert what holds of every match."""
    assert match.question == question
    assert len(match.candidates) <= 3
    confidences = [candidate.confidence for candidate in match.candidates]
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert confidences == sorted(confidences, reverse=True)
    places = [(candidate.interview.id, candidate.number) for candidate in match.candidates]
    assert len(set(places)) == len(places)
    for candidate in match.candidates:
        assert candidate.interview.exchanges[candidate.number - 1] is candidate.exchange
        assert candidate.passage
        assert candidate.passage in candidate.exchange.answer
    if match.decision is not Decision.DECLINE:
        assert match.candidates


def shown(match: Match) -> tuple[Decision, list[tuple[str, int, float, str]]]:
    """Return what a reader sees of a match, and how sure it is."""
    return match.decision, [
        (one.interview.id, one.number, one.confidence, one.passage) for one in match.candidates
    ]
