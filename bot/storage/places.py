"""Where what is remembered is kept, as the settings say."""

from sqlalchemy import URL

from bot.storage.fingerprints import KEY_FILE, kept_key
from config import Settings
from config.database_url import SQLITE, database_url

_FILE = "verbatim.sqlite3"


def storage_url(settings: Settings) -> URL:
    """Return the URL of the database."""
    if settings.database is not None:
        return database_url(settings.database.get_secret_value())
    return URL.create(SQLITE, database=str(settings.data / _FILE))


def has_hash_key(settings: Settings) -> bool:
    """Whether there is a key of fingerprints: ``hash_key`` makes one where there is none."""
    return settings.hash_key is not None or (settings.data / KEY_FILE).exists()


def hash_key(settings: Settings) -> bytes:
    """Return the key of fingerprints: the one that was given, else the one that is kept."""
    if settings.hash_key is not None:
        return settings.hash_key.get_secret_value().encode()
    return kept_key(settings.data)
