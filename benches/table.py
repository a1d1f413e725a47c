"""Figures side by side, on a terminal."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from knowledge.evaluation import Figures

# What is shown of them, under short headings.
COLUMNS = {
    "questions": "n",
    "top1": "top 1",
    "top3": "top 3",
    "right": "right",
    "one_tap": "one tap",
    "wrong": "wrong",
    "offtopic_said": "off said",
    "offtopic_declined": "off decl.",
    "nearmiss_said": "near said",
    "calibration_error": "calibr.",
}


def print_figures(title: str, rows: Mapping[str, Figures]) -> None:
    """Print a row of figures for each set of questions."""
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in COLUMNS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    for name, found in rows.items():
        values = [getattr(found, field) for field in COLUMNS]
        table.add_row(name, *map(shown, values))
    Console(width=120).print(table)


def shown(value: float | None) -> str:
    """Return a figure as it is printed."""
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.2f}"
