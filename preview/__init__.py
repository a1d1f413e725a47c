"""A local Telegram: a Bot API server that bots speak HTTP to, and the people who write to them."""

from preview.errors import ApiError
from preview.people import Person
from preview.server import PreviewServer
from preview.telegram import Telegram

__all__ = ["ApiError", "Person", "PreviewServer", "Telegram"]
