"""Settings from the environment and from a file named .env."""

import re
import traceback
from pathlib import Path

import pytest
from pydantic import SecretStr

import config
from config import PREFIX, Settings, SettingsError, load_settings, unknown_settings
from tests.conftest import TOKEN

WEBHOOK_SECRET = "a-secret_of-Telegrams"
LLM_KEY = "sk-a_key_that_nobody_must_ever_see"
DATABASE = "postgresql://verbatim:secret-that-nobody-must-see@localhost/verbatim"
HASH_KEY = "a-key-of-chance-that-nobody-must-ever-see"
# Each setting as it is written, and what it is then.
WRITTEN = {
    "token": (TOKEN, TOKEN),
    "admins": ("12345, 67890", frozenset({12345, 67890})),
    "knowledge": ("interviews/mine.yaml", Path("interviews/mine.yaml")),
    "api_url": ("http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
    "watch": ("false", False),
    "questions_per_minute": ("7", 7),
    "messages_per_second": ("2.5", 2.5),
    "model": ("models/multilingual", "models/multilingual"),
    "cache": ("kept/vectors", Path("kept/vectors")),
    "data": ("kept/here", Path("kept/here")),
    "database": (DATABASE, DATABASE),
    "keep_questions": ("0", 0),
    "hash_key": (HASH_KEY, HASH_KEY),
    "mode": ("webhook", "webhook"),
    "webhook_url": ("https://bot.example.org/telegram", "https://bot.example.org/telegram"),
    "webhook_listen": ("[::1]:9000", "[::1]:9000"),
    "webhook_secret": (WEBHOOK_SECRET, WEBHOOK_SECRET),
    "status_listen": ("0.0.0.0:9100", "0.0.0.0:9100"),
    "log": ("json", "json"),
    "llm_url": ("http://localhost:11434/v1", "http://localhost:11434/v1"),
    "llm_model": ("llama3.2", "llama3.2"),
    "llm_key": (LLM_KEY, LLM_KEY),
}
BOTFATHERS = "a token looks like 123456789:ABC-def_123, as @BotFather sends it"
ADMINS_ARE = "give user ids, whole numbers with commas between them, such as 12345,67890"
URL_IS = "give an address that begins with http:// or https://"
QUESTIONS_ARE = "give a whole number from 1 to 6000"
MESSAGES_ARE = "give a number from 1 to 10000"
MODEL_IS = "BOT_LLM_URL wants the name of a model that it serves, such as llama3.2"
DATABASE_IS = (
    "give sqlite:/// and the path of a file, or postgresql://user:password@host/name; of options "
    "it can have sslmode, host and port"
)
DAYS_ARE = "give a whole number of days from 0 to 3650"
HASH_KEY_IS = "give 32 letters and digits or more, chosen by chance"
KEY_IS = "give the key alone, in letters, digits and signs of ASCII, without spaces"


@pytest.fixture(autouse=True)
def env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a .env would stand, in a folder that has none."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".env"


@pytest.fixture
def others_that_are_wanted(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give what a setting is not read without."""
    if name == "llm_url":
        monkeypatch.setenv("BOT_LLM_MODEL", "llama3.2")
    if name == "mode":
        monkeypatch.setenv("BOT_WEBHOOK_URL", "https://bot.example.org/telegram")


@pytest.mark.parametrize(
    ("name", "text", "what_is_right"),
    [
        ("mode", "carrier pigeon", "give polling or webhook"),
        ("mode", "webhook", "BOT_WEBHOOK_URL is missing: BOT_MODE=webhook wants the address"),
        ("webhook_url", "bot.example.org", "BOT_WEBHOOK_URL can't be used: "),
        ("webhook_listen", "8443", "give a host and a port, such as 127.0.0.1:8443"),
        ("webhook_listen", "localhost:65536", "give a host and a port"),
        ("webhook_secret", "not that!", "give 1 to 256 letters, digits, _ and - of ASCII"),
        ("status_listen", "here", "give a host and a port, such as 127.0.0.1:9464"),
        ("log", "xml", "give text or json"),
    ],
)
def test_what_can_not_be_used_for_running_it_is_refused_with_what_is_right(
    name: str, text: str, what_is_right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", text)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert what_is_right in str(refused.value)
    assert "not that!" not in str(refused.value)


def _plain(settings: Settings, name: str) -> object:
    value: object = getattr(settings, name)
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def test_every_setting_is_tried_below() -> None:
    assert set(WRITTEN) == set(Settings.model_fields)


@pytest.mark.usefixtures("others_that_are_wanted")
@pytest.mark.parametrize("name", WRITTEN)
def test_a_setting_is_read_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, value = WRITTEN[name]
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", text)
    assert _plain(load_settings(), name) == value


@pytest.mark.usefixtures("others_that_are_wanted")
@pytest.mark.parametrize("name", WRITTEN)
def test_a_setting_is_read_from_the_file(name: str, env_file: Path) -> None:
    text, value = WRITTEN[name]
    env_file.write_text(f"# a comment\n{PREFIX}{name.upper()}={text}\n", encoding="utf-8")
    assert _plain(load_settings(), name) == value


@pytest.mark.usefixtures("others_that_are_wanted")
@pytest.mark.parametrize("name", WRITTEN)
def test_the_environment_goes_before_the_file(
    name: str, env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, value = WRITTEN[name]
    env_file.write_text(f"{PREFIX}{name.upper()}=:never used:\n", encoding="utf-8")
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", text)
    assert _plain(load_settings(), name) == value


@pytest.mark.parametrize("name", WRITTEN)
def test_a_setting_left_empty_has_its_default(
    name: str, env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    default = _plain(load_settings(), name)
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", "")
    assert _plain(load_settings(), name) == default
    monkeypatch.delenv(f"{PREFIX}{name.upper()}")
    env_file.write_text(f"{PREFIX}{name.upper()}=\n", encoding="utf-8")
    assert _plain(load_settings(), name) == default


def test_without_settings_the_interview_that_comes_with_the_project_is_served() -> None:
    settings = load_settings()
    assert settings.token is None
    assert settings.admins == frozenset()
    assert [file.name for file in settings.knowledge.glob("*.yaml")] == ["fedorov-geo-tv.yaml"]
    assert settings.api_url == "https://api.telegram.org"


def test_without_settings_there_is_no_second_reader() -> None:
    settings = load_settings()
    assert (settings.llm_url, settings.llm_model, settings.llm_key) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "ids"),
    [("1", {1}), ("1,2", {1, 2}), (" 1 , 2 ,", {1, 2}), (",", set()), ("1,1", {1}), (" ", set())],
)
def test_admins_are_a_list_with_commas(
    text: str, ids: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_ADMINS", text)
    assert load_settings().admins == ids


def test_a_knowledge_path_may_begin_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BOT_KNOWLEDGE", "~/interviews")
    assert load_settings().knowledge == tmp_path / "interviews"


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("BOT_TOKEN", "AAE-secret", BOTFATHERS),
        ("BOT_TOKEN", "123:", BOTFATHERS),
        ("BOT_TOKEN", "123:AAE secret", BOTFATHERS),
        ("BOT_TOKEN", "123:AAE-secret\n", BOTFATHERS),
        ("BOT_TOKEN", "١٢٣:AAE-secret", BOTFATHERS),
        ("BOT_ADMINS", "@editor", ADMINS_ARE),
        ("BOT_ADMINS", "12345;67890", ADMINS_ARE),
        ("BOT_ADMINS", "12345,me,you", ADMINS_ARE),
        (
            "BOT_KNOWLEDGE",
            "~no-such-person/x",
            "give the path of a knowledge file or of a folder of them",
        ),
        ("BOT_API_URL", "api.telegram.org", URL_IS),
        ("BOT_API_URL", "ftp://localhost", URL_IS),
        ("BOT_API_URL", "https://", URL_IS),
        ("BOT_WATCH", "perhaps", "give true or false"),
        ("BOT_QUESTIONS_PER_MINUTE", "0", QUESTIONS_ARE),
        ("BOT_QUESTIONS_PER_MINUTE", "6001", QUESTIONS_ARE),
        ("BOT_QUESTIONS_PER_MINUTE", "2.5", QUESTIONS_ARE),
        ("BOT_QUESTIONS_PER_MINUTE", "many", QUESTIONS_ARE),
        ("BOT_MESSAGES_PER_SECOND", "0", MESSAGES_ARE),
        ("BOT_MESSAGES_PER_SECOND", "10001", MESSAGES_ARE),
        ("BOT_MESSAGES_PER_SECOND", "nan", MESSAGES_ARE),
        ("BOT_MESSAGES_PER_SECOND", "-1", MESSAGES_ARE),
        ("BOT_DATA", "~no-such-person/x", "give the path of a folder"),
        ("BOT_DATABASE", "verbatim.db", DATABASE_IS),
        ("BOT_DATABASE", "sqlite:///", DATABASE_IS),
        ("BOT_DATABASE", "sqlite:///:memory:", DATABASE_IS),
        ("BOT_DATABASE", "sqlite://verbatim.db", DATABASE_IS),
        ("BOT_DATABASE", "sqlite:///x.db?mode=ro", DATABASE_IS),
        ("BOT_DATABASE", "mysql://u:secret@localhost/x", DATABASE_IS),
        ("BOT_DATABASE", "postgresql+psycopg2://u:secret@localhost/x", DATABASE_IS),
        ("BOT_DATABASE", "postgresql://u:secret@localhost", DATABASE_IS),
        ("BOT_DATABASE", "postgresql://u:secret@localhost:port/x", DATABASE_IS),
        ("BOT_DATABASE", "postgresql://u:secret@localhost/x?sslkey=secret", DATABASE_IS),
        ("BOT_KEEP_QUESTIONS", "-1", DAYS_ARE),
        ("BOT_KEEP_QUESTIONS", "3651", DAYS_ARE),
        ("BOT_KEEP_QUESTIONS", "a week", DAYS_ARE),
        ("BOT_HASH_KEY", "secret", HASH_KEY_IS),
        ("BOT_LLM_URL", "localhost:11434/v1", URL_IS),
        ("BOT_LLM_URL", "http://", URL_IS),
        ("BOT_LLM_URL", "http:///v1", URL_IS),
        ("BOT_LLM_URL", "http://localhost:11434/ v1", URL_IS),
        ("BOT_LLM_MODEL", " ", MODEL_IS),
        ("BOT_LLM_KEY", "sk secret", KEY_IS),
        ("BOT_LLM_KEY", "sk-secret\n", KEY_IS),
        ("BOT_LLM_KEY", "sk-secreté", KEY_IS),
    ],
)
def test_a_value_that_can_not_be_used_is_named_but_never_shown(
    name: str, text: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == f"{name} can't be used: {right}"
    if "secret" in text:
        assert "secret" not in "".join(traceback.format_exception(caught.value))


def test_all_that_can_not_be_used_is_named_at_once(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "secret")
    env_file.write_text("BOT_ADMINS=me\nBOT_API_URL=localhost\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).split("\n") == [
        f"BOT_TOKEN can't be used: {BOTFATHERS}",
        f"BOT_ADMINS can't be used: {ADMINS_ARE}",
        f"BOT_API_URL can't be used: {URL_IS}",
    ]


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("BOT_TOKEN", TOKEN),
        ("BOT_LLM_KEY", LLM_KEY),
        ("BOT_DATABASE", DATABASE),
        ("BOT_HASH_KEY", HASH_KEY),
    ],
)
def test_a_secret_is_shown_nowhere(name: str, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, secret)
    settings = load_settings()
    shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert secret not in shown


def test_an_endpoint_without_a_model_is_an_error_that_says_so(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_LLM_URL", "http://localhost:11434/v1")
    env_file.write_text("BOT_LLM_MODEL=\nBOT_LLM_KEY=sk-secret\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == f"BOT_LLM_MODEL is missing: {MODEL_IS}"


def test_a_model_without_an_endpoint_is_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_LLM_MODEL", "llama3.2")
    assert load_settings().llm_url is None


@pytest.mark.parametrize(
    ("encoding", "prefix"), [("utf-16", ""), ("latin-1", "# é\n")], ids=["UTF-16", "Latin-1"]
)
def test_a_file_that_is_not_utf8_is_named(encoding: str, prefix: str, env_file: Path) -> None:
    env_file.write_text(f"{prefix}BOT_TOKEN={TOKEN}\n", encoding=encoding)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == ".env is not UTF-8 text: save it as UTF-8"


@pytest.mark.parametrize("content", [f"\ufeffBOT_TOKEN={TOKEN}\n", f"BOT_TOKEN='{TOKEN}'\r\n"])
def test_how_the_file_was_saved_makes_no_difference(content: str, env_file: Path) -> None:
    env_file.write_bytes(content.encode())
    assert _plain(load_settings(), "token") == TOKEN
    assert list(unknown_settings()) == []


def test_a_folder_named_as_the_file_is_no_matter(env_file: Path) -> None:
    env_file.mkdir()
    assert load_settings().token is None


def test_a_name_that_nothing_reads_is_noticed_with_the_likeliest_right_one(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKN", "secret")
    monkeypatch.setenv("BOT_KNOWLEGE", "x")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("ROBOT_TOKEN", "x")
    env_file.write_text("BOT_ADMIN=1\nBOT_ZZZ\nOTHER=1\nBOT_API_URL=\n", encoding="utf-8")
    assert list(unknown_settings()) == [
        "BOT_ADMIN is not a setting of this version: did you mean BOT_ADMINS?",
        "BOT_KNOWLEGE is not a setting of this version: did you mean BOT_KNOWLEDGE?",
        "BOT_TOKN is not a setting of this version: did you mean BOT_TOKEN?",
        "BOT_ZZZ is not a setting of this version",
    ]


def test_names_that_are_all_right_are_not_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, (text, _) in WRITTEN.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", text)
    assert list(unknown_settings()) == []


def test_the_example_names_every_setting_there_is_and_sets_none(
    env_file: Path,
) -> None:
    before = load_settings()
    example = Path(config.__file__).with_name("example.env").read_text(encoding="utf-8")
    named = re.findall(r"^#?\s*([A-Z_]+)=", example, flags=re.MULTILINE)
    assert sorted(named) == sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)
    env_file.write_text(example, encoding="utf-8")
    assert load_settings() == before
