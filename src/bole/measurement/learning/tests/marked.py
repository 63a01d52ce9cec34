"""The marked answers beside this file."""

import tomllib
from functools import cache
from pathlib import Path

from bole.measurement.learning.examples import Example

FILE = Path(__file__).parent / "material" / "answers.toml"


@cache
def marked_answers() -> tuple[Example, ...]:
    questions = tomllib.loads(FILE.read_text(encoding="utf-8"))["questions"]
    return tuple(
        Example(q["question"], tuple(q["points"]), text, float(mark), q["language"])
        for q in questions
        for mark, text in q["answers"]
    )
