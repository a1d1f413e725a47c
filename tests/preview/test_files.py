"""Files: sent by bots and people, sent again, and fetched."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from preview import ApiError, Person, Telegram
from preview.account import BotAccount
from preview.objects import Chat
from tests.bot_api import BotApi
from tests.preview.calling import Caller, article, keyboard
from tests.preview.pictures import GIF, JPEG, WEBP, png
from tests.preview.uploading import download, refused, send, sent

Json = dict[str, Any]

MEGABYTE = 1 << 20
YES = keyboard({"text": "Yes", "callback_data": "yes"})
# Whatever a form is made of may stand in a file.
AWKWARD = b"\r\n--\r\n\r\n\x00\xff--boundary--\r\n" + bytes(range(256)) + b"\r\n"
WRONG_FILE = (400, "Bad Request: wrong file identifier/HTTP URL specified")
NOT_FOUND = {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.fixture
def group(
    telegram: Telegram, reader: Person, account: BotAccount, other_account: BotAccount
) -> Chat:
    return telegram.new_group("Readers", [reader.user, account.user, other_account.user])


# Sent by a bot


async def test_a_document_is_described_and_can_be_downloaded(api: Caller, chat: Chat) -> None:
    message = await sent(
        api, "sendDocument", {"document": ("report.pdf", AWKWARD)}, chat_id=chat.id, caption="Read!"
    )

    assert message["caption"] == "Read!"
    document = message["document"]
    assert document["file_name"] == "report.pdf"
    assert document["mime_type"] == "application/pdf"
    assert document["file_size"] == len(AWKWARD)
    assert await download(api, document["file_id"]) == AWKWARD


@pytest.mark.parametrize("picture", [png(640, 480), JPEG, WEBP], ids=["PNG", "JPEG", "WebP"])
async def test_a_photo_has_its_width_and_height(api: Caller, chat: Chat, picture: bytes) -> None:
    message = await sent(api, "sendPhoto", {"photo": ("a.png", picture)}, chat_id=chat.id)

    photo = message["photo"][-1]
    assert (photo["width"], photo["height"]) in {(640, 480), (7, 5)}
    assert photo["file_size"] == len(picture)
    assert await download(api, photo["file_id"]) == picture


async def test_a_file_may_be_attached_under_another_name(api: Caller, chat: Chat) -> None:
    message = await sent(
        api,
        "sendDocument",
        {"mine": ("a.txt", b"Trade grew.")},
        chat_id=chat.id,
        document="attach://mine",
    )

    assert await download(api, message["document"]["file_id"]) == b"Trade grew."


@pytest.mark.parametrize(
    ("name", "kept", "mime_type"),
    [
        ("отчёт.pdf", "отчёт.pdf", "application/pdf"),
        ('"a" b.txt', '"a" b.txt', "text/plain"),
        ("../../etc/passwd", "passwd", "application/octet-stream"),
        ("C:\\mine\\a.png", "a.png", "image/png"),
        ("..", "file", "application/octet-stream"),
    ],
)
async def test_a_documents_name_is_kept_without_folders_and_says_its_type(
    api: Caller, chat: Chat, name: str, kept: str, mime_type: str
) -> None:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    body = (
        f'--x\r\nContent-Disposition: form-data; name="document"; filename="{quoted}"\r\n\r\n'
        "Trade grew.\r\n--x--"
    )
    response = await api.http.post(
        f"{api.address}/sendDocument?chat_id={chat.id}",
        content=body.encode(),
        headers={"content-type": "multipart/form-data; boundary=x"},
    )

    document = response.json()["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == (kept, mime_type)


async def test_a_file_comes_with_its_reply_its_topic_and_its_keyboard(
    api: Caller, telegram: Telegram, reader: Person, account: BotAccount
) -> None:
    forum = telegram.new_group("Forum", [reader.user, account.user], topics=["Trade"])
    (trade,) = forum.topics
    asked = reader.writes(forum, "Where is it?", thread=trade)

    message = await sent(
        api,
        "sendDocument",
        {"document": ("a.txt", b"Here.")},
        chat_id=forum.id,
        reply_parameters=f'{{"message_id": {asked.message_id}}}',
        reply_markup='{"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}',
    )

    assert message["reply_to_message"]["message_id"] == asked.message_id
    assert message["message_thread_id"] == trade
    assert message["reply_markup"] == YES


async def test_a_photo_says_how_it_is_to_be_shown(api: Caller, chat: Chat) -> None:
    message = await sent(
        api,
        "sendPhoto",
        {"photo": ("a.png", png(9, 9))},
        chat_id=chat.id,
        has_spoiler="true",
        show_caption_above_media="true",
    )

    assert message["has_media_spoiler"] is True
    assert message["show_caption_above_media"] is True


async def test_what_a_call_sent_is_kept_with_its_files_names(
    api: Caller, account: BotAccount, chat: Chat
) -> None:
    await sent(api, "sendDocument", {"document": ("a.txt", b"Here.")}, chat_id=chat.id)
    await sent(
        api, "sendDocument", {"one": ("a.txt", b"Here.")}, chat_id=chat.id, document="attach://one"
    )

    assert [call.parameters["document"] for call in account.calls] == [
        "a.txt (5 bytes)",
        "attach://one",
    ]
    assert "one" not in account.calls[-1].parameters


# Captions


async def test_a_caption_has_its_formatting(api: Caller, chat: Chat) -> None:
    message = await sent(
        api,
        "sendPhoto",
        {"photo": ("a.png", png(9, 9))},
        chat_id=chat.id,
        caption="<b>Trade</b> & more",
        parse_mode="HTML",
    )

    assert message["caption"] == "Trade & more"
    assert message["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert message.keys().isdisjoint({"text", "entities"})


async def test_a_captions_entities_may_be_given(api: Caller, chat: Chat) -> None:
    message = await sent(
        api,
        "sendDocument",
        {"document": ("a.txt", b"Here.")},
        chat_id=chat.id,
        caption="Trade grew.",
        caption_entities='[{"type": "italic", "offset": 6, "length": 4}]',
    )

    assert message["caption_entities"] == [{"type": "italic", "offset": 6, "length": 4}]


@pytest.mark.parametrize("caption", ["", " ", "<b></b>"])
async def test_an_empty_caption_is_none(api: Caller, chat: Chat, caption: str) -> None:
    message = await sent(
        api,
        "sendPhoto",
        {"photo": ("a.png", png(9, 9))},
        chat_id=chat.id,
        caption=caption,
        parse_mode="HTML",
    )

    assert "caption" not in message


@pytest.mark.parametrize("method", ["sendPhoto", "sendDocument"])
async def test_a_caption_is_at_most_1024_units_long_once_its_markup_is_read(
    api: Caller, chat: Chat, method: str
) -> None:
    field = method.removeprefix("send").lower()
    file = {field: ("a.png", png(9, 9))}
    how = {"chat_id": chat.id, "parse_mode": "HTML"}

    message = await sent(api, method, file, caption=f"<b>{'&lt;' * 1024}</b>", **how)
    refusal = await refused(api, method, file, caption=f"<b>{'&lt;' * 1025}</b>", **how)

    assert message["caption"] == "<" * 1024
    assert refusal == (400, "Bad Request: message caption is too long")


async def test_a_captions_broken_markup_is_refused(api: Caller, chat: Chat) -> None:
    code, description = await refused(
        api,
        "sendPhoto",
        {"photo": ("a.png", png(9, 9))},
        chat_id=chat.id,
        caption="<b>Trade",
        parse_mode="HTML",
    )

    assert code == 400
    assert description.startswith("Bad Request: can't parse entities: ")


# Refused


@pytest.mark.parametrize("method", ["sendPhoto", "sendDocument"])
async def test_without_a_file_there_is_nothing_to_send(
    api: Caller, chat: Chat, method: str
) -> None:
    field = method.removeprefix("send").lower()
    missing = (400, f"Bad Request: there is no {field} in the request")

    assert await api.refused(method, chat_id=chat.id) == missing
    assert await api.refused(method, chat_id=chat.id, **{field: ""}) == missing
    assert await api.refused(method, chat_id=chat.id, **{field: "attach://gone"}) == missing
    assert await api.refused(method, chat_id=chat.id, **{field: "attach://"}) == missing


async def test_an_empty_file_is_refused(api: Caller, chat: Chat) -> None:
    for method, field in [("sendPhoto", "photo"), ("sendDocument", "document")]:
        refusal = await refused(api, method, {field: ("a.png", b"")}, chat_id=chat.id)

        assert refusal == (400, "Bad Request: file must be non-empty")


@pytest.mark.parametrize("address", ["https://example.org/a.png", "example.org/a.png"])
async def test_no_address_is_fetched_from_elsewhere(api: Caller, chat: Chat, address: str) -> None:
    refusal = await api.refused("sendPhoto", chat_id=chat.id, photo=address)

    assert refusal == (400, "Bad Request: failed to get HTTP URL content")


@pytest.mark.parametrize("content", [b"plain text", b"%PDF-1.7", png(0, 5)])
async def test_what_is_no_picture_is_no_photo(api: Caller, chat: Chat, content: bytes) -> None:
    refusal = await refused(api, "sendPhoto", {"photo": ("a.png", content)}, chat_id=chat.id)

    assert refusal == (400, "Bad Request: IMAGE_PROCESS_FAILED")


@pytest.mark.parametrize(
    ("width", "height", "taken"),
    [(9999, 1000, False), (5000, 5000, True), (5001, 5000, False), (21, 1, False), (1, 20, True)],
)
async def test_a_photo_is_neither_too_large_nor_too_long(
    api: Caller, chat: Chat, width: int, height: int, taken: bool
) -> None:
    response = await send(
        api, "sendPhoto", {"photo": ("a.png", png(width, height))}, chat_id=chat.id
    )

    assert response.json()["ok"] is taken
    if not taken:
        assert response.json()["description"] == "Bad Request: PHOTO_INVALID_DIMENSIONS"


async def test_a_photo_has_at_most_ten_megabytes(api: Caller, chat: Chat) -> None:
    picture = png(9, 9)
    largest = picture + bytes(10 * MEGABYTE - len(picture))

    await sent(api, "sendPhoto", {"photo": ("a.png", largest)}, chat_id=chat.id)
    refusal = await refused(api, "sendPhoto", {"photo": ("a.png", largest + b"a")}, chat_id=chat.id)

    assert refusal == (
        400,
        "Bad Request: file of size 10485761 bytes is too big for a photo; "
        "the maximum size is 10485760 bytes",
    )


async def test_an_upload_has_at_most_fifty_megabytes(api: Caller, chat: Chat) -> None:
    largest = bytes(50 * MEGABYTE)

    message = await sent(api, "sendDocument", {"document": ("a", largest)}, chat_id=chat.id)
    refusal = await refused(
        api, "sendDocument", {"document": ("a", largest + b"a")}, chat_id=chat.id
    )

    assert message["document"]["file_size"] == 50 * MEGABYTE
    assert refusal == (413, "Request Entity Too Large")


async def test_a_file_cannot_be_sent_where_a_text_could_not(api: Caller, unstarted: Chat) -> None:
    refusal = await refused(
        api, "sendDocument", {"document": ("a.txt", b"Here.")}, chat_id=unstarted.id
    )

    assert refusal == (403, "Forbidden: bot can't initiate conversation with a user")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--y--",
        b"nonsense",
        b'--x\r\nContent-Disposition: form-data; name="document"; filename="a"\r\n\r\nunended',
        b"--x\r\n\xff\r\n\r\n--x--",
    ],
)
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "multipart/form-data"])
async def test_a_broken_form_is_a_bad_request(
    api: Caller, chat: Chat, kind: str, body: bytes
) -> None:
    response = await api.http.post(
        f"{api.address}/sendDocument?chat_id={chat.id}",
        content=body,
        headers={"content-type": kind},
    )

    assert response.status_code == 400


# Sent again


async def test_a_file_is_sent_again_by_its_id(api: Caller, chat: Chat) -> None:
    first = await sent(api, "sendDocument", {"document": ("a.txt", b"Here.")}, chat_id=chat.id)

    again = await api.call(
        "sendDocument", chat_id=chat.id, document=first["document"]["file_id"], caption="Again"
    )

    assert again["document"] == first["document"]
    assert again["caption"] == "Again"


async def test_a_file_of_another_kind_is_not_sent_as_this_one(api: Caller, chat: Chat) -> None:
    document = await sent(api, "sendDocument", {"document": ("a.txt", b"a")}, chat_id=chat.id)
    photo = await sent(api, "sendPhoto", {"photo": ("a.png", png(9, 9))}, chat_id=chat.id)

    as_photo = await api.refused(
        "sendPhoto", chat_id=chat.id, photo=document["document"]["file_id"]
    )
    as_document = await api.refused(
        "sendDocument", chat_id=chat.id, document=photo["photo"][0]["file_id"]
    )

    assert as_photo == (400, "Bad Request: can't use file of type Document as Photo")
    assert as_document == (400, "Bad Request: can't use file of type Photo as Document")


async def test_a_file_that_there_is_not_is_not_sent(api: Caller, chat: Chat) -> None:
    assert await api.refused("sendPhoto", chat_id=chat.id, photo="AgAC") == WRONG_FILE


async def test_another_bots_file_can_be_neither_sent_nor_fetched(
    api: Caller, other_api: Caller, group: Chat
) -> None:
    message = await sent(api, "sendDocument", {"document": ("a.txt", b"mine")}, chat_id=group.id)
    file_id = message["document"]["file_id"]
    path = (await api.call("getFile", file_id=file_id))["file_path"]

    assert await other_api.refused("sendDocument", chat_id=group.id, document=file_id) == WRONG_FILE
    assert await other_api.refused("getFile", file_id=file_id) == (
        400,
        "Bad Request: invalid file_id",
    )
    address = other_api.address.replace("/bot", "/file/bot", 1)
    assert (await api.http.get(f"{address}/{path}")).json() == NOT_FOUND


# Fetched


@pytest.mark.parametrize(
    ("file_id", "reason"), [("", "file_id not specified"), ("AgAC", "invalid file_id")]
)
async def test_a_file_that_there_is_not_cannot_be_fetched(
    api: Caller, file_id: str, reason: str
) -> None:
    assert await api.refused("getFile", file_id=file_id) == (400, f"Bad Request: {reason}")


async def test_a_bot_fetches_at_most_twenty_megabytes(
    api: Caller, reader: Person, chat: Chat
) -> None:
    largest = reader.uploads(chat, bytes(20 * MEGABYTE), "a.bin")
    larger = reader.uploads(chat, bytes(20 * MEGABYTE + 1), "a.bin")

    assert len(await download(api, largest.media["document"]["file_id"])) == 20 * MEGABYTE
    assert await api.refused("getFile", file_id=larger.media["document"]["file_id"]) == (
        400,
        "Bad Request: file is too big",
    )


@pytest.mark.parametrize("path", ["", "/documents", "/documents/file_9.txt", "/../bot", "/a%00b"])
async def test_a_path_that_there_is_not_is_not_found(api: Caller, chat: Chat, path: str) -> None:
    await sent(api, "sendDocument", {"document": ("a.txt", b"Here.")}, chat_id=chat.id)
    address = api.address.replace("/bot", "/file/bot", 1)

    response = await api.http.get(f"{address}{path}")

    assert (response.status_code, response.json()) == (404, NOT_FOUND)


async def test_without_a_bots_token_nothing_is_downloaded(api: Caller, chat: Chat) -> None:
    message = await sent(api, "sendDocument", {"document": ("a.txt", b"Here.")}, chat_id=chat.id)
    path = (await api.call("getFile", file_id=message["document"]["file_id"]))["file_path"]
    root, _, _ = api.address.partition("/bot")

    response = await api.http.get(f"{root}/file/bot123:none/{path}")

    assert (response.status_code, response.json()) == (404, NOT_FOUND)


# Sent by people


async def test_a_person_sends_a_document_that_the_bot_fetches(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.uploads(unstarted, AWKWARD, "a.txt", "text/x-mine", caption="@fedorov_bot see")

    message = await api.next("message")

    assert message["document"]["file_name"] == "a.txt"
    assert message["document"]["mime_type"] == "text/x-mine"
    assert message["caption"] == "@fedorov_bot see"
    assert message["caption_entities"][0]["type"] == "mention"
    assert await download(api, message["document"]["file_id"]) == AWKWARD


async def test_a_persons_picture_is_a_photo_unless_they_send_it_as_a_file(
    api: Caller, reader: Person, unstarted: Chat
) -> None:
    reader.uploads(unstarted, png(40, 30), "a.png", "image/png")
    reader.uploads(unstarted, png(40, 30), "a.png", "image/png", as_file=True)
    reader.uploads(unstarted, GIF, "a.gif", "image/gif")
    reader.uploads(unstarted, b"no picture", "a.png", "image/png")

    photo = (await api.next("message"))["photo"]
    assert (photo[-1]["width"], photo[-1]["height"]) == (40, 30)
    assert await download(api, photo[-1]["file_id"]) == png(40, 30)
    for _ in range(3):
        assert "document" in await api.next("message")


async def test_a_person_cannot_send_an_empty_file(reader: Person, chat: Chat) -> None:
    with pytest.raises(ApiError, match="non-empty"):
        reader.uploads(chat, b"", "a.txt")


async def test_a_file_that_a_bot_is_not_shown_cannot_be_fetched(
    api: Caller, reader: Person, group: Chat
) -> None:
    unseen = reader.uploads(group, b"among us", "a.txt")
    file_id = unseen.media["document"]["file_id"]
    assert await api.refused("getFile", file_id=file_id) == (400, "Bad Request: invalid file_id")

    reader.writes(group, "@fedorov_bot see?", reply_to=unseen)

    shown = (await api.next("message"))["reply_to_message"]["document"]
    assert await download(api, shown["file_id"]) == b"among us"


async def test_a_guest_bot_can_fetch_what_it_is_called_about(
    api: Caller, telegram: Telegram, reader: Person, account: BotAccount
) -> None:
    elsewhere = telegram.new_group("Elsewhere", [reader.user])
    theirs = reader.uploads(elsewhere, b"Trade grew.", "a.txt")

    summoned = asyncio.create_task(
        reader.summons(account, elsewhere, "@fedorov_bot did it?", reply_to=theirs)
    )
    message = await api.next("guest_message")
    content = await download(api, message["reply_to_message"]["document"]["file_id"])
    await api.call("answerGuestQuery", guest_query_id=message["guest_query_id"], result=article())
    await summoned

    assert content == b"Trade grew."


async def test_a_message_with_a_persons_file_is_as_telegram_describes_it(
    api: Caller, official: BotApi, reader: Person, unstarted: Chat
) -> None:
    reader.uploads(unstarted, b"Here.", "a.txt", caption="See")
    reader.uploads(unstarted, png(9, 9), "a.png")

    for update in await api.call("getUpdates"):
        assert official.faults(update, "Update") == []


# Albums


async def test_files_that_are_sent_together_make_an_album(
    api: Caller, reader: Person, chat: Chat
) -> None:
    asked = reader.writes(chat, "Pictures?")
    album = await sent(
        api,
        "sendMediaGroup",
        {"one": ("a.png", png(9, 9)), "two": ("b.png", png(8, 8))},
        chat_id=chat.id,
        media='[{"type": "photo", "media": "attach://one", "caption": "<b>One</b>",'
        ' "parse_mode": "HTML"}, {"type": "photo", "media": "attach://two"}]',
        reply_parameters=f'{{"message_id": {asked.message_id}}}',
    )

    one, two = album
    assert one["media_group_id"] == two["media_group_id"]
    assert (one["photo"][0]["width"], two["photo"][0]["width"]) == (9, 8)
    assert one["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert "caption" not in two
    assert two["message_id"] > one["message_id"]
    assert {message["reply_to_message"]["message_id"] for message in album} == {asked.message_id}


async def test_two_albums_are_not_one(api: Caller, chat: Chat, files: list[Json]) -> None:
    media = [{"type": "document", "media": file["file_id"]} for file in files]

    first = await api.call("sendMediaGroup", chat_id=chat.id, media=media[:2])
    second = await api.call("sendMediaGroup", chat_id=chat.id, media=media[:2])
    alone = await api.call("sendMediaGroup", chat_id=chat.id, media=media[:1])

    assert first[0]["media_group_id"] != second[0]["media_group_id"]
    assert "media_group_id" not in alone[0]


@pytest_asyncio.fixture(loop_scope="session")
async def files(api: Caller, chat: Chat) -> list[Json]:
    """Documents that the bot has sent before."""
    return [
        (await sent(api, "sendDocument", {"document": (name, b"a")}, chat_id=chat.id))["document"]
        for name in ("a.txt", "b.txt")
    ]


async def test_an_album_that_could_not_be_is_not_sent(
    api: Caller, chat: Chat, files: list[Json]
) -> None:
    document = {"type": "document", "media": files[0]["file_id"]}
    photo = await sent(api, "sendPhoto", {"photo": ("a.png", png(9, 9))}, chat_id=chat.id)
    before = dict(chat.messages)

    for media, reason in [
        ([], "there are no messages to send"),
        (None, "there are no messages to send"),
        ([document] * 11, "too many messages to send as an album"),
        (
            [document, {"type": "photo", "media": photo["photo"][0]["file_id"]}],
            "document can't be mixed with other media types",
        ),
        ([document, {"type": "document"}], "can't parse InputMedia: media not found"),
    ]:
        refusal = await api.refused("sendMediaGroup", chat_id=chat.id, media=media)
        assert refusal == (400, f"Bad Request: {reason}")

    assert chat.messages == before
    assert len(await api.call("sendMediaGroup", chat_id=chat.id, media=[document] * 10)) == 10
