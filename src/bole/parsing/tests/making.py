"""Files made for the tests: PDF by typst, DOCX from its XML, ZIP. Everybody in them is invented."""

import functools
import io
import zipfile
from html import escape
from pathlib import Path

import typst

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def pdf(source: str, folder: Path) -> bytes:
    """Typst → PDF; Chinese font, A4, no more."""
    path = folder / "made.typ"
    path.write_text('#set text(font: "Noto Sans CJK SC", size: 10pt, lang: "zh")\n' + source, "utf-8")
    compiler = typst.Compiler(path, root=folder, font_paths=_fonts())
    made = compiler.compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def run(text: str, look: str = "") -> str:
    """A run of a DOCX paragraph; ``look``: its properties as XML."""
    parts = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:r><w:rPr>{look}</w:rPr>{parts}</w:r>"


def paragraph(text: str, look: str = "", more: str = "") -> str:
    """A paragraph of one run; ``more``: further runs as XML."""
    return f"<w:p>{run(text, look)}{more}</w:p>"


def table(rows: list[list[str]]) -> str:
    """A table; a cell may hold several lines."""
    cells = (
        "".join(f"<w:tc>{''.join(map(paragraph, cell.split(chr(10))))}</w:tc>" for cell in row)
        for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(body: str) -> bytes:
    """The smallest DOCX around a body."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
    return made.getvalue()


def lines(text: str) -> str:
    """Each line a paragraph."""
    return "".join(paragraph(line) for line in text.strip().splitlines())
