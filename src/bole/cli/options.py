"""What the commands' argument parsers have in common."""

from __future__ import annotations

import argparse


def parser(command: str, text: str, examples: str) -> argparse.ArgumentParser:
    """A parser whose --help ends with examples, laid out as written."""
    return argparse.ArgumentParser(
        prog=f"bole {command}",
        description=text,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
