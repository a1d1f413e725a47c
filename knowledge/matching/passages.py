"""An answer's sentences, and the part of it that bears on a question."""

import re
from collections.abc import Iterable, Sequence

# A sentence ends with its mark, closing quotes, and white space; not after an initial or a short
# title ('V. Fedorov', 'U.S. envoy', 'Mr. Witkoff').
_END = re.compile(r"[.!?…।۔؟](?<!\b[^\W\d_]\.)(?<!\b(?:Mr|Ms|Dr|St)\.)(?<!\bMrs\.)[\"'”’»)\]]*\s+")
# Two sentences or so: what is read at a glance on a phone.
_PASSAGE_LENGTH = 256
# What a sentence model reads at once: some 250 words or pieces of words.
_READ_LENGTH = 1000

# Where a part of a text begins and ends.
Span = tuple[int, int]


def passages(answer: str, spans: Iterable[Span]) -> list[Span]:
    """Return where each paragraph begins and ends, long ones divided between sentences.

    Args:
        answer: the text.
        spans: its sentences.
    """
    found: list[Span] = []
    for start, end in spans:
        if (
            found
            and end - found[-1][0] <= _READ_LENGTH
            and "\n\n" not in answer[found[-1][0] : start]
        ):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def sentences(answer: str) -> list[Span]:
    """Return where each sentence of a text begins and ends."""
    spans = []
    start = 0
    for end in [*_END.finditer(answer), None]:
        stop = len(answer) if end is None else end.end()
        text = answer[start:stop]
        if text.strip():
            spans.append((start + len(text) - len(text.lstrip()), start + len(text.rstrip())))
        start = stop
    return spans


def passage(answer: str, spans: Sequence[Span], best: int) -> str:
    """Return the sentence ``best`` with as many of its neighbours as make one short passage.

    A short answer is its own passage. What is returned stands in the answer as it is: sentences
    that follow one another, those of the same paragraph first.
    """
    if len(answer) <= _PASSAGE_LENGTH:
        return answer
    first = last = best
    while True:
        wider = [
            (left, right)
            for left, right in ((first, last + 1), (first - 1, last))
            if left >= 0
            and right < len(spans)
            and spans[right][1] - spans[left][0] <= _PASSAGE_LENGTH
        ]
        if not wider:
            return answer[spans[first][0] : spans[last][1]]
        first, last = min(
            wider, key=lambda span: "\n\n" in answer[spans[span[0]][0] : spans[span[1]][1]]
        )
