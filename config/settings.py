"""What can be set, from the environment or a file named ``.env``."""

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticKnownError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "BOT_"
ENV_FILE = Path(".env")
SHORTEST_KEY = 32

# The interviews that come with the project stand beside the code that reads them.
OWN_INTERVIEWS = Path(__file__).parent.parent / "knowledge" / "interviews"


_HIGHEST_PORT = 65_535
# A host, of version 6 in brackets, and a port.
_ADDRESS = r"^(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]/]+):(\d{1,5})$"


class SettingsError(ValueError):
    """A setting that can't be used; its text says which, why, and what would be right."""


class Settings(BaseSettings):
    """The settings of one run.

    A field's name in capitals, after ``BOT_``, is the variable's name; its description is what
    the README's table says of it.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: SecretStr | None = Field(
        default=None,
        description="The bot's token from @BotFather. Without it, the bot is tried in a local "
        "Telegram, in the browser.",
    )
    admins: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(),
        description="Telegram user ids, separated by commas, of those who have the desk: who may "
        "change what is served, and see what was asked.",
    )
    knowledge: Path = Field(
        default=OWN_INTERVIEWS,
        description="A knowledge file, or a folder of them.",
    )
    watch: bool = Field(
        default=True,
        description="Whether a knowledge file that is saved is served by itself, as after /reload; "
        "`false` where the files lie on a network drive.",
    )
    api_url: str = Field(
        default="https://api.telegram.org",
        pattern=r"^https?://[^/\s]+",
        description="The Bot API server: Telegram's, or one of your own.",
    )
    questions_per_minute: int = Field(
        default=20,
        ge=1,
        le=6000,
        description="How many questions and button presses a minute one person may send.",
    )
    messages_per_second: float = Field(
        default=30,
        ge=1,
        le=10_000,
        description="How many messages a second the bot may send in all; Telegram allows 30.",
    )
    model: str = Field(
        default="auto",
        description="The sentence model: `auto` (the one that is installed, else words alone), "
        "`none`, or the folder of any BERT-style one, such as a multilingual one.",
    )
    cache: Path | None = Field(
        default=None,
        description="The folder in which what is made of the interviews is kept, so that "
        "it is computed once; verbatim in the user's own folder of caches if left empty.",
    )
    data: Path = Field(
        default=Path("data"),
        description="The folder of what the bot keeps: its database, unless BOT_DATABASE is "
        "another, and the key to what is in it.",
    )
    database: SecretStr | None = Field(
        default=None,
        description="The database: `sqlite:///` and the path of a file, or "
        "`postgresql://user:password@host/name`; a SQLite file in BOT_DATA if left empty.",
    )
    keep_questions: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="For how many days the texts of questions are kept in the journal; with 0 "
        "none is kept at all.",
    )
    hash_key: SecretStr | None = Field(
        default=None,
        description="The key without which nobody can tell whose rows of the database are whose, "
        "32 letters or more; made at the first start and kept in BOT_DATA if left empty. Several "
        "machines with one database need the same.",
    )
    mode: Literal["polling", "webhook"] = Field(
        default="polling",
        description="How updates come: `polling` asks Telegram for them, from one machine; "
        "`webhook` has Telegram bring them to BOT_WEBHOOK_URL, to one machine or several.",
    )
    webhook_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/\s]\S*$",
        description="The address that Telegram brings updates to, of which `https` leads to what "
        "listens at BOT_WEBHOOK_LISTEN.",
        validate_default=True,
    )
    webhook_listen: str = Field(
        default="127.0.0.1:8443",
        pattern=_ADDRESS,
        description="The host and port at which a webhook listens, for a reverse proxy that "
        "speaks TLS.",
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        description="What Telegram says to show that it is Telegram, 1 to 256 of A-Z a-z 0-9 _ -; "
        "derived from the token if left empty, on each machine alike.",
    )
    status_listen: str = Field(
        default="127.0.0.1:9464",
        pattern=_ADDRESS,
        description="The host and port of /healthz, /readyz and /metrics, for those who run the "
        "bot alone.",
    )
    log: Literal["text", "json"] = Field(
        default="text",
        description="How the log is written: `text` for people, `json` for machines, an object a "
        "line.",
    )
    llm_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/\s]\S*$",
        description="A second reader, asked where the matcher is not certain: the address of any "
        "OpenAI-compatible endpoint, such as http://localhost:11434/v1. It is sent the question "
        "and the passages found, and can only choose among these.",
    )
    llm_model: str | None = Field(
        default=None,
        pattern=r"\S",
        description="The model to ask at BOT_LLM_URL, by the name that it has there.",
    )
    llm_key: SecretStr | None = Field(
        default=None,
        description="The key for BOT_LLM_URL, if it wants one.",
    )

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(
            r"[0-9]+:[A-Za-z0-9_-]+", value.get_secret_value()
        ):
            raise ValueError("not a token")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _is_there_where_updates_are_brought(
        cls, value: str | None, others: ValidationInfo
    ) -> str | None:
        if value is None and others.data.get("mode") == "webhook":
            raise PydanticKnownError("missing")
        return value

    @field_validator("webhook_listen", "status_listen")
    @classmethod
    def _has_a_port(cls, value: str) -> str:
        if int(value.rpartition(":")[2]) > _HIGHEST_PORT:
            raise ValueError("no such port")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _telegram_would_say_it(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(
            r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()
        ):
            raise ValueError("not allowed")
        return value

    @field_validator("database")
    @classmethod
    def _leads_to_a_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            # Seldom set, and slow to import.
            from config.database_url import database_url  # noqa: PLC0415

            database_url(value.get_secret_value())
        return value

    @field_validator("hash_key")
    @classmethod
    def _is_long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError("too short")
        return value

    @field_validator("llm_model")
    @classmethod
    def _is_there_where_a_model_is_asked(
        cls, value: str | None, others: ValidationInfo
    ) -> str | None:
        if value is None and others.data.get("llm_url") is not None:
            raise PydanticKnownError("missing")
        return value

    @field_validator("llm_key")
    @classmethod
    def _fits_in_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[!-~]+", value.get_secret_value()):
            raise ValueError("not a key")
        return value

    @field_validator("admins", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return [part.strip() for part in value.split(",") if part.strip()]

    @field_validator("knowledge", "cache", "data")
    @classmethod
    def _expand_home(cls, value: Path | None) -> Path | None:
        try:
            return value.expanduser() if value else value
        except RuntimeError as error:
            raise ValueError("no such home folder") from error

    @field_validator("api_url")
    @classmethod
    def _without_last_slash(cls, value: str) -> str:
        return value.rstrip("/")


_WHAT_IS_RIGHT = {
    "token": "a token looks like 123456789:ABC-def_123, as @BotFather sends it",
    "admins": "give user ids, whole numbers with commas between them, such as 12345,67890",
    "knowledge": "give the path of a knowledge file or of a folder of them",
    "cache": "give the path of a folder",
    "data": "give the path of a folder",
    "database": "give sqlite:/// and the path of a file, or postgresql://user:password@host/name; "
    "of options it can have sslmode, host and port",
    "keep_questions": "give a whole number of days from 0 to 3650",
    "hash_key": f"give {SHORTEST_KEY} letters and digits or more, chosen by chance",
    "watch": "give true or false",
    "api_url": "give an address that begins with http:// or https://",
    "questions_per_minute": "give a whole number from 1 to 6000",
    "messages_per_second": "give a number from 1 to 10000",
    "mode": "give polling or webhook",
    "webhook_url": "BOT_MODE=webhook wants the address that Telegram brings updates to, such as "
    "https://bot.example.org/telegram",
    "webhook_listen": "give a host and a port, such as 127.0.0.1:8443",
    "webhook_secret": "give 1 to 256 letters, digits, _ and - of ASCII",
    "status_listen": "give a host and a port, such as 127.0.0.1:9464",
    "log": "give text or json",
    "llm_url": "give an address that begins with http:// or https://",
    "llm_model": "BOT_LLM_URL wants the name of a model that it serves, such as llama3.2",
    "llm_key": "give the key alone, in letters, digits and signs of ASCII, without spaces",
}


def load_settings() -> Settings:
    """Read the settings from the environment and ``.env``, the environment first.

    Raises:
        SettingsError: if any of them can't be used; the text has one line for each, and never
            the value itself, which may be a secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = {str(problem["loc"][0]): problem["type"] for problem in error.errors()}
        lines = [_complaint(name.lower(), kind) for name, kind in wrong.items()]
        raise SettingsError("\n".join(lines)) from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{ENV_FILE} is not UTF-8 text: save it as UTF-8") from error


def _complaint(name: str, kind: str) -> str:
    fault = "is missing" if kind == "missing" else "can't be used"
    return f"{PREFIX}{name.upper()} {fault}: {_WHAT_IS_RIGHT[name]}"


def unknown_settings() -> Iterator[str]:
    """Yield a line for each ``BOT_`` variable that nothing reads, with the likeliest right name."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    given = {name.upper() for name in (*os.environ, *dotenv_values(ENV_FILE))}
    for name in sorted(given - set(known)):
        if name.startswith(PREFIX):
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
            hint = f": did you mean {near[0]}?" if near else ""
            yield f"{name} is not a setting of this version{hint}"
