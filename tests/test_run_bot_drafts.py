"""``run_bot.py draft-wordings``, run as people run it, with a language model on this machine."""

import asyncio
import os
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest
from aiohttp import web

from knowledge.knowledge_file import read_interview
from tests.knowledge.test_drafts_file import HARBOUR
from tests.second_reader_server import (
    KEY,
    MODEL,
    Asked,
    Endpoint,
    Reply,
    completion,
    drafts,
    endpoint,
    hangs_up,
    says,
)
from tests.test_run_bot import Run

WHY, MONEY, KEEPER = (
    "Why did you build the harbour?",
    "Who paid for the lighthouse?",
    "Who keeps it today?",
)
SLANDER = "He is a liar."


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "harbour.yaml").write_text(HARBOUR, encoding="utf-8")
    return Run(tmp_path)


def settings_of(serving: Endpoint) -> Mapping[str, str]:
    return {
        "BOT_LLM_URL": serving.url,
        "BOT_LLM_MODEL": MODEL,
        "BOT_LLM_KEY": KEY,
        "BOT_MODEL": "none",
    }


async def drafting(run: Run, reply: Reply, *arguments: str) -> tuple[int, str, str]:
    """Run the command beside the endpoint that it asks."""
    async with endpoint(reply) as serving:
        command = ("draft-wordings", "harbour.yaml", *arguments)
        return await asyncio.to_thread(run, *command, env=settings_of(serving))


async def test_drafts_are_made_looked_through_and_taken(run: Run) -> None:
    replies: dict[str, Reply | list[str]] = {
        WHY: ["storm shelter", "who paid for the lighthouse", "why a harbour at all"],
        MONEY: ["herring tax", "\x1b[31mred", "who is it that keeps it today"],
        KEEPER: ["Nell"],
    }
    status, output, error = await drafting(run, drafts(replies), "--count", "3")
    assert status == 0
    assert error.splitlines() == [
        "1. why: 2 drafts (dropped: 1 there already)",
        "2. money: 1 draft (dropped: 1 not usable, 1 answered by another exchange)",
        "3. keeper: 1 draft",
    ]
    assert output == (
        "harbour.drafts.yaml: 4 drafts. Delete those that are no good; then\n"
        "'run_bot.py draft-wordings harbour.yaml --take' puts the others into also_asked.\n"
    )
    harbour = run.folder / "harbour.yaml"
    assert harbour.read_text(encoding="utf-8") == HARBOUR

    file = run.folder / "harbour.drafts.yaml"
    looked_through = file.read_text(encoding="utf-8").replace("      - why a harbour at all\n", "")
    file.write_text(looked_through.replace("herring tax", "the herring tax"), encoding="utf-8")
    assert run("draft-wordings", "harbour.yaml", "--take", env={"BOT_MODEL": "none"}) == (
        0,
        "harbour.yaml: 3 wordings added to 3 exchanges.\n",
        "",
    )
    asked = [one.also_asked for one in read_interview(harbour).exchanges]
    assert asked[::2] == [("storm shelter",), ("Nell",)]
    assert asked[1][-1] == "the herring tax"
    assert not file.exists()


async def test_what_is_refused_is_said(run: Run) -> None:
    (run.folder / "harbour.drafts.yaml").write_text(
        "exchanges:\n  - id: why\n    drafts:\n      - who gave the funds\n      - ships\n",
        encoding="utf-8",
    )
    status, output, error = run("draft-wordings", "harbour.yaml", "--take")
    assert (status, output) == (1, "harbour.yaml: 1 wording added to 1 exchange.\n")
    assert error == (
        "harbour.drafts.yaml:4: “who gave the funds” is not taken: it is a wording of 'money'\n"
    )


def test_without_an_endpoint_it_is_said_how_to_set_one(run: Run) -> None:
    status, output, error = run("draft-wordings", "harbour.yaml")
    assert (status, output) == (1, "")
    for name in ("BOT_LLM_URL", "BOT_LLM_MODEL", "BOT_LLM_KEY", "http://localhost:11434/v1"):
        assert name in error


async def test_a_failure_costs_one_exchanges_drafts_alone(run: Run) -> None:
    replies: dict[str, Reply | list[str]] = {
        WHY: hangs_up,
        MONEY: says(SLANDER),
        KEEPER: ["Nell"],
    }
    status, output, error = await drafting(run, drafts(replies))
    assert status == 0
    assert error.splitlines() == [
        "1. why: no drafts: ServerDisconnectedError",
        "2. money: no drafts: its reply is no list of wordings",
        "3. keeper: 1 draft",
    ]
    assert output.startswith("harbour.drafts.yaml: 1 draft.")
    assert SLANDER not in output + error
    assert "id: keeper" in (run.folder / "harbour.drafts.yaml").read_text(encoding="utf-8")


async def test_where_nothing_comes_nothing_is_written(run: Run) -> None:
    async def dawdles(request: web.Request, asked: Asked) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    status, output, error = await drafting(run, dawdles, "--patience", "0.1")
    assert (status, output) == (1, "")
    assert error.count("no drafts: no reply within 0.1 s") == 3
    assert error.endswith("No drafts were made, and nothing is written.\n")
    assert [entry.name for entry in run.folder.iterdir()] == ["harbour.yaml"]


async def test_drafts_that_nobody_has_looked_through_are_not_written_over(run: Run) -> None:
    file = run.folder / "harbour.drafts.yaml"
    file.write_text("mine", encoding="utf-8")
    status, output, error = await drafting(run, drafts({WHY: ["storm shelter"]}))
    assert (status, output) == (1, "")
    assert error == (
        "harbour.drafts.yaml is there already: look it through and go on with --take, or delete "
        "it\n"
    )
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
async def test_what_is_drafted_before_ctrl_c_is_kept(run: Run) -> None:
    is_second = asyncio.Event()

    async def stops_at_the_second(request: web.Request, asked: Asked) -> web.StreamResponse:
        if WHY in asked.prompt:
            return web.Response(text=completion('["ships"]'), content_type="application/json")
        is_second.set()
        await serving.over.wait()
        return web.Response()

    async with endpoint(stops_at_the_second) as serving:
        env = settings_of(serving)
        with run.start("draft-wordings", "harbour.yaml", env=env) as process:
            await asyncio.wait_for(is_second.wait(), 60)
            process.send_signal(signal.SIGINT)
            written, noted = await asyncio.to_thread(process.communicate)
    assert process.returncode == 130
    assert noted.decode() == "1. why: 1 draft\n"
    assert written.startswith(b"harbour.drafts.yaml: 1 draft.")


@pytest.mark.parametrize(
    "wrong", ["--count=0", "--count=101", "--count=a", "--patience=0", "--patience=inf"]
)
def test_what_can_not_be_asked_for_is_refused(run: Run, wrong: str) -> None:
    status, output, error = run("draft-wordings", "harbour.yaml", wrong)
    assert (status, output) == (2, "")
    assert wrong.partition("=")[0] in error


def test_a_file_with_a_problem_is_said_before_anything_is_asked(run: Run) -> None:
    env = {"BOT_LLM_URL": "http://127.0.0.1:9/v1", "BOT_LLM_MODEL": MODEL}
    status, output, error = run("draft-wordings", "nowhere.yaml", env=env)
    assert (status, output) == (1, "")
    assert error.startswith("nowhere.yaml: no such file or folder")
