"""What a reader takes in at a glance: quotations, and where buttons lead."""

from pathlib import Path

from knowledge.interview import Interview
from knowledge.knowledge_file import interview_as_yaml
from preview import Person
from preview.account import BotAccount
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


async def pressed(reader: Person, account: BotAccount, message: Message, button: str) -> Message:
    """Press a button and wait for the message to change."""
    before = (message.text, message.reply_markup)
    await reader.presses(account, message, button)
    await reader.telegram.until(lambda: (message.text, message.reply_markup) != before or None)
    return message


def rewrite(path: Path, interview: Interview) -> None:
    """Put another interview into a knowledge file."""
    path.write_text(interview_as_yaml(interview), encoding="utf-8")
