"""A question in anyone's wording -> the question that was really asked."""

from knowledge.matching.match import Candidate, Decision, Match
from knowledge.matching.matcher import Matcher

__all__ = ["Candidate", "Decision", "Match", "Matcher"]
