"""Inline keyboards, checked as Telegram checks them."""

from typing import Any

from preview.errors import bad_request
from preview.links import required_link
from preview.parameters import Fields
from preview.text import utf16_length

Json = dict[str, Any]

LONGEST_DATA = 64
LONGEST_COPIED_TEXT = 256
MOST_BUTTONS = 100
# Exactly one of these says what a button does (https://core.telegram.org/bots/api#inlinekeyboardbutton).
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip


def checked_keyboard(markup: Fields | None) -> Json | None:
    """Return an inline keyboard, or nothing where there is none.

    Raises:
        ApiError: 400, where a button could not be.
    """
    if markup is None:
        return None
    rows = markup.rows("inline_keyboard")
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    kept = [[_checked(button) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def links_alone(markup: Json | None) -> Json | None:
    """Return a keyboard that does no more than lead to addresses; no other is sent on."""
    rows = markup["inline_keyboard"] if markup else []
    return markup if all("url" in button for row in rows for button in row) else None


def _checked(button: Fields) -> Json:
    text = button.text("text", None)
    actions = [action for action in _ACTIONS if button.has(action)]
    if not text.strip() or len(actions) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    return button.as_json() | {"text": text} | _checked_action(button, actions[0])


def _checked_action(button: Fields, action: str) -> Json:
    """Return what of an action Telegram puts in another form."""
    match action:
        case "callback_data":
            callback_data = button.text("callback_data")
            if not 1 <= len(callback_data.encode()) <= LONGEST_DATA:
                raise bad_request("BUTTON_DATA_INVALID")
            return {"callback_data": callback_data}
        case "copy_text":
            copied = button.structure("copy_text")
            if copied is None or not 1 <= utf16_length(copied.text("text")) <= LONGEST_COPIED_TEXT:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
            return {"copy_text": {"text": copied.text("text")}}
        case "url":
            return {"url": required_link(button.text("url"), "inline keyboard button")}
        case "switch_inline_query" | "switch_inline_query_current_chat":
            return {action: button.text(action)}
        case _:
            return {}
