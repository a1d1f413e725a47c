"""Text with marks in it: https://core.telegram.org/bots/api#markdownv2-style."""

import re
from dataclasses import dataclass, field

from preview.errors import ApiError
from preview.formatted_text import Acquaintances, Draft, FormattedText, nobody
from preview.links import WrongLinkError, linked_date, linked_emoji
from preview.markup import unparsable
from preview.text import byte_offset

# What begins a block of code: a language, if white space follows it, and a new line, both unsaid.
BLOCK_START = re.compile(
    r"```(?:(?P<language>[^ \t\r\n\x0b\x00`]+)(?=[ \t\r\n\x0b\x00]))?(?:\n\r?|\r\n?)?"
)

_ESCAPED = re.compile(r"\\(?P<sign>[\x01-\x7e])")
_ORDINARY = re.compile(r"[^_*\[\]()~`>#+\-=|{}.!\n\\]+")
_ORDINARY_IN_CODE = re.compile(r"[^`\\]+")
_ADDRESS = re.compile(r"\((?P<address>(?:\\[\x01-\x7e]|[^)])*+)\)")
_MARK = re.compile(r"```|!\[|__|\|\||[`\[_*~]")
_KINDS = {
    "```": "pre", "`": "code", "![": "custom_emoji", "[": "text_link", "__": "underline",
    "_": "italic", "*": "bold", "~": "strikethrough", "||": "spoiler",
}  # fmt: skip
_ENDS = {kind: mark for mark, kind in _KINDS.items()} | {"custom_emoji": "]", "text_link": "]"}
# As the errors call them.
_NAMES = {
    "pre": "Pre", "code": "Code", "custom_emoji": "CustomEmoji", "text_link": "TextUrl",
    "underline": "Underline", "italic": "Italic", "bold": "Bold", "spoiler": "Spoiler",
    "strikethrough": "Strikethrough", "blockquote": "BlockQuote",
}  # fmt: skip


def parse_markdown(source: str, acquaintances: Acquaintances = nobody) -> FormattedText:
    """Return what Telegram makes of a text with ``parse_mode`` MarkdownV2.

    Raises:
        ApiError: 400 'can't parse entities', where a mark has no end, or is not meant as one.
    """
    reading = _Reading(source, Draft(acquaintances))
    position = 0
    while position < len(source):
        position = reading.read(position)
    return reading.finish()


@dataclass
class _Opened:
    """A mark that waits for its end.

    Attributes:
        position: where it stands in the source.
        offset: where its text starts, in UTF-16 units.
        pieces: where its text starts, in pieces.
        language: of a block of code.
    """

    kind: str
    position: int
    offset: int
    pieces: int
    language: str = ""


@dataclass
class _Reading:
    """How far a text with marks has been read.

    Attributes:
        quoting: whether a quotation is open; there is never more than one.
        at_line_start: whether a '>' would be one of a quotation.
    """

    source: str
    draft: Draft
    opened: list[_Opened] = field(default_factory=list)
    quoting: bool = False
    at_line_start: bool = True

    def read(self, position: int) -> int:
        """Read what stands at a position, and return where that ends."""
        if escaped := _ESCAPED.match(self.source, position):
            sign = escaped["sign"]
            self._say(sign, ends_line=sign == "\n")
            return escaped.end()
        is_code = bool(self.opened) and self.opened[-1].kind in ("code", "pre")
        ordinary = (_ORDINARY_IN_CODE if is_code else _ORDINARY).match(self.source, position)
        if ordinary:
            self._say(ordinary.group())
            return ordinary.end()
        if self.source[position] == "\\":
            self._say("\\")
            return position + 1
        if self._ends_quotation(position):
            return self._close_quotation(position)
        if self._ends(position):
            return self._close(position)
        return self._open(position)

    def finish(self) -> FormattedText:
        """Return the text, once all has been read."""
        if self.quoting:
            kind = self._kind_of_quotation(len(self.source))
            if self.opened[-1].kind == "blockquote":
                self.draft.mark(kind, self.opened.pop().offset)
        if self.opened:
            raise self._endless()
        return self.draft.finish()

    def _say(self, text: str, *, ends_line: bool = False) -> None:
        self.draft.say(text)
        if text.strip("\r"):
            self.at_line_start = ends_line

    def _open(self, position: int) -> int:
        sign = self.source[position]
        if sign == "\n":
            self._say("\n", ends_line=True)
            return position + 1
        if sign == ">" and self.at_line_start:
            if not self.quoting:
                self.quoting = True
                self._wait("blockquote", position)
            return position + 1
        mark = _MARK.match(self.source, position)
        if mark is None:
            raise unparsable(
                f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"
            )
        if block := BLOCK_START.match(self.source, position):
            self._wait("pre", position, block["language"] or "")
            return block.end()
        self._wait(_KINDS[mark.group()], position)
        return mark.end()

    def _wait(self, kind: str, position: int, language: str = "") -> None:
        pieces = len(self.draft.said)
        self.opened.append(_Opened(kind, position, self.draft.length, pieces, language))

    def _ends(self, position: int) -> bool:
        """Whether what was opened last ends here; two underscores never end what one began."""
        if not self.opened or self.opened[-1].kind == "blockquote":
            return False
        end = _ENDS[self.opened[-1].kind]
        if end == "_" and self.source.startswith("__", position):
            return False
        return self.source.startswith(end, position)

    def _close(self, position: int) -> int:
        opened = self.opened.pop()
        end = position + len(_ENDS[opened.kind])
        match opened.kind:
            case "text_link" if self.source.startswith("(", end):
                address, end = self._address(end)
                self.draft.link(opened.offset, address)
            case "text_link":
                self.draft.link(opened.offset, "".join(self.draft.said[opened.pieces :]))
            case "custom_emoji":
                if not self.source.startswith("(", end):
                    raise unparsable("The entity must contain a tg://emoji or tg://time URL")
                address, end = self._address(end)
                self._mark_emoji_or_date(opened.offset, address)
            case "pre" if opened.language:
                self.draft.mark("pre", opened.offset, {"language": opened.language})
            case kind:
                self.draft.mark(kind, opened.offset)
        return end

    def _address(self, start: int) -> tuple[str, int]:
        """Return the address in the brackets that begin here, and where they end."""
        found = _ADDRESS.match(self.source, start)
        if found is None:
            at = byte_offset(self.source, start + 1)
            raise unparsable(f"Can't find end of a URL at byte offset {at}")
        return _ESCAPED.sub(r"\g<sign>", found["address"]), found.end()

    def _mark_emoji_or_date(self, start: int, address: str) -> None:
        try:
            emoji = linked_emoji(address)
            if emoji is not None:
                self.draft.mark("custom_emoji", start, {"custom_emoji_id": emoji})
            else:
                self.draft.mark("date_time", start, linked_date(address))
        except WrongLinkError as error:
            raise unparsable("Invalid tg://emoji or tg://time URL specified") from error

    def _ends_quotation(self, position: int) -> bool:
        is_line_end = self.source[position] == "\n"
        return self.quoting and is_line_end and not self.source.startswith(">", position + 1)

    def _close_quotation(self, position: int) -> int:
        """End a quotation, to which the end of its last line belongs."""
        kind = self._kind_of_quotation(position)
        if self.opened[-1].kind != "blockquote":
            raise self._endless()
        self._say("\n", ends_line=True)
        self.draft.mark(kind, self.opened.pop().offset)
        self.quoting = False
        return position + 1

    def _kind_of_quotation(self, end: int) -> str:
        """Take back the spoiler that a quotation which ends here seems to begin at its end.

        Two bars there that end no spoiler say that the quotation can be expanded.
        """
        last = self.opened[-1]
        if self.source[last.position : end].removesuffix("\r") != "||":
            return "blockquote"
        self.opened.pop()
        return "expandable_blockquote"

    def _endless(self) -> ApiError:
        last = self.opened[-1]
        name = "PreCode" if last.language else _NAMES[last.kind]
        at = byte_offset(self.source, last.position)
        return unparsable(f"Can't find end of {name} entity at byte offset {at}")
