"""Answers to what readers press, look up, and ask of a guest."""

from typing import Any

from preview.account import BotAccount, CallbackAnswer, InlineAnswer
from preview.errors import ApiError, bad_request
from preview.inline_results import LONGEST_ID, check_result, posted_result
from preview.links import is_start_parameter
from preview.methods.table import Request, method
from preview.parameters import Fields
from preview.text import utf16_length

Json = dict[str, Any]

LONGEST_TOAST = 200
MOST_RESULTS = 50


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
async def answer_callback_query(request: Request) -> bool:
    """Take the waiting sign off a pressed button, with a toast or an alert."""
    parameters = request.parameters
    text = parameters.text("text") or None
    if text and utf16_length(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    url = parameters.text("url") or None
    if url and not url.startswith(_leads_to(request.account)):
        raise bad_request("URL_INVALID")
    waiting = request.account.callback_queries.pop(parameters.text("callback_query_id"), None)
    if waiting is None or waiting.done():
        raise _too_old()
    waiting.set_result(CallbackAnswer(text, parameters.flag("show_alert"), url))
    return True


@method("answerInlineQuery", "inline_query_id results cache_time is_personal next_offset button")
async def answer_inline_query(request: Request) -> bool:
    """Show what an inline query found."""
    parameters = request.parameters
    answer = InlineAnswer(
        _checked_results(request, parameters.structures("results")),
        parameters.text("next_offset"),
        parameters.integer("cache_time", InlineAnswer.cache_time),
        parameters.flag("is_personal"),
        _checked_button(parameters.structure("button")),
    )
    if len(answer.next_offset.encode()) > LONGEST_ID:
        raise bad_request("NEXT_OFFSET_INVALID")
    waiting = request.account.inline_queries.pop(parameters.text("inline_query_id"), None)
    if waiting is None or waiting.done():
        raise _too_old()
    waiting.set_result(answer)
    return True


@method("answerGuestQuery", "guest_query_id result")
async def answer_guest_query(request: Request) -> Json:
    """Post a message into a chat that the bot is not in, where it was called."""
    telegram, parameters = request.telegram, request.parameters
    result = parameters.structure("result")
    if result is None:
        raise parameters.refusal('Can\'t find field "result"')
    check_result(telegram, request.account, result)
    asked = request.account.guest_queries.pop(parameters.text("guest_query_id"), None)
    if asked is None:
        raise _too_old()
    message = posted_result(telegram, request.account, result, asked.chat)
    message.sender = request.account.user
    message.reply_to = asked
    telegram.post(message)
    return {"inline_message_id": message.inline_message_id}


def _leads_to(account: BotAccount) -> tuple[str, ...]:
    """Return how an address begins that a press may open: the bot's own, for there are no games."""
    name = account.user.username
    return (f"https://t.me/{name}?start=", f"t.me/{name}?start=", f"tg://resolve?domain={name}&")


def _checked_results(request: Request, results: list[Fields]) -> list[Json]:
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for result in results:
        check_result(request.telegram, request.account, result)
    if len({result.text("id") for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    return [result.as_json() for result in results]


def _checked_button(button: Fields | None) -> Json | None:
    if button is None:
        return None
    if not is_start_parameter(button.text("start_parameter")):
        raise bad_request("START_PARAM_INVALID")
    return button.as_json()


def _too_old() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
