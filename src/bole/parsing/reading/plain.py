"""Pasted text and HTML → lines."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from bole.parsing.errors import ParsingError
from bole.parsing.text import clean
from bole.parsing.types import Line

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "dl",
        "dt",
        "dd",
        "hr",
        "title",
        "body",
    ]
)
_UNREAD = frozenset(["script", "style", "noscript", "template", "svg", "head", "select"])
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0\d*)?(?:[;\s]|$)|font-size\s*:\s*[0-2](?:\.\d+)?(?:px|pt|em)?\s*(?:;|$)"
    r"|(?<![-\w])color\s*:\s*(?:#f{3}(?:f{3})?\b|white\b|transparent\b|rgba?\(\s*25[0-5][,\s]+25[0-5][,\s]+25[0-5])|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_DARK = re.compile(r"background(?:-color)?\s*:\s*(?!#f|white|transparent|none)", re.IGNORECASE)


@dataclass(slots=True)
class PlainText:
    """Lines; hidden text with the reason."""

    lines: list[Line] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)


def decode(data: bytes) -> str:
    """Text in the encodings a Chinese office meets. Raises ``unsupported`` when it is none."""
    for encoding in (
        ("utf-8-sig", "utf-16", "gb18030")
        if data[:2] in (b"\xff\xfe", b"\xfe\xff")
        else ("utf-8-sig", "gb18030")
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum((c < " " and c not in "\t\n\r\f\v") or c == "\ufffd" for c in text[:20_000])
        if odd <= len(text[:20_000]) / 100:
            return text
    raise ParsingError("this kind of file is not read; send PDF, DOCX, a picture or text", code="unsupported")


def read(text: str) -> PlainText:
    """Lines of plain text, or of HTML when it looks like it."""
    if re.search(
        r"<(?:!doctype html|html|body|div|p|table|br|h[1-6]|ul|span)\b[^>]*>", text[:4000], re.IGNORECASE
    ):
        page = _Page()
        page.feed(text)
        page.close()
        page.flush()
        return PlainText(_numbered(page.rows), page.hidden)
    return PlainText(_numbered(text.splitlines()))


def _numbered(rows: list[str]) -> list[Line]:
    cells = [tuple(cell.strip(" ") for cell in re.split(r"\t+", clean(row)) if cell.strip()) for row in rows]
    lines = [Line(_one_cell(one)) for one in cells if one]
    return [replace(line, number=n) for n, line in enumerate(lines, 1)]


def _one_cell(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Lines of Markdown tables are rows of cells."""
    if len(cells) == 1 and cells[0].startswith("|") and cells[0].endswith("|") and cells[0].count("|") > 2:
        return tuple(part.strip() for part in cells[0].strip("|").split("|"))
    return (re.sub(r"^(?:#{1,6}\s+|\*\*(?=\S.*\*\*$))|\*\*$", "", cells[0]), *cells[1:])


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[str] = []
        self.hidden: list[tuple[str, str]] = []
        self.row = ""
        self.open: list[tuple[str, bool, bool]] = []  # tag, unread, hidden

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.flush()
        if tag in ("td", "th"):
            self.row += "\t"
        if tag == "li":
            self.row = "· "
        if tag in _VOID:
            return
        given = dict(attrs)
        style = given.get("style") or ""
        hides = (bool(_HIDING.search(style)) and not _DARK.search(style)) or "hidden" in given
        above = self.open[-1] if self.open else ("", False, False)
        self.open.append((tag, above[1] or tag in _UNREAD, above[2] or hides))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                break
        if tag in _BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        _, unread, hides = self.open[-1] if self.open else ("", False, False)
        if unread:
            return
        text = re.sub(r"[ \n\r\t]+", " ", data)
        if not hides:
            self.row += text
        elif text.strip():
            self.hidden.append(("marked as hidden", text.strip()))

    def flush(self) -> None:
        if self.row.strip(" ·\t"):
            self.rows.append(self.row.strip())
        self.row = ""
