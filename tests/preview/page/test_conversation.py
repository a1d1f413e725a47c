"""Readers, groups and the admin, as they talk to the real bot on the page."""

from pathlib import Path

from playwright.async_api import expect

from knowledge.knowledge_file import read_interview
from tests.conftest import FEDOROV
from tests.preview.page.trying import Conversation

INTERVIEW = read_interview(FEDOROV)
TRADE = INTERVIEW.exchanges[1]
QUESTION = "By how much did trade between them grow?"


async def test_a_newcomer_presses_start_asks_and_reads_the_quoted_answer(
    talk: Conversation,
) -> None:
    await talk.start()

    reply = await talk.ask(QUESTION)

    await expect(reply).to_contain_text(TRADE.question)
    assert await reply.locator("blockquote").inner_text() == TRADE.answer.strip()


async def test_a_suggestion_that_is_tapped_becomes_the_answer(talk: Conversation) -> None:
    await talk.start()
    reply = await talk.ask("sanctions on what exactly")
    offered = reply.locator(".key").first
    _, _, question = (await offered.inner_text()).strip().rstrip("…").partition(". ")

    await offered.click()

    await expect(talk.bubbles.last).to_contain_text(question)
    await expect(talk.bubbles.last.locator("blockquote")).not_to_have_count(0)


async def test_the_list_of_questions_is_paged_through(talk: Conversation) -> None:
    await talk.start()
    await talk.ask("/questions")
    first = await talk.bubbles.last.locator(".text").inner_text()

    await talk.press("›")

    await expect(talk.bubbles.last.locator(".text")).not_to_have_text(first)
    await talk.press("‹")
    await expect(talk.bubbles.last.locator(".text")).to_have_text(first, use_inner_text=True)


async def test_an_answer_is_looked_up_inline_and_sent_to_friends(talk: Conversation) -> None:
    await talk.open("Friends, without the bot")
    await talk.composer.press_sequentially("@verbatim_bot trade")
    choice = talk.page.get_by_role("option").first
    await expect(choice).to_be_visible()

    await choice.click()

    await expect(talk.bubbles).to_have_count(1)
    await expect(talk.bubbles.last).to_contain_text("via @verbatim_bot")
    await expect(talk.bubbles.last.locator("blockquote")).not_to_have_count(0)


async def test_a_group_is_answered_where_the_bot_is_mentioned_and_nowhere_else(
    talk: Conversation,
) -> None:
    await talk.open("Reading group")
    await talk.write(QUESTION)
    await expect(talk.bubbles).to_have_count(1)

    reply = await talk.ask(f"@verbatim_bot {QUESTION}")

    # The bot answers in order: had it answered the first, there would be four.
    await expect(reply).to_contain_text(TRADE.question)
    await expect(talk.bubbles).to_have_count(3)


async def test_a_guest_answers_in_a_chat_that_it_is_not_in(talk: Conversation) -> None:
    await talk.open("Friends, without the bot")

    reply = await talk.ask(f"@verbatim_bot {QUESTION}")

    await expect(reply).to_contain_text(TRADE.question)


async def test_a_forums_topic_keeps_what_is_asked_in_it(talk: Conversation) -> None:
    await talk.open("Newsroom forum")
    await talk.page.get_by_role("tab", name="Sources").click()

    await talk.ask(f"/ask {QUESTION}")

    await expect(talk.bubbles).to_have_count(2)
    await talk.page.get_by_role("tab", name="General talk").click()
    await expect(talk.bubbles).to_have_count(0)


async def test_an_admin_reloads_and_a_reader_is_refused(
    talk: Conversation, knowledge: Path
) -> None:
    await talk.become("Admin")
    await talk.open("Verbatim")
    changed = knowledge.read_text("utf-8").replace("How would you assess", "How do you assess", 1)
    knowledge.write_text(changed, "utf-8")

    reply = await talk.ask("/reload")

    await expect(reply).to_contain_text("Changed: relations-first-year")
    await talk.become("Reader")
    await talk.start()
    refusal = await talk.ask("/reload")
    unknown = await (await talk.ask("/nothing")).locator(".text").inner_text()
    await expect(refusal.locator(".text")).to_have_text(unknown, use_inner_text=True)


async def test_a_reader_of_urdu_is_told_in_urdu_from_right_to_left(talk: Conversation) -> None:
    await talk.become("Second reader")
    await talk.start()

    reply = await talk.ask("تجارت کتنی بڑھی؟")

    text = talk.bubbles.nth(-2).locator(".text")
    assert await text.evaluate("node => getComputedStyle(node).direction") == "rtl"
    await expect(reply.locator("blockquote")).not_to_have_count(0)


async def test_a_command_within_urdu_begins_with_its_slash(talk: Conversation) -> None:
    await talk.become("Second reader")
    await talk.start()

    reply = await talk.ask("/help")

    command = reply.locator(".link", has_text="/questions")
    slash, name = await command.evaluate(
        """node => {
          const text = node.firstChild;
          const place = (start, end) => {
            const range = document.createRange();
            range.setStart(text, start);
            range.setEnd(text, end);
            return range.getBoundingClientRect().left;
          };
          return [place(0, 1), place(1, 2)];
        }"""
    )
    assert slash < name


async def test_an_edited_question_has_its_answer_changed_in_place(talk: Conversation) -> None:
    await talk.start()
    await talk.ask("what is the best pizza in town")
    asked = talk.bubbles.nth(-2)

    await asked.get_by_role("button", name="Message actions").click()
    await talk.page.get_by_role("menuitem", name="Edit").click()
    await talk.write(QUESTION)

    await expect(talk.bubbles.last).to_contain_text(TRADE.question)
    await expect(talk.bubbles).to_have_count(4)


async def test_a_page_that_is_opened_anew_shows_what_was_said(talk: Conversation) -> None:
    await talk.start()
    await talk.ask(QUESTION)

    await talk.page.reload()
    await talk.open("Verbatim")

    await expect(talk.bubbles).to_have_count(4)
    await expect(talk.bubbles.last).to_contain_text(TRADE.question)


async def test_a_developer_sees_what_the_bot_sent(talk: Conversation) -> None:
    await talk.start()
    await talk.list()

    await talk.page.get_by_role("button", name="What the bot sent").first.click()

    calls = talk.page.get_by_role("list", name="What the bot sent")
    await expect(calls).to_contain_text("sendMessage")
    await expect(calls).to_contain_text("setMyCommands")


async def test_a_bot_that_was_just_started_can_be_blocked(talk: Conversation) -> None:
    await talk.start()

    await talk.page.get_by_role("button", name="Chat actions").click()
    await talk.page.get_by_role("menuitem", name="Block").click()

    await expect(talk.page.get_by_role("button", name="Unblock")).to_be_visible()


async def test_the_field_is_as_tall_as_what_is_written_in_it(talk: Conversation) -> None:
    await talk.start()
    for text in ("one line", "one\ntwo"):
        await talk.composer.fill(text)
        assert await talk.composer.evaluate("field => field.scrollHeight <= field.clientHeight")


async def test_all_of_it_is_done_with_the_keyboard_alone(talk: Conversation) -> None:
    await talk.open("Verbatim")
    await talk.page.get_by_role("button", name="Start", exact=True).press("Enter")
    await expect(talk.bubbles).to_have_count(2)

    await talk.page.keyboard.type("/que")
    await talk.page.keyboard.press("Enter")
    await talk.page.keyboard.press("Enter")

    await expect(talk.bubbles).to_have_count(4)
    await expect(talk.bubbles.nth(2)).to_contain_text("/questions")
