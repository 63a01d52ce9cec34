"""What screening reads of a person: the newest résumé as parsed, and the lines that may count."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bole.hiring.candidates import queries as candidates
from bole.hiring.screening.rules.catalogue import squash
from bole.hiring.screening.rules.reading import Read
from bole.parsing import api as parsing

SUSPECT = ("hidden_text", "instruction")
_SHORTEST = 6  # characters of a warned passage below which it marks no line
_FIELDS = (
    "education",
    "work",
    "projects",
    "skills",
    "certificates",
    "languages",
    "warnings",
    "spans",
    "lines",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """``lines``: every line that was read, ``{number, text, section}``; ``barred``: numbers of those that
    count for nothing."""

    resume_id: UUID | None
    parsed: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...]
    barred: frozenset[int]
    sha256: str

    @property
    def warnings(self) -> list[str]:
        """Kinds of what the parser warned of."""
        return sorted({str(one["kind"]) for one in self.parsed.get("warnings") or []})

    def read(self, today: date) -> Read:
        """As the rules see it."""
        counted = {one["number"]: one["text"] for one in self.lines if one["number"] not in self.barred}
        return Read(self.parsed, today, counted)


def facts_of(candidate_id: UUID) -> Facts | None:
    """The newest résumé of a person over all files merged, a file before pasted lines; None while there is
    none."""
    found = candidates.resume_of(candidate_id)
    if found is not None:
        return facts(found["resume_id"], found)
    person = candidates.same_person(candidates.get(candidate_id))
    kept = [pasted for one in person if (pasted := candidates.pasted_of(one.pk, known=one)) is not None]
    pasted = max(kept, key=lambda one: one.added_at, default=None)
    if pasted is None:
        return None
    return facts(pasted.pk, parsing.parse(pasted.text.encode()).to_json())


def facts(resume_id: UUID | None, parsed: Mapping[str, Any]) -> Facts:
    """Of a parsed résumé. Personal fields that no rule may use are not even part of its identity."""
    lines = tuple(parsed.get("lines") or _of_spans(parsed))
    kept = {key: parsed.get(key) for key in _FIELDS}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return Facts(resume_id, parsed, lines, _barred(parsed, lines), hashlib.sha256(text.encode()).hexdigest())


def _of_spans(parsed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where a reading kept no lines: those its fields were read from."""
    spans = {
        span["line"]: (span["text"], name.split("[")[0]) for name, span in (parsed.get("spans") or {}).items()
    }
    return [{"number": n, "text": text, "section": part} for n, (text, part) in sorted(spans.items())]


def _barred(parsed: Mapping[str, Any], lines: tuple[Mapping[str, Any], ...]) -> frozenset[int]:
    """Lines with words of a hidden or commanding passage, should the reading have kept any."""
    passages = [
        squash(one.get("text") or "")
        for one in parsed.get("warnings") or []
        if one["kind"] in SUSPECT and len(squash(one.get("text") or "")) >= _SHORTEST
    ]
    return frozenset(
        line["number"]
        for line in lines
        if any(p in squash(line["text"]) or _within(squash(line["text"]), p) for p in passages)
    )


def _within(line: str, passage: str) -> bool:
    return len(line) >= _SHORTEST and line in passage
