"""Sources of every kind come out whole: exactly as expected, and nothing of them is lost.

Each file of ``samples`` has a JSON file beside it: what ``run_bot.py import --json`` prints.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

import pytest

from knowledge.importing.document import Document
from knowledge.importing.encoding import decoded
from knowledge.importing.formats import read_document
from knowledge.importing.found import Imported
from knowledge.importing.imported import import_source
from run_bot import main
from tests.conftest import SHARED

SAMPLES = Path(__file__).parent / "samples"
SOURCES = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json")
LONG = sorted(path for path in (SHARED / "interviews").glob("*.*") if path.stem != "README")
# Formats whose source is text for people, so that it can be held against what became of it.
TEXTS = (".txt", ".md")

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\.\d+)?"
_TIME = re.compile(rf"\\?\[{_CLOCK}\\?\](?:\(\S*\))?|(?m:^{_CLOCK}(?=\s)|\s{_CLOCK}$)|\({_CLOCK}\)")
_ADDRESS = re.compile(r"(?<=\])\([^)\s]*\)")
# In scripts without spaces, each sign counts.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


def test_there_are_samples_of_many_kinds() -> None:
    assert len(SOURCES) >= 20
    assert {path.stem for path in SOURCES} == {path.stem for path in SAMPLES.glob("*.json")}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_a_sample_comes_out_exactly(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(source), "--json"]) == 0
    expected = json.loads(source.with_suffix(".json").read_text(encoding="utf-8"))
    assert json.loads(capsys.readouterr().out) == expected


@pytest.mark.parametrize("source", [*SOURCES, *LONG], ids=lambda path: path.name)
def test_each_word_is_introduction_question_answer_label_or_skipped(source: Path) -> None:
    found = import_source(source)
    lines = [_words(line) for line in _lines(source)]
    for skipped in found.skipped:
        _take_out(_words(skipped), lines)
    rest = [word for line in lines for word in line]
    assert _is_interleaved(rest, _kept(found), _words(" ".join(found.labels)))


def _lines(source: Path) -> list[str]:
    """Return the lines of a source with nothing but its words."""
    document = read_document(source.read_bytes())
    if source.suffix not in TEXTS:
        return [*document.skipped, *_said(document)]
    text = _TIME.sub(" ", decoded(source.read_bytes()).replace("\r\n", "\n"))
    if source.suffix == ".md":
        # The signs of Markdown are no words; addresses of links are, and are not read.
        text = unescape(re.sub(r"\\(?=[^\w\s])", "", _ADDRESS.sub("", text)))
        text = re.sub(r"(?m)^\s*\d{1,2}\. (?=\S)", "", text)
    return re.sub("[\u00ad\u200b\u2060\ufeff]", "", text).splitlines()


def _said(document: Document) -> Iterator[str]:
    before = ""
    for one in document.paragraphs:
        yield f"{one.speaker}: {one.text}" if one.speaker not in ("", before) else one.text
        before = one.speaker


def _kept(found: Imported) -> list[str]:
    kept = list(found.introduction)
    names = [one.name for one in found.speakers if one.name]
    for exchange in found.exchanges:
        kept.append(exchange.question)
        for paragraph in exchange.answer:
            # Where several people answer, each is named: that is the label.
            said_by = [name for name in names if paragraph.startswith(f"{name}: ")]
            kept.append(paragraph.removeprefix(f"{said_by[0]}: ") if said_by else paragraph)
    return _words(" ".join(kept))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _take_out(words: list[str], lines: list[list[str]]) -> None:
    """Take out the consecutive lines that these words are."""
    for start in range(len(lines)):
        taken: list[str] = []
        for end in range(start, len(lines)):
            taken = taken + lines[end]
            if taken == words:
                lines[start : end + 1] = []
                return
            if taken != words[: len(taken)]:
                break
    pytest.fail(f"skipped, but on no line of the source: {' '.join(words)}")


def _is_interleaved(whole: Sequence[str], one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two sequences, each in its order, make a third, and nothing is left of it."""
    assert len(whole) == len(one) + len(other), _difference(whole, [*one, *other])
    reached = {0}
    for at, word in enumerate(whole):
        further = {taken + 1 for taken in reached if taken < len(one) and one[taken] == word}
        further |= {
            taken for taken in reached if at - taken < len(other) and other[at - taken] == word
        }
        assert further, f"out of order: {' '.join(whole[max(0, at - 8) : at + 3])}"
        reached = further
    return True


def _difference(whole: Sequence[str], parts: Sequence[str]) -> str:
    lost = sorted(set(whole) - set(parts))
    added = sorted(set(parts) - set(whole))
    return f"{len(whole)} words became {len(parts)}; lost {lost}, added {added}"
