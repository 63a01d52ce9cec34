"""What rules see of a résumé: the fields of ``bole parse-resume``, and its lines by number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bole.kernel.periods import Stretch, stretch

UNSURE = 0.6  # a field read with less confidence decides nothing


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the résumé that a verdict rests on. ``number`` is None where the file names no line."""

    field: str
    number: int | None
    text: str

    def to_json(self) -> dict[str, Any]:
        """For the stored result."""
        return {"field": self.field, "line": self.number, "text": self.text}


@dataclass(frozen=True, slots=True)
class Read:
    """A parsed résumé. ``lines``: number → text, of everything that may count (nothing hidden, no orders)."""

    parsed: Mapping[str, Any]
    today: date
    lines: Mapping[int, str] = field(default_factory=dict)

    def entries(self, key: str) -> Sequence[Any]:
        """A list of the résumé; empty where there is none."""
        return list(self.parsed.get(key) or [])

    def line(self, name: str, value: str = "") -> Line:
        """Where a field was read; the value itself where the file has no span for it."""
        span = (self.parsed.get("spans") or {}).get(name) or {}
        return Line(name, span.get("line"), span.get("text") or value)

    def sure(self, name: str) -> bool:
        """Whether the field was read well enough to decide by."""
        span = (self.parsed.get("spans") or {}).get(name)
        return span is None or float(span.get("confidence", 1.0)) >= UNSURE

    def lines_of(self, prefix: str, entry: Mapping[str, Any], names: Sequence[str]) -> list[Line]:
        """The lines of an entry's fields, each once."""
        found: list[Line] = []
        for name in names:
            if entry.get(name):
                line = self.line(f"{prefix}.{name}", str(entry[name]))
                if all((line.number, line.text) != (one.number, one.text) for one in found):
                    found.append(line)
        return found

    def months(self, entry: Mapping[str, Any]) -> Stretch:
        """The months of a job or a stay at a school."""
        return stretch(
            entry.get("start"), entry.get("end"), current=bool(entry.get("current")), today=self.today
        )
