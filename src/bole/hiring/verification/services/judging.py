"""A result is taken: kept as it came, set beside the résumé, and the check moves by what differs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from bole.foundation.workdays import bank_time
from bole.hiring.verification import library
from bole.hiring.verification.models import Check, Finding
from bole.hiring.verification.rules import comparing, machine
from bole.hiring.verification.rules.comparing import Point
from bole.hiring.verification.services import steps
from bole.ports.verification import Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """What came: of a source, or of a person (``user_id``) who read it from papers."""

    verdict: Verdict
    facts: Mapping[str, str]
    provenance: Mapping[str, Any] = field(default_factory=dict)
    user_id: UUID | None = None
    note: str = ""


def take(check: Check, result: Result, now: datetime) -> Finding:
    """Keep the result and move the check. A later one is a correction: the earlier stays in the history."""
    points = comparing.compare(
        check.kind,  # type: ignore[arg-type]  # of KINDS
        check.claimed,
        result.verdict,
        result.facts,
        degrees=library.degrees(),
        today=bank_time.today(now),
    )
    finding = _kept(check, result, points, now)
    check.points = [one.to_json() for one in points]
    event = event_of(check, points, by_person=result.user_id is not None)
    check.code = "not_told" if event == "not_told" else check.code
    steps.enter(check, event, now, risks=len(comparing.risks(points)), number=finding.number, by=finding.by)
    return finding


def event_of(check: Check, points: list[Point], *, by_person: bool) -> str:
    """differs, agrees, or not_told where a needed field was confirmed by nobody: then a person asks."""
    if comparing.risks(points):
        return "differs"
    if comparing.untold(points, check.needs) and not by_person and machine.may(check.state, "not_told"):
        return "not_told"
    return "agrees"


def _kept(check: Check, result: Result, points: list[Point], now: datetime) -> Finding:
    return Finding.objects.create(
        unit_id=check.unit_id,
        candidate_id=check.candidate_id,
        check_of=check,
        number=Finding.objects.filter(check_of=check).count() + 1,
        by=Finding.By.PERSON if result.user_id else Finding.By.SOURCE,
        user_id=result.user_id,
        verdict=result.verdict,
        facts=dict(result.facts),
        points=[one.to_json() for one in points],
        note=result.note,
        provenance=dict(result.provenance),
        received_at=now,
    )
