"""Where a command's result goes: judged before the work begins, written whole or not at all."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

STANDARD_OUTPUT = "-"


def target(value: str) -> str:
    """An argument's type: a file that can be written later, or ``-``; otherwise wrong usage at once."""
    return value if value == STANDARD_OUTPUT else file(value)


def file(value: str) -> str:
    """As ``target``, where standard output will not do."""
    path = Path(value)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{value} is a folder, not a file")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"nothing may be written in {path.parent}")
    return value


def write(where: str, text: str) -> None:
    """To the file in one step, so that nobody reads half of it; or to standard output."""
    if where == STANDARD_OUTPUT:
        sys.stdout.write(printable(text))
        return
    keep(where, text)
    _part(where).replace(where)


def keep(where: str, text: str) -> None:
    """What there is so far, beside the file: whoever is killed loses nothing that was finished."""
    if where != STANDARD_OUTPUT:
        _part(where).write_text(printable(text), encoding="utf-8")


def printable(text: str) -> str:
    """Bytes of file names that are no UTF-8 as ``\\udcXX``, which is also how JSON writes them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _part(where: str) -> Path:
    path = Path(where)
    return path.with_name(path.name + ".part")
