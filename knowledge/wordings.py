"""Other wordings of an interview's questions: put into a knowledge file, or taken out of it."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.interview import Interview
from knowledge.knowledge_file import BYTE_ORDER_MARK, folded
from knowledge.yaml_edit import (
    MappingNode,
    SequenceNode,
    compose,
    edited,
    field,
    with_entries,
    without_entry,
)

_FIELD = "also_asked"


def owners(interview: Interview) -> dict[str, str]:
    """Return the id of the exchange to which each question and wording belongs, by its words."""
    return {
        folded(text): one.id
        for one in interview.exchanges
        for text in (*one.also_asked, one.question)
    }


def enriched(interview: Interview, more: Mapping[str, Sequence[str]]) -> Interview:
    """Return an interview with more wordings, by the ids of their exchanges."""
    return _with_lists(
        interview,
        {one.id: (*one.also_asked, *more.get(one.id, ())) for one in interview.exchanges},
    )


def lessened(interview: Interview, fewer: Mapping[str, Sequence[str]]) -> Interview:
    """Return an interview without some of its wordings, by the ids of their exchanges."""
    return _with_lists(
        interview,
        {
            one.id: [text for text in one.also_asked if text not in fewer.get(one.id, ())]
            for one in interview.exchanges
        },
    )


def with_wordings(content: str, more: Mapping[str, Sequence[str]]) -> str:
    """Return the text of a knowledge file with more wordings in it; the rest stays as it is."""
    mark = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else ""
    text = content.removeprefix(BYTE_ORDER_MARK)
    edits = [
        edit
        for exchange in _exchanges(text)
        if (wordings := more.get(_id_of(exchange)))
        for edit in with_entries(text, exchange, _FIELD, wordings, "question")
    ]
    return mark + edited(text, edits)


def without_wordings(content: str, fewer: Mapping[str, Sequence[str]]) -> str:
    """Return the text of a knowledge file without some of its wordings; the rest stays as it is."""
    mark = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else ""
    text = content.removeprefix(BYTE_ORDER_MARK)
    # One at a time: where an entry ends depends on those around it.
    while (found := next(_listed(text, fewer), None)) is not None:
        exchange, number = found
        text = edited(text, without_entry(text, exchange, _FIELD, number))
    return mark + text


def _listed(text: str, fewer: Mapping[str, Sequence[str]]) -> Iterator[tuple[MappingNode, int]]:
    """Yield the places of wordings in the lists of their exchanges."""
    for exchange in _exchanges(text):
        unwanted = fewer.get(_id_of(exchange), ())
        found = field(exchange, _FIELD)
        entries = found[1].value if found and isinstance(found[1], SequenceNode) else []
        for number, entry in enumerate(entries):
            if isinstance(entry.value, str) and entry.value.strip() in unwanted:
                yield exchange, number


def _with_lists(interview: Interview, lists: Mapping[str, Sequence[str]]) -> Interview:
    exchanges = [one.model_dump() | {_FIELD: lists[one.id]} for one in interview.exchanges]
    return Interview.model_validate(interview.model_dump() | {"exchanges": exchanges})


def _exchanges(text: str) -> list[MappingNode]:
    root = compose(text)
    found = field(root, "exchanges") if isinstance(root, MappingNode) else None
    entries = found[1].value if found and isinstance(found[1], SequenceNode) else []
    return [one for one in entries if isinstance(one, MappingNode)]


def _id_of(exchange: MappingNode) -> str:
    found = field(exchange, "id")
    return str(found[1].value).strip() if found else ""
