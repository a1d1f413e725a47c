"""The proofs of ``make soak``, in a short form: what they find is that all holds."""

from datetime import date
from pathlib import Path

import pytest

from benches.soak import bad_input, killing, reloading, report
from benches.soak.bots import Way
from benches.soak.finding import Finding

WAYS = pytest.mark.parametrize("way", Way, ids=lambda way: way.value)


def told(_name: str, _done: int, _total: int) -> None:
    """Show no progress."""


@WAYS
@pytest.mark.timeout(120)
async def test_while_the_knowledge_is_reloaded_each_answer_is_of_one_version(way: Way) -> None:
    found = await reloading.prove(way, 200, 5, told)

    assert found.faults == []
    assert dict(found.figures)["versions that answered"] not in ("0", "1")


@WAYS
@pytest.mark.timeout(120)
async def test_fed_with_nonsense_it_goes_on_and_answers_what_is_right(way: Way) -> None:
    found = await bad_input.prove(way, 2_000, told)

    assert found.faults == []
    assert dict(found.figures)["questions that are right, and answered"] == "2"


@pytest.mark.timeout(120)
async def test_killed_while_it_answers_it_answers_every_one() -> None:
    found = await killing.prove(Way.WEBHOOK, 60, 1, told)

    figures = dict(found.figures)
    assert figures["answered"] == figures["questions, until the last kill"]
    assert figures["kills, of which so many of a bot that had answered since its start"] == "1, 1"


def test_a_report_says_what_does_not_hold_and_stands_between_its_marks(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(
        f"before\n{report.BEGIN}of last week\n{report.END}after\n", encoding="utf-8"
    )
    findings = [
        Finding("kill", [("answered", "1")], ["1 question is not answered"], [(0.1, 0.2)]),
        Finding("load", [("answers a second", "400")]),
    ]

    report.put_into(document, findings)
    report.write(findings, tmp_path / "out")

    text = document.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "of last week" not in text
    assert "| kill | answered | 1 |" in text
    assert "| | **does not hold** | 1 question is not answered |" in text
    assert (tmp_path / "out" / report.PICTURE).read_bytes().startswith(b"\x89PNG")


def test_what_is_proved_anew_takes_the_place_of_what_stands_in_a_report(tmp_path: Path) -> None:
    yesterday = date(2026, 1, 1)
    before = [Finding("kill", [("kills", "1")], measured=yesterday), Finding("load", [])]
    report.write(before, tmp_path)

    now = report.with_newer(report.written(tmp_path), [Finding("kill", [("kills", "20")])])

    assert [(one.name, list(one.figures)) for one in now] == [
        ("kill", [("kills", "20")]),
        ("load", []),
    ]
    assert now[0].measured > yesterday
    assert report.written(tmp_path / "nowhere") == []


def test_a_page_without_a_place_for_figures_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("nothing here\n", encoding="utf-8")

    with pytest.raises(ValueError, match="no place for figures"):
        report.put_into(document, [])

    assert document.read_text(encoding="utf-8") == "nothing here\n"
