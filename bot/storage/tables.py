"""The tables of the database, as the newest of ``migrations`` leaves them."""

from sqlalchemy import ARRAY, JSON, BigInteger, Double, Index, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.storage.fingerprints import FINGERPRINT_LENGTH
from knowledge.interview import REFERENCE_LIMIT

# Letters of a row's reference, and of a language's tag at most.
REFERENCE = 11
LONGEST_TAG = 35


class Table(DeclarativeBase):
    """All tables."""


class ChatSettings(Table):
    """What was chosen for a chat.

    Attributes:
        chat: the chat's fingerprint.
        interview: the reference of the interview that it is bound to; none where it is free.
        language: the BCP 47 tag of the language in which the bot speaks to the person of a private
            chat; none where they have not chosen.
    """

    __tablename__ = "chat_settings"

    chat: Mapped[bytes] = mapped_column(LargeBinary(FINGERPRINT_LENGTH), primary_key=True)
    interview: Mapped[str | None] = mapped_column(String(REFERENCE_LIMIT))
    language: Mapped[str | None] = mapped_column(String(LONGEST_TAG))


class JournalRow(Table):
    """A question that was asked, and how it went.

    Attributes:
        reference: eleven letters of chance, by which buttons of the reply can name it.
        asked_at: milliseconds since 1970, UTC.
        place: the kind of chat; see ``entries.Place``.
        language: the BCP 47 tag of the asker's Telegram.
        reader: the asker's fingerprint; none where nobody can be told.
        question: its text; none once it is deleted, or where none is kept.
        decision: see ``knowledge.matching.Decision``.
        interview: the id of the interview of the likeliest exchange.
        exchange: its own id there.
        confidence: from 0 to 1; none where it was chosen by the reader.
        others: the other candidates, best first, as JSON: ``[[interview, exchange, confidence]]``.
        matching: microseconds; none where the reader chose, from what they were shown inline.
        answering: microseconds from the update to the reply that was sent, matching included.
        version: of the knowledge.
    """

    __tablename__ = "journal"
    # What a report counts stands in an index that it is read off, without the texts.
    __table_args__ = (
        Index("journal_decisions", "asked_at", "decision", "interview", "exchange"),
        Index("journal_times", "asked_at", "matching", "answering", "reader"),
        Index("journal_readers", "reader"),
    )

    reference: Mapped[str] = mapped_column(String(REFERENCE), primary_key=True)
    asked_at: Mapped[int] = mapped_column(BigInteger)
    place: Mapped[str] = mapped_column(String(8))
    language: Mapped[str | None] = mapped_column(String(LONGEST_TAG))
    reader: Mapped[bytes | None] = mapped_column(LargeBinary(FINGERPRINT_LENGTH))
    question: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(String(8))
    interview: Mapped[str | None] = mapped_column(String(64))
    exchange: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[float | None] = mapped_column(Double)
    others: Mapped[str] = mapped_column(Text)
    matching: Mapped[int | None] = mapped_column(BigInteger)
    answering: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[str] = mapped_column(String(8))


class VerdictRow(Table):
    """What a person thought of a reply: one verdict of each, the last.

    Attributes:
        reference: of the journal's row.
        reader: the person's fingerprint.
        verdict: see ``entries.Verdict``.
        judged_at: milliseconds since 1970, UTC.
        interview: the id of the interview of the exchange that was chosen, or is right; none where
            the verdict is that it is wrong.
        exchange: its own id there.
    """

    __tablename__ = "verdicts"
    __table_args__ = (
        Index("verdicts_given", "judged_at", "verdict"),
        Index("verdicts_of_readers", "reader"),
    )

    reference: Mapped[str] = mapped_column(String(REFERENCE), primary_key=True)
    reader: Mapped[bytes] = mapped_column(LargeBinary(FINGERPRINT_LENGTH), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(8))
    judged_at: Mapped[int] = mapped_column(BigInteger)
    interview: Mapped[str | None] = mapped_column(String(64))
    exchange: Mapped[str | None] = mapped_column(String(64))


class UpdateRow(Table):
    """An update that was handled, or that was confirmed to Telegram and is still to be handled.

    Attributes:
        bot: the bot's id: each bot's updates are numbered by themselves.
        update_id: Telegram's number of the update.
        noted_at: when it was handled, or else taken: milliseconds since 1970, UTC.
        content: the update as JSON while it is still to be handled; none once it is.
        holder: the process that has taken it, where several may; none once it is handled.
        held_until: when another may take it, unless this is put off: milliseconds since 1970, UTC.
    """

    __tablename__ = "updates"
    __table_args__ = (Index("updates_noted", "noted_at"), Index("updates_held", "held_until"))

    bot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    noted_at: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str | None] = mapped_column(Text)
    holder: Mapped[str | None] = mapped_column(String(16))
    held_until: Mapped[int | None] = mapped_column(BigInteger)


class LabelRow(Table):
    """What was settled of a question that was not answered.

    Attributes:
        question: the fingerprint of its words.
        label: see ``labels.Label``.
        labelled_at: milliseconds since 1970, UTC.
        reference: eleven letters of chance, the same for all that was settled together.
    """

    __tablename__ = "labels"
    __table_args__ = (Index("labels_together", "reference"),)

    question: Mapped[bytes] = mapped_column(LargeBinary(FINGERPRINT_LENGTH), primary_key=True)
    label: Mapped[str] = mapped_column(String(16))
    labelled_at: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str] = mapped_column(String(REFERENCE))


class KnowledgeFileRow(Table):
    """A version of a knowledge file; that with the highest number is what it is now.

    Attributes:
        bot: the bot's id: each bot has its own knowledge.
        name: of the file.
        number: of the version, the same on every machine.
        digest: the SHA-256 of the content, in hexadecimal; empty where the file was deleted.
        content: none where the file was deleted, or where the version is too old to be kept.
        who: published it; empty where it was saved by hand.
        what: was done, as JSON; see ``knowledge.deed``.
        saved_at: milliseconds since 1970, UTC.
    """

    __tablename__ = "knowledge_files"

    bot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    who: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[int] = mapped_column(BigInteger)


class WaitingFileRow(Table):
    """A file from outside that waits to be published or discarded.

    Attributes:
        bot: the bot's id.
        key: eight hexadecimal digits by which it is found again.
        name: that its sender gave it.
        content: of the file, as it was sent.
        based_on: the digest of the knowledge file that it was compared with; none of no file.
        kept_at: milliseconds since 1970, UTC.
    """

    __tablename__ = "waiting_files"

    bot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    based_on: Mapped[str | None] = mapped_column(String(64))
    kept_at: Mapped[int] = mapped_column(BigInteger)


class ReplyRow(Table):
    """Which message of the bot answered which message, so that an edit finds its answer.

    Attributes:
        bot: the bot's id.
        chat: the chat's fingerprint.
        asked: the id of the message that was answered.
        reply: the id of the bot's message.
        sent_at: milliseconds since 1970, UTC.
    """

    __tablename__ = "replies"
    __table_args__ = (Index("replies_sent", "sent_at"),)

    bot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat: Mapped[bytes] = mapped_column(LargeBinary(FINGERPRINT_LENGTH), primary_key=True)
    asked: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    reply: Mapped[int] = mapped_column(BigInteger)
    sent_at: Mapped[int] = mapped_column(BigInteger)


class BotPace(Table):
    """When a bot's next message may be sent; see ``limits``.

    Attributes:
        bot: the bot's id.
        free_from: the first moment that nobody has: seconds since 1970, by the database's clock.
    """

    __tablename__ = "bot_paces"

    bot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    free_from: Mapped[float] = mapped_column(Double)


class ChatPace(Table):
    """When a bot's latest messages to a chat were sent; see ``limits``.

    Attributes:
        bot: the bot's id.
        chat: the chat's fingerprint.
        is_group: whether the limit of groups holds there.
        sent: moments, the latest first: seconds since 1970, by the database's clock.
    """

    __tablename__ = "chat_paces"

    bot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat: Mapped[bytes] = mapped_column(LargeBinary(FINGERPRINT_LENGTH), primary_key=True)
    is_group: Mapped[bool]
    # SQLite is one machine's, and keeps nothing here.
    sent: Mapped[list[float]] = mapped_column(ARRAY(Double).with_variant(JSON(), "sqlite"))
