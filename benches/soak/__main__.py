"""``make soak``: all that can go wrong, for as long as one likes; see docs/reliability.md."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benches.soak import bad_input, faults, killing, load, reloading, report
from benches.soak.bots import OWN, Way
from benches.soak.finding import Finding, Told

DOCUMENT = OWN / "docs" / "reliability.md"
Proof = Callable[[Told], Awaitable[Finding]]


def main() -> int:
    """Run the proofs, print and write what they find; 1 where one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--scale", type=float, default=1.0, help="1 for the proofs as they are stated; 10 for long"
    )
    parser.add_argument("--only", help="proofs whose names contain one of these, with commas")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("soak"),
        help="where the report goes; what it has is kept",
    )
    parser.add_argument(
        "--write", action="store_true", help="put figures and picture into docs/reliability.md"
    )
    options = parser.parse_args()
    wanted = options.only.split(",") if options.only else [""]
    chosen = [
        (name, proof)
        for name, proof in proofs(options.scale).items()
        if any(one in name for one in wanted)
    ]
    # What was proved before stays in the report: so proofs can be made one by one. Whether it can
    # be read is found out before what takes long.
    before = report.written(options.out)
    found = asyncio.run(_found(chosen))
    findings = report.with_newer(before, found)
    report.write(findings, options.out)
    if options.write:
        report.put_into(DOCUMENT, findings)
        report.draw(findings, DOCUMENT.parent / "pictures" / report.PICTURE)
    Console().print(report.page(findings), markup=False)
    return any(finding.faults for finding in found)


def proofs(scale: float) -> dict[str, Proof]:
    """Return the proofs by their names, of a size."""

    def of(count: int) -> int:
        return max(1, int(count * scale))

    found: dict[str, Proof] = {}
    for way in Way:
        name = way.value
        found |= {
            f"kill {name}": partial(killing.prove, way, of(2000), of(20)),
            f"faults {name}": partial(faults.prove, way, of(1000)),
            f"reload {name}": partial(reloading.prove, way, of(5000), of(100)),
            f"bad input {name}": partial(bad_input.prove, way, of(50_000)),
            f"load {name}": partial(load.prove, way, of(1500), 5),
        }
    found |= {
        "kill replicas": partial(killing.prove, Way.WEBHOOK, of(2000), of(20), replicas=3),
        "load replicas": partial(load.prove_replicas, of(1500)),
        "memory": partial(load.prove_memory, Way.POLLING, of(10_000), of(100_000)),
    }
    return found


async def _found(chosen: list[tuple[str, Proof]]) -> list[Finding]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    findings = []
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as progress:
        for name, proof in chosen:
            line = progress.add_task(name, total=None)

            def told(_name: str, done: int, total: int, line: int = line) -> None:
                progress.update(line, completed=done, total=total)  # type: ignore[arg-type]

            try:
                found = await proof(told)
            # Whatever it is: the other proofs are to be had all the same.
            except Exception as error:  # noqa: BLE001
                found = Finding(name, (), [f"{type(error).__name__}: {error}"])
            findings.append(found)
            progress.console.print(report.line(found), markup=False)
    return findings


if __name__ == "__main__":
    sys.exit(main())
