"""The pages of an installation as HTML: without scripts, and without anything from elsewhere."""

import base64
from hashlib import sha256
from html import escape

from aiohttp import web

from bot.community.cards.installing import Page

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#1d1d1f;"
    "background:#fff}h1{font-size:1.5rem}p{overflow-wrap:anywhere}a{display:inline-block;margin-top:.5rem;"
    "padding:.6rem 1.1rem;border-radius:.5rem;background:#0a4fa3;color:#fff;text-decoration:none}"
    "a:focus-visible{outline:3px solid #e8a400;outline-offset:2px}"
)
_HASH = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""The address of an answer holds a code: it is passed on to nobody and kept nowhere."""


def answered(page: Page, link: str, status: int = 200) -> web.Response:
    """The page; its one link, if it has any, leads there."""
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in page.sentences)
    press = f'<p><a href="{escape(link)}">{escape(page.press)}</a></p>' if page.press else ""
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(page.title)}</h1>{sentences}{press}</main></body></html>"
    )
    return web.Response(text=html, status=status, content_type="text/html", headers=HEADERS)
