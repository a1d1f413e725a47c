"""Turns that run in one paragraph, 'Q: Why? A: Because.', become a paragraph each."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.importing.document import Document
from knowledge.importing.label_marks import is_remark, key_of, labelled, reads_as_name
from knowledge.importing.label_words import ANSWERING, ASKING

# What may be a label after the end of a sentence.
_INSIDE = re.compile(
    r"(?P<end>[.!?…؟。！？।۔][\"'”’»]*)\s+(?P<label>[^\W\d_][^.!?…؟:：;,\n]{0,38}?)\s*[:：]\s+(?=\S)"
)
_ASKS = re.compile(r"[?؟？]")
_RECURS = 2


def with_turns_apart(document: Document) -> Document:
    """Part the paragraphs in which an answer follows its question, told by labels of both.

    'Question' and 'Answer', in any language, are labels wherever they stand so; a name is one if it
    answers the same speaker again and again.
    """
    texts = [one.text for one in document.paragraphs if not one.speaker]
    labels = _run_in(texts)
    if not labels:
        return document
    parted = [
        replace(one, text=text)
        for one in document.paragraphs
        for text in ([one.text] if one.speaker else _parts(one.text, labels))
    ]
    return replace(document, paragraphs=tuple(parted))


def _run_in(texts: Sequence[str]) -> frozenset[str]:
    """Return the keys of the labels that stand in paragraphs which begin with another's."""
    roles: set[str] = set()
    names: Counter[tuple[str, str]] = Counter()
    for text in texts:
        first, inside = labelled(text), _INSIDE.search(text)
        if not (first and inside):
            continue
        pair = first.key, key_of(inside["label"])
        if pair[0] in ASKING and pair[1] in ANSWERING:
            roles |= set(pair)
        elif pair[0] != pair[1] and _ASKS.match(inside["end"]):
            named = all(
                reads_as_name(name) and not is_remark(name)
                for name in (first.name, inside["label"])
            )
            names[pair] += named
    return frozenset(roles).union(*(pair for pair, times in names.items() if times >= _RECURS))


def _parts(text: str, labels: frozenset[str]) -> list[str]:
    first = labelled(text)
    if not first or first.key not in labels:
        return [text]
    starts = [
        found.start("label") for found in _INSIDE.finditer(text) if key_of(found["label"]) in labels
    ]
    bounds = [0, *starts, len(text)]
    return [text[start:end].strip() for start, end in pairwise(bounds)]
