"""The tables of the database, as the newest of ``migrations`` leaves them."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.storage.fingerprints import FINGERPRINT_LENGTH
from knowledge.interview import REFERENCE_LIMIT


class Table(DeclarativeBase):
    """All tables."""


class ChatSettings(Table):
    """What was chosen for a chat.

    Attributes:
        chat: the chat's fingerprint.
        interview: the reference of the interview that it is bound to; none where it is free.
    """

    __tablename__ = "chat_settings"

    chat: Mapped[bytes] = mapped_column(LargeBinary(FINGERPRINT_LENGTH), primary_key=True)
    interview: Mapped[str | None] = mapped_column(String(REFERENCE_LIMIT))
