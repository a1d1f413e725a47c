"""The command line with several interviews."""

import json
from pathlib import Path

import pytest

from tests.several import DUNMORE, LOVELL, NORWOOD, SEVERAL, written
from tests.test_run_bot import Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    folder = written(SEVERAL, tmp_path / "several")
    return {"BOT_KNOWLEDGE": str(folder), "BOT_MODEL": "none"}


def asked(result: tuple[int, str, str]) -> tuple[int, str]:
    """Return the exit status, and what was written without the white space that ends lines."""
    status, written_out, _ = result
    return status, "\n".join(line.rstrip() for line in written_out.splitlines())


def test_in_the_terminal_it_is_said_whose_words_they_are(run: Run, env: dict[str, str]) -> None:
    questions = b"what did norwood say of who paid?\nwho paid\nlovell\n"
    status, written_out = asked(run("ask", stdin=questions, env=env))

    assert status == 0
    assert f"“{NORWOOD.exchanges[1].answer}”" in written_out
    assert "Hill.tv, 2 May 2024 · question 2 of 2" in written_out
    assert "Who paid for the lighthouse?\n    Ada Lovell, 2021" in written_out
    assert f"Ada Lovell, Harbour Times, March 2021\n  {LOVELL.exchanges[0].question}" in written_out


def test_in_the_terminal_others_are_offered_by_name_where_the_named_one_was_not_asked(
    run: Run, env: dict[str, str]
) -> None:
    status, written_out = asked(run("ask", "what did dunmore say of the lighthouse?", env=env))

    assert status == 0
    assert written_out.startswith(
        f"I couldn't find that in the interview with {DUNMORE.interviewee.name}."
    )
    assert "Who paid for the lighthouse?\n    Ada Lovell, 2021" in written_out


def test_as_json_each_candidate_has_its_interview(run: Run, env: dict[str, str]) -> None:
    status, written_out, _ = run("ask", "--json", "norwood who paid", "dunmore lighthouse", env=env)

    assert status == 0
    theirs, others = [json.loads(line) for line in written_out.splitlines()]
    assert theirs["decision"] == "answer"
    assert theirs["candidates"][0]["interview"] == "norwood"
    assert others["decision"] == "suggest"
    assert others["candidates"][0]["interview"] == "lovell"
