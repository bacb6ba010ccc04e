"""The command line: everything whoever runs the bot can do with it."""

import asyncio
import json
import sqlite3
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from functools import wraps
from typing import Any, ParamSpec

import click
from pydantic import ValidationError

from adapters.settings import Settings

P = ParamSpec("P")


class Stopped(click.ClickException):
    """One clear sentence, and a non-zero exit."""

    def show(self, file: Any = None) -> None:
        """The sentence alone."""
        click.echo(self.message, file=file or sys.stderr)


def settings_now(**changes: Any) -> Settings:
    """The settings from the environment. Raises `Stopped` with what to do about a wrong one."""
    try:
        return Settings(**changes)
    except ValidationError as error:
        raise Stopped("\n".join(_told(problem) for problem in error.errors())) from None


_SHOULD_BE = {
    "url": "an address such as https://cop.example.org",
    "port": "a number from 0 to 65535",
    "name": "a name of 1 to 30 characters",
    "command": "a slash and small letters or digits, such as /cop",
    "log": "json or plain",
}
"""What a setting of that name takes; the rest are yes or no."""


def _told(problem: Any) -> str:
    if not problem["loc"]:
        return str(problem["msg"]).removeprefix("Value error, ")
    setting = str(problem["loc"][0])
    return f"COP_{setting.upper()} should be {_SHOULD_BE.get(setting, 'yes or no')}."


def plainly(command: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run an asynchronous command; what can go wrong for its user is told in a sentence."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from adapters.server import PortTaken  # noqa: PLC0415 - `cop --help` should answer at once
        from storage.errors import StorageError  # noqa: PLC0415

        try:
            asyncio.run(command(*args, **kwargs))
        except (PortTaken, StorageError) as error:
            raise Stopped(str(error)) from None
        except Exception as error:
            if damage := _damage(error):
                raise Stopped(
                    f"The SQLite file is damaged, or not one at all ({damage}). "
                    "Set COP_DATABASE_URL to another file, or put a copy of the old one there."
                ) from None
            raise

    return run


def _damage(error: BaseException | None) -> sqlite3.DatabaseError | None:
    """What SQLite said of its file, when that is behind the error."""
    while error is not None and not isinstance(error, sqlite3.DatabaseError):
        error = error.__cause__ or error.__context__
    return error


def whole(option: str, least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number within limits; anything else is told in one sentence."""

    def read(typed: str) -> int:
        with suppress(ValueError):
            if least <= int(typed) <= most:
                return int(typed)
        raise Stopped(f"{option} should be a whole number from {least} to {most}.")

    return read


class Listed(click.Group):
    """A group whose help names every command in full, those of its own groups included."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a command."""
        most = ctx.max_content_width or formatter.width
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(most)) for name, command in _leaves(self)])


def _leaves(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _leaves(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


@click.group(cls=Listed, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="cop", prog_name="cop")
def main() -> None:
    """A community of practice at home in Slack and Microsoft Teams, as one community over both."""


@main.command()
@click.option("--workspace", is_flag=True, help="Serve the local workspace with a demo community.")
@plainly
async def run(*, workspace: bool) -> None:
    """Serve whichever platforms are configured."""
    settings = settings_now(**({"workspace": True} if workspace else {}))
    if not settings.serves:
        raise Stopped("Nothing to serve yet. Try `cop run --workspace`, or see what is missing with `cop doctor`.")
    from adapters import logs, server, wiring  # noqa: PLC0415

    logs.configure(settings.log, quiet=settings.workspace)
    told = server.told_to_stop()
    async with wiring.running(settings) as product:
        if settings.workspace:
            await wiring.furnish(product)
            click.echo(f"The local workspace is on {product.url}/  (Ctrl-C ends it; nothing is lost)")
        else:
            click.echo(f"Serving {', '.join(can.can.title for can in product.platforms.values())} on {product.url}")
        await told.wait()


@main.command()
@click.option("--stay", is_flag=True, help="Leave it open in the local workspace afterwards.")
@plainly
async def demo(*, stay: bool) -> None:
    """Play a community's first week, a line as each thing happens, on a database that is thrown away."""
    from adapters import demo as story  # noqa: PLC0415
    from adapters.server import told_to_stop  # noqa: PLC0415

    try:
        await story.demo(click.echo, settings_now().port, told_to_stop().wait() if stay else None)
    except (story.NotServed, story.Unlike) as error:
        raise Stopped(str(error)) from None


@main.command()
@plainly
async def migrate() -> None:
    """Bring the database to this version. A SQLite file is copied first."""
    from storage.engine import migrate as bring  # noqa: PLC0415

    await asyncio.to_thread(bring, settings_now().database_url)
    click.echo("The database is up to date.")


@main.command()
@plainly
async def doctor() -> None:
    """Say in plain words what is configured, what is missing and what to do."""
    from adapters.doctor import examined  # noqa: PLC0415

    findings = await examined(settings_now())
    for finding in findings:
        click.echo(f"{click.style(finding.mark, fg=finding.colour)} {finding.sentence}")
    if any(finding.broken for finding in findings):
        sys.exit(1)


@main.command("setup-code")
@plainly
async def setup_code() -> None:
    """Print a one-time code: whoever enters it sets up a community and is its first steward."""
    from adapters import wiring  # noqa: PLC0415

    code = await wiring.new_setup_code(settings_now())
    click.echo(code)
    click.echo("Good for 15 minutes. Invite the bot to a channel and type there: setup", err=True)


@main.group()
def steward() -> None:
    """Look after stewards."""


@steward.command("add")
@click.argument("community", type=click.IntRange(1, 2**31 - 1))
@click.argument("member", type=click.IntRange(1, 2**31 - 1))
@plainly
async def steward_add(community: int, member: int) -> None:
    """Make MEMBER of COMMUNITY a steward. `me` shows a member their number."""
    from adapters import wiring  # noqa: PLC0415

    name = await wiring.add_steward(settings_now(), community, member)
    if name is None:
        raise Stopped(f"Community {community} has no member {member}. Members see both numbers in `me`.")
    click.echo(f"{name or 'The member'} is a steward now.")


@main.command()
@click.option(
    "--community",
    type=whole("--community", 1, 2**31 - 1),
    required=True,
    metavar="C",
    help="Its number; `me` shows members theirs.",
)
@click.option("--from", "start", default="today", metavar="DATE", help="The first day, such as 2027-03-08 or 8 March.")
@click.option(
    "--weeks",
    type=whole("--weeks", 1, 52),
    default=4,
    metavar="N",
    show_default=True,
    help="How many weeks from then on, up to 52.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs: one object a posting.")
@plainly
async def preview(*, community: int, start: str, weeks: int, as_json: bool) -> None:
    """Print what the bot would post, offer and remind, when and to whom. Nothing is sent."""
    from adapters import preview as ahead  # noqa: PLC0415

    try:
        told = await ahead.preview(settings_now(), community, start, weeks)
    except ahead.NoPreview as error:
        raise Stopped(str(error)) from None
    click.echo(ahead.as_json(told) if as_json else ahead.as_table(told))


@main.group(invoke_without_command=True)
@click.option("--explain", is_flag=True, help="Say for each permission and event why it is asked for.")
@click.pass_context
def manifest(context: click.Context, *, explain: bool) -> None:
    """Print what a platform asks for to install the bot, with the least rights it needs."""
    if explain:
        settings = settings_now()
        _explain_slack(settings, emails=False, socket=settings.slack_socket)
        context.exit()
    if context.invoked_subcommand is None:
        raise Stopped("Of which platform? `cop manifest slack`, `cop manifest teams`, or `cop manifest --explain`.")


def _explain_slack(settings: Settings, *, emails: bool, socket: bool) -> None:
    from adapters import wiring  # noqa: PLC0415
    from adapters.explaining import as_table  # noqa: PLC0415

    threads, many = settings.slack_thread_replies, settings.slack_many
    click.echo(as_table("Slack", wiring.slack_rights(threads=threads, emails=emails, socket=socket, many=many)))


@manifest.command("slack")
@click.option("--url", help="Where Slack reaches this server; else COP_URL.")
@click.option("--name", help="What the bot is called; else COP_NAME.")
@click.option("--command", help="The slash command; else COP_COMMAND.")
@click.option("--socket", is_flag=True, help="Socket Mode: no public address. So, too, with COP_SLACK_APP_TOKEN.")
@click.option("--thread-replies", is_flag=True, help="Hear replies typed in threads; needs the history scopes.")
@click.option("--link-by-email", is_flag=True, help="Propose that two accounts with one work e-mail are one person.")
@click.option("--explain", is_flag=True, help="Say why each is asked for instead.")
def manifest_slack(
    *,
    url: str | None,
    name: str | None,
    command: str | None,
    socket: bool,
    thread_replies: bool,
    link_by_email: bool,
    explain: bool,
) -> None:
    """Print what to paste at Slack's page for new apps."""
    from adapters import wiring  # noqa: PLC0415

    given = {"name": name, "command": command, "slack_thread_replies": thread_replies or None}
    settings = settings_now(**{word: value for word, value in given.items() if value is not None})
    socket = socket or settings.slack_socket
    url = url or settings.url or "https://cop.example.org"
    if explain:
        return _explain_slack(settings, emails=link_by_email, socket=socket)
    if not (socket or url.startswith("https://")):
        raise Stopped("Slack only calls addresses that begin with https://, such as --url https://cop.example.org.")
    made = wiring.slack_manifest(settings, url, socket=socket, emails=link_by_email)
    return click.echo(json.dumps(made, indent=2))


@manifest.command("teams")
@click.option("--out", metavar="FILE", default="", help="Make the app package to upload, such as cop-teams.zip.")
@click.option(
    "--app-id", metavar="ID", default="", help="The bot's Microsoft Entra application id; else COP_TEAMS_APP_ID."
)
@click.option("--name", default=None, help="What the bot is called in Teams; else COP_NAME.")
@click.option("--thread-replies", is_flag=True, help="Ask each team's owners for consent to read replies in channels.")
@click.option("--about", default="", help="A page about this installation; else COP_URL.")
@click.option("--app-version", default="1.0.0", show_default=True, help="A higher one for each update you upload.")
@click.option("--explain", is_flag=True, help="Say what each permission is for, and what is lost without it.")
def manifest_teams(
    *, out: str, app_id: str, name: str | None, thread_replies: bool, about: str, app_version: str, explain: bool
) -> None:
    """Print the manifest of the Teams app, or make its package."""
    from adapters import wiring  # noqa: PLC0415

    named = {} if name is None else {"name": name}
    settings = settings_now(**named, **({"teams_thread_replies": True} if thread_replies else {}))
    try:
        made = wiring.teams_manifest(settings, app_id=app_id, about=about, version=app_version, out=out)
    except ValueError as error:
        raise Stopped(str(error)) from None
    if explain:
        click.echo(wiring.teams_explained(made))
    elif out:
        click.echo(f"{out} is ready: upload it in Teams under Apps, Manage your apps, Upload an app.")
        for left in _left_to_set(settings, about=about, hears=settings_now().teams_thread_replies):
            click.echo(f"– {left}", err=True)
    else:
        click.echo(json.dumps(made, indent=2))


def _left_to_set(settings: Settings, *, about: str, hears: bool) -> Iterator[str]:
    """What the server needs besides, so that the package does what it says."""
    if not settings.teams_tenant:
        yield (
            "COP_TEAMS_TENANT is not set here. Set it where the bot runs to your Entra tenant's id; "
            "“any” lets people of every tenant in that installs the app."
        )
    if not (about or settings.url.startswith("https://")):
        yield "COP_URL is not set, so the app names no page of yours. Give one with --about."
    if settings.teams_thread_replies and not hears:
        yield "Set COP_TEAMS_THREAD_REPLIES=yes where the bot runs; until then its cards ask people to press Reply."


if __name__ == "__main__":
    main(prog_name="cop")
