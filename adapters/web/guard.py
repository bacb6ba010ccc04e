"""Keeps the workspace to this machine's own browser: a page from elsewhere can neither read nor drive it."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import web
from yarl import URL

from adapters.web.asks import Unfit

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guarded(handler: Handler) -> Handler:
    """The handler, for requests of this machine's own pages only; a refusal is a sentence."""

    async def checked(request: web.Request) -> web.StreamResponse:
        try:
            _check(request)
            response = await handler(request)
        except Unfit as unfit:
            response = web.json_response({"problem": unfit.sentence}, status=unfit.status)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return checked


def _check(request: web.Request) -> None:
    if not _loopback(request.remote or ""):
        raise Unfit("The workspace answers this machine only.", 403)
    if not _ours(request.headers.get("Host", "")):
        raise Unfit("The workspace answers under a loopback address only.", 403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.headers['Host']}":
        raise Unfit("Only the workspace's own page may do that.", 403)
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"} and request.path != "/":
        raise Unfit("Only the workspace's own page may do that.", 403)


def _ours(host: str) -> bool:
    try:
        name = URL(f"http://{host}").host or ""
    except ValueError:
        return False
    return name == "localhost" or _loopback(name)


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
