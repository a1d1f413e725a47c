"""What a bot's profile says: its name and descriptions, by language."""

from dataclasses import replace

from preview.commands import ANY_LANGUAGE
from preview.errors import bad_request
from preview.events import Described
from preview.methods.language import language_code
from preview.methods.table import Request, method
from preview.text import utf16_length

_LONGEST = {"description": 512, "short_description": 120}
_LONGEST_NAME = 64


@method("setMyName", "name language_code")
async def set_my_name(request: Request) -> bool:
    """Set the bot's name, or its name in a language."""
    name, language = request.parameters.text("name").strip(), language_code(request)
    if utf16_length(name) > _LONGEST_NAME or not (name or language):
        raise bad_request("BOT_TITLE_INVALID")
    request.account.descriptions["name", language] = name
    if language == ANY_LANGUAGE:
        renamed = replace(request.account.user, first_name=name)
        request.account.user = request.telegram.users[renamed.id] = renamed
    request.telegram.tell(Described(request.account))
    return True


@method("getMyName", "language_code")
async def get_my_name(request: Request) -> dict[str, str]:
    """Return the bot's name in a language."""
    return {"name": _said(request, "name") or request.account.user.first_name}


@method("setMyDescription", "description language_code")
async def set_my_description(request: Request) -> bool:
    """Set what an empty chat with the bot shows."""
    return _describe(request, "description")


@method("getMyDescription", "language_code")
async def get_my_description(request: Request) -> dict[str, str]:
    """Return what an empty chat with the bot shows in a language."""
    return {"description": _said(request, "description")}


@method("setMyShortDescription", "short_description language_code")
async def set_my_short_description(request: Request) -> bool:
    """Set what the bot's profile shows."""
    return _describe(request, "short_description")


@method("getMyShortDescription", "language_code")
async def get_my_short_description(request: Request) -> dict[str, str]:
    """Return what the bot's profile shows in a language."""
    return {"short_description": _said(request, "short_description")}


def _describe(request: Request, subject: str) -> bool:
    text = request.parameters.text(subject)
    if utf16_length(text) > _LONGEST[subject]:
        raise bad_request(f"{subject.replace('_', ' ')} is too long")
    request.account.descriptions[subject, language_code(request)] = text
    request.telegram.tell(Described(request.account))
    return True


def _said(request: Request, subject: str) -> str:
    """Return what was said in a language, or else in any."""
    descriptions = request.account.descriptions
    in_language = descriptions.get((subject, language_code(request)))
    return in_language or descriptions.get((subject, ANY_LANGUAGE), "")
