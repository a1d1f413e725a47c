"""The indexed interviews of all editions: each is indexed once, while any edition has it."""

from weakref import WeakValueDictionary

from knowledge.interview import Interview
from knowledge.matching.concordance import Concordance
from knowledge.matching.indexed import IndexedInterview, TermTimes
from knowledge.matching.lexicon import Lexicon


class Indexing:
    """Indexes interviews with one lexicon.

    Attributes:
        lexicon: numbers every word.
    """

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self._made: WeakValueDictionary[int, IndexedInterview] = WeakValueDictionary()

    def of(self, interview: Interview) -> IndexedInterview:
        """Return an interview as it was indexed, or index it."""
        found = self._made.get(id(interview))
        # An interview that is no more may have left its identity to another.
        if found is None or found.interview is not interview:
            found = self.take(interview)
        return found

    def take(
        self,
        interview: Interview,
        concordance: Concordance | None = None,
        times: TermTimes | None = None,
    ) -> IndexedInterview:
        """Index an interview with what was made of it before; whoever asks next is given it."""
        found = IndexedInterview(interview, self.lexicon, concordance, times)
        self._made[id(interview)] = found
        return found
