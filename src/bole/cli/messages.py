"""Builds the Chinese catalogue: ``python -m bole.cli.messages``.

Every capability keeps its own fragment ``locale/fragments/<owner>.zh_Hans.po``; this merges them and writes
``locale/zh_Hans/LC_MESSAGES/django.mo`` without GNU gettext. The source language of the product is English,
so English needs no catalogue.
"""

import argparse
import ast
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bole.kernel.errors import BoleError

LOCALE = Path(__file__).resolve().parents[1] / "locale"
FRAGMENTS = LOCALE / "fragments"
TARGET = LOCALE / "zh_Hans" / "LC_MESSAGES"
HEADER = (
    "Project-Id-Version: bole\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nLanguage: zh_Hans\nPlural-Forms: nplurals=1; plural=0;\n"
)
CONTEXT = "\x04"
PLURAL = "\x00"
MAGIC = 0x950412DE


class CatalogueError(BoleError):
    """A fragment that cannot be read, or two that contradict each other."""

    code = "catalogue"


@dataclass(slots=True)
class Entry:
    """One message: ``texts`` are the translations by plural form."""

    msgid: str = ""
    context: str = ""
    plural: str = ""
    texts: dict[int, str] = field(default_factory=dict)
    place: str = ""

    @property
    def key(self) -> str:
        """As the compiled file knows it."""
        prefix = self.context + CONTEXT if self.context else ""
        return prefix + self.msgid + (PLURAL + self.plural if self.plural else "")

    @property
    def value(self) -> str:
        """All forms of the translation."""
        return PLURAL.join(self.texts[form] for form in sorted(self.texts))


def entries(path: Path) -> Iterator[Entry]:
    """The messages of one ``.po`` file, the header left out."""
    for block, line in _blocks(path):
        entry = _entry(block, f"{path.name}:{line}")
        if entry.msgid:
            yield entry


def _blocks(path: Path) -> Iterator[tuple[list[str], int]]:
    """Groups of lines between empty ones, and at every ``msgid`` that follows a ``msgstr``."""
    block: list[str] = []
    start = 1
    said = False
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        opens = line.startswith(("msgid ", "msgctxt ")) and said
        if (not line or opens) and block:
            yield block, start
            block, said = [], False
        if line and not line.startswith("#"):
            if not block:
                start = number
            block.append(line)
            said = said or line.startswith("msgstr")
    if block:
        yield block, start


def _entry(block: list[str], place: str) -> Entry:
    entry = Entry(place=place)
    word, text = "", ""
    for line in [*block, 'end ""']:
        if line.startswith('"'):
            text += _quoted(line, place)
            continue
        if word:
            _put(entry, word, text, place)
        word, _, rest = line.partition(" ")
        text = _quoted(rest, place)
    return entry


def _quoted(text: str, place: str) -> str:
    try:
        value = ast.literal_eval(text.strip())
    except (SyntaxError, ValueError) as error:
        raise CatalogueError(f"{place}: cannot read {text!r}") from error
    return str(value)


def _put(entry: Entry, word: str, text: str, place: str) -> None:
    if word == "msgid":
        entry.msgid = text
    elif word == "msgctxt":
        entry.context = text
    elif word == "msgid_plural":
        entry.plural = text
    elif word == "msgstr":
        entry.texts[0] = text
    elif word.startswith("msgstr[") and word.endswith("]"):
        entry.texts[int(word[7:-1])] = text
    else:
        raise CatalogueError(f"{place}: unknown word {word!r}")


def merged(fragments: Sequence[Path] | None = None) -> dict[str, Entry]:
    """All fragments as one catalogue; CatalogueError when two translate the same message differently."""
    found: dict[str, Entry] = {}
    for path in sorted(FRAGMENTS.glob("*.zh_Hans.po")) if fragments is None else fragments:
        for entry in entries(path):
            known = found.setdefault(entry.key, entry)
            if known.value != entry.value:
                raise CatalogueError(
                    f"{entry.msgid!r} is {known.value!r} in {known.place} "
                    f"but {entry.value!r} in {entry.place}"
                )
    return found


def compiled(catalogue: dict[str, Entry]) -> bytes:
    """The binary catalogue that gettext reads. Untranslated entries are left out, so English shows."""
    pairs = {key: entry.value for key, entry in catalogue.items() if entry.value.strip(PLURAL)}
    pairs[""] = HEADER
    keys = sorted(pairs, key=lambda key: key.encode())
    ids, strings, table = b"", b"", []
    for key in keys:
        original, translation = key.encode(), pairs[key].encode()
        table.append((len(original), len(ids), len(translation), len(strings)))
        ids += original + b"\x00"
        strings += translation + b"\x00"
    return _binary(table, ids, strings)


def _binary(table: list[tuple[int, int, int, int]], ids: bytes, strings: bytes) -> bytes:
    count = len(table)
    originals, translations = 28, 28 + 8 * count
    text = 28 + 16 * count
    head = struct.pack("<7I", MAGIC, 0, count, originals, translations, 0, text)
    first = b"".join(struct.pack("<2I", length, text + at) for length, at, _, _ in table)
    second = b"".join(struct.pack("<2I", length, text + len(ids) + at) for _, _, length, at in table)
    return head + first + second + ids + strings


def is_fresh() -> bool:
    """Whether the compiled catalogue is younger than every fragment."""
    target = TARGET / "django.mo"
    return target.exists() and all(
        path.stat().st_mtime <= target.stat().st_mtime for path in FRAGMENTS.glob("*.po")
    )


def build(*, force: bool = True) -> int:
    """Writes the catalogue; returns the number of messages."""
    catalogue = merged()
    if force or not is_fresh():
        TARGET.mkdir(parents=True, exist_ok=True)
        (TARGET / "django.mo").write_bytes(compiled(catalogue))
    return len(catalogue)


def run(argv: Sequence[str] | None = None) -> int:
    """Command line: build, or ``--check`` that fragments agree."""
    parser = argparse.ArgumentParser(prog="bole.cli.messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only read the fragments and compare them")
    options = parser.parse_args(argv)
    try:
        count = len(merged()) if options.check else build()
    except CatalogueError as error:
        print(error.message, file=sys.stderr)
        return 1
    print(f"{count} messages")
    return 0


if __name__ == "__main__":
    sys.exit(run())
