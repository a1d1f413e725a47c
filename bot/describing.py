"""What an interview is and how the bot works, for /about."""

from telegram.constants import MessageLimit

from bot.fitting import CUT, cut, length
from bot.markup import blockquote, escape, unmarked
from bot.quoting import published
from bot.wording import Wording
from knowledge.interview import Interview
from knowledge.library import Edition


def about(wording: Wording, edition: Edition, how_it_works: str) -> list[str]:
    """Describe the interviews and how the bot works: a message each, as HTML."""
    messages = [_about(wording, interview) for interview in edition.interviews]
    closing = f"{how_it_works}\n\n{wording.version(edition.version)}"
    if length(unmarked(messages[-1])) + length(closing) + 2 > MessageLimit.MAX_TEXT_LENGTH:
        return [*messages, escape(closing)]
    return [*messages[:-1], f"{messages[-1]}\n\n{escape(closing)}"]


def _about(wording: Wording, interview: Interview) -> str:
    lines = [
        f"<b>{escape(wording.heading(interview))}</b>",
        escape(wording.person(interview.interviewee)),
    ]
    if where := published(wording, interview):
        lines.append(where)
    text = "\n".join(lines)
    if interview.introduction:
        heading = escape(wording.introduction_by(interview.source))
        room = MessageLimit.MAX_TEXT_LENGTH - length(unmarked(text + heading)) - 50
        parts = cut(interview.introduction, room)
        rest = f"\n{CUT}" if len(parts) > 1 else ""
        text += f"\n\n<i>{heading}</i>\n{blockquote(parts[0])}{rest}"
    return text
