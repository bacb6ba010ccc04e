"""Any card and any form, with the words people really paste: live-looking mentions, markup, oversize text, controls."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.chat.cards import AnyButton, Block, Button, Buttons, Card, Entry, LinkButton, Quiet, Quote, Rule, Text, Title
from bot.chat.forms import ChoiceField, Field, Form, Option, TextField, TicksField
from bot.chat.refs import Subject
from bot.chat.richtext import Link, Moment, Plain, RichText, Run, Strong, rich

HOSTILE = (
    "<!channel>",
    "<!here|here>",
    "<!everyone> wake up",
    "<!subteam^S123|@policy>",
    "<@U1>",
    "<@U0ADA|ada>",
    "<#C1|general>",
    "<http://evil.example|https://gov.example>",
    "<at>everyone</at>",
    "<at id='1'>x</at>",
    "@channel @here @everyone",
    "[x](javascript:alert(1))",
    "[https://gov.example](https://evil.example)",
    "![x](https://evil.example/pixel.png)",
    "*bold* _italic_ ~gone~ `code` ```block```",
    "**bold** __under__ ~~gone~~",
    "# Heading\n- list\n1. list\n> quote\n---",
    "\\*not bold\\* \\[x\\](y)",
    "{{DATE(2026-03-11T10:00:00Z,SHORT)}} {{TIME(2026-03-11T10:00:00Z)}} ${data} {name}",
    "<script>alert('x')</script><img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "&amp; &lt;b&gt; &#60;!channel&#62; & < >",
    "<!date^0^{date}|now>",
    ":tada: :no_such_emoji:",
    "👩‍👩‍👧‍👦 🇨🇦 e\u0301 ﷺ",
    "\u202eright to left\u202c \u200f\u061c مرحبا שלום",
    "nul\x00 bell\x07 escape\x1b[31m return\r tab\t",
    "\u2028\u2029\ufeff\u200b\u2060",
    "'; DROP TABLE questions; --",
    "line\nline\n\n\nline",
    "   ",
    "\n",
    "",
)
"""Pieces that must show as typed and do nothing."""

HOSTILE_URLS = (
    "https://gov.example/consultation?a=1&b=2#part",
    "http://gov.example/a path/with|bar>and<angle",
    "https://gov.example/(round)[square]",
    "https://evil.example/" + "x" * 4000,
    "https://пример.example/путь",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "https:",
    "https://",
    "http://[",
    "https://gov.example\n<!channel>",
    "//evil.example",
    "mailto:a@b.example",
    "not an address",
    "",
)
"""Addresses, good and bad: only http(s) may become a link."""


def _long() -> st.SearchStrategy[str]:
    piece = st.sampled_from((*(text for text in HOSTILE if text.strip()), "word ", "x", "&", "<", "é", "🧭"))
    return st.builds(lambda text, length: (text * (length // len(text) + 1))[:length], piece, st.integers(70, 50_000))


def texts() -> st.SearchStrategy[str]:
    """Words of any shape and length, at times nothing."""
    pieces = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map(" ".join)
    return st.one_of(st.sampled_from(HOSTILE), pieces, st.text(max_size=80), _long())


def words() -> st.SearchStrategy[str]:
    """Words of any shape and length that are not empty."""
    return texts().filter(bool)


def urls() -> st.SearchStrategy[str]:
    """Addresses, good and bad."""
    return st.one_of(st.sampled_from(HOSTILE_URLS), st.text(max_size=30).map("https://gov.example/".__add__))


def moments() -> st.SearchStrategy[datetime]:
    """Instants in UTC."""
    return st.integers(86_400, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def runs() -> st.SearchStrategy[Run]:
    """One run of rich text."""
    return st.one_of(
        st.builds(Plain, texts()),
        st.builds(Strong, texts()),
        st.builds(Link, words(), urls()),
        st.builds(Moment, moments(), words()),
    )


def rich_texts() -> st.SearchStrategy[RichText]:
    """Rich text, at times empty."""
    return st.lists(runs(), max_size=6).map(lambda found: rich(*found))


def actions() -> st.SearchStrategy[str]:
    """Names of actions, as features declare them."""
    return st.from_regex(r"[a-z]{2,12}([._-][a-z]{2,12}){0,2}", fullmatch=True)


def subjects() -> st.SearchStrategy[Subject]:
    """Every subject that can be named."""
    kinds = st.from_regex(r"[a-z]{1,20}", fullmatch=True)
    parts = st.one_of(st.just(""), st.from_regex(r"[a-z0-9.:-]{1,40}", fullmatch=True))
    numbers = st.integers(0, 999_999_999)
    return st.builds(Subject, numbers, kinds, numbers, parts)


def choices() -> st.SearchStrategy[str]:
    """What goes with a press."""
    long = "share https://example.org/ " + "plan " * 94
    return st.one_of(st.just(""), st.sampled_from(("yes", "no", "2026-03-11", long)), st.text(min_size=1, max_size=60))


def press_buttons() -> st.SearchStrategy[Button]:
    """A button to press."""
    return st.builds(
        Button,
        label=words(),
        action=actions(),
        subject=st.none() | subjects(),
        choice=choices(),
        main=st.booleans(),
        opens_form=st.booleans(),
        object_name=texts(),
    )


def buttons() -> st.SearchStrategy[AnyButton]:
    """A button to press or to follow."""
    return st.one_of(press_buttons(), st.builds(LinkButton, words(), urls()))


def _rows(most: int) -> st.SearchStrategy[tuple[AnyButton, ...]]:
    return st.lists(buttons(), max_size=most).map(tuple)


def blocks() -> st.SearchStrategy[Block]:
    """One block of a card."""
    text = rich_texts()
    return st.one_of(
        st.builds(Title, text),
        st.builds(Text, text),
        st.builds(Quote, text),
        st.builds(Quiet, text),
        st.builds(Entry, text, text, _rows(4)),
        st.builds(Buttons, _rows(30)),
        st.just(Rule()),
    )


def _many_blocks() -> st.SearchStrategy[list[Block]]:
    few = st.lists(blocks(), min_size=1, max_size=4)
    return st.builds(lambda some, length: (some * length)[:length], few, st.integers(5, 200))


def cards() -> st.SearchStrategy[Card]:
    """Any card: a notification sentence and from none to 200 blocks."""
    many = st.one_of(st.lists(blocks(), max_size=8), _many_blocks())
    return st.builds(Card, words().filter(lambda text: bool(text.strip())), many.map(tuple))


def _options() -> st.SearchStrategy[tuple[Option, ...]]:
    def numbered(labels: list[str], prefix: str) -> tuple[Option, ...]:
        return tuple(Option(f"{prefix}{at}", label) for at, label in enumerate(labels))

    some = st.lists(words(), max_size=5)
    many = st.builds(lambda label, count: [label] * count, words(), st.integers(6, 150))
    return st.builds(numbered, st.one_of(some, many), st.sampled_from(("o", "long-option-value-" * 3)))


def _names() -> st.SearchStrategy[str]:
    return st.from_regex(r"[a-z]{1,12}(_[a-z0-9]{1,12})?", fullmatch=True)


@st.composite
def choice_fields(draw: st.DrawFn) -> ChoiceField:
    """One of several, at times with one chosen beforehand."""
    options = draw(_options())
    chosen = draw(st.sampled_from(["", *(option.value for option in options)]))
    return ChoiceField(draw(_names()), draw(words()), options, chosen, draw(texts()), draw(st.booleans()))


@st.composite
def ticks_fields(draw: st.DrawFn) -> TicksField:
    """Any of several, at times with some ticked beforehand."""
    options = draw(_options())
    values = [option.value for option in options]
    ticked = draw(st.lists(st.sampled_from(values), unique=True, max_size=12)) if values else []
    return TicksField(draw(_names()), draw(words()), options, tuple(ticked), draw(texts()))


def text_fields() -> st.SearchStrategy[TextField]:
    """Words to type, at times with some there already."""
    return st.builds(
        TextField,
        name=_names(),
        label=words(),
        value=texts(),
        hint=texts(),
        long=st.booleans(),
        required=st.booleans(),
        most=st.integers(1, 10_000),
    )


def fields() -> st.SearchStrategy[Field]:
    """One field of a form."""
    return st.one_of(text_fields(), choice_fields(), ticks_fields())


def forms() -> st.SearchStrategy[Form]:
    """Any form; its fields have names of their own."""
    return st.builds(
        Form,
        action=actions(),
        title=words(),
        fields=st.lists(fields(), min_size=1, max_size=8, unique_by=lambda field: field.name).map(tuple),
        submit=words(),
        opener=actions(),
        subject=st.none() | subjects(),
        intro=rich_texts(),
        nonce=st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True),
    )
