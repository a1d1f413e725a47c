"""Where turns begin: told by speakers' labels, by style, by dashes, by numbers, or by what asks."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.importing.document import Document, Paragraph, Style
from knowledge.importing.label_marks import key_of, labelled, reads_as_name, spoken
from knowledge.importing.label_words import ASKING, BREAKS
from knowledge.importing.labels import same_people, spoken_labels
from knowledge.importing.lines import DASHES, SIGNS, is_separator
from knowledge.importing.questions import (
    addresses,
    asks,
    count_words,
    ends_a_sentence,
    ends_asking,
    seeks,
)

_DASH = re.compile(rf"(?:[{DASHES}]+\s*|[-{SIGNS}]\s+)(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\s*[.)]\s+(?=\S)")
LONGEST_HEADING = 6
_LONGEST_QUESTION = 60
# How many of the paragraphs that are set apart ask, where questions are: other headings may be.
_LEAST_SHARE = {Style.STRONG: 0.4, Style.HEADING: 0.5, Style.EMPHASIS: 0.4}
_LEAST_ASKING = 0.2
_MOSTLY = 0.6
_TWO_SPEAKERS = 2
_FIRST_LABELS = 3
_LEAST_NUMBERED = 2
# An article may ask once or twice on its own.
_LEAST_UNMARKED = 3


@dataclass(frozen=True)
class Marked:
    """A paragraph, and whether a turn begins with it.

    Attributes:
        at: which paragraph of the document it is.
        text: its words, without a label.
        style: how it is set apart.
        speaker: who begins to speak, empty where the source does not name them; ``None`` where it
            goes on with the turn before it.
        asks: whether the turn is the interviewer's; ``None`` where only the name can tell.
        label: what was taken off.
    """

    at: int
    text: str
    style: Style
    speaker: str | None = None
    asks: bool | None = None
    label: str = ""


Marks = list[Marked]


def markings(document: Document) -> Iterator[Marks]:
    """Yield the ways in which turns may begin in a document, the likeliest first."""
    ways: tuple[Callable[[Document], Marks | None], ...] = (
        _by_format,
        _by_labels,
        _by_style,
        _by_dashes,
        _by_numbers,
        _by_question_marks,
    )
    for way in ways:
        marks = way(document)
        if marks:
            yield marks


def _by_format(document: Document) -> Marks | None:
    """Take the speakers that the format itself names."""
    paragraphs = document.paragraphs
    named = Counter(one.speaker for one in paragraphs if one.speaker)
    if len([name for name in named if key_of(name) not in BREAKS]) < _TWO_SPEAKERS:
        return None
    names = _one_name_each(list(named))
    marks: Marks = []
    before = ""
    for at, one in enumerate(paragraphs):
        label = f"{one.speaker}:" if one.speaker != before else ""
        speaker = names[one.speaker] if one.speaker else None
        marks.append(Marked(at, one.text, one.style, speaker, label=label if one.speaker else ""))
        before = one.speaker or before
    return marks


def _by_labels(document: Document) -> Marks | None:
    """Tell speakers by labels: of both sides, or of one alone."""
    paragraphs = document.paragraphs
    texts = [one.text for one in paragraphs]
    speakers = spoken_labels(texts, document.set_apart)
    spoken_by = [spoken(text, speakers) for text in texts]
    sides = speakers - BREAKS
    if not sides:
        return None
    names = _one_name_each([one.name for one in spoken_by if one])
    marks = [
        Marked(
            at,
            spoken_one.words,
            one.style,
            names[spoken_one.name],
            None,
            one.text.removesuffix(spoken_one.words).strip(),
        )
        if spoken_one
        else Marked(at, one.text, one.style)
        for at, (one, spoken_one) in enumerate(zip(paragraphs, spoken_by, strict=True))
    ]
    if _are_first_alone(marks):
        return None
    if len({names[one.name] for one in spoken_by if one and one.key in sides}) > 1:
        return _asked_by_style(marks) or marks
    return _other_side(marks)


def _asked_by_style(marks: Marks) -> Marks | None:
    """Find the questions that only style tells, where all who are named answer them."""
    said = [one for one in marks if one.speaker is not None and one.text]
    asked = {
        one.at
        for one, following in pairwise(marks)
        if one.speaker is None
        and one.style is not Style.PLAIN
        and is_question(one.text)
        and following.speaker is not None
    }
    if len(asked) < _LEAST_UNMARKED or sum(ends_asking(one.text) for one in said) > len(said) / 4:
        return None
    return _without_dashes(
        [
            replace(one, style=Style.PLAIN, speaker="", asks=True)
            if one.at in asked
            else replace(one, asks=None if one.speaker is None else False)
            for one in marks
        ]
    )


def _are_first_alone(marks: Marks) -> bool:
    """Say whether labels stand at the first turns alone, and style tells the others."""
    if sum(one.speaker is not None for one in marks) > _FIRST_LABELS:
        return False
    labelled_ones = sum(one.speaker is not None and asks(one.text) for one in marks)
    others = [
        one
        for at, one in enumerate(marks[:-1])
        if one.speaker is None
        and ends_asking(one.text)
        and count_words(one.text) <= _LONGEST_QUESTION
        and marks[at + 1].speaker is None
        and not ends_asking(marks[at + 1].text)
    ]
    styled = [one for one in others if one.style is not Style.PLAIN]
    least = _LEAST_UNMARKED if labelled_ones > 1 else _LEAST_NUMBERED
    return labelled_ones <= 1 and max(len(styled), len(others)) >= least


def _other_side(marks: Marks) -> Marks | None:
    """Find the turns of the speaker who is not named, where one side is labelled alone."""
    labelled_ones = [one for one in marks if one.speaker is not None and one.text]
    if len(labelled_ones) < _TWO_SPEAKERS:
        return None
    whole: Marks = []
    asking = any(key_of(one.speaker or "") in ASKING for one in labelled_ones) or (
        sum(is_question(one.text) for one in labelled_ones) > len(labelled_ones) * _MOSTLY
    )
    for at, one in enumerate(marks):
        if one.speaker is not None:
            whole.append(replace(one, asks=asking))
        elif asking:
            after_question = at > 0 and marks[at - 1].speaker is not None
            whole.append(replace(one, speaker="", asks=False) if after_question else one)
        else:
            following = marks[at + 1] if at + 1 < len(marks) else None
            answered = following is not None and following.speaker is not None
            asked = answered and ends_asking(one.text)
            whole.append(replace(one, speaker="", asks=True) if asked else one)
    sides = {one.asks for one in whole if one.speaker is not None}
    return whole if len(sides) > 1 else None


def _by_style(document: Document) -> Marks | None:
    """Take bold, emphasised or headed paragraphs for questions where most of them ask."""
    paragraphs = document.paragraphs
    best: Style | None = None
    most = 0
    for style, least in _LEAST_SHARE.items():
        set_apart = [one for one in paragraphs if one.style is style and one.text != document.title]
        asking = sum(is_question(one.text) for one in set_apart)
        # One question among several headings is an article's.
        enough = asking > 1 or asking == len(set_apart)
        if asking > most and enough and asking >= len(set_apart) * least:
            best, most = style, asking
    if best is None:
        return None
    first = next(
        at for at, one in enumerate(paragraphs) if one.style is best and is_question(one.text)
    )
    # 'You grew up here.' leads to the question after it; what is told of somebody introduces them.
    while first and paragraphs[first - 1].style is best and addresses(paragraphs[first - 1].text):
        first -= 1
    marks: Marks = []
    answered = True
    for at, one in enumerate(paragraphs):
        if at < first:
            marks.append(Marked(at, one.text, one.style))
        elif one.style is best and not _is_heading(one):
            marks.append(Marked(at, one.text, Style.PLAIN, "", asks=True))
            answered = False
        elif not answered and one.style is not Style.HEADING and not is_separator(one.text):
            marks.append(Marked(at, one.text, one.style, "", asks=False))
            answered = True
        else:
            marks.append(Marked(at, one.text, one.style))
    return _without_numbers(_without_dashes(_without_first_labels(_without_lone_labels(marks))))


def _by_dashes(document: Document) -> Marks | None:
    """Tell turns by dashes: of both speakers, or of questions alone."""
    paragraphs = document.paragraphs
    dashed = [bool(_DASH.match(one.text)) for one in paragraphs]
    if sum(dashed) < _TWO_SPEAKERS:
        return None
    first = dashed.index(True)
    if sum(dashed) < 0.3 * len(dashed[first:]):
        return None
    said = [_DASH.sub("", one.text, count=1) for one in paragraphs]
    spoken_at = [at for at, dash in enumerate(dashed) if dash]
    asking = [ends_asking(said[at]) for at in spoken_at]
    followed = sum(at + 1 < len(dashed) and not dashed[at + 1] for at in spoken_at)
    one_sided = sum(asking) >= 0.75 * len(spoken_at) and followed >= 0.75 * len(spoken_at)
    alternate = _alternate(asking)
    if not (
        one_sided or alternate or sum(asking) >= max(_TWO_SPEAKERS, len(spoken_at) * _LEAST_ASKING)
    ):
        return None
    marks: Marks = []
    turn = 0
    for at, one in enumerate(paragraphs):
        if dashed[at]:
            asked = one_sided or (turn % 2 == 0 if alternate else asking[turn])
            label = one.text[: len(one.text) - len(said[at])].strip()
            marks.append(Marked(at, said[at], one.style, "", asked, label))
            turn += 1
        elif one_sided and at and dashed[at - 1]:
            marks.append(Marked(at, one.text, one.style, "", asks=False))
        else:
            marks.append(Marked(at, one.text, one.style))
    return marks


def _alternate(asking: Sequence[bool]) -> bool:
    """Say whether every second turn is a question, so that the others are answers."""
    first, second = asking[::2], asking[1::2]
    if not second:
        return True
    return sum(first) / len(first) >= _MOSTLY and sum(second) / len(second) <= 1 - _MOSTLY


def _by_numbers(document: Document) -> Marks | None:
    """Take paragraphs numbered in order for questions where most of them ask."""
    paragraphs = document.paragraphs
    numbered = [at for at, one in enumerate(paragraphs) if _NUMBER.match(one.text)]
    asking = [at for at in numbered if asks(paragraphs[at].text)]
    if len(asking) < _LEAST_NUMBERED or len(asking) < _MOSTLY * len(numbered):
        return None
    return _without_numbers(_questions_at(paragraphs, set(asking)))


def _by_question_marks(document: Document) -> Marks | None:
    """Take paragraphs that end asking for questions, where nothing sets them apart."""
    paragraphs = document.paragraphs
    asking = {
        at
        for at, one in enumerate(paragraphs)
        if ends_asking(one.text)
        and asks(one.text)
        and count_words(one.text) <= _LONGEST_QUESTION
        and one.style is Style.PLAIN
    }
    answered = [at for at in asking if at + 1 < len(paragraphs) and at + 1 not in asking]
    if len(answered) < max(_LEAST_UNMARKED, len(paragraphs) * _LEAST_ASKING):
        return None
    return _without_first_labels(_questions_at(paragraphs, asking))


def _questions_at(paragraphs: Sequence[Paragraph], asking: set[int]) -> Marks:
    marks: Marks = []
    for at, one in enumerate(paragraphs):
        answers = at - 1 in asking and at not in asking
        speaker = "" if at in asking or answers else None
        marks.append(
            Marked(at, one.text, one.style, speaker, at in asking if speaker == "" else None)
        )
    return marks


def _without_dashes(marks: Marks) -> Marks:
    """Take off the dashes that begin most turns."""
    turns = [one for one in marks if one.speaker is not None and not one.label]
    dashed = [one for one in turns if _DASH.match(one.text)]
    return _stripped(marks, _DASH) if len(dashed) > len(turns) * 0.4 else marks


def _without_numbers(marks: Marks) -> Marks:
    """Take off the numbers of questions, where they count them."""
    numbers = [int(found[1]) for one in marks if one.asks and (found := _NUMBER.match(one.text))]
    questions = sum(bool(one.asks) for one in marks)
    counts = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if not counts or len(numbers) < questions * 0.5:
        return marks
    return [_stripped([one], _NUMBER)[0] if one.asks else one for one in marks]


def _without_lone_labels(marks: Marks) -> Marks:
    """Take the name of the one who answers off the answers, where questions have none."""
    answers = [one for one in marks if one.asks is False and labelled(one.text)]
    names = Counter(found.key for one in answers if (found := labelled(one.text)))
    total = sum(one.asks is False for one in marks)
    speaker = next((key for key, times in names.items() if times > 1 and times > total / 2), None)
    if speaker is None:
        return marks
    named = []
    for one in marks:
        found = labelled(one.text) if one.asks is False else None
        if found and found.key == speaker:
            label = one.text.removesuffix(found.words).strip()
            named.append(replace(one, text=found.words, speaker=found.name, label=label))
        else:
            named.append(one)
    return named


def _without_first_labels(marks: Marks) -> Marks:
    """Take off the names that stand at the first question and at its answer alone."""
    first = next((at for at, one in enumerate(marks) if one.asks), None)
    if first is None or first + 1 == len(marks) or marks[first + 1].asks is not False:
        return marks
    asked, answered = labelled(marks[first].text), labelled(marks[first + 1].text)
    if not (asked and answered and reads_as_name(asked.name) and reads_as_name(answered.name)):
        return marks
    named = list(marks)
    for at, found in ((first, asked), (first + 1, answered)):
        label = marks[at].text.removesuffix(found.words).strip()
        named[at] = replace(marks[at], text=found.words, label=label)
    return [
        one if one.asks is None else replace(one, speaker=asked.name if one.asks else answered.name)
        for one in named
    ]


def _stripped(marks: Marks, sign: re.Pattern[str]) -> Marks:
    stripped = []
    for one in marks:
        found = sign.match(one.text)
        if found and (one.speaker is not None or sign is _DASH):
            label = f"{one.label} {found.group().strip()}".strip()
            stripped.append(replace(one, text=one.text[found.end() :], label=label))
        else:
            stripped.append(one)
    return stripped


def _one_name_each(names: Sequence[str]) -> dict[str, str]:
    """Return how each person is named at the first of their fullest labels."""
    written: dict[str, str] = {}
    for name in names:
        written.setdefault(key_of(name), name)
    joined = same_people(written)
    return {name: written[joined[key_of(name)]] for name in names}


def is_question(text: str) -> bool:
    """Say whether an answer is sought in a text, if only at its end, in somebody's words."""
    return seeks(text) or ends_asking(text)


def _is_heading(one: Paragraph) -> bool:
    """Say whether a paragraph set apart is the title of a part rather than a question."""
    return not ends_a_sentence(one.text) and (
        count_words(one.text) <= LONGEST_HEADING and not seeks(one.text)
    )
