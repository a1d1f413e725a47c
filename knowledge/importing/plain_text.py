"""Plain text in which each turn begins with its speaker's label: ``Q:`` and ``Name:``."""

import re
from collections import Counter
from itertools import pairwise

from knowledge.importing.transcript import Transcript, Turn

_QUESTION_LABEL = "Q"
# One to four capitalised words and a colon: 'Fedorov:', 'Andrey V. Fedorov:'.
_LABEL = re.compile(r"(?P<label>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}):\s+(?P<words>\S.*)")
_ENDS_A_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")


def read_plain_text(text: str) -> Transcript:
    """Take labelled text apart; a line is a paragraph.

    A label that never directly follows a question is taken for words of the running answer, so
    that 'Note: …' inside an answer is no speaker. Before the first question, a line that ends
    as a sentence does is introduction, and any other is chrome of the page.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    speakers = _speakers(lines)
    introduction: list[str] = []
    skipped: list[str] = []
    turns: list[Turn] = []
    for line in lines:
        found = _LABEL.match(line)
        if found and found["label"] in speakers:
            label = found["label"]
            turns.append(Turn(label, label == _QUESTION_LABEL, (found["words"],)))
        elif turns:
            last = turns[-1]
            turns[-1] = Turn(last.label, last.asks, (*last.paragraphs, line))
        elif _ENDS_A_SENTENCE.search(line):
            introduction.append(line)
        else:
            skipped.append(line)
    return Transcript(tuple(introduction), tuple(turns), tuple(skipped))


def _speakers(lines: list[str]) -> set[str]:
    labels = [found["label"] for line in lines if (found := _LABEL.match(line))]
    answering = Counter(
        label
        for before, label in pairwise(labels)
        if before == _QUESTION_LABEL and label[0].isupper() and label != _QUESTION_LABEL
    )
    if not answering:
        return set()
    often = answering.most_common(1)[0][1] / 4
    return {_QUESTION_LABEL} | {label for label, times in answering.items() if times >= often}
