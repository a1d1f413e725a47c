"""What was imported, for people to check at a glance."""

from collections.abc import Iterator

from rich.console import Group
from rich.text import Text

from knowledge.importing.found import Imported, ImportedExchange, Speaker
from knowledge.importing.questions import asks, count_words

_SHORT_ANSWER = 3
_LONG_QUESTION = 250
_FIRST_WORDS = 66


def warnings(found: Imported) -> Iterator[str]:
    """Yield what may have been misunderstood, a sentence each."""
    if found.interviewee is None:
        yield "who answers is not named: complete interviewee.name"
    elif not any(one.name in found.interviewee for one in found.speakers if one.name):
        yield f"'{found.interviewee}' is named before the interview only: check interviewee.name"
    for number, one in enumerate(found.exchanges, 1):
        if not asks(one.question):
            yield f"exchange {number} has no question mark"
        if count_words(one.question) > _LONG_QUESTION:
            yield f"exchange {number}: the question is {count_words(one.question)} words"
        words = count_words(" ".join(one.answer))
        if words <= _SHORT_ANSWER:
            yield f"exchange {number}: the answer is {words} word{'' if words == 1 else 's'}"


def summary(found: Imported) -> Group:
    """Return who speaks, the first words of each exchange, what was left out, and warnings."""
    parts = [
        Text(f"Read as {found.format}."),
        _speakers("Asks", [one for one in found.speakers if one.asks]),
        _speakers("Answers", [one for one in found.speakers if not one.asks]),
        *_exchanges(found.exchanges),
    ]
    if found.introduction:
        parts.append(Text(f"Introduction: {_first_words(' '.join(found.introduction))}"))
    parts += [Text(f"skipped: {line}") for line in found.skipped]
    parts += [Text(f"check: {line}", style="yellow") for line in warnings(found)]
    return Group(*parts)


def _speakers(role: str, speakers: list[Speaker]) -> Text:
    named = ", ".join(f"{one.name or 'not named'} ({_turns(one.turns)})" for one in speakers)
    return Text(f"{role}: {named}")


def _exchanges(exchanges: tuple[ImportedExchange, ...]) -> Iterator[Text]:
    for number, one in enumerate(exchanges, 1):
        yield Text(f"{number:>3} {_first_words(one.question)}", style="bold")
        yield Text(f"    {_first_words(' '.join(one.answer))}")


def _turns(number: int) -> str:
    return "1 turn" if number == 1 else f"{number} turns"


def _first_words(text: str) -> str:
    """Cut a text after its first words."""
    if len(text) <= _FIRST_WORDS:
        return text
    return text[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …"
