"""Text with marks as they were at first: https://core.telegram.org/bots/api#markdown-style.

Nothing stands in anything else here, and nothing is escaped within an entity.
"""

import re

from preview.formatted_text import Acquaintances, Draft, FormattedText, nobody
from preview.markdown import BLOCK_START
from preview.markup import unparsable
from preview.text import byte_offset

_ORDINARY = re.compile(r"(?:\\[_*`\[]|[^_*`\[])+")
_ESCAPED = re.compile(r"\\(?P<sign>[_*`\[])")
_KINDS = {"_": "italic", "*": "bold", "`": "code"}


def parse_legacy_markdown(source: str, acquaintances: Acquaintances = nobody) -> FormattedText:
    """Return what Telegram makes of a text with ``parse_mode`` Markdown.

    Raises:
        ApiError: 400 'can't parse entities', where a mark has no end.
    """
    draft = Draft(acquaintances)
    position = 0
    while position < len(source):
        if ordinary := _ORDINARY.match(source, position):
            draft.say(_ESCAPED.sub(r"\g<sign>", ordinary.group()))
            position = ordinary.end()
        elif block := BLOCK_START.match(source, position):
            end = _end(source, "```", block.end(), position)
            start = draft.length
            draft.say(source[block.end() : end])
            language = block["language"]
            draft.mark("pre", start, {"language": language} if language else None)
            position = end + len("```")
        elif source[position] == "[":
            position = _read_link(source, position, draft)
        else:
            mark = source[position]
            end = _end(source, mark, position + 1, position)
            start = draft.length
            draft.say(source[position + 1 : end])
            draft.mark(_KINDS[mark], start)
            position = end + 1
    return draft.finish()


def _read_link(source: str, position: int, draft: Draft) -> int:
    """Read a link and return where it ends; without an address, it leads to what it says."""
    end = _end(source, "]", position + 1, position)
    start, said = draft.length, source[position + 1 : end]
    draft.say(said)
    if not source.startswith("(", end + 1):
        draft.link(start, said)
        return end + 1
    address, _, _ = source[end + 2 :].partition(")")
    draft.link(start, address)
    return end + 2 + len(address) + 1


def _end(source: str, mark: str, after: int, opened: int) -> int:
    """Return where the mark stands that ends what was opened."""
    end = source.find(mark, after)
    if end < 0:
        at = byte_offset(source, opened)
        raise unparsable(f"Can't find end of the entity starting at byte offset {at}")
    return end
