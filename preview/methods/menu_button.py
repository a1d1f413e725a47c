"""The button that a bot puts beside the field that one writes in.

See https://core.telegram.org/bots/features#menu-button.
"""

from typing import Any

from preview.errors import bad_request
from preview.events import Described
from preview.links import required_link
from preview.methods.table import Request, method
from preview.parameters import Fields

Json = dict[str, Any]

# Under this instead of a chat's id stands what holds in every chat that has none of its own.
_EVERYWHERE = 0
_DEFAULT: Json = {"type": "default"}


@method("setChatMenuButton", "chat_id menu_button")
async def set_chat_menu_button(request: Request) -> bool:
    """Set the button of a private chat, or of all that have none of their own."""
    chat_id = _chat_id(request)
    button = request.parameters.structure("menu_button")
    request.account.menu_buttons[chat_id] = _button(button) if button else _DEFAULT
    request.telegram.tell(Described(request.account))
    return True


@method("getChatMenuButton", "chat_id")
async def get_chat_menu_button(request: Request) -> Json:
    """Return the button of a private chat, or of all that have none of their own."""
    return request.account.menu_buttons.get(_chat_id(request), _DEFAULT)


def _chat_id(request: Request) -> int:
    if not request.parameters.has("chat_id"):
        return _EVERYWHERE
    chat = request.chat()
    if chat.type != "private":
        raise bad_request("invalid chat_id specified")
    return chat.id


def _button(fields: Fields) -> Json:
    match fields.text("type", None):
        case "default" | "commands" as kind:
            return {"type": kind}
        case "web_app":
            app = fields.structure("web_app")
            if app is None:
                raise fields.refusal('Can\'t find field "web_app"')
            url = required_link(app.text("url", None), "menu button")
            return {"type": "web_app", "text": fields.text("text", None), "web_app": {"url": url}}
        case _:
            raise fields.refusal("MenuButton has unsupported type")
