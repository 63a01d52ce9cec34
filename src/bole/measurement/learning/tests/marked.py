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


@cache
def _read(name: str, half: str) -> tuple[Example, ...]:
    questions = tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))["questions"]
    return tuple(
        Example(q["question"], tuple(q["points"]), text, float(mark), q["language"])
        for q in questions
        if q.get("half", "") == half
        for mark, text in q["answers"]
    )
