"""DOCX → lines: paragraphs, tables, text boxes, heads of pages; hidden runs set apart.

Own reader on the standard library: libraries for DOCX leave out text boxes and do not tell what is hidden.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree as ET

from bole.parsing.errors import ParsingError
from bole.parsing.reading.docx_looks import (
    Look,
    cell_ground,
    fill_of,
    look_of,
    on,
    paragraph_look,
    why_hidden,
)
from bole.parsing.text import clean
from bole.parsing.types import Line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_PART = 24 * 1024 * 1024  # bytes of one part when unpacked
MAX_PARTS = 2000
_LAYOUT = 4  # paragraphs in a cell that make it a column of the page

Box = tuple[ET.Element, str | None]  # what a text box holds, the colour it is filled with


@dataclass(slots=True)
class DocxText:
    """Lines in reading order; hidden text with the reason."""

    lines: list[Line] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)


def read(data: bytes) -> DocxText:
    """Read a DOCX. Raises ``ParsingError``: ``unreadable``, ``too_large``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                raise ParsingError("the file has too many parts", code="too_large")
            return _Reader(archive).read()
    except (
        zipfile.BadZipFile,
        ET.ParseError,
        KeyError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise ParsingError("the file is damaged or no DOCX", code="unreadable") from error


def _part(archive: zipfile.ZipFile, name: str) -> ET.Element:
    with archive.open(name) as stream:
        raw = stream.read(MAX_PART + 1)
    if len(raw) > MAX_PART:
        raise ParsingError("a part of the file is too large", code="too_large")
    if b"<!DOCTYPE" in raw[:4096]:
        raise ParsingError("the file defines entities", code="unreadable")
    return ET.fromstring(raw)  # noqa: S314  # no DOCTYPE, so no entity; size is limited; runs in the child


class _Reader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.names = archive, set(archive.namelist())
        self.found = DocxText()
        self.ground: str | None = None
        self.styles = self._styles() if "word/styles.xml" in self.names else {}
        self.base = self.styles.get("", Look())

    def read(self) -> DocxText:
        body = _part(self.archive, "word/document.xml").find(f"{_W}body")
        if body is None:
            raise ValueError("no body")
        for name in sorted(n for n in self.names if re.fullmatch(r"word/header\d*\.xml", n)):
            self._block(_part(self.archive, name), self.found.lines)
        self._block(body, self.found.lines)
        self.found.lines = [replace(line, number=n) for n, line in enumerate(self.found.lines, 1)]
        return self.found

    def _styles(self) -> dict[str, Look]:
        """Looks by style name, what they are based on included; "" is the document's default."""
        root = _part(self.archive, "word/styles.xml")
        plain: dict[str, tuple[Look, str]] = {}
        default = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        for style in root.iter(f"{_W}style"):
            based = style.find(f"{_W}basedOn")
            look = look_of(style.find(f"{_W}rPr")).over(paragraph_look(style.find(f"{_W}pPr")))
            plain[style.get(f"{_W}styleId", "")] = (
                look,
                based.get(f"{_W}val", "") if based is not None else "",
            )
        looks = {"": look_of(default)}
        for name in plain:
            look, chain, below = plain[name][0], {name}, plain[name][1]
            while below in plain and below not in chain:
                chain.add(below)
                look, below = look.over(plain[below][0]), plain[below][1]
            looks[name] = look
        return looks

    def _block(self, parent: ET.Element, lines: list[Line]) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child, lines)
            elif child.tag == f"{_W}tbl":
                self._table(child, lines)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
                self._block(child, lines)

    def _paragraph(self, paragraph: ET.Element, lines: list[Line]) -> None:
        properties = paragraph.find(f"{_W}pPr")
        look = paragraph_look(properties).over(self._style(properties, "pStyle"))
        boxes: list[Box] = []
        text, looks = "", []
        for run, piece in self._runs(paragraph, boxes):
            shown = look_of(run).over(self._style(run, "rStyle")).over(look).over(self.base)
            reason = why_hidden(on(self.ground, shown), piece)
            if reason is None:
                text += piece
                looks += [shown] if piece.strip() else []
            else:
                self._hide(reason, piece)
        listed = "· " if look.listed and text.strip() else ""
        for row in text.split("\n"):
            if row.strip():
                lines.append(_line(listed + clean(row.strip(" ")), looks))
                listed = ""
        for box, ground in boxes:
            self._on_ground(ground, box, lines)

    def _on_ground(self, ground: str | None, parent: ET.Element, lines: list[Line]) -> None:
        """What stands in a box or a cell that may have a colour of its own."""
        around, self.ground = self.ground, ground or self.ground
        self._block(parent, lines)
        self.ground = around

    def _style(self, properties: ET.Element | None, kind: str) -> Look:
        named = properties.find(f"{_W}{kind}") if properties is not None else None
        return self.styles.get(named.get(f"{_W}val", ""), Look()) if named is not None else Look()

    def _runs(self, parent: ET.Element, boxes: list[Box]) -> Iterator[tuple[ET.Element | None, str]]:
        """(properties, text) of each run; text boxes are put aside."""
        for child in parent:
            if child.tag == f"{_W}r":
                yield child.find(f"{_W}rPr"), "".join(_text(child))
                boxes.extend((box, fill_of(child)) for box in _boxes(child))
            elif child.tag == f"{_MC}AlternateContent":
                boxes.extend((box, fill_of(child)) for box in _boxes(child))
            elif child.tag not in (f"{_W}pPr", f"{_W}del", f"{_W}moveFrom"):
                yield from self._runs(child, boxes)

    def _hide(self, reason: str, text: str) -> None:
        if self.found.hidden and self.found.hidden[-1][0] == reason:
            self.found.hidden[-1] = (reason, self.found.hidden[-1][1] + text)
        else:
            self.found.hidden.append((reason, text))

    def _table(self, table: ET.Element, lines: list[Line]) -> None:
        for row in table.findall(f"{_W}tr"):
            cells = [self._cell(cell) for cell in _cells(row)]
            if any(len(cell) >= _LAYOUT for cell in cells) or len(cells) == 1:
                lines.extend(line for cell in cells for line in cell)
            elif any(cells):
                first = next(line for cell in cells for line in cell)
                lines.append(
                    replace(
                        first, cells=tuple("\n".join(line.text for line in cell) for cell in cells), row=True
                    )
                )

    def _cell(self, cell: ET.Element) -> list[Line]:
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merged is not None and merged.get(f"{_W}val", "continue") == "continue":
            return []
        found: list[Line] = []
        self._on_ground(cell_ground(cell), cell, found)
        upright = len(found) > 1 and all(len(line.text.strip()) == 1 for line in found)
        return (
            [replace(found[0], cells=("".join(line.text.strip() for line in found),))] if upright else found
        )


def _cells(row: ET.Element) -> list[ET.Element]:
    return [
        cell
        for child in row
        for cell in (
            [child] if child.tag == f"{_W}tc" else child.iter(f"{_W}tc") if child.tag == f"{_W}sdt" else []
        )
    ]


def _line(text: str, looks: list[Look]) -> Line:
    sizes = [look.size for look in looks if look.size]
    cells = tuple(cell.strip(" ") for cell in re.split(r"\t+", text) if cell.strip())
    return Line(
        cells, size=max(sizes) / 2 if sizes else 10.5, bold=bool(looks) and all(look.bold for look in looks)
    )


def _text(run: ET.Element) -> Iterator[str]:
    for child in run:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"


def _boxes(element: ET.Element) -> Iterator[ET.Element]:
    """Text boxes; of two versions of the same drawing only the first."""
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            fallback = child.find(f"{_MC}Fallback")
            found = list(_boxes(choice)) if choice is not None else []
            yield from found or (_boxes(fallback) if fallback is not None else ())
        elif child.tag == f"{_MC}Fallback" and element.tag == f"{_MC}AlternateContent":
            if not any(True for other in element if other.tag == f"{_MC}Choice" and any(_boxes(other))):
                yield from _boxes(child)
        else:
            yield from _boxes(child)
