"""PDF → pages of runs. Text nobody can see is set apart; a page that is a picture goes to the recogniser."""

import ctypes
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from bole.parsing.errors import ParsingError
from bole.parsing.reading.runs import Page, Rule, Run
from bole.parsing.text import clean

Picture = npt.NDArray[np.uint8]
ReadPicture = Callable[[Picture, float], Page]  # grey or RGB image, points per pixel
MAX_PAGES = 20
OCR_SCALE = 200 / 72  # 200 dots per inch: 10-point letters are 28 pixels high
_TINY = 3.0  # points; the smallest print on paper is about 4
_INK = 24  # of 256 levels of grey between letter and ground
_HYPHEN = 2  # how pdfium names a hyphen at the end of a line
_WIDE = 0.7  # of the letters' height: wider than any space between words
_FLAT = (
    0.35  # height to width of 一 and of dashes: some fonts give no more than their stroke as the letter's box
)
_GAP = "\0"  # behind the last letter of a word, where no space was drawn
_FEW = 12  # letters on a page that is otherwise a picture


@dataclass(slots=True)
class PdfText:
    """What a document holds: pages to read, hidden text with the reason, pages that were read as pictures."""

    pages: list[Page] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)  # reason, text
    pictures: int = 0


def read(data: bytes, recognise: ReadPicture | None) -> PdfText:
    """Read a PDF. Raises ``ParsingError``: ``encrypted``, ``unreadable``, ``too_long``, ``ocr_missing``."""
    document = _open(data)
    try:
        if len(document) > MAX_PAGES:
            raise ParsingError(f"the file has more than {MAX_PAGES} pages", code="too_long")
        found = PdfText()
        for index in range(len(document)):
            _read_page(document, index, found, recognise)
        return found
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        if not len(document):
            raise ParsingError("the file has no page", code="unreadable")
        return document
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        code, why = ("encrypted", "asks for a password") if locked else ("unreadable", "is damaged or no PDF")
        raise ParsingError(f"the file {why}", code=code) from error


def _read_page(
    document: pdfium.PdfDocument, index: int, found: PdfText, recognise: ReadPicture | None
) -> None:
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise ParsingError(f"page {index + 1} is damaged", code="unreadable") from error
    text = page.get_textpage()
    try:
        looked = _Looked(page, text)
        seen, hidden = looked.sorted_runs()
        rules, pictured = _drawn(page)
        letters = sum(len(run.text.strip()) for run in seen)
        if letters <= _FEW and (pictured or not letters):
            _recognise(page, found, recognise, blank=not pictured and not hidden)
            return
        found.hidden.extend(hidden)
        found.pages.append(Page(looked.width, looked.height, tuple(seen), tuple(rules)))
    finally:
        text.close()
        page.close()


def _recognise(page: pdfium.PdfPage, found: PdfText, recognise: ReadPicture | None, *, blank: bool) -> None:
    """A scan: what is written is in the picture; an invisible layer beneath it proves nothing."""
    image = page.render(scale=OCR_SCALE, may_draw_forms=False).to_numpy()
    if blank and int(image.max()) - int(image.min()) < _INK:
        return
    if recognise is None:
        raise ParsingError("the page is a picture and no text recogniser is installed", code="ocr_missing")
    found.pages.append(recognise(np.ascontiguousarray(image[..., :3]), 1 / OCR_SCALE))
    found.pictures += 1


class _Looked:
    """One page's letters, gathered into runs, and whether each run can be seen."""

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> None:
        self.text = text
        self.origin = page.get_bbox()
        left, bottom, right, top = self.origin
        self.width, self.height = right - left, top - bottom
        grey = page.render(scale=1, grayscale=True, rotation=0, may_draw_forms=False).to_numpy()
        self.image: npt.NDArray[np.int16] = grey.reshape(grey.shape[0], -1).astype(np.int16)
        self.turned = page.get_rotation() % 180 != 0

    def sorted_runs(self) -> tuple[list[Run], list[tuple[str, str]]]:
        """(visible runs in drawing order, [(reason, text)] of the hidden ones)."""
        seen: list[Run] = []
        hidden: list[tuple[str, str]] = []
        for run, first in self._runs():
            reason = self._hidden(run, first)
            if reason is None:
                seen.append(run)
            elif hidden and hidden[-1][0] == reason:
                hidden[-1] = (reason, hidden[-1][1] + run.text)
            else:
                hidden.append((reason, run.text))
        return seen, [(reason, text.strip()) for reason, text in hidden if text.strip()]

    def _runs(self) -> Iterator[tuple[Run, int]]:
        """Runs with the index of their first letter."""
        letters: list[tuple[str, float, float, float, float]] = []
        first, last_object, order = 0, None, 0
        for index, letter, box, drawn_by in self._letters():
            if letter == " " and not drawn_by:  # pdfium says that a word ends here, nothing was drawn
                if letters and letters[-1][0] != " ":
                    letters[-1] = (letters[-1][0] + _GAP, *letters[-1][1:])
                continue
            if letters and (drawn_by != last_object or _apart(letters[-1], box)):
                yield self._run(letters, first, order), first
                letters, order = [], order + 1
            if not letters:
                first = index
            letters.append((letter, *box))
            last_object = drawn_by
        if letters:
            yield self._run(letters, first, order), first

    def _letters(self) -> Iterator[tuple[int, str, tuple[float, float, float, float], int]]:
        box, left, bottom = raw.FS_RECTF(), self.origin[0], self.origin[1]
        place = ctypes.byref(box)
        for index in range(raw.FPDFText_CountChars(self.text)):
            code = raw.FPDFText_GetUnicode(self.text, index)
            if code in (0, 10, 13, 0xFFFE):
                continue
            if raw.FPDFText_IsGenerated(self.text, index) == 1:
                if code == 32:
                    yield index, " ", (0.0, 0.0, 0.0, 0.0), 0
                continue
            raw.FPDFText_GetLooseCharBox(self.text, index, place)
            drawn = raw.FPDFText_GetTextObject(self.text, index)
            if box.top - box.bottom < _FLAT * (box.right - box.left):
                self._raise(index, drawn, box)
            yield (
                index,
                "-" if code == _HYPHEN else chr(code) if not 0xD800 <= code < 0xE000 else "",
                (box.left - left, box.bottom - bottom, box.right - left, box.top - bottom),
                ctypes.cast(drawn, ctypes.c_void_p).value or 0,
            )

    def _raise(self, index: int, drawn: Any, box: Any) -> None:
        """Give the box of a flat letter the height of its font."""
        size, matrix, x, y = ctypes.c_float(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        if not drawn or not raw.FPDFTextObj_GetFontSize(drawn, size):
            return
        raw.FPDFPageObj_GetMatrix(drawn, matrix)
        raw.FPDFText_GetCharOrigin(self.text, index, x, y)
        height = size.value * math.hypot(matrix.c, matrix.d)
        box.bottom, box.top = min(box.bottom, y.value - 0.2 * height), max(box.top, y.value + 0.8 * height)

    def _run(self, letters: list[tuple[str, float, float, float, float]], first: int, order: int) -> Run:
        text = clean(_spaced(letters))
        size = max(letter[4] - letter[2] for letter in letters) / 1.25
        bold = raw.FPDFText_GetFontWeight(self.text, first) >= 600
        x, y = ctypes.c_double(), ctypes.c_double()
        known = raw.FPDFText_GetCharOrigin(self.text, first, x, y)
        base = y.value - self.origin[1] if known else math.nan
        return Run(text, min(x[1] for x in letters), min(x[2] for x in letters), max(x[3] for x in letters),
                   max(x[4] for x in letters), size, order, bold, base=base)  # fmt: skip

    def _hidden(self, run: Run, first: int) -> str | None:
        """Why nobody sees the run, or None."""
        if not run.text.strip():
            return None
        if not (0 <= run.middle <= self.width and 0 <= run.height <= self.height):
            return "off the page"
        if run.size < _TINY:
            return "tiny"
        mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(self.text, first))
        if mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP):
            return "invisible"
        if not any(c.isalnum() for c in run.text) or self.turned:
            return None
        return self._without_ink(run, first)

    def _without_ink(self, run: Run, first: int) -> str | None:
        """Look at the page itself: where the letters should be, is there anything that differs from the
        ground?"""
        top = max(0, int(self.height - run.top))
        area = self.image[top : int(self.height - run.bottom) + 1, max(0, int(run.left)) : int(run.right) + 1]
        if not area.size or int(area.max()) - int(area.min()) < _INK:
            return "same colour as the ground"
        shade = self._shade(first)
        if shade is not None and abs(shade - float(np.median(area))) < _INK / 2:
            return "same colour as the ground"
        return None

    def _shade(self, first: int) -> float | None:
        """The letter's grey level, 0–255, None when it has no plain colour."""
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not raw.FPDFText_GetFillColor(self.text, first, red, green, blue, alpha):
            return None
        grey = 0.299 * red.value + 0.587 * green.value + 0.114 * blue.value
        share = alpha.value / 255
        return grey * share + 255 * (1 - share)


def _apart(letter: tuple[str, float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    """Whether the next letter stands elsewhere: another line, far to the right, or back to the left."""
    height = max(letter[4] - letter[2], box[3] - box[1], 1.0)
    if abs(letter[2] - box[1]) > 0.4 * height:
        return True
    return not -0.5 * height < box[0] - letter[3] < 1.2 * height


def _spaced(letters: list[tuple[str, float, float, float, float]]) -> str:
    """The letters, with a space where words stand apart without one having been drawn."""
    parts = [letters[0][0][:1]]
    for before, letter in itertools.pairwise(letters):
        gap, size = letter[1] - before[3], max(letter[4] - letter[2], 1.0)
        first, second = before[0][:1], letter[0][:1]
        told = before[0].endswith(_GAP) and second.isalnum() and first.isascii() and second.isascii()
        if (
            (told or gap > 0.16 * size)
            and not first.isspace()
            and not second.isspace()
            and _word(first, second)
        ):
            parts.append("  " if gap > _WIDE * size else " ")
        parts.append(second)
    last = letters[-1][0]
    return "".join(parts) + (" " if last.endswith(_GAP) and last[:1].isascii() else "")


def _word(before: str, after: str) -> bool:
    return before < "\u2e80" or after < "\u2e80"


def _drawn(page: pdfium.PdfPage) -> tuple[list[Rule], bool]:
    """(thin lines of the page, whether a picture covers a good part of it)."""
    rules, pictured = [], False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    x, y, stop, ceiling = page.get_bbox()
    whole = max((stop - x) * (ceiling - y), 1.0)
    for index in range(raw.FPDFPage_CountObjects(page)):
        drawn: Any = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            continue
        raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
        wide, high = right.value - left.value, top.value - bottom.value
        if kind == raw.FPDF_PAGEOBJ_PATH:
            rules.extend(_edges(Rule(left.value - x, bottom.value - y, right.value - x, top.value - y)))
        elif wide * high > 0.3 * whole:
            pictured = True
    return rules, pictured


def _edges(box: Rule) -> list[Rule]:
    """A thin shape is a rule; a box of the size of a table's cell is four."""
    wide, high = box.right - box.left, box.top - box.bottom
    if min(wide, high) <= 2.5:
        return [box] if max(wide, high) > 8 else []
    if high > 400 or wide < 20 or high < 8:
        return []
    return [
        Rule(box.left, box.bottom, box.left, box.top),
        Rule(box.right, box.bottom, box.right, box.top),
        Rule(box.left, box.bottom, box.right, box.bottom),
        Rule(box.left, box.top, box.right, box.top),
    ]
