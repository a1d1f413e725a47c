"""``@bot question`` in any chat."""

from pathlib import Path

import pytest

from bot.context import Bot
from knowledge.knowledge_file import read_interview
from preview import Person, Telegram
from preview.account import BotAccount
from preview.formatting import parse_html
from tests.bot.reading import quotations, rewrite
from tests.conftest import FEDOROV, StartBot

INTERVIEW = read_interview(FEDOROV)


async def test_the_best_exchange_comes_first_and_ten_at_most(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    found = await reader.looks_up(account, "how much did trade grow")

    assert 1 <= len(found.results) <= 10
    assert found.results[0]["title"].startswith("President Putin recently mentioned")
    assert found.results[0]["description"].startswith("Andrey V. Fedorov: Yes, trade volume")


async def test_a_picked_result_is_the_whole_quoted_answer_with_its_source(
    bot: Bot, telegram: Telegram, account: BotAccount, reader: Person
) -> None:
    friends = telegram.new_group("Friends", [reader.user])
    found = await reader.looks_up(account, "New START treaty")

    sent = reader.picks(account, found.results[0], friends)

    assert quotations(sent) == [INTERVIEW.exchanges[2].answer]
    assert sent.text is not None
    assert INTERVIEW.exchanges[2].question in sent.text
    assert sent.text.endswith(
        "Andrey V. Fedorov, Russian Consul General in Karachi\nGeo.tv, 2025 · question 3 of 10"
    )


async def test_without_text_the_questions_come_in_order(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    found = await reader.looks_up(account, "")

    assert [one["id"] for one in found.results] == [
        f"fedorov-geo-tv--{exchange.id}" for exchange in INTERVIEW.exchanges
    ]
    assert found.next_offset == ""


async def test_more_than_ten_are_paged_by_offset(
    start_bot: StartBot, account: BotAccount, reader: Person, knowledge: Path
) -> None:
    many = [
        exchange.model_copy(
            update={
                "id": f"{exchange.id}-{copy}",
                "question": f"{copy}: {exchange.question}" * copy,
                "also_asked": (),
            }
        )
        for copy in (1, 2, 3)
        for exchange in INTERVIEW.exchanges[:8]
    ]
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": tuple(many)}))
    await start_bot()

    ids = []
    offset = ""
    pages = 0
    while pages == 0 or offset:
        found = await reader.looks_up(account, "", offset)
        ids += [one["id"] for one in found.results]
        offset = found.next_offset
        pages += 1

    assert pages == 3
    assert ids == [f"fedorov-geo-tv--{exchange.id}" for exchange in many]


async def test_results_may_be_kept_for_a_minute_for_who_was_given_them_alone(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    found = await reader.looks_up(account, "trade")

    assert (found.cache_time, found.is_personal) == (60, True)


@pytest.mark.parametrize("query", ["qwertyuiop zxcvbnm", "🤷", "???"])
async def test_where_nothing_is_found_a_button_leads_to_the_list(
    bot: Bot, account: BotAccount, reader: Person, query: str
) -> None:
    found = await reader.looks_up(account, query)

    assert found.results == []
    assert found.button is not None
    assert found.button["text"] == "Not found. See all questions"
    reply = await reader.asks(
        reader.chat_with(account), f"/start {found.button['start_parameter']}"
    )
    assert (reply.text or "").startswith("Questions 1–5 of 10")


async def test_an_offset_that_is_none_of_ours_begins_at_the_first(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    found = await reader.looks_up(account, "", "nonsense")

    assert len(found.results) == 10


async def test_every_result_parses_and_fits_a_message(
    bot: Bot, account: BotAccount, reader: Person
) -> None:
    found = await reader.looks_up(account, "")

    for result in found.results:
        content = result["input_message_content"]
        assert content["parse_mode"] == "HTML"
        assert content["link_preview_options"] == {"is_disabled": True}
        assert len(parse_html(content["message_text"]).text) <= 4096
