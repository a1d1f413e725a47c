"""The bot's own way to Telegram: what goes over the wire, files among it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InputMediaDocument
from telegram.error import BadRequest

from bot.transport import AiohttpRequest
from preview import Person, PreviewServer
from preview.account import BotAccount
from preview.objects import Chat
from tests.preview.pictures import png

MEGABYTE = 1 << 20
ANYTHING = bytes(range(256)) * (5 * MEGABYTE // 256)


@pytest.fixture
async def wired(server: PreviewServer, account: BotAccount) -> AsyncIterator[Bot]:
    """A bot of the library's, on the transport of ours."""
    transport = AiohttpRequest(4)
    bot = Bot(
        account.token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=transport,
        get_updates_request=transport,
    )
    async with bot:
        yield bot


@pytest.fixture
def chat(reader: Person, account: BotAccount) -> Chat:
    private = reader.chat_with(account)
    reader.writes(private, "/start")
    return private


@pytest.mark.parametrize("content", [b"a", b"\r\n--\x00\xff\r\n", ANYTHING], ids=len)
async def test_a_document_goes_up_and_comes_down_byte_for_byte(
    wired: Bot, chat: Chat, content: bytes
) -> None:
    sent = await wired.send_document(chat.id, content, filename="report.pdf", caption="سلام & <b>")

    assert sent.caption == "سلام & <b>"
    assert sent.document is not None
    assert sent.document.file_name == "report.pdf"
    assert sent.document.file_size == len(content)
    file = await wired.get_file(sent.document)
    assert bytes(await file.download_as_bytearray()) == content


async def test_a_photo_goes_up_and_comes_down_byte_for_byte(wired: Bot, chat: Chat) -> None:
    sent = await wired.send_photo(chat.id, png(640, 480))

    photo = sent.photo[-1]
    assert (photo.width, photo.height) == (640, 480)
    file = await wired.get_file(photo)
    assert bytes(await file.download_as_bytearray()) == png(640, 480)


@pytest.mark.parametrize("name", ["отчёт.pdf", 'say "a".txt', "a\\b.txt", "a b;c=d.txt"])
async def test_a_files_name_arrives_as_it_is(wired: Bot, chat: Chat, name: str) -> None:
    sent = await wired.send_document(chat.id, b"Trade grew.", filename=name)

    assert sent.document is not None
    assert sent.document.file_name == name.rpartition("\\")[2]


async def test_a_line_break_in_a_files_name_adds_nothing_to_the_form(
    wired: Bot, chat: Chat
) -> None:
    name = 'a"\r\nContent-Type: text/html\r\n\r\n--.txt'

    sent = await wired.send_document(chat.id, b"Trade grew.", filename=name)

    assert sent.document is not None
    assert sent.document.file_size == len(b"Trade grew.")


async def test_a_file_that_is_attached_takes_anothers_place(wired: Bot, chat: Chat) -> None:
    sent = await wired.send_photo(chat.id, png(9, 9))

    edited = await wired.edit_message_media(
        InputMediaDocument(ANYTHING, filename="b.bin"), chat.id, sent.message_id
    )

    assert not isinstance(edited, bool)
    assert edited.document is not None
    file = await wired.get_file(edited.document)
    assert bytes(await file.download_as_bytearray()) == ANYTHING


async def test_a_reader_sends_a_file_that_the_bot_fetches(
    wired: Bot, reader: Person, chat: Chat
) -> None:
    reader.uploads(chat, ANYTHING, "a.bin")

    *_, update = await wired.get_updates()

    assert update.message is not None
    assert update.message.document is not None
    file = await wired.get_file(update.message.document)
    assert bytes(await file.download_as_bytearray()) == ANYTHING


async def test_a_refused_file_is_refused_in_telegrams_words(wired: Bot, chat: Chat) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await wired.send_photo(chat.id, b"no picture")
