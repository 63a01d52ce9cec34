"""Paper: A4 by Typst, in this process, without any outside service.

Texts travel as JSON data, never as markup, so nobody's words can steer the typesetter.
"""

import functools
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from bole.kernel.errors import BoleError

# Debian's fonts-noto-cjk first; a bank may install another of these.
FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei")


class PdfError(BoleError):
    """The PDF cannot be made: no font for Chinese on this machine."""

    code = "pdf_font_missing"


@functools.cache
def fonts() -> tuple[typst.Fonts, tuple[str, ...]]:
    """The machine's fonts (read once per process) and which of ours are among them; PdfError without any."""
    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
    families = set(found.families())
    usable = tuple(name for name in FAMILIES if name in families)
    if not usable:
        raise PdfError("no Chinese font is installed; install the package fonts-noto-cjk")
    return found, usable


def typeset(template: Path, data: Mapping[str, Any], stamp: datetime) -> bytes:
    """The PDF of a template with its data (``sys.inputs.data``; ``fonts`` is added), tagged, fonts embedded.

    ``stamp`` goes into the file's metadata: the same input gives the same bytes.
    """
    installed, usable = fonts()
    text = json.dumps({**data, "fonts": list(usable)}, ensure_ascii=False)
    compiler = typst.Compiler(template, root=template.parent, font_paths=installed, sys_inputs={"data": text})
    made = compiler.compile(format="pdf", timestamp=int(stamp.timestamp()))
    if not isinstance(made, bytes):
        raise PdfError("the typesetter gave no file", code="pdf_failed")
    return made
