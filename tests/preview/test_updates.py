"""Long polling (https://core.telegram.org/bots/api#getupdates)."""

import asyncio
import time

from preview import Person
from preview.account import BotAccount
from preview.objects import Chat
from tests.preview.calling import LONG_POLL, Caller


async def test_a_poll_is_answered_as_soon_as_something_arrives(
    api: Caller, account: BotAccount, reader: Person, unstarted: Chat
) -> None:
    poll = asyncio.create_task(api.call("getUpdates", timeout=50))
    await account.polled.wait()
    reader.writes(unstarted, "Hello")

    (update,) = await asyncio.wait_for(poll, LONG_POLL)

    assert update["message"]["text"] == "Hello"


async def test_a_poll_ends_with_nothing_after_its_time(api: Caller) -> None:
    began = time.monotonic()

    assert await api.call("getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - began < LONG_POLL


async def test_without_a_time_to_wait_the_answer_comes_at_once(api: Caller) -> None:
    began = time.monotonic()

    assert await api.call("getUpdates") == []
    assert time.monotonic() - began < 0.9


async def test_update_ids_grow_by_one(api: Caller, reader: Person, unstarted: Chat) -> None:
    for text in ("one", "two", "three"):
        reader.writes(unstarted, text)

    first, *later = [update["update_id"] for update in await api.call("getUpdates")]

    assert first > 0
    assert later == [first + 1, first + 2]


async def test_an_update_is_kept_until_it_is_confirmed(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "one")
    reader.writes(unstarted, "two")
    one, two = await api.call("getUpdates")

    assert await api.call("getUpdates") == [one, two]
    assert await api.call("getUpdates", offset=two["update_id"]) == [two]
    assert await api.call("getUpdates") == [two]
    assert await api.call("getUpdates", offset=two["update_id"] + 1) == []
    assert await api.call("getUpdates", offset=0) == []


async def test_a_confirmed_update_does_not_keep_a_poll_from_waiting(
    api: Caller, account: BotAccount, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "one")
    (one,) = await api.call("getUpdates")
    account.polled.clear()
    poll = asyncio.create_task(api.call("getUpdates", offset=one["update_id"] + 1, timeout=50))
    await account.polled.wait()
    reader.writes(unstarted, "two")

    (two,) = await asyncio.wait_for(poll, LONG_POLL)

    assert two["message"]["text"] == "two"


async def test_a_negative_offset_counts_from_the_end_and_forgets_what_came_before(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    for text in ("one", "two", "three"):
        reader.writes(unstarted, text)

    last = await api.call("getUpdates", offset=-2)

    assert [update["message"]["text"] for update in last] == ["two", "three"]
    assert await api.seen() == ["two", "three"]


async def test_a_negative_offset_beyond_the_beginning_forgets_nothing(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "one")

    assert len(await api.call("getUpdates", offset=-100)) == 1


async def test_a_limit_leaves_the_rest_for_later(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    for text in ("one", "two", "three"):
        reader.writes(unstarted, text)

    first = await api.call("getUpdates", limit=2)
    rest = await api.call("getUpdates", offset=first[-1]["update_id"] + 1, limit=2)

    assert [update["message"]["text"] for update in first + rest] == ["one", "two", "three"]
    assert len(first) == 2


async def test_no_more_than_a_hundred_updates_come_at_a_time(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    for number in range(101):
        reader.writes(unstarted, str(number))

    assert len(await api.call("getUpdates")) == 100
    assert len(await api.call("getUpdates", limit=1000)) == 100


async def test_a_bot_gets_only_the_kinds_of_update_that_it_allows(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    await api.call("getUpdates", allowed_updates=["edited_message"])
    message = reader.writes(unstarted, "first")
    reader.edits(message, "second")

    (update,) = await api.call("getUpdates")

    assert update["edited_message"]["text"] == "second"


async def test_allowed_updates_are_kept_between_calls(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    await api.call("getUpdates", allowed_updates=["callback_query"])
    await api.call("getUpdates", timeout=0)
    reader.writes(unstarted, "Hello")

    assert await api.call("getUpdates") == []


async def test_an_empty_list_of_allowed_updates_resets_them(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    await api.call("getUpdates", allowed_updates=["callback_query"])
    await api.call("getUpdates", allowed_updates=[])
    reader.writes(unstarted, "Hello")

    assert await api.seen() == ["Hello"]


async def test_what_came_before_the_list_was_changed_is_still_there(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "Hello")

    assert len(await api.call("getUpdates", allowed_updates=["callback_query"])) == 1


async def test_reactions_come_only_to_a_bot_that_asks_for_them(
    api: Caller, account: BotAccount
) -> None:
    account.deliver("message_reaction", {})
    assert len(account.updates) == 0

    await api.call("getUpdates", allowed_updates=["message_reaction"])
    account.deliver("message_reaction", {})
    assert len(account.updates) == 1


async def test_of_two_pollers_the_older_is_told_of_the_conflict(
    api: Caller, account: BotAccount
) -> None:
    older = asyncio.create_task(api.refused("getUpdates", timeout=50))
    await account.polled.wait()

    assert await api.call("getUpdates") == []
    assert await asyncio.wait_for(older, LONG_POLL) == (
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    )


async def test_the_newer_of_two_pollers_gets_what_comes(
    api: Caller, account: BotAccount, reader: Person, unstarted: Chat
) -> None:
    older = asyncio.create_task(api.refused("getUpdates", timeout=50))
    await account.polled.wait()
    newer = asyncio.create_task(api.call("getUpdates", timeout=50))
    await asyncio.wait_for(older, LONG_POLL)
    reader.writes(unstarted, "Hello")

    assert len(await asyncio.wait_for(newer, LONG_POLL)) == 1


async def test_pollers_of_two_bots_do_not_disturb_each_other(
    api: Caller, other_api: Caller, account: BotAccount, reader: Person, unstarted: Chat
) -> None:
    poll = asyncio.create_task(api.call("getUpdates", timeout=50))
    await account.polled.wait()
    await other_api.call("getUpdates")
    reader.writes(unstarted, "Hello")

    assert len(await asyncio.wait_for(poll, LONG_POLL)) == 1


async def test_delete_webhook_leaves_what_waits(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "Hello")

    assert await api.call("deleteWebhook") is True
    assert await api.seen() == ["Hello"]


async def test_delete_webhook_drops_what_waits_where_it_is_asked_to(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "Hello")

    assert await api.call("deleteWebhook", drop_pending_updates=True) is True
    assert await api.call("getUpdates") == []


async def test_after_a_drop_update_ids_go_on_growing(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.writes(unstarted, "Hello")
    (before,) = await api.call("getUpdates")
    await api.call("deleteWebhook", drop_pending_updates=True)
    reader.writes(unstarted, "Hello again")

    (after,) = await api.call("getUpdates")

    assert after["update_id"] == before["update_id"] + 1


async def test_delete_webhook_does_not_end_a_poll_that_waits(
    api: Caller, account: BotAccount, reader: Person, unstarted: Chat
) -> None:
    poll = asyncio.create_task(api.call("getUpdates", timeout=50))
    await account.polled.wait()
    await api.call("deleteWebhook", drop_pending_updates=True)
    reader.writes(unstarted, "Hello")

    assert len(await asyncio.wait_for(poll, LONG_POLL)) == 1


async def test_delete_webhook_is_no_poll(api: Caller, account: BotAccount) -> None:
    await api.call("deleteWebhook", drop_pending_updates=True)

    assert not account.polled.is_set()
