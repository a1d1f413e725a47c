"""A local Telegram: a Bot API server that bots speak HTTP to, and the people who write to them."""

from preview.background import in_background
from preview.errors import ApiError
from preview.page_api import ChatPage
from preview.people import Person
from preview.scene import Scene
from preview.server import PreviewServer
from preview.telegram import Telegram

__all__ = [
    "ApiError",
    "ChatPage",
    "Person",
    "PreviewServer",
    "Scene",
    "Telegram",
    "in_background",
]
