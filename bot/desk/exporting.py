"""/export: the knowledge and the journal, as files."""

import asyncio
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram import InputFile, Message, Update
from telegram.constants import FileSizeLimit

from bot.asking import send
from bot.context import Context
from bot.markup import escape
from bot.reply import said
from bot.storage.database import UnavailableError
from bot.storage.journal_file import write_journal
from bot.wording import Wording
from knowledge.interview import Interview
from knowledge.knowledge_file import interview_as_yaml

LARGEST = int(FileSizeLimit.FILESIZE_UPLOAD)
_MEGABYTE = 1_000_000
# Seconds that Telegram may take for a file.
_PATIENCE = 300.0


async def export(update: Update, context: Context) -> None:
    """Send the knowledge files that are served, and the journal."""
    message = update.message
    if message is None:
        raise TypeError("this handler is registered for messages only")
    wording = await context.wording_of(update.effective_user)
    services, today = context.services, datetime.now(UTC).date()
    with TemporaryDirectory(prefix="verbatim-") as name:
        folder = Path(name)
        file = await asyncio.to_thread(_knowledge, services.library.files, folder)
        await _send(message, file, wording.knowledge_exported, wording, context)
        journal = folder / f"journal-{today}.csv"
        try:
            await write_journal(services.database, services.fingerprints, journal)
        except UnavailableError:
            await send(message, said(wording.journal_away), context)
            return
        if journal.stat().st_size > LARGEST:
            journal = await asyncio.to_thread(_zipped, journal)
        await _send(message, journal, wording.journal_exported, wording, context)


async def _send(
    message: Message, file: Path, caption: str, wording: Wording, context: Context
) -> None:
    """Send a file; of one that Telegram would not take, say so."""
    size = file.stat().st_size  # noqa: ASYNC240  (at once)
    if size > LARGEST:
        megabytes, limit = -(-size // _MEGABYTE), LARGEST // _MEGABYTE
        text = wording.export_too_large(file.name, megabytes, limit)
        await send(message, said(text), context)
        return
    with file.open("rb") as opened:
        await message.reply_document(
            # Read while it is sent, not before.
            InputFile(opened, filename=file.name, read_file_handle=False),
            escape(caption),
            read_timeout=_PATIENCE,
        )


def _knowledge(served: Mapping[Path, Interview], folder: Path) -> Path:
    """Return the file that is served; several put together into one.

    One that is no longer there is written as it is served.
    """
    if len(served) == 1:
        ((file, interview),) = served.items()
        return file if file.is_file() else _rewritten(file, interview, folder)
    archive = folder / "knowledge.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for file, interview in served.items():
            there = file if file.is_file() else _rewritten(file, interview, folder)
            files.write(there, file.name)
    return archive


def _rewritten(file: Path, interview: Interview, folder: Path) -> Path:
    copy = folder / file.name
    copy.write_text(interview_as_yaml(interview), encoding="utf-8")
    return copy


def _zipped(file: Path) -> Path:
    archive = file.with_name(f"{file.name}.zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        files.write(file, file.name)
    return archive
