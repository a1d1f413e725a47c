"""Chats and people without their ids: keyed hashes, which only the holder of the key can make.

An id of Telegram's is a number that can be guessed: a hash without a key would hide nothing.
"""

import hmac
import logging
import os
import secrets
from pathlib import Path

_logger = logging.getLogger(__name__)

KEY_FILE = "hash.key"
FINGERPRINT_LENGTH = 16
_KEY_LENGTH = 32


class Fingerprints:
    """Makes fingerprints of ids: HMAC-SHA256 (RFC 2104), the first 16 bytes of it."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of_chat(self, chat_id: int | str) -> bytes:
        """Return what stands for a chat, given by its number or its name."""
        return self._of("chat", chat_id)

    def of_reader(self, user_id: int) -> bytes:
        """Return what stands for a person; another than that of the private chat with them."""
        return self._of("reader", user_id)

    def of_question(self, words: str) -> bytes:
        """Return what stands for the words of a question; see ``knowledge_file.folded``."""
        return self._of("question", words)

    def _of(self, kind: str, what: int | str) -> bytes:
        digest = hmac.digest(self._key, f"{kind}:{what}".encode(), "sha256")
        return digest[:FINGERPRINT_LENGTH]


def kept_key(folder: Path) -> bytes:
    """Return the key that is kept in a folder, made where there is none yet.

    Where it can't be read or kept, that is logged, and the key holds for this run alone: what is
    remembered under the kept one stays, but is not found.
    """
    file = folder / KEY_FILE
    try:
        if not file.exists():
            _write(file, secrets.token_bytes(_KEY_LENGTH).hex())
        return _read(file)
    except (OSError, ValueError) as error:
        _logger.warning(
            "%s can't be used (%s): what is remembered of chats won't be found again after this "
            "run. Mend the file, or give BOT_HASH_KEY.",
            file,
            error.strerror if isinstance(error, OSError) else error,
        )
        return secrets.token_bytes(_KEY_LENGTH)


def _write(file: Path, text: str) -> None:
    """Write a key for the owner's eyes alone, whole or not at all, and never over another."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as writing:
            writing.write(f"{text}\n")
            writing.flush()
            os.fsync(descriptor)
        # Of two processes that start at once, the first one's key is the key.
        if not file.exists():
            os.link(new, file)
    except FileExistsError:
        pass
    finally:
        new.unlink()


def _read(file: Path) -> bytes:
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except ValueError:
        raise ValueError("it is not a key") from None
    if len(key) != _KEY_LENGTH:
        raise ValueError("it is not a whole key")
    return key
