"""A picture of statistics, for a phone: days by decision, and what was asked most.

All that stands in it is given as text; what the font can't draw is left out, for the message
under the picture says it as well.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Dark enough for a dark chat, light enough not to be a hole in a light one. Of the colours of Okabe
# and Ito, which colour-blind readers tell apart (https://jfly.uni-koeln.de/color/), those that
# stand out from it.
BACKGROUND = "#25313C"
TEXT = "#F4F6F8"
QUIET_TEXT = "#C3CCD4"
ANSWERED, SUGGESTED, DECLINED = "#56B4E9", "#F0E442", "#E69F00"
# Pixels; a phone shows them at about a quarter of that.
WIDTH, HEIGHT = 1600, 1200
_DOTS_PER_INCH = 200
_LARGE, _NORMAL = 19, 16
# Characters of a line across the picture.
LINE = 54
MOST_QUESTIONS = 5
_MOST_DATES = 7
_HALF_WIDTH = 0.4
# matplotlib keeps fonts and caches for all threads together.
_drawing = Lock()


@dataclass(frozen=True)
class Legend:
    """What a colour stands for: a sign, words that may be left out, and how many there are."""

    sign: str
    words: str
    count: str


@dataclass(frozen=True)
class Bar:
    """A column of the timeline: its date, and how often was answered, suggested, declined."""

    date: str
    counts: tuple[int, int, int]


@dataclass(frozen=True)
class Asked:
    """A question that was asked often: its number in the list, its text, and how often."""

    number: str
    question: str
    times: int
    shown_times: str


@dataclass(frozen=True)
class Chart:
    """What a picture shows.

    Attributes:
        legends: of what was answered, suggested and declined.
        heading: of the questions; may be left out.
    """

    legends: Sequence[Legend]
    bars: Sequence[Bar]
    heading: str
    questions: Sequence[Asked]


def drawn(chart: Chart) -> bytes:
    """Draw a chart as PNG of ``WIDTH`` x ``HEIGHT``; takes a second, so not on the event loop."""
    # Slow to import, and needed by nobody else who serves.
    from matplotlib.figure import Figure  # noqa: PLC0415

    with _drawing:
        font = _Font()
        size = (WIDTH / _DOTS_PER_INCH, HEIGHT / _DOTS_PER_INCH)
        figure = Figure(figsize=size, dpi=_DOTS_PER_INCH, facecolor=BACKGROUND)
        questions = chart.questions[:MOST_QUESTIONS]
        # With few questions, there is more room for the days.
        bottom = 0.11 + 0.09 * len(questions) if questions else 0.0
        _draw_legends(figure, chart.legends, font)
        _draw_days(
            figure.add_axes((0.09, bottom + 0.08, 0.88, 0.765 - bottom), facecolor=BACKGROUND),
            chart.bars,
        )
        if questions:
            axes = figure.add_axes((0.03, 0.015, 0.94, bottom - 0.02), facecolor=BACKGROUND)
            _draw_questions(axes, chart.heading, questions, font)
        picture = io.BytesIO()
        figure.savefig(picture, format="png")
        return picture.getvalue()


class _Font:
    """What the font that comes with matplotlib can draw."""

    def __init__(self) -> None:
        from matplotlib import font_manager  # noqa: PLC0415

        file = Path(font_manager.findfont("DejaVu Sans"))
        self._characters = font_manager.get_font(str(file)).get_charmap()

    def can_draw(self, text: str) -> bool:
        return all(ord(sign) in self._characters for sign in text)

    def drawable(self, text: str) -> str:
        """Return a text, or nothing where some of it would not be seen."""
        plain = "".join(sign for sign in text if sign not in _DIRECTIONS)
        return plain if self.can_draw(plain) else ""


# The text's own letters put it in order, when it is drawn: these would be seen as boxes.
_DIRECTIONS = frozenset("\u200e\u200f\u2066\u2067\u2068\u2069")


def _draw_legends(figure: "Figure", legends: Sequence[Legend], font: _Font) -> None:
    left = 0.03
    words = [font.drawable(one.words) for one in legends]
    # Words of all of them, or of none.
    shown = words if all(words) else [""] * len(words)
    for legend, said, colour in zip(legends, shown, (ANSWERED, SUGGESTED, DECLINED), strict=True):
        label = " ".join(part for part in (legend.sign, said) if part)
        figure.text(left, 0.945, legend.count, color=colour, fontsize=_LARGE + 5, weight="bold",
                    va="center", parse_math=False)  # fmt: skip
        figure.text(left, 0.887, label, color=TEXT, fontsize=_NORMAL, va="center",
                    parse_math=False)  # fmt: skip
        left += 0.33


def _draw_days(axes: "Axes", bars: Sequence[Bar]) -> None:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    places = range(len(bars))
    bottoms = [0] * len(bars)
    for decision, colour in enumerate((ANSWERED, SUGGESTED, DECLINED)):
        heights = [bar.counts[decision] for bar in bars]
        # An edge of the background's colour tells parts apart without their colours.
        axes.bar(places, heights, 2 * _HALF_WIDTH, bottoms, color=colour, edgecolor=BACKGROUND)
        bottoms = [before + height for before, height in zip(bottoms, heights, strict=True)]
    step = -(-len(bars) // _MOST_DATES) or 1
    # The last column, today's, always has its date.
    dated = list(places)[::-1][::step][::-1]
    axes.set_xticks(dated, [bars[place].date for place in dated])
    axes.set_xlim(-_HALF_WIDTH - 0.2, len(bars) - 1 + _HALF_WIDTH + 0.2)
    axes.set_ylim(0, max([*bottoms, 1]) * 1.06)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
    axes.tick_params(colors=QUIET_TEXT, labelsize=_NORMAL - 2, length=0)
    axes.grid(axis="y", color=QUIET_TEXT, alpha=0.25)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)


def _draw_questions(axes: "Axes", heading: str, questions: Sequence[Asked], font: _Font) -> None:
    rows = len(questions)
    longest = max(one.times for one in questions)
    axes.set_xlim(0, 1)
    axes.set_ylim(rows, -0.75)
    axes.axis("off")
    axes.text(0, -0.42, font.drawable(heading), color=QUIET_TEXT, fontsize=_NORMAL,
              va="center", parse_math=False)  # fmt: skip
    for row, one in enumerate(questions):
        # Apart, so that a question that runs the other way leaves its number in its place.
        for left, text in ((0.0, one.number), (0.045, font.drawable(one.question))):
            axes.text(left, row + 0.28, text, color=TEXT, fontsize=_NORMAL, va="center",
                      parse_math=False)  # fmt: skip
        length = 0.9 * one.times / longest
        axes.barh(row + 0.74, length, 0.26, color=ANSWERED)
        axes.text(length + 0.012, row + 0.73, one.shown_times, color=TEXT, fontsize=_NORMAL - 1,
                  va="center", weight="bold", parse_math=False)  # fmt: skip
