"""Settings: what may be set, how each is checked, and what is said of a wrong one."""

from bot.config.complaints import SettingsError
from bot.config.environment import (
    TELEGRAM,
    FixedSettings,
    LogFormat,
    ReaderUnknown,
    Settings,
    database_address,
    misspelt_settings,
    mode_of_env,
    read_settings,
)

__all__ = [
    "TELEGRAM",
    "FixedSettings",
    "LogFormat",
    "ReaderUnknown",
    "Settings",
    "SettingsError",
    "database_address",
    "misspelt_settings",
    "mode_of_env",
    "read_settings",
]
