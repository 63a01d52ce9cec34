"""Marked answers as learning takes them: checked, and in an order that does not depend on the caller's."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bole.kernel.errors import InvalidError
from bole.measurement.learning.rubric import as_points, as_text

_MOST = 50_000


@dataclass(frozen=True, order=True)
class Example:
    """One marked answer; ``mark`` 0–1 is a person's."""

    question: str
    points: tuple[str, ...]
    answer: str
    mark: float
    language: str = "zh"

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """Which question it is."""
        return self.question, self.points


def checked(examples: Sequence[Mapping[str, Any]]) -> list[Example]:
    """Examples as they come. Raises InvalidError naming the first bad one (counted from 0)."""
    found = []
    for index, row in enumerate(examples):
        try:
            found.append(example_of(row))
        except InvalidError as error:
            message = f"example {index}: {error.message}"
            raise InvalidError(message, code=error.code, fields=error.fields) from error
    return found


def ordered(examples: Sequence[Example]) -> list[Example]:
    """Sorted, so that the caller's order has no say. Raises InvalidError for none or too many."""
    if not examples:
        raise InvalidError("no marked answer was given", code="no_examples")
    if len(examples) > _MOST:
        raise InvalidError(f"more than {_MOST} marked answers", code="too_many_examples")
    return sorted(examples)


def example_of(row: Mapping[str, Any], *, marked: bool = True) -> Example:
    """One mapping, checked; without a mark where none is asked for."""
    if not isinstance(row, Mapping):
        raise InvalidError("not an object with question, rubric_points, answer", code="bad_example")
    wanted = ("question", "rubric_points", "answer", *(("score",) if marked else ()))
    missing = [name for name in wanted if name not in row]
    if missing:
        raise InvalidError(
            f"no {', '.join(missing)}", code="bad_example", fields=dict.fromkeys(missing, "missing")
        )
    points = row["rubric_points"]
    if points is not None and not isinstance(points, str | list | tuple):
        raise InvalidError(
            "rubric_points is neither a list nor a text",
            code="bad_example",
            fields={"rubric_points": "no_list"},
        )
    return Example(
        as_text(row["question"]).strip(),
        as_points(points),
        as_text(row["answer"]),
        _mark(row["score"]) if marked else 0.0,
        str(row.get("language") or "zh"),
    )


def _mark(value: Any) -> float:
    try:
        mark = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        mark = math.nan
    if not 0.0 <= mark <= 1.0:
        raise InvalidError(
            f"score {value!r} is no number from 0 to 1", code="bad_mark", fields={"score": "outside_0_1"}
        )
    return mark
