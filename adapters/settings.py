"""What whoever runs the bot may set, from the environment. Every one is described in the README."""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 16
ANY_TENANT = "any"


class Settings(BaseSettings):
    """One installation's settings: `COP_PORT=9000` sets `port`."""

    model_config = SettingsConfigDict(env_prefix="COP_", extra="ignore")

    database_url: str = "sqlite:///cop.db"
    """Where everything is kept: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`."""
    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = Field(default=8080, ge=0, le=65535)
    """The port to listen on; 0 takes a free one."""
    url: str = Field(default="", pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$")
    """The public address of this server, for calendars; the workspace knows its own."""
    secret_key: SecretStr = SecretStr("")
    """A long random word; one-time codes are kept only as digests under it."""
    name: str = Field(default="CoP", min_length=1, max_length=30)
    """What the bot calls itself."""
    command: str = Field(default="/cop", pattern=r"^/[a-z0-9_-]{1,31}$")
    """The slash command."""
    log: Literal["json", "plain"] = "json"
    """How log lines look."""
    workspace: bool = False
    """Serve the local workspace, with a demo community. Loopback only."""

    slack_signing_secret: SecretStr = SecretStr("")
    """From the Slack app's page; proves that a request comes from Slack."""
    slack_bot_token: SecretStr = SecretStr("")
    """From the Slack app's page; begins with xoxb-."""
    slack_api_url: str = "https://slack.com/api/"
    """Slack's Web API; another address for tests and proxies."""
    slack_thread_replies: bool = False
    """Whether the Slack app was given the history scopes that let the bot hear threads."""

    teams_app_id: str = ""
    """The Microsoft Entra application id of the bot."""
    teams_app_password: SecretStr = SecretStr("")
    """That application's client secret."""
    teams_tenant: str = ""
    """The id of the Entra tenant whose people may use the bot; `any` for every tenant that installs it."""
    teams_openid_metadata_url: str = ""
    """Where the Bot Framework's signing keys are listed; another address for tests."""
    teams_development: bool = False
    """No authentication, for the Agents Playground. Refused unless bound to loopback."""
    teams_thread_replies: bool = False
    """Whether the Teams app was given consent to read replies in channels."""

    @property
    def slack_on(self) -> bool:
        """Whether Slack is configured."""
        return bool(self.slack_signing_secret.get_secret_value() and self.slack_bot_token.get_secret_value())

    @property
    def teams_on(self) -> bool:
        """Whether Teams is configured."""
        return bool(self.teams_app_id) or self.teams_development

    @property
    def teams_only_tenant(self) -> str:
        """The one tenant whose people may use the bot in Teams; empty for any."""
        return "" if self.teams_tenant.lower() == ANY_TENANT else self.teams_tenant

    @property
    def serves(self) -> bool:
        """Whether any platform is configured, the local workspace included."""
        return self.slack_on or self.teams_on or self.workspace

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host == "localhost" or _loopback(self.host)

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, None on PostgreSQL."""
        prefix, _, path = self.database_url.partition("sqlite:///")
        return Path(path) if not prefix and path else None

    @model_validator(mode="after")
    def _safe(self) -> "Settings":
        if self.teams_development and not self.on_loopback:
            raise ValueError("COP_TEAMS_DEVELOPMENT turns authentication off, so COP_HOST must be 127.0.0.1.")
        if self.workspace and not self.on_loopback:
            raise ValueError("The local workspace lets anyone be any member, so COP_HOST must be 127.0.0.1.")
        real = self.slack_on or (self.teams_on and not self.teams_development)
        if real and not self.on_loopback and len(self.secret_key.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError("COP_SECRET_KEY is missing or short. Set it to 32 random characters.")
        if bool(self.slack_signing_secret.get_secret_value()) != bool(self.slack_bot_token.get_secret_value()):
            raise ValueError("Slack needs both COP_SLACK_SIGNING_SECRET and COP_SLACK_BOT_TOKEN; one is missing.")
        if self.teams_app_id and not self.teams_tenant and not self.on_loopback:
            raise ValueError(
                "COP_TEAMS_TENANT is missing. Set it to your Entra tenant's id, or to any for people of every tenant."
            )
        if bool(self.teams_app_id) != bool(self.teams_app_password.get_secret_value()):
            raise ValueError("Teams needs both COP_TEAMS_APP_ID and COP_TEAMS_APP_PASSWORD; one is missing.")
        return self


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
