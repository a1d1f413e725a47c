"""Figures side by side, on a terminal."""

from collections.abc import Mapping
from dataclasses import fields

from rich.console import Console
from rich.table import Table

from knowledge.evaluation import Figures


def print_figures(title: str, columns: Mapping[str, Figures]) -> None:
    """Print a row for each figure and a column for each set of questions."""
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for name in columns:
        table.add_column(name, justify="right")
    for field in fields(Figures):
        values = [getattr(found, field.name) for found in columns.values()]
        if any(value is not None for value in values):
            table.add_row(field.name, *map(_shown, values))
    Console().print(table)


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
