"""A message as Teams keeps it, in HTML, as the words people read."""

from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3"})
_UNREAD = frozenset({"script", "style", "attachment"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self._unread = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        if tag in _BREAKS:
            self.read.append("\n")
        if tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD and self._unread > 0
        if tag in _BREAKS:
            self.read.append("\n")
        if tag == "a" and self._link.startswith(("https://", "http://")) and self._link not in self.read[-1:]:
            self.read.append(f" ({self._link})")
        if tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.read.append(data)


def words_of(html: str) -> str:
    """The words, a line each for what stands on lines of its own; a link's address after its words."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.read).replace("\u00a0", " ").splitlines())
    return "\n".join(line for line in lines if line)
