"""The marked answers beside this file."""

import tomllib
from functools import cache
from pathlib import Path

from bole.measurement.learning.examples import Example

_FOLDER = Path(__file__).parent / "material"


def marked_answers() -> tuple[Example, ...]:
    return _read("answers.toml", "")


def graded_answers(half: str) -> tuple[Example, ...]:
    """``choosing`` or ``held_out``."""
    return _read("graded.toml", half)


def fresh_answers(half: str) -> tuple[Example, ...]:
    """``looked_at`` or ``kept``."""
    return _read("fresh.toml", half)


def exam_answers(half: str) -> tuple[Example, ...]:
    """``looked_at`` or ``kept``."""
    return _read("exam.toml", half)


def class_answers() -> tuple[Example, ...]:
    """Four questions with about eighty answers each."""
    return _read("class.toml", "looked_at") + _read("class.toml", "kept")


@cache
def _read(name: str, half: str) -> tuple[Example, ...]:
    table = tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
    top = table.get("scale", 1)
    return tuple(
        Example(q["question"], tuple(q["points"]), text, mark / top, q["language"])
        for q in table["questions"]
        if q.get("half", "") == half
        for mark, text in q["answers"]
    )
