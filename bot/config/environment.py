"""Settings: read once, from the environment and from `.env`, and frozen."""

import base64
import hashlib
import hmac
import os
import re
import stat
from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.config.addresses import (
    SQLITE_EXAMPLE,
    Network,
    database_place,
    networks,
    server_address,
    webhook_address,
)
from bot.config.complaints import SettingsError, misspelt, see_that_lines_are_settings, sentence

TELEGRAM = "https://api.telegram.org"
_ENV = ".env"
_IDS = 2**53  # Telegram's ids are less
_PASSWORD = re.compile(r"://[^/@\s:]*+:([^/@\s]++)@")  # in an address
_SHORTEST_TOKEN = 16  # characters: it opens the newsroom's channels


class ReaderUnknown(StrEnum):
    """What to do when nobody can tell whether a reader received a teaser."""

    AGAIN = "again"
    SKIP = "skip"


class PaidBroadcast(StrEnum):
    """Whether a breaking story may be sent to readers for Stars, if an owner or chief says so."""

    OFF = "off"
    ON = "on"


class CheckLinks(StrEnum):
    """Whether drafts' links and pictures are looked at on their sites."""

    ON = "on"
    OFF = "off"


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


class Settings(BaseSettings):
    """Every setting; `.env.example` says what each is for."""

    model_config = SettingsConfigDict(
        env_file=_ENV,
        env_file_encoding="utf-8-sig",  # as some editors of Windows save it
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
    )

    bot_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM
    database_url: str = SQLITE_EXAMPLE
    owner_ids: Annotated[tuple[Annotated[int, Field(gt=0, lt=_IDS)], ...], NoDecode] = ()
    desk_chat_id: int | None = Field(default=None, gt=-_IDS, lt=_IDS)
    timezone: str = "Europe/Kyiv"
    publication: str = Field(default="", max_length=60)
    default_language: Literal["uk", "en"] = "uk"
    rate_per_second: float = Field(default=29, gt=0, le=1000)
    rate_per_channel_minute: float = Field(default=19, gt=0, le=1000)
    paid_broadcast: PaidBroadcast = PaidBroadcast.OFF
    reader_unknown: ReaderUnknown = ReaderUnknown.AGAIN
    look_up_after: float = Field(default=20, ge=0, le=3600)
    keep_deliveries_days: int = Field(default=90, ge=0, le=36_500)
    keep_backups_days: int | None = Field(default=None, ge=0, le=36_500)
    schedule_grace_minutes: int = Field(default=15, ge=0, le=10_080)
    silence_alert_hours: int = Field(default=24, ge=0, le=8_760)
    check_links: CheckLinks = CheckLinks.ON
    templates_dir: Path | None = None
    http_host: str = "127.0.0.1"
    http_port: int | None = Field(default=None, ge=1, le=65_535)
    api_tokens: Annotated[Mapping[str, SecretStr], NoDecode] = Field(default_factory=dict)
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_ips: Annotated[tuple[Network, ...], NoDecode] = ()
    webhook_proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    log_format: LogFormat = LogFormat.TEXT

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Ids with commas or blanks between."""
        if not isinstance(value, str):
            return value
        ids = re.split(r"[,\s]+", value.strip(", "))
        if not all(one.isascii() and one.isdigit() for one in ids):
            raise ValueError(
                "an owner's id is a number, such as 123456789; without any, `run` prints a link"
            )
        return ids

    @field_validator("desk_chat_id", mode="before")
    @classmethod
    def _number_of_chat(cls, value: object) -> object:
        """A name, «@desk», would say nothing of a private group."""
        digits = value.strip().removeprefix("-") if isinstance(value, str) else "1"
        if not (digits.isascii() and digits.isdigit()):
            raise ValueError("a chat's id is a number, such as -1001234567890; /channels has it")
        return value

    @field_validator("api_tokens", mode="before")
    @classmethod
    def _named_tokens(cls, value: object) -> object:
        """«name:token», with commas between. What is wrong is told without the token."""
        if not isinstance(value, str):
            return value
        tokens: dict[str, str] = {}
        for one in filter(None, (part.strip() for part in value.split(","))):
            name, colon, token = one.partition(":")
            named = colon and re.fullmatch(r"[A-Za-z0-9_-]{1,32}", name)
            if not named or name in tokens:
                raise ValueError("each is name:token, with a name of its own in Latin letters")
            if len(token) < _SHORTEST_TOKEN or not re.fullmatch(r"[!-~]+", token):
                raise ValueError(
                    f"a token has {_SHORTEST_TOKEN} or more Latin letters, figures and signs"
                )
            if token in tokens.values():
                raise ValueError("every source has a token of its own")
            tokens[name] = token
        return tokens

    @field_validator("webhook_secret")
    @classmethod
    def _is_a_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            return value
        raise ValueError("a secret has 1 to 256 Latin letters, figures, «_» and «-»")

    @field_validator("bot_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]{3,}", value.get_secret_value()):
            raise ValueError("a token looks like 123456:ABC…, as @BotFather gives it")
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        return server_address(value)

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        return database_place(value)

    @field_validator("webhook_url")
    @classmethod
    def _is_a_webhook(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Where Telegram sends updates. A Bot API server of one's own sends them anywhere."""
        if value is None:
            return None
        anywhere = info.data.get("telegram_api_url") != TELEGRAM
        address = webhook_address(value, anywhere=anywhere)
        if info.data.get("http_port") is None:
            raise ValueError("HTTP_PORT is not set: the bot has to listen for what is sent there")
        return address

    @field_validator("webhook_ips", "webhook_proxies", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        """Addresses and networks, with commas or blanks between."""
        return networks(value) if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError, RecursionError):  # each "/" is a package to it
            raise ValueError("a time zone looks like Europe/Kyiv") from None
        return value

    @field_validator("templates_dir")
    @classmethod
    def _is_a_folder(cls, value: Path | None) -> Path | None:
        try:
            usable = value is None or value.is_dir()
        except OSError:  # a name that no file system takes
            usable = False
        if not usable:
            raise ValueError(f"there is no folder {value}")
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def paid_broadcasts(self) -> bool:
        return self.paid_broadcast is PaidBroadcast.ON

    @property
    def look_up_delay(self) -> timedelta:
        return timedelta(seconds=self.look_up_after)

    @property
    def look(self) -> bool:
        """Whether drafts' links and pictures are looked at on their sites."""
        return self.check_links is CheckLinks.ON

    @property
    def silence_alert(self) -> timedelta:
        """So long nothing may come out in a channel; zero: for ever."""
        return timedelta(hours=self.silence_alert_hours)

    @property
    def keep_deliveries(self) -> timedelta | None:
        """How long readers' rows are kept; None: for ever."""
        days = self.keep_deliveries_days
        return timedelta(days=days) if days else None

    @property
    def grace(self) -> timedelta:
        """What is missed by no more than that goes out late without a question."""
        return timedelta(minutes=self.schedule_grace_minutes)

    @property
    def webhook_token(self) -> str:
        """What Telegram shows at the webhook: the secret that is set, or one made of the token.

        Every process with the token has the same, and a renewed token brings another.
        """
        if self.webhook_secret:
            return self.webhook_secret.get_secret_value()
        token = self.bot_token.get_secret_value() if self.bot_token else ""
        made = hmac.digest(token.encode(), b"webhook", hashlib.sha256)
        return base64.urlsafe_b64encode(made).decode().rstrip("=")

    @property
    def secrets(self) -> frozenset[str]:
        """What must be told nowhere: every token, and the passwords within addresses."""
        held = (getattr(self, name) for name in type(self).model_fields)
        return frozenset(
            [self.webhook_token, *(secret for value in held for secret in _secrets_in(value))]
        )

    @property
    def desk(self) -> int | None:
        """The chat for alerts and look-ups: the one that is set, else the first owner's."""
        return self.desk_chat_id or (self.owner_ids[0] if self.owner_ids else None)


def _secrets_in(value: object) -> Iterator[str]:
    match value:
        case SecretStr():
            secret = value.get_secret_value()
            yield secret
            yield secret.rpartition(":")[2]  # a bot's token: everybody may know its number
        case Mapping():
            for one in value.values():
                yield from _secrets_in(one)
        case str():
            for password in _PASSWORD.findall(value):
                yield unquote(password)


class FixedSettings(Settings):
    """Settings that are given in full: neither the environment nor `.env` is looked at."""

    model_config = SettingsConfigDict(env_file=None)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def read_settings() -> Settings:
    """Settings from the environment and `.env`. Raises `SettingsError`, one sentence a setting."""
    see_that_lines_are_settings(Path(_ENV))
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(sentence(problem) for problem in error.errors())) from None


def misspelt_settings() -> dict[str, str]:
    """Names in `.env` that are no setting's, and what was probably meant by each."""
    return misspelt(Path(_ENV), [name.upper() for name in Settings.model_fields])


def database_address(value: str) -> str:
    """An address that is none of the settings', by the same rules. Raises `SettingsError`."""
    try:
        return FixedSettings(database_url=value).database_url
    except ValidationError as error:
        words = sentence(error.errors()[0])
        raise SettingsError(words.removeprefix("DATABASE_URL: ")) from None


def mode_of_env() -> int | None:
    """The rights to `.env`, which holds the token, where others than its owner have any."""
    try:
        mode = stat.S_IMODE(Path(_ENV).stat().st_mode)
    except OSError:
        return None
    return mode if mode & (stat.S_IRWXG | stat.S_IRWXO) and os.name == "posix" else None
