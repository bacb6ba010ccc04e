"""What the page may ask of the workspace, checked before anything is done."""

from datetime import datetime
from typing import Annotated, TypeVar

from aiohttp import web
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from adapters.web import limits


class Unfit(Exception):
    """The request cannot be granted; `sentence` says why, `status` is 4xx."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def _whole(value: object) -> object:
    """Without halves of characters."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _clean(value: object) -> object:
    """Without halves of characters, and without NUL, which not every database keeps."""
    return str(_whole(value)).replace("\0", "") if isinstance(value, str) else value


Clean = BeforeValidator(_clean)
Word = Annotated[str, Clean, Field(max_length=limits.KEY)]
Carried = Annotated[str, BeforeValidator(_whole), Field(max_length=limits.CARRIED)]
Typed = Annotated[str, Clean, Field(max_length=limits.TYPED)]
Filled = Annotated[str, Clean, Field(max_length=limits.FILLED)]


class Ask(BaseModel):
    """A request of one person. A second one under the same `key` changes nothing and is answered alike."""

    model_config = ConfigDict(extra="forbid", strict=True)
    who: Word = Field(alias="as")
    key: Word = ""


class Say(Ask):
    """Type something in a place, or in the thread under a message there."""

    channel: Word
    text: Typed
    thread: Word | None = None


class Press(Ask):
    """Press a button; what it carries is passed on unchecked."""

    message: Word
    button: Carried
    subject: Carried = ""
    choice: Carried = ""


class Choose(Ask):
    """Choose something in the menu of a message that a person wrote."""

    message: Word
    action: Word


class Submit(Ask):
    """Send the open form."""

    form: Word
    values: dict[Carried, Filled | list[Filled]] = Field(max_length=limits.FIELDS)


class Close(Ask):
    """Put the open form away."""

    form: Word


class Edit(Ask):
    """Change one's own message."""

    message: Word
    text: Typed


class Remove(Ask):
    """Delete one's own message, or one of the bot's."""

    message: Word


class Seen(Ask):
    """Everything that stands in the place now has been looked at."""

    channel: Word


class Join(BaseModel):
    """Let somebody new into the workspace, or onto another of its platforms."""

    model_config = ConfigDict(extra="forbid", strict=True)
    who: str = Field(alias="as", pattern=r"^[a-z][a-z0-9-]{0,29}$")
    name: str = Field(min_length=1, max_length=60)
    unit: str = Field(min_length=1, max_length=60)
    platforms: list[limits.Drawing] = Field(min_length=1, max_length=2)


class Leave(Ask):
    """Take somebody's account away on those platforms."""

    platforms: list[limits.Drawing] = Field(min_length=1, max_length=2)


class Move(BaseModel):
    """Put the clock forward in exactly one way."""

    model_config = ConfigDict(extra="forbid")
    advance_seconds: float | None = Field(default=None, gt=0, le=366 * 86_400)
    to: datetime | None = None
    next: bool = False


AnyAsk = TypeVar("AnyAsk", bound=BaseModel)


async def read(request: web.Request, shape: type[AnyAsk]) -> AnyAsk:
    """The request's body in that shape. Raises Unfit with a sentence when it isn't."""
    if request.content_type != "application/json":
        raise Unfit("Send application/json.", 415)
    body = await request.content.read(limits.BODY + 1)
    while len(body) <= limits.BODY and (more := await request.content.read(limits.BODY)):
        body += more
    if len(body) > limits.BODY:
        raise Unfit("That is too much at once.", 413)
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        raise Unfit(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{field}: {first['msg']}." if field else f"{first['msg']}."
