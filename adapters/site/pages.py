"""The site's pages as HTML: without scripts, and without anything from elsewhere."""

import base64
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from bot.chat.words import Words
from bot.members.cards import exporting
from bot.members.model import Exported

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f;"
    "background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}dl{margin:0 0 1rem;padding:.75rem 1rem;"
    "background:#f4f4f6;border-radius:.5rem}dt{color:#55555c;font-size:.85rem}dd{margin:0 0 .4rem;"
    "white-space:pre-wrap;overflow-wrap:anywhere}a,button{color:#0a4fa3;font:inherit}"
)
_HASH = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
FILE = "what-is-kept-about-me.json"


def said(sentence: str) -> str:
    """One sentence."""
    return _html(sentence, (f"<h1>{escape(sentence)}</h1>",))


def ask(words: Words) -> str:
    """The page on which somebody goes on."""
    title, sentence, press = exporting.ask_page(words)
    form = f'<form method="post"><button type="submit">{escape(press)}</button></form>'
    return _html(title, (f"<h1>{escape(title)}</h1>", f"<p>{escape(sentence)}</p>", form))


def export(sections: Exported, community: str, words: Words) -> str:
    """Everything, and the file of it within the page: nothing has to be fetched again."""
    page = exporting.page(sections, community, words)
    file = base64.b64encode(exporting.as_json(sections, community).encode()).decode()
    link = f'<a download="{FILE}" href="data:application/json;base64,{file}">{escape(page.download)}</a>'
    body = [f"<h1>{escape(page.title)}</h1>", f"<p>{escape(page.intro)}</p>", f"<p>{link}</p>"]
    for heading, rows in page.sections:
        body += [f"<h2>{escape(heading)}</h2>", *(f"<dl>{_facts(row)}</dl>" for row in rows)]
    return _html(page.title, body)


def _facts(row: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in row)


def _html(title: str, body: Iterable[str]) -> str:
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
    )
    return f"{head}<body><main>{''.join(body)}</main></body></html>"
