"""What whoever runs the bot may set, from the environment. Every one is described in the README."""

from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 16


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
    slack_app_token: SecretStr = SecretStr("")
    """From the Slack app's page; begins with xapp-. With it the bot opens the connection: Slack needs no address."""
    slack_client_id: str = ""
    """From the Slack app's page, for an app that is installed in many workspaces; none then needs a token here."""
    slack_client_secret: SecretStr = SecretStr("")
    """That app's client secret."""
    slack_api_url: str = "https://slack.com/api/"
    """Slack's Web API; another address for tests and proxies."""
    slack_thread_replies: bool = False
    """Whether the Slack app was given the history scopes that let the bot hear threads."""

    teams_app_id: str = ""
    """The Microsoft Entra application id of the bot."""
    teams_app_password: SecretStr = SecretStr("")
    """That application's client secret."""
    teams_tenant: str = ""
    """The Entra tenant whose people may use the bot; empty for any tenant."""
    teams_openid_metadata_url: str = ""
    """Where the Bot Framework's signing keys are listed; another address for tests."""
    teams_development: bool = False
    """No authentication, for the Agents Playground. Refused unless bound to loopback."""
    teams_thread_replies: bool = False
    """Whether the Teams app was given consent to read replies in channels."""

    @property
    def slack_on(self) -> bool:
        """Whether Slack is configured."""
        heard = bool(self.slack_signing_secret.get_secret_value()) or self.slack_socket
        return heard and (bool(self.slack_bot_token.get_secret_value()) or self.slack_many)

    @property
    def slack_socket(self) -> bool:
        """Whether the bot opens the connection to Slack."""
        return bool(self.slack_app_token.get_secret_value())

    @property
    def slack_many(self) -> bool:
        """Whether one Slack app is installed in many workspaces, which keep their tokens in the database."""
        return bool(self.slack_client_id)

    @property
    def teams_on(self) -> bool:
        """Whether Teams is configured."""
        return bool(self.teams_app_id) or self.teams_development

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
        self._slack_whole()
        if bool(self.teams_app_id) != bool(self.teams_app_password.get_secret_value()):
            raise ValueError("Teams needs both COP_TEAMS_APP_ID and COP_TEAMS_APP_PASSWORD; one is missing.")
        return self

    def _slack_whole(self) -> None:
        signing, token = self.slack_signing_secret.get_secret_value(), self.slack_bot_token.get_secret_value()
        if self.slack_socket and not self.slack_app_token.get_secret_value().startswith("xapp-"):
            raise ValueError("COP_SLACK_APP_TOKEN should begin with xapp-; the one with xoxb- is COP_SLACK_BOT_TOKEN.")
        if self.slack_many or self.slack_client_secret.get_secret_value():
            self._slack_many_whole()
        elif self.slack_socket and not token:
            raise ValueError("Slack needs both COP_SLACK_APP_TOKEN and COP_SLACK_BOT_TOKEN; one is missing.")
        elif not self.slack_socket and bool(signing) != bool(token):
            raise ValueError("Slack needs both COP_SLACK_SIGNING_SECRET and COP_SLACK_BOT_TOKEN; one is missing.")

    def _slack_many_whole(self) -> None:
        if not (self.slack_many and self.slack_client_secret.get_secret_value()):
            raise ValueError("Slack needs both COP_SLACK_CLIENT_ID and COP_SLACK_CLIENT_SECRET; one is missing.")
        if self.slack_bot_token.get_secret_value():
            raise ValueError(
                "COP_SLACK_BOT_TOKEN is for one workspace and COP_SLACK_CLIENT_ID for many: unset one of the two."
            )
        if not (self.slack_signing_secret.get_secret_value() or self.slack_socket):
            raise ValueError("With COP_SLACK_CLIENT_ID, Slack needs COP_SLACK_SIGNING_SECRET, too.")
        if len(self.secret_key.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(
                "COP_SECRET_KEY is missing or short. Slack's tokens are kept encrypted under it: "
                "set it to 32 random characters."
            )
        if not self.url:
            raise ValueError(
                "COP_URL is missing. Slack sends whoever installs the app back to it: "
                "set it to the public address of this server, such as https://cop.example.org."
            )


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
