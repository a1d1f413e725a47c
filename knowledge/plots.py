"""Outcomes of labelled questions -> two plots of how far a confidence can be relied on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.evaluation import BINS, Outcome, figures, reliability

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RELIABILITY = "reliability.png"
ANSWERED_WRONG = "answered-wrong.png"
_DOTS_PER_INCH = 150
# Of Okabe and Ito's colours, which colour-blind readers tell apart: https://jfly.uni-koeln.de/color/
_BLUE = "#0072B2"
_VERMILION = "#D55E00"
_GREY = "#707070"
# What the name of a threshold takes up, as a share of the axis.
_ROOM_OF_A_MARK = 0.06


class PlotsError(Exception):
    """Plots that can't be made; its text says why, and what would mend it."""


@dataclass(frozen=True)
class Tradeoff:
    """What answering some questions, and not the others, comes to.

    Attributes:
        threshold: the lowest confidence that was answered, from 0 to 1.
        answered: the share that is answered of the questions that the interview answers.
        wrong: the share of the answers given that should not have been.
    """

    threshold: float
    answered: float
    wrong: float


def write_plots(outcomes: Sequence[Outcome], folder: Path) -> None:
    """Write ``reliability.png`` and ``answered-wrong.png`` into a folder, made where missing.

    Raises:
        PlotsError: if matplotlib is missing, or the folder can't be written to.
    """
    drawn = {RELIABILITY: _draw_reliability(outcomes), ANSWERED_WRONG: _draw_tradeoffs(outcomes)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, figure in drawn.items():
            figure.savefig(folder / name, dpi=_DOTS_PER_INCH)
    except FileExistsError as error:
        raise PlotsError(f"{folder} is a file: name a folder for the plots") from error
    except OSError as error:
        raise PlotsError(
            f"{error.filename or folder} can't be written ({error.strerror or error}): "
            "name another folder for the plots"
        ) from error


def tradeoffs(outcomes: Sequence[Outcome]) -> list[Tradeoff]:
    """Let the confidence threshold fall from the highest confidence to the lowest.

    The risk-coverage curve of El-Yaniv and Wiener, On the Foundations of Noise-free Selective
    Classification (2010), https://jmlr.org/papers/v11/el-yaniv10a.html. Empty where the interview
    answers none of the questions.
    """
    answerable = sum(bool(one.labelled.relevant) for one in outcomes)
    if not answerable:
        return []
    found = (one for one in outcomes if one.numbers)
    curve = []
    given = answered = wrong = 0
    # Questions of the same confidence are answered together, or not at all.
    for threshold, group in groupby(sorted(found, key=_confidence, reverse=True), key=_confidence):
        for one in group:
            given += 1
            answered += bool(one.labelled.relevant)
            wrong += not one.hit
        curve.append(Tradeoff(threshold, answered / answerable, wrong / given))
    return curve


def served(outcomes: Sequence[Outcome]) -> Tradeoff | None:
    """Return where the decisions stand that readers are served.

    That may be off the curve, as a decision looks at more than a threshold. ``None`` where nothing
    was answered, or the interview answers none of the questions.
    """
    answerable = [one for one in outcomes if one.labelled.relevant]
    given = [one for one in outcomes if one.said]
    if not answerable or not given:
        return None
    return Tradeoff(
        min(one.confidence for one in given),
        sum(one.said for one in answerable) / len(answerable),
        sum(not one.hit for one in given) / len(given),
    )


def _confidence(outcome: Outcome) -> float:
    return outcome.confidence


def _new_figure(title: str) -> "Figure":
    try:
        # A development dependency: whoever only serves readers does without it. Without pyplot
        # it needs no screen: a PNG is drawn by Agg.
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise PlotsError(
            "The plots need matplotlib, which is not installed here: `make test` sets it up in "
            ".venv; then run .venv/bin/python run_bot.py eval …"
        ) from error
    figure = Figure(figsize=(6.4, 6.0), layout="constrained")
    figure.suptitle(title)
    return figure


def _draw_reliability(outcomes: Sequence[Outcome]) -> "Figure":
    error = figures(outcomes).calibration_error
    shown = "-" if error is None else f"{error:.3f}"
    figure = _new_figure(f"Reliability of the confidence: calibration error {shown}")
    grid = figure.add_gridspec(2, 1, height_ratios=(3, 1))
    shares = figure.add_subplot(grid[0])
    counts = figure.add_subplot(grid[1], sharex=shares)

    bins = reliability(outcomes)
    middles = [(one.position + 0.5) / BINS for one in bins]
    width = 0.9 / BINS
    shares.plot((0, 1), (0, 1), linestyle="--", color=_GREY, label="as promised")
    shares.bar(middles, [one.right for one in bins], width, color=_BLUE, alpha=0.35)
    shares.plot(
        [one.confidence for one in bins],
        [one.right for one in bins],
        "o",
        color=_BLUE,
        clip_on=False,
        label="mean of the bin",
    )
    shares.set(ylabel="Share of best candidates that are right", xlim=(0, 1), ylim=(0, 1.03))
    shares.tick_params(labelbottom=False)
    shares.legend()

    bars = counts.bar(middles, [one.questions for one in bins], width, color=_GREY, alpha=0.5)
    counts.bar_label(bars, padding=2)
    counts.margins(y=0.25)
    counts.locator_params(axis="y", integer=True)
    counts.set(xlabel="Confidence of the best candidate", ylabel="Questions")
    counts.set_xticks([position / BINS for position in range(BINS + 1)])
    for axes in (shares, counts):
        axes.grid(alpha=0.3)
        axes.set_axisbelow(True)
    return figure


def _draw_tradeoffs(outcomes: Sequence[Outcome]) -> "Figure":
    answerable = [one for one in outcomes if one.labelled.relevant]
    figure = _new_figure("Answered and wrong, as the confidence threshold falls")
    axes = figure.add_subplot()
    if len(answerable) < len(outcomes):
        _draw_curve(axes, outcomes, f"all {len(outcomes)} questions", _VERMILION)
    _draw_curve(axes, answerable, f"the {len(answerable)} that the interview answers", _BLUE)
    axes.set(
        xlabel="Share answered of the questions that the interview answers",
        ylabel="Share of the answers given that are wrong",
        xlim=(0, 1.02),
    )
    # A curve without a wrong answer is seen too, just above the frame.
    top = max(0.1, axes.get_ylim()[1])
    axes.set_ylim(-0.02 * top, top)
    axes.grid(alpha=0.3)
    axes.legend()

    marks = _marks(tradeoffs(answerable))
    thresholds = axes.secondary_xaxis("top")
    thresholds.set_xticks(list(marks.values()), [f"{mark:.1f}" for mark in marks])
    thresholds.set_xlabel("Confidence threshold", color=_GREY)
    thresholds.tick_params(colors=_GREY)
    return figure


def _draw_curve(axes: "Axes", outcomes: Sequence[Outcome], label: str, colour: str) -> None:
    curve = tradeoffs(outcomes)
    axes.plot(
        [one.answered for one in curve], [one.wrong for one in curve], color=colour, label=label
    )
    stands = served(outcomes)
    if stands is not None:
        axes.plot(
            stands.answered,
            stands.wrong,
            "*",
            color=colour,
            markeredgecolor="white",
            markersize=17,
            clip_on=False,
            label=f"as served: {stands.answered:.1%} answered, {stands.wrong:.1%} wrong",
        )


def _marks(curve: Sequence[Tradeoff]) -> dict[float, float]:
    """Return thresholds to mark on the curve's axis, each with the share answered there."""
    marks: dict[float, float] = {}
    for tenth in range(9, 0, -1):
        mark = tenth / 10
        answered = max((one.answered for one in curve if one.threshold >= mark), default=0.0)
        if all(answered - other >= _ROOM_OF_A_MARK for other in marks.values()):
            marks[mark] = answered
    return marks
