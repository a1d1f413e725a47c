"""Statistics -> what an admin reads: lines of text, and the texts of a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from telegram import InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot import buttons
from bot.desk import chart
from bot.desk.chart import Asked, Bar, Chart, Legend
from bot.desk.spans import Span
from bot.desk.timeline import columns
from bot.fitting import length, shortened
from bot.keyboard import button
from bot.markup import escape, unmarked
from bot.storage.reports import Period, Statistics
from bot.wording import Wording
from knowledge.interview import Interview

# Of the decisions, in the text as in the picture, which may have to do without words.
SIGNS = ("✓", "≈", "✗")
_LONGEST_QUESTION = 120
_LONGEST_NAME = 24


@dataclass(frozen=True)
class TopQuestion:
    """A question as the outlet put it, and how often its answer was given."""

    text: str
    times: int


def top_questions(statistics: Statistics, interviews: Sequence[Interview]) -> list[TopQuestion]:
    """Return what was answered most often; of what is no longer served, the ids.

    Where there are several interviews, it begins with whose words the answer is.
    """
    served = {one.id: one for one in interviews}
    found = []
    for asked in statistics.most_asked:
        interview = served.get(asked.interview)
        exchanges = interview.exchanges if interview else ()
        question = next((one.question for one in exchanges if one.id == asked.exchange), None)
        if interview is None or question is None:
            text = f"{asked.interview}: {asked.exchange}"
        elif len(interviews) > 1:
            text = f"{shortened(interview.interviewee.name, _LONGEST_NAME)}: {question}"
        else:
            text = question
        found.append(TopQuestion(" ".join(text.split()), asked.times))
    return found


def figures(wording: Wording, found: Statistics) -> Iterator[str]:
    """Yield what there is to say of a period, a line each, as plain text."""
    if not found.asked:
        yield wording.stats_none
        return
    yield wording.stats_asked(found.asked, found.readers)
    decided = (
        wording.stats_answered(found.answered, found.asked),
        wording.stats_suggested(found.suggested, found.asked),
        wording.stats_declined(found.declined, found.asked),
    )
    yield from (f"{sign} {said}" for sign, said in zip(SIGNS, decided, strict=True))
    if found.rightly_declined:
        yield wording.stats_rightly(found.rightly_declined)
    if judged := found.right + found.wrong:
        yield wording.stats_verdicts(found.right, judged)
    if found.chosen:
        yield wording.stats_chosen(found.chosen)
    if found.median_answering is not None and found.median_matching is not None:
        yield wording.stats_times(found.median_answering, found.median_matching)


def caption(
    wording: Wording, span: Span, found: Statistics, questions: Sequence[TopQuestion]
) -> str:
    """Return what stands under the picture, as HTML; it has as many questions as there is room."""
    head = [f"<b>{escape(wording.stats_heading(span))}</b>", *map(escape, figures(wording, found))]
    listed = [
        f"{number}. {escape(shortened(one.text, _LONGEST_QUESTION))} ({wording.counted(one.times)})"
        for number, one in enumerate(questions[: chart.MOST_QUESTIONS], 1)
    ]
    while True:
        parts = ["\n".join(head)]
        if listed:
            parts.append("\n".join([f"<b>{escape(wording.stats_most_asked)}</b>", *listed]))
        text = "\n\n".join(parts)
        if not listed or length(unmarked(text)) <= MessageLimit.CAPTION_LENGTH:
            return text
        listed.pop()


def picture(
    wording: Wording, period: Period, found: Statistics, questions: Sequence[TopQuestion]
) -> Chart:
    """Return what the picture shows."""
    words = (
        wording.stats_answered_in_short,
        wording.stats_suggested_in_short,
        wording.stats_declined_in_short,
    )
    counts = (found.answered, found.suggested, found.declined)
    return Chart(
        [
            Legend(sign, said, wording.counted(count))
            for sign, said, count in zip(SIGNS, words, counts, strict=True)
        ],
        [
            Bar(
                wording.on_a_chart(one.begins, is_month=one.is_month),
                (one.answered, one.suggested, one.declined),
            )
            for one in columns(found.days, _first_day(period), _last_day(period))
        ],
        wording.stats_most_asked,
        [
            Asked(
                f"{wording.counted(number)}.",
                shortened(one.text, chart.LINE),
                one.times,
                wording.counted(one.times),
            )
            for number, one in enumerate(questions, 1)
        ],
    )


def keyboard(wording: Wording, shown: Span) -> InlineKeyboardMarkup:
    """Offer the spans, a button each; the one that is shown is marked."""
    labels = {
        Span.WEEK: wording.span_week,
        Span.MONTH: wording.span_month,
        Span.ALL: wording.span_all,
    }
    row = [
        button(f"• {label}" if span is shown else label, buttons.statistics(span))
        for span, label in labels.items()
    ]
    return InlineKeyboardMarkup([row])


def _first_day(period: Period) -> date | None:
    """Return the first day of a period, if it has a bound."""
    return None if period.since.timestamp() == 0 else period.since.date()


def _last_day(period: Period) -> date:
    return (period.until - timedelta(milliseconds=1)).date()
