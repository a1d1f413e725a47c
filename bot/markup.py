"""Texts as Telegram's HTML.

Text that comes from people (questions, answers, names, titles) is escaped here and nowhere else.
"""

import html
import re

# A quotation of more characters than fill about half a phone's screen can be folded.
_LONG_QUOTE = 600


def escape(text: str) -> str:
    """Return a text as HTML that shows it."""
    return html.escape(text, quote=False)


def unmarked(text: str) -> str:
    """Return what a reader sees of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def blockquote(text: str) -> str:
    """Return a quotation as HTML; a long one can be folded."""
    fold = " expandable" if len(text) > _LONG_QUOTE else ""
    return f"<blockquote{fold}>{escape(text)}</blockquote>"


def linked(text: str, address: str) -> str:
    """Return a text as HTML that leads to an address; the address itself where there is none."""
    return f'<a href="{html.escape(address)}">{escape(text or address)}</a>'
