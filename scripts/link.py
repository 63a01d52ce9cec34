"""Make the source tree importable in this virtual environment and lay the `bole` program. Nothing built."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

PROGRAM = """#!{python}
import sys

from bole.cli.main import main

sys.exit(main())
"""


def main() -> None:
    root = Path(__file__).resolve().parent.parent
    (Path(sysconfig.get_path("purelib")) / "bole.pth").write_text(f"{root / 'src'}\n", encoding="utf-8")
    program = Path(sysconfig.get_path("scripts")) / "bole"
    program.write_text(PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)


if __name__ == "__main__":
    main()
