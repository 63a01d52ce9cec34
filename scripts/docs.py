"""Check the documentation: links lead somewhere, the program's reference is what the program says.

python scripts/docs.py            check
python scripts/docs.py --write    write docs/reference/bole.md anew
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "docs" / "reference" / "bole.md"
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)\s]*)?\)")


def main(words: list[str]) -> int:
    if words == ["--write"]:
        PROGRAM.write_text(reference(), encoding="utf-8")
        return 0
    faults = [*dead_links(), *stale_reference()]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def dead_links() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    pages = [ROOT / name for name in listing.stdout.split()]
    return [
        f"{page.relative_to(ROOT)}: {target} is not there"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]


def stale_reference() -> list[str]:
    if PROGRAM.exists() and PROGRAM.read_text(encoding="utf-8") == reference():
        return []
    return ["docs/reference/bole.md is stale: python scripts/docs.py --write"]


def reference() -> str:
    from bole.cli.main import COMMANDS

    parts = ["# The `bole` program\n\nWritten by `scripts/docs.py` from the program's own help.\n", said()]
    parts += [f"## bole {name}\n\n{said(name)}" for name in COMMANDS]
    codes = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done, 130 stopped by Ctrl-C.\n"
    return "\n".join([*parts, codes])


def said(*words: str) -> str:
    around = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "bole.cli", *words, "--help"]
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=True)
    return f"```\n{done.stdout.rstrip()}\n```\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
