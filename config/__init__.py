"""Every setting of the bot, typed, with its unit and default."""

from config.settings import PREFIX, Settings, SettingsError, load_settings, unknown_settings

__all__ = ["PREFIX", "Settings", "SettingsError", "load_settings", "unknown_settings"]
