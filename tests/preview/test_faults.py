"""What goes wrong on demand."""

import asyncio
from collections import Counter

import httpx
import pytest

from preview import ApiError, Person, PreviewServer, Telegram
from preview.account import BotAccount
from preview.errors import too_many_requests
from preview.faults import HANGS_FOR, KINDS, Breakdown, Fault, Mishaps
from preview.objects import Chat
from tests.preview.calling import LONG_POLL, Caller
from tests.preview.clocks import StoppedClock
from tests.preview.listening import listening

NO_ANSWER = (httpx.RemoteProtocolError, httpx.ReadError)


# At a call of one's choice


async def test_a_flood_is_refused_with_the_seconds_to_wait(
    api: Caller, account: BotAccount, chat: Chat
) -> None:
    account.faults.append(Fault("sendMessage", too_many_requests(3)))

    response = await api.post("sendMessage", chat_id=chat.id, text="Hello")

    assert response.status_code == 429
    assert response.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }


async def test_a_fault_that_waits_is_for_one_call_of_its_method(
    api: Caller, account: BotAccount, chat: Chat
) -> None:
    account.faults.append(Fault("sendMessage", too_many_requests(3)))

    assert await api.call("getMe")
    assert (await api.refused("sendMessage", chat_id=chat.id, text="Hello"))[0] == 429
    assert await api.call("sendMessage", chat_id=chat.id, text="Hello")


async def test_faults_of_one_method_come_in_order(api: Caller, account: BotAccount) -> None:
    account.faults += [Fault("getMe", ApiError(502, "Bad Gateway")), Fault("getMe", _flood())]

    assert await api.refused("getMe") == (502, "Bad Gateway")
    assert (await api.refused("getMe"))[0] == 429


async def test_a_refused_call_is_not_carried_out(
    api: Caller, account: BotAccount, chat: Chat
) -> None:
    account.faults.append(Fault("sendMessage", _flood()))
    before = len(chat.messages)

    await api.refused("sendMessage", chat_id=chat.id, text="Hello")

    assert len(chat.messages) == before
    assert [call.method for call in account.calls] == ["sendMessage"]


@pytest.mark.parametrize("breakdown", [Breakdown.TIMEOUT, Breakdown.DROPPED_BEFORE])
async def test_a_connection_that_is_lost_before_the_call_is_closed_without_an_answer(
    api: Caller, telegram: Telegram, account: BotAccount, chat: Chat, breakdown: Breakdown
) -> None:
    StoppedClock(telegram)
    account.faults.append(Fault("sendMessage", breakdown))
    before = len(chat.messages)

    with pytest.raises(NO_ANSWER):
        await api.post("sendMessage", chat_id=chat.id, text="Hello")

    assert len(chat.messages) == before
    assert await api.call("sendMessage", chat_id=chat.id, text="Hello again")


async def test_a_connection_that_is_lost_after_the_call_has_had_it_carried_out(
    api: Caller, account: BotAccount, reader: Person, chat: Chat
) -> None:
    account.faults.append(Fault("sendMessage", Breakdown.DROPPED_AFTER))
    asked = reader.writes(chat, "Anybody?")

    with pytest.raises(NO_ANSWER):
        await api.post("sendMessage", chat_id=chat.id, text="Hello")

    assert (await reader.hears(chat, after=asked)).text == "Hello"


async def test_a_call_that_times_out_hangs_first(
    api: Caller, telegram: Telegram, account: BotAccount
) -> None:
    clock = StoppedClock(telegram)
    account.faults.append(Fault("getMe", Breakdown.TIMEOUT))

    with pytest.raises(NO_ANSWER):
        await api.post("getMe")

    assert clock.slept == [HANGS_FOR]


async def test_bad_json_is_the_first_half_of_the_answer(
    api: Caller, account: BotAccount, reader: Person, chat: Chat
) -> None:
    account.faults.append(Fault("sendMessage", Breakdown.BAD_JSON))
    asked = reader.writes(chat, "Anybody?")

    response = await api.post("sendMessage", chat_id=chat.id, text="Hello")

    assert response.status_code == 200
    assert response.text.startswith('{"ok":true,"result":{')
    with pytest.raises(ValueError, match=r"."):
        response.json()
    assert (await reader.hears(chat, after=asked)).text == "Hello"


async def test_a_lost_connection_is_nobody_elses(
    api: Caller, other_api: Caller, account: BotAccount, other_account: BotAccount
) -> None:
    account.faults.append(Fault("getMe", Breakdown.DROPPED_BEFORE))
    waiting = asyncio.create_task(other_api.call("getUpdates", timeout=1))
    await other_account.polled.wait()

    with pytest.raises(NO_ANSWER):
        await api.post("getMe")

    assert await waiting == []


async def test_a_poll_may_fail_too(
    api: Caller, account: BotAccount, reader: Person, unstarted: Chat
) -> None:
    account.faults.append(Fault("getUpdates", Breakdown.DROPPED_AFTER))
    reader.writes(unstarted, "Hello")

    with pytest.raises(NO_ANSWER):
        await api.post("getUpdates")

    assert await api.seen() == ["Hello"]


class _EndlessWaits:
    """Waits that do not end by themselves."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.waiting: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waiting.append(seconds)
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.waiting.remove(seconds)


async def test_a_call_that_hangs_does_not_keep_the_server_from_ending(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = Telegram()
    waits = _EndlessWaits()
    telegram.sleep = waits.sleep
    account = telegram.new_bot("fedorov_bot")
    account.faults.append(Fault("getMe", Breakdown.TIMEOUT))
    async with PreviewServer(telegram) as server:
        hanging = asyncio.create_task(Caller(http, server.url, account.token).post("getMe"))
        await asyncio.wait_for(waits.begun.wait(), LONG_POLL)

    assert waits.waiting == []
    with pytest.raises(NO_ANSWER):
        await hanging
    assert caplog.records == []


# By chance


def _flood() -> ApiError:
    return too_many_requests(1)


async def _outcome(api: Caller, method: str = "getMe") -> str:
    """Return what became of a call."""
    try:
        response = await api.post(method)
        response.json()
    except NO_ANSWER:
        return "dropped"
    except ValueError:
        return "bad JSON"
    return str(response.status_code)


async def test_without_mishaps_nothing_goes_wrong(api: Caller) -> None:
    assert [await _outcome(api) for _ in range(20)] == ["200"] * 20


async def test_where_all_goes_wrong_each_kind_happens_as_often(
    api: Caller, telegram: Telegram
) -> None:
    StoppedClock(telegram)
    telegram.mishaps = Mishaps(1.0, seed=1)

    outcomes = Counter([await _outcome(api) for _ in range(120)])

    assert outcomes.keys() == {"429", "502", "dropped", "bad JSON"}
    assert telegram.mishaps.happened.total() == 120
    assert all(10 <= telegram.mishaps.happened[kind] <= 35 for kind in KINDS)
    assert outcomes["429"] == telegram.mishaps.happened["429"]
    assert outcomes["dropped"] == 120 - sum(outcomes[one] for one in ("429", "502", "bad JSON"))


async def test_the_share_that_goes_wrong_is_the_rate(api: Caller, telegram: Telegram) -> None:
    telegram.mishaps = Mishaps(0.25, ("502",))

    outcomes = [await _outcome(api) for _ in range(200)]

    assert 30 <= outcomes.count("502") <= 70
    assert outcomes.count("200") == 200 - outcomes.count("502")


async def test_the_same_seed_strikes_the_same_calls(api: Caller, telegram: Telegram) -> None:
    telegram.mishaps = Mishaps(0.5, ("429", "502"), seed=7)
    first = [await _outcome(api) for _ in range(40)]
    telegram.mishaps = Mishaps(0.5, ("429", "502"), seed=7)
    second = [await _outcome(api) for _ in range(40)]
    telegram.mishaps = Mishaps(0.5, ("429", "502"), seed=8)
    other = [await _outcome(api) for _ in range(40)]

    assert first == second
    assert first != other


async def test_what_strikes_a_method_does_not_depend_on_other_methods_or_bots(
    api: Caller, other_api: Caller, telegram: Telegram
) -> None:
    telegram.mishaps = Mishaps(0.5, ("429", "502"), seed=7)
    alone = [await _outcome(api) for _ in range(20)]
    telegram.mishaps = Mishaps(0.5, ("429", "502"), seed=7)
    among_others = []
    for _ in range(20):
        await _outcome(api, "getMyCommands")
        await _outcome(other_api)
        among_others.append(await _outcome(api))

    assert among_others == alone


async def test_bots_and_methods_are_struck_at_different_calls(
    api: Caller, other_api: Caller, telegram: Telegram
) -> None:
    telegram.mishaps = Mishaps(0.5, ("502",))

    one = [await _outcome(api) for _ in range(40)]
    other = [await _outcome(other_api) for _ in range(40)]
    commands = [await _outcome(api, "getMyCommands") for _ in range(40)]

    assert one != other
    assert one != commands


async def test_polls_are_struck_only_where_that_is_asked_for(
    api: Caller, telegram: Telegram
) -> None:
    telegram.mishaps = Mishaps(1.0, ("502",))
    assert await _outcome(api, "getUpdates") == "200"

    telegram.mishaps = Mishaps(1.0, ("502",), methods={"getUpdates"})
    assert await _outcome(api, "getUpdates") == "502"
    assert await _outcome(api, "getMe") == "200"


async def test_a_bot_may_have_mishaps_of_its_own(
    api: Caller, other_api: Caller, account: BotAccount, telegram: Telegram
) -> None:
    telegram.mishaps = Mishaps(1.0, ("502",))
    account.mishaps = Mishaps(0.0)

    assert await _outcome(api) == "200"
    assert await _outcome(other_api) == "502"


async def test_a_flood_by_chance_says_how_long_to_wait(api: Caller, telegram: Telegram) -> None:
    telegram.mishaps = Mishaps(1.0, ("429",), retry_after=9)

    assert (await api.post("getMe")).json()["parameters"] == {"retry_after": 9}


async def test_a_method_in_a_webhooks_answer_meets_with_no_mishap(
    api: Caller, telegram: Telegram, reader: Person, unstarted: Chat
) -> None:
    async with listening() as listener:
        await api.call("setWebhook", url=listener.url)
        telegram.mishaps = Mishaps(1.0, ("502",))
        listener.says("sendMessage", chat_id=unstarted.id, text="Hello")

        assert (await reader.asks(unstarted, "Anybody?")).text == "Hello"
        telegram.mishaps = None
        await api.call("deleteWebhook")


@pytest.mark.parametrize("rate", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_no_rate(rate: float) -> None:
    with pytest.raises(ValueError, match="is no rate: give a number from 0 to 1"):
        Mishaps(rate)


def test_a_kind_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match="no fault is called 'fire': give some of 429, 502, time"):
        Mishaps(0.5, ("429", "fire"))


def test_no_kind_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind of fault is named"):
        Mishaps(0.5, ())
