"""Findings -> a page of figures, and a picture of how long answers took over time."""

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benches.soak.finding import Finding

PICTURE = "soak-latency.png"
BEGIN, END = "<!-- figures of make soak -->\n", "<!-- end of figures -->\n"
_WIDTH, _HEIGHT, _DOTS = 9.0, 4.5, 120


def page(findings: Sequence[Finding]) -> str:
    """Return the figures as a table in Markdown."""
    lines = [
        f"Measured on {datetime.now(UTC).date()}, Python {platform.python_version()}, "
        "two processors, the local Telegram among them.",
        "",
        "| proof | what | figure |",
        "|---|---|---|",
    ]
    for finding in findings:
        for number, (what, figure) in enumerate(finding.figures):
            lines.append(f"| {finding.name if number == 0 else ''} | {what} | {figure} |")
        lines += [f"| | **does not hold** | {fault} |" for fault in finding.faults]
    return "\n".join(lines) + "\n"


def write(findings: Sequence[Finding], folder: Path) -> None:
    """Write the page and the picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
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
    if any(finding.latencies for finding in findings):
        axes.legend(markerscale=5, fontsize="small")
    figure.tight_layout()
    figure.savefig(path)
