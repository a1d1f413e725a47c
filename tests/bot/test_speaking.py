"""The bot speaks the reader's language, and quotes in the interview's."""

import re
from pathlib import Path

import pytest

from bot import quoting
from bot.context import Bot
from bot.reply import Place
from bot.wording import ENGLISH, LANGUAGES, Wording, wording_for
from bot.wording.catalogue import END_OF_ISOLATE, ISOLATE
from knowledge.interview import Interview
from knowledge.knowledge_file import read_interview
from knowledge.library import Entry
from preview import ApiError, Person, Telegram
from preview.account import BotAccount
from preview.commands import commands_shown
from preview.faults import Fault
from preview.formatting import parse_html, utf16_length
from preview.objects import Chat, Message
from preview.view import bot_view
from tests.bot.reading import is_verbatim, labels, pressed, quotations, rewrite
from tests.conftest import FEDOROV, StartBot
from tests.several import LOVELL, SEVERAL, written

INTERVIEW = read_interview(FEDOROV)
TRADE = INTERVIEW.exchanges[1]
ABOUT_TRADE = "By how much did trade between them grow?"
NOT_ASKED = "how do I bake sourdough bread?"
OPEN = "russia"

RUSSIAN, URDU = wording_for("ru"), wording_for("ur")
every_other_language = pytest.mark.parametrize("wording", [RUSSIAN, URDU], ids=["ru", "ur"])


@pytest.fixture
def abroad(telegram: Telegram, wording: Wording) -> Person:
    """A reader whose Telegram is in another language."""
    return Person.joins(telegram, "Reader abroad", language=wording.language)


def answer_in(wording: Wording) -> tuple[str, str]:
    """Return how the answer about trade begins and ends in a language."""
    source = INTERVIEW.source
    return (
        f"{wording.asked_by(source)}\n{TRADE.question}\n\n",
        f"\n{wording.person(INTERVIEW.interviewee)}\n"
        f"{wording.published(source)} · {wording.place(2, 10)}",
    )


def is_answer_in(wording: Wording, reply: Message) -> bool:
    """Whether a message is the answer about trade, in a language, as it was given."""
    beginning, end = answer_in(wording)
    text = reply.text or ""
    return text.startswith(beginning) and text.endswith(end) and is_verbatim(reply, INTERVIEW)


@every_other_language
async def test_a_question_is_answered_in_the_readers_language_and_quoted_in_its_own(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    reply = await abroad.asks(abroad.chat_with(account), ABOUT_TRADE)

    assert is_answer_in(wording, reply)
    assert quotations(reply) == [TRADE.answer]
    assert labels(reply)[:3] == [wording.related, wording.all_questions, wording.share]


@every_other_language
async def test_the_source_line_in_urdu_keeps_latin_names_in_order(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    reply = await abroad.asks(abroad.chat_with(account), ABOUT_TRADE)

    isolated = f"{ISOLATE}Geo.tv{END_OF_ISOLATE}"
    assert (isolated in (reply.text or "")) is (wording is URDU)


@every_other_language
async def test_what_was_not_asked_is_said_in_the_readers_language(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    reply = await abroad.asks(abroad.chat_with(account), NOT_ASKED)

    assert reply.text == wording.not_in_interview([INTERVIEW])
    assert labels(reply) == [wording.all_questions]


@every_other_language
async def test_suggestions_are_introduced_in_the_readers_language(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    reply = await abroad.asks(abroad.chat_with(account), OPEN)

    beginning = f"{wording.not_sure}\n\n{wording.closest([INTERVIEW])}\n\n1. "
    assert (reply.text or "").startswith(beginning)
    assert labels(reply)[-1] == wording.all_questions


@every_other_language
async def test_commands_are_answered_in_the_readers_language(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    chat = abroad.chat_with(account)

    async def said(text: str) -> str:
        return (await abroad.asks(chat, text)).text or ""

    assert await said("/start") == wording.start([INTERVIEW])
    assert await said("/help") == wording.help_text([INTERVIEW], "fedorov_bot", in_private=True)
    assert await said("/privacy") == wording.privacy(second_reader=False, days=30)
    assert (await said("/questions")).startswith(wording.questions_heading(1, 5, 10))
    assert await said("/topics") == wording.topics_heading
    assert await said("/interviews") != ""
    assert await said("/language") == wording.choose_language
    assert await said("/nonsense") == wording.unknown_command
    assert await said("/ask") == wording.nothing_to_ask
    about = await said("/about")
    how = wording.how_it_works(1, by_meaning=False, second_reader=False)
    assert f"\n\n{wording.introduction_by(INTERVIEW.source)}\n" in about
    assert f"\n\n{how}\n\n{wording.version('')}".rstrip(ISOLATE + END_OF_ISOLATE) in about


@every_other_language
async def test_small_talk_and_what_is_no_text_are_answered_in_the_readers_language(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    chat = abroad.chat_with(account)

    greeted = await abroad.asks(chat, "hello")
    thanked = await abroad.asks(chat, "thanks")
    thrown = abroad.sends(chat, {"dice": {"emoji": "🎲", "value": 5}})
    read = await abroad.hears(chat, after=thrown)

    assert greeted.text == wording.greeting([INTERVIEW])
    assert thanked.text == wording.welcome
    assert read.text == wording.ask_me_in_words


@every_other_language
async def test_buttons_lead_on_in_the_language_of_the_reader_who_presses_them(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    message = await abroad.asks(abroad.chat_with(account), "/questions")

    await pressed(abroad, account, message, wording.next_page)
    assert (message.text or "").startswith(wording.questions_heading(6, 10, 10))
    await pressed(abroad, account, message, wording.previous_page)
    await pressed(abroad, account, message, "2")
    assert is_answer_in(wording, message)
    await pressed(abroad, account, message, wording.related)
    assert labels(message)[-1] == wording.go_back


@every_other_language
async def test_an_alert_is_in_the_language_of_who_pressed(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    message = await abroad.asks(abroad.chat_with(account), "/questions")

    gone = await abroad.sends_callback(account, message, "a:fedorov-geo-tv--gone:0")
    topic_gone = await abroad.sends_callback(account, message, "t:01234567:0")
    interview_gone = await abroad.sends_callback(account, message, "i:gone:0")
    unknown = await abroad.sends_callback(account, message, "nonsense")

    assert gone.text == wording.exchange_gone
    assert topic_gone.text == wording.topic_gone
    assert interview_gone.text == wording.interview_gone
    assert unknown.text == wording.button_gone


@every_other_language
async def test_several_interviews_are_listed_in_the_readers_language(
    start_bot: StartBot, account: BotAccount, abroad: Person, wording: Wording, tmp_path: Path
) -> None:
    await start_bot(knowledge=written(SEVERAL, tmp_path / "several"))
    chat = abroad.chat_with(account)

    listed = await abroad.asks(chat, "/interviews")
    named = await abroad.asks(chat, "Ada Lovell")
    about = await abroad.asks(chat, "/about")
    helped = await abroad.asks(chat, "/help")

    assert (listed.text or "").startswith(wording.interviews_heading(1, 3, 3))
    assert wording.number_of_questions(len(LOVELL.exchanges)) in (listed.text or "")
    assert wording.published(LOVELL.source) in (named.text or "")
    assert labels(named)[-1] == wording.all_interviews
    served = sorted(SEVERAL, key=lambda one: one.id)
    assert (about.text or "").startswith(wording.about_several(served))
    assert helped.text == wording.help_text(served, "fedorov_bot", in_private=True)


@every_other_language
async def test_an_edited_question_is_answered_in_the_language_of_who_wrote_it(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    chat = abroad.chat_with(account)
    asked = abroad.writes(chat, NOT_ASKED)
    reply = await abroad.hears(chat, after=asked)

    abroad.edits(asked, ABOUT_TRADE)

    await abroad.telegram.until(lambda: is_answer_in(wording, reply) or None)


@every_other_language
async def test_too_much_and_what_went_wrong_are_told_in_the_readers_language(
    start_bot: StartBot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    await start_bot(questions_per_minute=1)
    account.faults.append(Fault("sendMessage", ApiError(400, "Bad Request: something new")))
    chat = abroad.chat_with(account)

    broke = await abroad.asks(chat, ABOUT_TRADE)
    slow = await abroad.asks(chat, ABOUT_TRADE)

    assert broke.text == wording.something_broke
    assert slow.text == wording.slow_down


@every_other_language
async def test_an_admin_is_told_of_a_reload_in_their_language(
    start_bot: StartBot, account: BotAccount, abroad: Person, wording: Wording, knowledge: Path
) -> None:
    await start_bot(admins=frozenset({abroad.user.id}))
    chat = abroad.chat_with(account)
    unchanged = await abroad.asks(chat, "/reload")
    kept = INTERVIEW.exchanges[1:]
    rewrite(knowledge, INTERVIEW.model_copy(update={"exchanges": kept}))
    changed = await abroad.asks(chat, "/reload")
    knowledge.write_text("nonsense", encoding="utf-8")
    refused = await abroad.asks(chat, "/reload")

    version = r"[0-9a-f]+"
    assert re.fullmatch(_with(wording.unchanged("@"), version), unchanged.text or "")
    assert re.match(_with(wording.reloaded("@"), version), changed.text or "")
    assert f"\n\n{wording.removed}: {INTERVIEW.exchanges[0].id}: " in (changed.text or "")
    assert re.match(_with(wording.refused(1, "@"), version), refused.text or "")


def _with(text: str, pattern: str) -> str:
    """Return a pattern for a text that says something else, maybe isolated, for '@'."""
    marks = f"[{ISOLATE}{END_OF_ISOLATE}]?"
    return re.escape(text).replace("@", f"{marks}{pattern}{marks}")


@every_other_language
async def test_inline_results_are_in_the_language_of_who_types(
    bot: Bot, account: BotAccount, abroad: Person, reader: Person, wording: Wording
) -> None:
    friends = abroad.telegram.new_group("Friends", [abroad.user, reader.user])

    at_home = await reader.looks_up(account, ABOUT_TRADE)
    found = await abroad.looks_up(account, ABOUT_TRADE)
    nothing = await abroad.looks_up(account, "qwertyuiop zxcvbnm")

    assert is_answer_in(wording, abroad.picks(account, found.results[0], friends))
    assert is_answer_in(ENGLISH, reader.picks(account, at_home.results[0], friends))
    assert nothing.button is not None
    assert nothing.button["text"] == wording.not_found_inline


@every_other_language
async def test_a_guest_answers_in_the_language_of_who_mentioned_it(
    bot: Bot, account: BotAccount, abroad: Person, wording: Wording
) -> None:
    friends = abroad.telegram.new_group("Friends", [abroad.user])

    reply = await abroad.summons(account, friends, f"@fedorov_bot {ABOUT_TRADE}")

    assert is_answer_in(wording, reply)


@every_other_language
async def test_in_a_group_everybody_is_answered_in_their_own_language(
    bot: Bot, account: BotAccount, abroad: Person, reader: Person, wording: Wording
) -> None:
    group = abroad.telegram.new_group("Group", [abroad.user, reader.user, account.user])

    assert is_answer_in(wording, await abroad.asks(group, f"/ask {ABOUT_TRADE}"))
    assert is_answer_in(ENGLISH, await reader.asks(group, f"/ask {ABOUT_TRADE}"))


@every_other_language
async def test_in_a_group_an_answer_that_somebody_opens_stays_in_the_language_of_who_asked(
    bot: Bot, account: BotAccount, abroad: Person, reader: Person, wording: Wording
) -> None:
    group = abroad.telegram.new_group("Group", [abroad.user, reader.user, account.user])
    nuclear = INTERVIEW.exchanges[2]
    reply = await abroad.asks(group, "/ask When does the New START treaty expire?")
    assert labels(reply)[0] == wording.full_answer

    await reader.presses(account, reply, wording.full_answer)

    await reader.telegram.until(lambda: quotations(reply) == [nuclear.answer] or None)
    assert (reply.text or "").startswith(wording.asked_by(INTERVIEW.source))
    alert = await reader.sends_callback(account, reply, "a:fedorov-geo-tv--gone:0")
    assert alert.text == ENGLISH.exchange_gone


async def test_a_language_that_the_bot_does_not_speak_is_answered_in_english(
    bot: Bot, account: BotAccount, telegram: Telegram
) -> None:
    abroad = Person.joins(telegram, "Reader abroad", language="pt-br")

    assert is_answer_in(ENGLISH, await abroad.asks(abroad.chat_with(account), ABOUT_TRADE))


async def test_a_language_that_is_chosen_is_spoken_from_then_on_everywhere(
    bot: Bot, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    chat = reader.chat_with(account)
    offer = await reader.asks(chat, "/language")
    assert offer.text == ENGLISH.choose_language
    assert labels(offer) == ["English", "Русский", "اردو"]

    await pressed(reader, account, offer, "اردو")

    assert offer.text == URDU.language_chosen
    assert labels(offer) == []
    assert is_answer_in(URDU, await reader.asks(chat, ABOUT_TRADE))
    group = telegram.new_group("Group", [reader.user, account.user])
    assert is_answer_in(URDU, await reader.asks(group, f"/ask {ABOUT_TRADE}"))
    again = await reader.asks(chat, "/language")
    assert again.text == URDU.choose_language
    await pressed(reader, account, again, "English")
    assert is_answer_in(ENGLISH, await reader.asks(chat, ABOUT_TRADE))


async def test_what_one_reader_chooses_in_a_group_is_theirs_alone(
    bot: Bot, account: BotAccount, reader: Person, telegram: Telegram
) -> None:
    other = Person.joins(telegram, "Other")
    group = telegram.new_group("Group", [reader.user, other.user, account.user])
    offer = await other.asks(group, "/language@fedorov_bot")

    toast = await reader.presses(account, offer, "Русский")

    assert (toast.text, toast.show_alert) == (RUSSIAN.language_chosen, False)
    assert is_answer_in(RUSSIAN, await reader.asks(group, f"/ask {ABOUT_TRADE}"))
    assert is_answer_in(ENGLISH, await other.asks(group, f"/ask {ABOUT_TRADE}"))
    assert offer.text == ENGLISH.choose_language
    assert labels(offer) == ["English", "Русский", "اردو"]


@pytest.mark.parametrize("carried", ["g:xx", "g:", "g:ur-PK", "g:русский"])
async def test_a_button_for_a_language_that_there_is_not_changes_nothing(
    bot: Bot, account: BotAccount, telegram: Telegram, carried: str
) -> None:
    abroad = Person.joins(telegram, "Reader abroad", language="ru")
    chat = abroad.chat_with(account)
    offer = await abroad.asks(chat, "/language")

    toast = await abroad.sends_callback(account, offer, carried)

    assert toast.text == RUSSIAN.button_gone
    assert is_answer_in(RUSSIAN, await abroad.asks(chat, ABOUT_TRADE))


@every_other_language
async def test_commands_and_descriptions_are_shown_in_the_readers_language(
    start_bot: StartBot, account: BotAccount, abroad: Person, reader: Person, wording: Wording
) -> None:
    chat = abroad.chat_with(account)
    abroad.writes(chat, "/start")
    await start_bot(admins=frozenset({abroad.user.id}))

    def described(person: Person, chat: Chat) -> dict[str, str]:
        shown = commands_shown(account, chat, person.user)
        return {one["command"]: one["description"] for one in shown}

    group = abroad.telegram.new_group("Group", [abroad.user, account.user])
    in_private = wording.commands_in_private(1)
    assert described(abroad, chat) == {**in_private, **wording.commands_of_admins()}
    assert described(abroad, group) == wording.commands_in_groups(1)
    assert described(reader, reader.chat_with(account)) == ENGLISH.commands_in_private(1)
    seen = bot_view(account, wording.language)
    assert seen["description"] == wording.description([INTERVIEW])
    assert seen["short_description"] == wording.short_description([INTERVIEW])
    assert bot_view(account, "de")["description"] == ENGLISH.description([INTERVIEW])


LONG = INTERVIEW.exchanges[1].model_copy(update={"answer": "x " * 9_000})


@pytest.mark.parametrize("interview", [INTERVIEW, LOVELL], ids=["one", "another"])
@pytest.mark.parametrize("place", Place)
def test_quotations_are_the_same_in_every_language(interview: Interview, place: Place) -> None:
    for exchange in (*interview.exchanges, LONG):
        entry = Entry(interview, exchange, 1, among_others=True)
        for page in range(8):
            replies = [
                quoting.answered(wording_for(language), entry, page, place=place, username="bot")
                for language in LANGUAGES
            ]
            quoted = {
                re.search(r"<blockquote.*</blockquote>", one.text, re.DOTALL) for one in replies
            }
            assert len({found and found[0] for found in quoted}) == 1
            assert all(utf16_length(parse_html(one.text).text) <= 4096 for one in replies)
