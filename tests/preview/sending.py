"""Texts sent by a bot over HTTP, and what becomes of them."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

from preview import ApiError
from preview.formatting import FormattedText
from preview.objects import Chat
from tests.preview.calling import Caller

Json = dict[str, Any]

_UNPARSABLE = "Bad Request: can't parse entities: "


class Sender:
    """Sends texts into a chat, with one parse mode or none."""

    def __init__(self, api: Caller, chat: Chat, parse_mode: str | None = None) -> None:
        self._api = api
        self._fields: Json = {"chat_id": chat.id}
        if parse_mode:
            self._fields["parse_mode"] = parse_mode

    async def __call__(self, text: str, **fields: Any) -> FormattedText:
        """Return the text as it stands in the chat."""
        sent = await self._api.call("sendMessage", text=text, **self._fields, **fields)
        return FormattedText(sent["text"], tuple(sent.get("entities", ())))

    async def refused(self, text: str, **fields: Any) -> str:
        """Return why a text is refused."""
        code, reason = await self._api.refused("sendMessage", text=text, **self._fields, **fields)
        assert code == 400
        return reason

    async def unparsable(self, text: str) -> str:
        """Return what is wrong with a text's markup."""
        reason = await self.refused(text)
        assert reason.startswith(_UNPARSABLE)
        return reason.removeprefix(_UNPARSABLE)


def entity(kind: str, offset: int, length: int, **fields: Any) -> Json:
    return {"type": kind, "offset": offset, "length": length} | fields


def covered(content: FormattedText, kind: str) -> list[tuple[int, int]]:
    """Return where a text is of one kind; pieces that touch are one."""
    stretches: list[tuple[int, int]] = []
    for one in content.entities:
        if one["type"] == kind:
            start, end = one["offset"], one["offset"] + one["length"]
            if stretches and stretches[-1][1] == start:
                start, _ = stretches.pop()
            stretches.append((start, end))
    return stretches


def is_read_or_refused(parse: Callable[[str], FormattedText], source: str) -> None:
    """Pass a parser that refuses a text, or returns entities that can be shown."""
    try:
        content = parse(source)
    except ApiError as refused:
        if refused.code == 400:
            return
        raise
    lie_within_the_text(content)
    stand_in_one_another(content)


def lie_within_the_text(content: FormattedText) -> None:
    """Pass a text whose entities all lie in it, on borders of characters."""
    units = content.text.encode("utf-16-le")
    for one in content.entities:
        start, end = 2 * one["offset"], 2 * (one["offset"] + one["length"])
        assert 0 <= start < end <= len(units)
        assert units[:start].decode("utf-16-le") + units[start:end].decode("utf-16-le")


def stand_in_one_another(content: FormattedText) -> None:
    """Pass a text of whose entities no two cross, and none is in code."""
    for outer, inner in combinations(content.entities, 2):
        end = outer["offset"] + outer["length"]
        if inner["offset"] < end:
            assert outer["type"] not in ("code", "pre")
            assert inner["offset"] + inner["length"] <= end
