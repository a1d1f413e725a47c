"""Findings -> a page of figures, and a picture of how long answers took over time."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from benches.soak.finding import Finding

PICTURE = "soak-latency.png"
BEGIN, END = "<!-- figures of make soak -->\n", "<!-- end of figures -->\n"
_FOR_PROGRAMS = "soak.json"
_FINDINGS = TypeAdapter(list[Finding])
_WIDTH, _HEIGHT, _DOTS = 9.0, 4.5, 120


def page(findings: Sequence[Finding]) -> str:
    """Return the figures as a table in Markdown."""
    days = sorted({str(one.measured) for one in findings})
    lines = [
        f"Measured on {' and '.join(days)}, Python {platform.python_version()}, "
        f"{os.cpu_count()} processors, the local Telegram on them as well.",
        "",
        "| proof | what | figure |",
        "|---|---|---|",
    ]
    for finding in findings:
        for number, (what, figure) in enumerate(finding.figures):
            lines.append(f"| {finding.name if number == 0 else ''} | {what} | {figure} |")
        lines += [f"| | **does not hold** | {fault} |" for fault in finding.faults]
    return "\n".join(lines) + "\n"


def line(finding: Finding) -> str:
    """Return what a proof has found, in a line."""
    figures = [f"{what} {figure}" for what, figure in finding.figures]
    return f"{finding.name}: " + "; ".join([*figures, *(f"FAILS: {one}" for one in finding.faults)])


def written(folder: Path) -> list[Finding]:
    """Return what was written into a folder before."""
    file = folder / _FOR_PROGRAMS
    return _FINDINGS.validate_json(file.read_bytes()) if file.exists() else []


def with_newer(before: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """Return what was found before, with what was found now in the place of what it proves anew."""
    newest = {one.name: one for one in (*before, *found)}
    return list(newest.values())


def write(findings: Sequence[Finding], folder: Path) -> None:
    """Write the page, the picture, and the same for programs into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _FOR_PROGRAMS).write_bytes(_FINDINGS.dump_json(list(findings)))
    (folder / "soak.md").write_text(page(findings), encoding="utf-8")
    draw(findings, folder / PICTURE)


def put_into(document: Path, findings: Sequence[Finding]) -> None:
    """Put the figures between their marks in a document.

    Raises:
        ValueError: if it has no such marks.
    """
    text = document.read_text(encoding="utf-8")
    before, found, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"{document} has no place for figures")
    document.write_text(f"{before}{BEGIN}{page(findings)}{END}{after}", encoding="utf-8")


def draw(findings: Sequence[Finding], path: Path) -> None:
    """Draw when each answer came, and how long it took, for every proof that says so."""
    if not any(finding.latencies for finding in findings):
        return
    # Slow to import, and only drawing needs it.
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure((_WIDTH, _HEIGHT), dpi=_DOTS)
    axes = figure.subplots()
    for finding in findings:
        if finding.latencies:
            moments, seconds = zip(*finding.latencies, strict=True)
            axes.plot(moments, seconds, ".", markersize=2, label=finding.name)
    axes.set_yscale("log")
    axes.set_xlabel("seconds since the beginning")
    axes.set_ylabel("seconds from question to answer")
    axes.legend(markerscale=5, fontsize="small")
    figure.tight_layout()
    figure.savefig(path)
