"""Inline keyboards, checked as Telegram checks them."""

from typing import Any

from preview.errors import bad_request
from preview.formatting import utf16_length

Json = dict[str, Any]

LONGEST_DATA = 64
LONGEST_COPIED_TEXT = 256
MOST_BUTTONS = 100
# Exactly one of these says what a button does (https://core.telegram.org/bots/api#inlinekeyboardbutton).
_ACTIONS = frozenset(
    {
        "url", "callback_data", "web_app", "login_url", "switch_inline_query",
        "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
        "callback_game", "pay",
    }
)  # fmt: skip


def checked_keyboard(markup: Json | None) -> Json | None:
    """Return an inline keyboard, or nothing where there is none.

    Raises:
        ApiError: 400, where a button could not be.
    """
    if markup is None:
        return None
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object")
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check(button)
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _check(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed")
    if len(_ACTIONS & button.keys()) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button:
        length = utf16_length(str(button["copy_text"].get("text", "")))
        if not 1 <= length <= LONGEST_COPIED_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "url" in button and not button["url"].startswith(("http://", "https://", "tg://")):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
