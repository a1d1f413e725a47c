"""A published interview's questions and answers."""

from collections.abc import Sequence
from pathlib import Path

from knowledge.exchange_id import new_id
from knowledge.importing.document import Document
from knowledge.importing.editorial import heads_a_help_page
from knowledge.importing.formats import read_document
from knowledge.importing.found import Imported, ImportedExchange, Speaker
from knowledge.importing.interviewee import Surroundings, interviewees
from knowledge.importing.marking import is_question
from knowledge.importing.pairing import Answered, Pair, paired
from knowledge.importing.people import People, has_role, people, told_apart
from knowledge.importing.refusal import ImportFailedError
from knowledge.importing.run_in_turns import with_turns_apart
from knowledge.importing.turns import Turn, Words, conversations

# Who answers less of an interview than this is kept apart in it by name, but it is not with them.
_LEAST_PART = 0.3


def import_source(source: Path) -> Imported:
    """Read a published interview.

    Raises:
        ImportFailedError: if the source can't be read, or holds nothing that reads as questions and
            answers.
    """
    try:
        content = source.read_bytes()
    except OSError as error:
        raise ImportFailedError(f"{source}: can't be read ({error.strerror})") from error
    return import_content(content, str(source))


def import_content(content: bytes, name: str) -> Imported:
    """Read a published interview of any format.

    Args:
        content: the source.
        name: what to call it in messages.

    Raises:
        ImportFailedError: if it holds nothing that reads as questions and answers.
    """
    try:
        document = with_turns_apart(read_document(content))
    except ImportFailedError as error:
        raise ImportFailedError(f"{name}: {error}") from error
    for conversation in conversations(document):
        for turns in told_apart(conversation.turns):
            pairs, left_out = paired(turns)
            if _is_interview(document, turns, pairs):
                skipped = sorted((*conversation.skipped, *left_out), key=lambda words: words.at)
                found = _imported(document, conversation.introduction, turns, pairs, skipped)
                _refuse_help(found, name)
                return found
    raise ImportFailedError(_nothing_found(document, name))


def _refuse_help(found: Imported, name: str) -> None:
    """Refuse frequently asked questions that are answered in nobody's name.

    Raises:
        ImportFailedError: if the source is such.
    """
    somebody = found.interviewee or any(one.name for one in found.speakers)
    if found.title and not somebody and heads_a_help_page(found.title):
        raise ImportFailedError(
            f"{name}: this is no interview, by its title '{found.title}': questions that are often "
            "asked, with answers of nobody's. If somebody was asked them, put 'Q:' before each "
            "question and the name of who answers before each answer, and import that."
        )


def _is_interview(document: Document, turns: Sequence[Turn], pairs: Sequence[Pair]) -> bool:
    """Say whether anything is asked; where no question mark can tell, names of speakers must.

    Recognised speech may have none, and some scripts have none either.
    """
    if any(is_question(pair.question) for pair in pairs):
        return True
    named = any(has_role(turn.speaker) for turn in turns)
    return bool(pairs) and (named or any(one.speaker for one in document.paragraphs))


def _imported(
    document: Document,
    introduction: tuple[str, ...],
    turns: Sequence[Turn],
    pairs: Sequence[Pair],
    skipped: Sequence[Words],
) -> Imported:
    who = people(turns)
    main = _main(pairs)
    around = (*document.skipped, *(words.labelled for words in skipped))
    above = _above_the_first_exchange(turns, skipped)
    headlines = (document.title, *above) if document.title else above
    asked = [pair.question for pair in pairs]
    source = Surroundings(headlines, introduction, around, asked, document.author)
    names = interviewees(main, source)
    exchanges: list[ImportedExchange] = []
    for pair in pairs:
        taken = {one.id for one in exchanges}
        answer = tuple(_by_name(pair.answer, main))
        exchanges.append(ImportedExchange(new_id(pair.question, taken), pair.question, answer))
    return Imported(
        title=document.title,
        interviewee=", ".join(names) or None,
        outlet=document.outlet or who.outlet,
        introduction=introduction,
        exchanges=tuple(exchanges),
        skipped=around,
        format=document.format,
        speakers=_speakers(turns, who),
        labels=tuple(label for pair in pairs for label in pair.labels),
        published=document.published,
        url=document.url,
        language=document.language,
    )


def _above_the_first_exchange(turns: Sequence[Turn], skipped: Sequence[Words]) -> tuple[str, ...]:
    left_out = {words.at for words in skipped}
    said = {words.at for turn in turns for words in turn.paragraphs}
    first = min(said - left_out)
    return tuple(words.labelled for words in skipped if words.at < first)


def _main(pairs: Sequence[Pair]) -> list[str]:
    """Return with whom the interview is, in the order in which they first answer."""
    answered: dict[str, int] = {}
    for pair in pairs:
        for speaker in dict.fromkeys(one.speaker for one in pair.answer):
            answered[speaker] = answered.get(speaker, 0) + 1
    most = max(answered.values())
    return [name for name, times in answered.items() if times >= max(most, 2) * _LEAST_PART]


def _by_name(answer: Sequence[Answered], main: Sequence[str]) -> list[str]:
    """Return the paragraphs of an answer; where it could be anybody's, each speaker is named."""
    if len(main) == 1 and all(one.speaker == main[0] for one in answer):
        return [one.text for one in answer]
    named: list[str] = []
    before = ""
    for one in answer:
        named.append(f"{one.speaker}: {one.text}" if one.speaker != before else one.text)
        before = one.speaker
    return named


def _speakers(turns: Sequence[Turn], who: People) -> tuple[Speaker, ...]:
    return tuple(
        Speaker(name, asks, sum(turn.speaker == name and turn.asks is asks for turn in turns))
        for asks, names in ((True, who.asking), (False, who.answering))
        for name in names
    )


def _nothing_found(document: Document, name: str) -> str:
    last = document.paragraphs[-1] if document.paragraphs else None
    reached = f"line {last.place}, '{last.text[:60]}'" if last else "its end"
    return (
        f"{name}: no questions and answers were found. It was read as {document.format}. Looked "
        "for speakers' labels at the beginnings of paragraphs, such as 'Q:' and 'A:', "
        "'Question:' and 'Answer:' in many languages, or names; for questions in bold, in italics, "
        "in headings, with numbers or after dashes; and for paragraphs that end with a question "
        f"mark, an answer after each. Reading stopped at {reached}."
    )
