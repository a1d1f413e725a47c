"""How the person is named who is asked, where a label may be a letter, a role or a surname."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.importing.label_marks import key_of, labelled, reads_as_name
from knowledge.importing.label_words import ANSWERING, ASKING, NAMELESS
from knowledge.importing.written_names import (
    NAME,
    full_names,
    is_full,
    shortest,
    untitled,
    without_openers,
    written_names,
)

# Verbs of a headline or an introduction that name who is asked, in languages that bend no names.
# 'She spoke to …' names who asks.
_NAMED = re.compile(
    r"""(?<!\bhe\s)(?<!\bshe\s)(?<!\bthey\s)(?<!\bHe\s)(?<!\bShe\s)(?<!\bThey\s)\b(?i:
    (?:interview|conversation|q&a|talk|chat|minutes|questions)\s+(?:with|for)
    |(?:spoke|speaks|speaking|talked|talks|chatted|sat\s+down|met|caught\s+up)\s+(?:to|with)
    |(?:we|i)\s+(?:asked|interviewed|met)|interviewed|(?:my|our)\s+guest(?:\s\w+){0,2}\s+is
    |entrevista\s+(?:a|con|com|à|ao)|(?:conversación|conversa)\s+(?:con|com)
    |entretien\s+avec|rencontre\s+avec|intervista\s+(?:a|con|ad)
    |(?:interview|gespräch)\s+mit|(?:interview|gesprek)\s+met|(?:intervju|samtal|samtale)\s+med
    )\s+""",
    re.VERBOSE,
)
# A paragraph that begins with somebody's name, and what they do: 'Ana Byron, who keeps …'. Where
# names are bent, only what follows a comma or a dash tells that this one is not.
_SUBJECT = re.compile(
    rf"^({NAME})(?!\s(?:and|und|y|et|e|og|och|en)\s)(?=,|\s[—–]\s|\s\(|\s+[a-zß-ÿ])", re.MULTILINE
)
_BENT = re.compile("[\u0400-\u052f]")
# A headline that quotes somebody: 'Ada Byron: “I count”', '“I count”: Ada Byron on numbers'.
_QUOTE_BEGINS = re.compile(r"\s*[:：,–—-]\s*[\"“„«»‹‘'](?=\S|\s)")
_QUOTE_ENDS = re.compile(r"[\"”“»«’'›]\s*[:：,–—-]\s+")
_BYLINE = re.compile(
    rf"(?i:\b(?:by|words|text|interview|interviewer|author|von|par|por|di|door|автор)\b):?\s+({NAME})"
)
_ADDRESS = re.compile(rf"(?:^|(?<=[,.] ))({NAME})(?=[,.?!])")
# What stands before the name of a place.
_PLACED = r"(?i:\b(?:in|at|from|of|near|to|across|en|à|im|aus|bei|nach|a|em|di|da))\s"
_FAR = 80


@dataclass(frozen=True)
class Surroundings:
    """What a source says besides the interview.

    Attributes:
        headlines: its title and the lines above the introduction.
        introduction: its paragraphs before the first turn.
        around: all else that is not said by anybody.
        asked: the questions.
        author: who wrote it, or asked the questions.
    """

    headlines: Sequence[str]
    introduction: Sequence[str]
    around: Sequence[str]
    asked: Sequence[str]
    author: str | None

    @property
    def told(self) -> str:
        """The headlines and the introduction, a line each."""
        return "\n".join((*self.headlines, *self.introduction))


def interviewees(labels: Sequence[str], source: Surroundings) -> tuple[str, ...]:
    """Return how those are named with whom an interview is.

    Args:
        labels: how the source labels who answers; empty where it does not.
        source: what it says besides.

    Returns:
        A name each, as far as the source has one: labels such as 'A', 'Answer', 'Speaker 2' are
        none, and two speakers that are only numbered could be anybody.
    """
    nameless = [label for label in labels if names_nobody(label)]
    numbered = {label for label in nameless if key_of(label) not in ASKING | ANSWERING}
    person = _person(source) if len(numbered) <= 1 else None
    found = (
        person if label in nameless else _named_in_full(label, source) or label for label in labels
    )
    return tuple(dict.fromkeys(name for name in found if name))


def names_nobody(label: str) -> bool:
    """Say whether a label is empty, a letter, a role or a machine's, such as 'Speaker 2'."""
    key = key_of(label).replace("_", " ")
    words = [word for word in key.split() if len(word) > 1 and not word.isdigit()]
    return not words or " ".join(words) in ASKING | ANSWERING or set(words) <= NAMELESS


def _entered(source: Surroundings) -> str | None:
    """Return the name that a line above the interview gives: 'Interviewee: Ada Byron'."""
    for line in source.headlines:
        entry = labelled(line)
        is_entry = entry and entry.by_colon and len(entry.key) > 1 and entry.key in ANSWERING
        if entry and is_entry and reads_as_name(entry.words):
            return entry.words
    return None


def _named_in_full(label: str, source: Surroundings) -> str | None:
    """Return the full name for which a surname, a first name, capitals or initials stand."""
    entered = _entered(source)
    folded = label.casefold()
    of_label = set(folded.split())
    if entered and (of_label <= set(entered.casefold().split()) or _initials(entered) == folded):
        return entered
    told = full_names(source.told)
    if label.isupper():
        around = full_names("\n".join(source.around))
        letters = "".join(sign for sign in label if sign.isalpha()).casefold()
        same = {name for name in told | around if name.casefold() == folded}
        same |= {name for name in told | around if _initials(name) == letters}
        if len(same) == 1:
            return same.pop()
    for names in (told, _addressed(source)):
        found = shortest({name for name in names if _is_part(folded, untitled(name).casefold())})
        if found:
            return found.pop() if len(found) == 1 else None
    return _recased(label, source) if label.isupper() else None


def _addressed(source: Surroundings) -> set[str]:
    """Return who is spoken to by name in the questions: 'Ada Byron, what do you count?'."""
    return {name[1] for asked in source.asked for name in _ADDRESS.finditer(asked)}


def _is_part(label: str, name: str) -> bool:
    return label != name and (name.startswith(f"{label} ") or name.endswith(f" {label}"))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()).casefold()


def _recased(label: str, source: Surroundings) -> str | None:
    """Return a surname in capitals as it is written elsewhere."""
    words = re.findall(r"[\w'’-]+", "\n".join((source.told, *source.around)))
    same = (word for word in words if word.casefold() == label.casefold())
    return next((word for word in same if word[0].isupper() and not word.isupper()), None)


def _person(source: Surroundings) -> str | None:
    """Return the one person whom the source says that it asks, the surest way of saying first."""
    if entered := _entered(source):
        return entered
    told = source.told
    known = full_names(told)
    for ways in (_quoted(source), _spoken_to(told), _subjects(told), _in_headlines(source)):
        found = {_as_elsewhere(name, known) for name in ways} - _authors(source)
        found = {name for name in shortest(found) if is_full(name) and not name.isupper()}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _quoted(source: Surroundings) -> set[str]:
    for line in source.headlines:
        begins, ends = _QUOTE_BEGINS.search(line), _QUOTE_ENDS.search(line)
        parts = [line[: begins.start()]] if begins else []
        parts += [line[ends.end() :]] if ends else []
        for part in parts:
            names = {without_openers(name.group()) for name in written_names(part)}
            bent = any(_BENT.search(name) for name in names) and not part.startswith(tuple(names))
            if len(names) == 1 and not bent:
                return names
    return set()


def _spoken_to(told: str) -> set[str]:
    found = set()
    for verb in _NAMED.finditer(told):
        line = told[verb.end() : verb.end() + _FAR].split("\n", maxsplit=1)[0]
        name = next(written_names(line), None)
        between = line[: name.start()] if name else ""
        # 'with the lamp's keeper, Ada Byron' ends there; what goes on may be a list.
        apposed = between.endswith(", ") and between.count(",") == 1
        ends = name and re.match(r"[.,;:]|$", line[name.end() :])
        if name and "." not in between and ("," not in between or (apposed and ends)):
            found.add(name.group())
    return found


def _subjects(told: str) -> set[str]:
    names = (name[1] for name in _SUBJECT.finditer(told))
    return {name for name in names if without_openers(name) == name}


def _in_headlines(source: Surroundings) -> set[str]:
    """Return who is named in a headline and again in the introduction, and is no place."""
    headlines = "\n".join(source.headlines)
    again = full_names("\n".join(source.introduction))
    return {
        name
        for name in again
        if not _BENT.search(name)
        and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", headlines)
        and not re.search(_PLACED + re.escape(name), source.told)
    }


def _authors(source: Surroundings) -> set[str]:
    names = {name[1] for name in _BYLINE.finditer("\n".join((*source.headlines, *source.around)))}
    return names | set(re.split(r",\s*|\s+and\s+", source.author or ""))


def _as_elsewhere(name: str, known: set[str]) -> str:
    """Return a name without an office before it, where it stands elsewhere without."""
    without = {other for other in known if name.endswith(f" {other}")}
    return shortest(without).pop() if without else name
