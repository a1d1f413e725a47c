"""What a reader takes in at a glance: quotations, and where buttons lead."""

from pathlib import Path

from knowledge.interview import Interview
from knowledge.knowledge_file import interview_as_yaml
from preview.objects import Message


def quotations(message: Message) -> list[str]:
    """Return what a message shows as quoted."""
    return [
        *message.entity_texts("blockquote"),
        *message.entity_texts("expandable_blockquote"),
    ]


def labels(message: Message) -> list[str]:
    """Return the texts of a message's buttons."""
    return [button["text"] for button in message.buttons]


def is_verbatim(message: Message, interview: Interview) -> bool:
    """Whether every quotation is a substring of the interview, and there is one."""
    said = [exchange.answer for exchange in interview.exchanges]
    quoted = quotations(message)
    return bool(quoted) and all(any(quote in answer for answer in said) for quote in quoted)


def rewrite(path: Path, interview: Interview) -> None:
    """Put another interview into a knowledge file."""
    path.write_text(interview_as_yaml(interview), encoding="utf-8")
