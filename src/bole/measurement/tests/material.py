"""The labelled answers beside this file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "material"


@dataclass(frozen=True)
class Item:
    id: str
    question: str
    language: str
    text: str
    kind: str  # honest, or the flag that is expected
    quality: str
    set: str


@cache
def items(*sets: str) -> tuple[Item, ...]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        if sets and path.stem not in sets:
            continue
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["items"]:
            kind = row.get("kind") or ("honest" if path.stem.startswith("honest") else path.stem)
            kind = "too_short" if kind == "weak_short" else kind
            language = row.get("language") or path.stem[-2:]
            found.append(
                Item(
                    row["id"], row["question"], language, row["text"], kind, row.get("quality", ""), path.stem
                )
            )
    return tuple(found)
