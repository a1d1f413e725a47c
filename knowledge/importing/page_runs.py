"""Runs of text in one dress, and how those of one block of a page part into paragraphs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.importing.document import Style
from knowledge.importing.readable import readable

SENTENCE_END = re.compile(r"[.!?…؟。！？][\"'”’»)\]]*$")
_WORD = re.compile(r"\w")
_QUESTION_END = re.compile(r"[?؟？\u037e][\"'”’»)\]]*$")
_LABEL = re.compile(
    r"(?:[QA]\d{0,3}[.:)]|[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}\s?[:：])(?:\s|$)"
)
_DIALOGUE_DASH = re.compile(r"[—–-]\s")
_LONGEST_NAME = 5  # words
_MOST_RUNS = 200
_SEPARATE_LINES = 4  # in one block, from which on each finished line is a paragraph


@dataclass(frozen=True)
class Run:
    """Text in one dress; the break of a line is one too.

    Attributes:
        linked: whether it is a link that leads away from the page.
        kept: whether it may be part of the interview.
        speaker: whether the page calls it a speaker's name.
    """

    text: str = ""
    bold: bool = False
    italic: bool = False
    linked: bool = False
    kept: bool = True
    speaker: bool = False
    is_break: bool = False


def joined(runs: Iterable[Run]) -> str:
    """Return the text of runs; a bold label that its words touch is set apart from them."""
    text = ""
    was_bold = False
    for run in runs:
        if run.is_break:
            text += " "
            continue
        if was_bold and not run.bold and text.endswith((":", "：")) and run.text[:1].isalnum():
            text += " "
        text += run.text
        was_bold = run.bold
    return readable(text)


def share_linked(runs: Iterable[Run]) -> float:
    """Return how much of runs, 0 to 1, is links."""
    sizes = [(len(readable(run.text)), run.linked) for run in runs]
    whole = sum(size for size, _ in sizes)
    return sum(size for size, linked in sizes if linked) / whole if whole else 0.0


def style_of(runs: Iterable[Run]) -> Style:
    """Return how all the words of runs are dressed."""
    words = [run for run in runs if _WORD.search(run.text)]
    if words and all(run.bold for run in words):
        return Style.STRONG
    if words and all(run.italic for run in words):
        return Style.EMPHASIS
    return Style.PLAIN


def bold_beginning(runs: list[Run]) -> str:
    """Return the first bold words of runs, if they begin with any."""
    lead = ""
    for run in runs:
        if run.bold:
            lead += run.text
        elif lead or _WORD.search(run.text):
            break
    return readable(lead)


def parts_of(runs: list[Run]) -> Iterator[list[Run]]:
    """Split a block's runs into its paragraphs, which only line breaks or bold set apart."""
    lines: list[tuple[int, list[Run]]] = [(0, [])]  # with the number of breaks before each
    for run in runs:
        if run.is_break:
            if readable(joined(lines[-1][1])):
                lines.append((1, []))
            else:
                lines[-1] = (lines[-1][0] + 1, [])
        else:
            lines[-1][1].append(run)
    lines = [line for line in lines if joined(line[1])]
    finished = sum(bool(SENTENCE_END.search(joined(line))) for _, line in lines)
    many = len(lines) >= _SEPARATE_LINES and finished * 2 > len(lines)
    part: list[Run] = []
    last: list[Run] = []  # the line before
    for breaks, line in lines:
        if part and _is_apart(last, line, breaks, many=many):
            yield from _turns(part)
            part = []
        if part:
            part.append(Run(is_break=True))
        part += line
        last = line
    if part:
        yield from _turns(part)


def _is_apart(before: list[Run], line: list[Run], breaks: int, *, many: bool) -> bool:
    if breaks > 1:
        return True
    text, above = joined(line), joined(before)
    if above.endswith((":", "：")) and _LABEL.fullmatch(f"{above} "):
        return False  # the label of this line
    return (
        style_of(before) is not style_of(line)
        or bool(_LABEL.match(text) or _DIALOGUE_DASH.match(text))
        or (many and bool(SENTENCE_END.search(above)))
    )


def _turns(runs: list[Run]) -> Iterator[list[Run]]:
    """Split where a bold question and its answer, or two bold labels, share a paragraph."""
    start = 0
    # A paragraph of more changes than that is no question and its answer.
    for at in range(1, min(len(runs), _MOST_RUNS)):
        if runs[at].is_break or runs[at].bold is runs[at - 1].bold or not joined(runs[at:]):
            continue
        before = runs[start:at]
        if joined(before) and (_is_asked(before, runs[at:]) or _is_answered(before, runs[at:])):
            yield before
            start = at
    yield runs[start:]


def _is_asked(before: list[Run], after: list[Run]) -> bool:
    """Say whether a bold question ends, and words that are not bold go on."""
    return (
        not after[0].bold
        and style_of(before) is Style.STRONG
        and bool(_QUESTION_END.search(joined(before)))
        and bool(_WORD.search(joined(after)))
    )


def _is_answered(before: list[Run], after: list[Run]) -> bool:
    """Say whether a bold label begins where another one's sentence has ended."""
    return (
        after[0].bold
        and bool(_LABEL.match(joined([*before, *after])) or bold_beginning(before))
        and bool(_LABEL.match(f"{joined(_bold_beginning(after))} "))
        and bool(SENTENCE_END.search(joined(before)))
    )


def _bold_beginning(runs: list[Run]) -> list[Run]:
    end = next((at for at, run in enumerate(runs) if not run.bold), len(runs))
    return runs[:end]


def is_name(text: str) -> bool:
    """Say whether words are few enough, and no sentence, so that they may be a name."""
    return 0 < len(text.split()) <= _LONGEST_NAME and not SENTENCE_END.search(text.rstrip(": "))
