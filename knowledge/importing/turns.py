"""Who says what: the paragraphs of a source as turns."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.importing.document import Document, Paragraph, Style
from knowledge.importing.editorial import (
    announces_a_break,
    is_bracketed,
    is_interruption,
    is_note,
)
from knowledge.importing.label_words import BREAKS
from knowledge.importing.labels import (
    key_of,
    labelled,
    reads_as_name,
    same_people,
    spoken_labels,
)
from knowledge.importing.lines import DASHES, is_separator
from knowledge.importing.questions import (
    addresses,
    asks,
    count_words,
    ends_a_sentence,
    ends_asking,
    seeks,
)

_DASH = re.compile(rf"(?:[{DASHES}]\s*|-\s+)(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\s*[.)]\s+(?=\S)")
_BULLET = re.compile(r"(?:[-*•▪◦‣]|\d{1,3}[.)])\s")
_LONGEST_HEADING = 6
_SHORTEST_HEADING = 4
_SHORTEST_LEAD = 3
_LONGEST_QUESTION = 60
_MOSTLY = 0.6
_TWO_SPEAKERS = 2
_LEAST_NUMBERED = 2
# An article may ask once or twice on its own.
_LEAST_UNMARKED = 3


@dataclass(frozen=True)
class Words:
    """Words of a paragraph.

    Attributes:
        at: which paragraph of the document that is.
        text: what is said.
        label: what was taken off before it, such as 'Q:'.
    """

    at: int
    text: str
    label: str = ""

    @property
    def labelled(self) -> str:
        """The words with their label, as the source has them."""
        return f"{self.label} {self.text}".strip()


@dataclass(frozen=True)
class Turn:
    """What one speaker says until the next begins.

    Attributes:
        speaker: how the source names the speaker, without its colon; empty where it does not.
        asks: whether this is the interviewer; ``None`` where only the speaker's name can tell.
        paragraphs: the words.
    """

    speaker: str
    asks: bool | None
    paragraphs: tuple[Words, ...]

    @property
    def text(self) -> str:
        """All that is said, in one line."""
        return " ".join(words.text for words in self.paragraphs)


@dataclass(frozen=True)
class Conversation:
    """A document, taken apart.

    Attributes:
        introduction: the outlet's own paragraphs before the first turn.
        turns: everything that is said.
        skipped: what is neither, such as headings and notes.
    """

    introduction: tuple[str, ...]
    turns: tuple[Turn, ...]
    skipped: tuple[Words, ...]


@dataclass(frozen=True)
class _Marked:
    """A paragraph; ``speaker`` is ``None`` where it goes on with the turn before it."""

    at: int
    text: str
    style: Style
    speaker: str | None = None
    asks: bool | None = None
    label: str = ""


_Marks = list[_Marked]


def conversations(document: Document) -> Iterator[Conversation]:
    """Yield what a document may be, the likeliest way of telling its speakers first."""
    ways: tuple[Callable[[Document], _Marks | None], ...] = (
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
            yield _assembled(marks, document.title)


def _by_format(document: Document) -> _Marks | None:
    """Take the speakers that the format itself names."""
    paragraphs = document.paragraphs
    named = Counter(one.speaker for one in paragraphs if one.speaker)
    if len([name for name in named if key_of(name) not in BREAKS]) < _TWO_SPEAKERS:
        return None
    names = _one_name_each(list(named))
    marks: _Marks = []
    before = ""
    for at, one in enumerate(paragraphs):
        label = f"{one.speaker}:" if one.speaker != before else ""
        speaker = names[one.speaker] if one.speaker else None
        marks.append(_Marked(at, one.text, one.style, speaker, label=label if one.speaker else ""))
        before = one.speaker or before
    return marks


def _by_labels(document: Document) -> _Marks | None:
    """Tell speakers by labels: of both sides, or of one alone."""
    paragraphs = document.paragraphs
    texts = [one.text for one in paragraphs]
    speakers = spoken_labels(texts, document.set_apart)
    found = [labelled(text) for text in texts]
    spoken = [one if one and one.key in speakers else None for one in found]
    sides = speakers - BREAKS
    if not sides:
        return None
    names = _one_name_each([one.name for one in spoken if one])
    marks = [
        _Marked(
            at,
            spoken_one.words,
            one.style,
            names[spoken_one.name],
            None,
            one.text.removesuffix(spoken_one.words).strip(),
        )
        if spoken_one
        else _Marked(at, one.text, one.style)
        for at, (one, spoken_one) in enumerate(zip(paragraphs, spoken, strict=True))
    ]
    if _are_first_alone(marks):
        return None
    if len({names[one.name] for one in spoken if one and one.key in sides}) > 1:
        return marks
    return _other_side(marks)


def _are_first_alone(marks: _Marks) -> bool:
    """Say whether labels stand at the first turns alone, and style tells the others."""
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


def _other_side(marks: _Marks) -> _Marks | None:
    """Find the turns of the speaker who is not named, where one side is labelled alone."""
    labelled_ones = [one for one in marks if one.speaker is not None and one.text]
    if len(labelled_ones) < _TWO_SPEAKERS:
        return None
    whole: _Marks = []
    asking = sum(asks(one.text) for one in labelled_ones) > len(labelled_ones) * _MOSTLY
    for at, one in enumerate(marks):
        if one.speaker is not None:
            whole.append(replace(one, asks=asking))
        elif asking:
            after_question = at > 0 and marks[at - 1].speaker is not None
            whole.append(replace(one, speaker="", asks=False) if after_question else one)
        else:
            following = marks[at + 1] if at + 1 < len(marks) else None
            is_question = (
                following is not None and following.speaker is not None and ends_asking(one.text)
            )
            whole.append(replace(one, speaker="", asks=True) if is_question else one)
    sides = {one.asks for one in whole if one.speaker is not None}
    return whole if len(sides) > 1 else None


def _by_style(document: Document) -> _Marks | None:
    """Take bold, emphasised or headed paragraphs for questions where most of them ask."""
    paragraphs = document.paragraphs
    best: Style | None = None
    most = 0
    for style in (Style.STRONG, Style.HEADING, Style.EMPHASIS):
        set_apart = [one for one in paragraphs if one.style is style]
        asking = sum(asks(one.text) for one in set_apart)
        if asking > most and asking >= len(set_apart) * 0.4:
            best, most = style, asking
    if best is None:
        return None
    first = next(at for at, one in enumerate(paragraphs) if one.style is best and seeks(one.text))
    # 'You grew up here.' leads to the question after it; what is told of somebody introduces them.
    while first and paragraphs[first - 1].style is best and addresses(paragraphs[first - 1].text):
        first -= 1
    marks: _Marks = []
    answered = True
    for at, one in enumerate(paragraphs):
        if at < first:
            marks.append(_Marked(at, one.text, one.style))
        elif one.style is best and not _is_heading(one):
            marks.append(_Marked(at, one.text, Style.PLAIN, "", asks=True))
            answered = False
        elif not answered and one.style is not Style.HEADING and not is_separator(one.text):
            marks.append(_Marked(at, one.text, one.style, "", asks=False))
            answered = True
        else:
            marks.append(_Marked(at, one.text, one.style))
    return _without_numbers(_without_dashes(_without_first_labels(_without_lone_labels(marks))))


def _by_dashes(document: Document) -> _Marks | None:
    """Tell turns by dashes: of both speakers, or of questions alone."""
    paragraphs = document.paragraphs
    dashed = [bool(_DASH.match(one.text)) for one in paragraphs]
    if sum(dashed) < _TWO_SPEAKERS:
        return None
    first = dashed.index(True)
    if sum(dashed) < 0.3 * len(dashed[first:]):
        return None
    said = [_DASH.sub("", one.text, count=1) for one in paragraphs]
    spoken = [at for at, dash in enumerate(dashed) if dash]
    asking = [ends_asking(said[at]) for at in spoken]
    followed = sum(at + 1 < len(dashed) and not dashed[at + 1] for at in spoken)
    one_sided = sum(asking) >= 0.75 * len(spoken) and followed >= 0.75 * len(spoken)
    alternate = _alternate(asking)
    marks: _Marks = []
    turn = 0
    for at, one in enumerate(paragraphs):
        if dashed[at]:
            is_question = one_sided or (turn % 2 == 0 if alternate else asking[turn])
            label = one.text[: len(one.text) - len(said[at])].strip()
            marks.append(_Marked(at, said[at], one.style, "", is_question, label))
            turn += 1
        elif one_sided and at and dashed[at - 1]:
            marks.append(_Marked(at, one.text, one.style, "", asks=False))
        else:
            marks.append(_Marked(at, one.text, one.style))
    return marks


def _alternate(asking: Sequence[bool]) -> bool:
    """Say whether every second turn is a question, so that the others are answers."""
    first, second = asking[::2], asking[1::2]
    if not second:
        return True
    return sum(first) / len(first) >= _MOSTLY and sum(second) / len(second) <= 1 - _MOSTLY


def _by_numbers(document: Document) -> _Marks | None:
    """Take paragraphs numbered in order for questions where most of them ask."""
    paragraphs = document.paragraphs
    numbered = [at for at, one in enumerate(paragraphs) if _NUMBER.match(one.text)]
    asking = [at for at in numbered if asks(paragraphs[at].text)]
    if len(asking) < _LEAST_NUMBERED or len(asking) < _MOSTLY * len(numbered):
        return None
    return _without_numbers(_questions_at(paragraphs, set(asking)))


def _by_question_marks(document: Document) -> _Marks | None:
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
    if len(answered) < _LEAST_UNMARKED:
        return None
    return _without_first_labels(_questions_at(paragraphs, asking))


def _questions_at(paragraphs: Sequence[Paragraph], asking: set[int]) -> _Marks:
    marks: _Marks = []
    for at, one in enumerate(paragraphs):
        answers = at - 1 in asking and at not in asking
        speaker = "" if at in asking or answers else None
        marks.append(
            _Marked(at, one.text, one.style, speaker, at in asking if speaker == "" else None)
        )
    return marks


def _without_dashes(marks: _Marks) -> _Marks:
    """Take off the dashes that begin most turns."""
    turns = [one for one in marks if one.speaker is not None]
    dashed = [one for one in turns if _DASH.match(one.text)]
    return _stripped(marks, _DASH) if len(dashed) > len(turns) * 0.4 else marks


def _without_numbers(marks: _Marks) -> _Marks:
    """Take off the numbers of questions, where they count them."""
    numbers = [int(found[1]) for one in marks if one.asks and (found := _NUMBER.match(one.text))]
    questions = sum(bool(one.asks) for one in marks)
    counts = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    if not counts or len(numbers) < questions * 0.5:
        return marks
    return [_stripped([one], _NUMBER)[0] if one.asks else one for one in marks]


def _without_lone_labels(marks: _Marks) -> _Marks:
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


def _without_first_labels(marks: _Marks) -> _Marks:
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


def _stripped(marks: _Marks, sign: re.Pattern[str]) -> _Marks:
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


def _assembled(marks: _Marks, title: str | None) -> Conversation:
    assembly = _Assembly()
    end = _end_of_the_last_turn(marks)
    for number, one in enumerate(marks):
        if one.speaker is not None:
            assembly.begin(one)
        elif is_separator(one.text):
            continue
        elif assembly.waiting or (
            assembly.turns and number < end and not _interrupts(marks, number)
        ):
            assembly.go_on(one)
        elif not assembly.turns and _introduces(one, title):
            assembly.introduction.append(one.text)
        else:
            assembly.skipped.append(Words(one.at, one.text))
    return assembly.conversation()


class _Assembly:
    """Puts paragraphs together to turns, one after the other."""

    def __init__(self) -> None:
        self.introduction: list[str] = []
        self.turns: list[Turn] = []
        self.skipped: list[Words] = []
        # A label that stands alone: its words are in the next paragraph.
        self.waiting: _Marked | None = None
        self._advertises = False

    def begin(self, one: _Marked) -> None:
        """Take the first paragraph of a turn."""
        self._give_up_waiting()
        is_break = bool(one.speaker and key_of(one.speaker) in BREAKS)
        # What follows the words of an advertisement is part of it.
        self._advertises = is_break and bool(one.text)
        if is_break:
            self.skipped.append(Words(one.at, one.text, one.label or f"{one.speaker}:"))
        elif one.text:
            self._add(one, one)
        else:
            self.waiting = one

    def go_on(self, one: _Marked) -> None:
        """Take a paragraph that belongs to the turn before it, or to the label before it."""
        if self.waiting:
            self._add(self.waiting, one)
            self.waiting = None
        elif self._advertises:
            self.skipped.append(Words(one.at, one.text))
        else:
            last = self.turns[-1]
            paragraphs = (*last.paragraphs, Words(one.at, one.text))
            self.turns[-1] = replace(last, paragraphs=paragraphs)

    def conversation(self) -> Conversation:
        """Return what was taken."""
        self._give_up_waiting()
        turns = _merged(self.turns)
        return Conversation(tuple(self.introduction), turns, tuple(self.skipped))

    def _add(self, label: _Marked, words: _Marked) -> None:
        said = (Words(words.at, words.text, label.label),)
        self.turns.append(Turn(label.speaker or "", label.asks, said))

    def _give_up_waiting(self) -> None:
        if self.waiting:
            self.skipped.append(Words(self.waiting.at, "", self.waiting.label))
        self.waiting = None


def _introduces(one: _Marked, title: str | None) -> bool:
    if one.style is Style.HEADING or one.text == title or is_interruption(one.text):
        return False
    # 'Here is what she told us:' leads to the interview.
    leads = one.text[-1] in ":：" and count_words(one.text) > _SHORTEST_LEAD
    return leads or ends_a_sentence(one.text)


def _interrupts(marks: _Marks, number: int) -> bool:
    """Say whether a paragraph without a label stands between turns, and is said by nobody."""
    one = marks[number]
    if one.style is Style.HEADING or is_interruption(one.text) or is_bracketed(one.text):
        return True
    if announces_a_break(one.text):
        return True
    if ends_a_sentence(one.text) or _BULLET.match(one.text):
        return False
    if count_words(one.text) > _LONGEST_HEADING + 2:
        return False
    if one.style is Style.STRONG or (one.text.isupper() and len(one.text) >= _SHORTEST_HEADING):
        return True
    following = marks[number + 1] if number + 1 < len(marks) else None
    return (
        following is not None
        and following.speaker is not None
        and one.text[0].isupper()
        and count_words(one.text) <= _LONGEST_HEADING
        and one.text[-1] not in ",;:–—-"
    )


def _end_of_the_last_turn(marks: _Marks) -> int:
    """Return where, after the last turn has begun, the outlet's own words go on."""
    last = max((at for at, one in enumerate(marks) if one.speaker is not None), default=0)
    first = last + 1 if marks and marks[last].text else last + 2
    for at in range(first, len(marks)):
        one = marks[at]
        if (
            one.style is Style.HEADING
            or is_separator(one.text)
            or is_note(one.text)
            or (
                one.style is Style.EMPHASIS
                and all(
                    later.style is Style.EMPHASIS or is_note(later.text) for later in marks[at:]
                )
            )
        ):
            return at
    end = len(marks)
    while end > first and _is_chrome(marks[end - 1]):
        end -= 1
    return end


def _is_chrome(one: _Marked) -> bool:
    return (
        not ends_a_sentence(one.text)
        and not _BULLET.match(one.text)
        and (count_words(one.text) <= _LONGEST_HEADING)
    )


def _is_heading(one: Paragraph) -> bool:
    """Say whether a paragraph set apart is the title of a part rather than a question."""
    return not ends_a_sentence(one.text) and (
        count_words(one.text) <= _LONGEST_HEADING and not seeks(one.text)
    )


def _advertises(turn: Turn) -> bool:
    return announces_a_break(turn.text, unanswered=True)


def _merged(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Join turns of one speaker that follow one another."""
    merged: list[Turn] = []
    for turn in turns:
        last = merged[-1] if merged else None
        same = last and (last.speaker, last.asks) == (turn.speaker, turn.asks)
        if last and same and not (_advertises(last) or _advertises(turn)):
            merged[-1] = replace(last, paragraphs=(*last.paragraphs, *turn.paragraphs))
        else:
            merged.append(turn)
    return tuple(merged)
