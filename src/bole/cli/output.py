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
        sys.stdout.write(text)
        return
    path = Path(where)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
