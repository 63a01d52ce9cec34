"""Panels straight in the tables, so that no service can agree with the figures by mistake."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np

from bole.hiring.candidates.models import Candidate
from bole.hiring.panels.models import Card, Panel
from bole.hiring.pipeline.models import Application
from bole.kernel.ids import new_id

COMPETENCIES = ("communication", "patience_care", "service_orientation")


@dataclass
class Sat:
    """One panel: levels by rater, the machine's scores, and both verdicts."""

    levels: dict[UUID, tuple[int, ...]]
    passed: bool
    machine_passed: bool | None
    machine: dict[str, float] = field(default_factory=dict)
    blind: bool = True
    days_ago: float = 5.0


def plant(unit: Any, requisition: Any, opened_by: UUID, sittings: list[Sat], now: datetime) -> list[Panel]:
    """The panels, closed; for a system scope."""
    people, applications, panels, cards = [], [], [], []
    for sat in sittings:
        at = now - timedelta(days=sat.days_ago)
        place = {"unit": unit}
        person = Candidate(number=f"P-{new_id().hex[-10:]}", name="人", created_at=at, **place)
        one = Application(
            candidate=person, requisition=requisition, process_key="bank-standard", created_at=at,
            stage="panel", stage_since=at, **place,
        )  # fmt: skip
        panel = Panel(
            candidate=person, application=one, requisition=requisition, job_key=requisition.job_key,
            stage="panel", state="closed", guide=[], guide_sha256="0", rules_version=1,
            portrait={"weights": dict.fromkeys(COMPETENCIES, 33)}, opened_by_id=opened_by, opened_at=at,
            due_at=at, revealed_at=at, machine=sat.machine, machine_passed=sat.machine_passed, closed_at=at,
            closed_by_id=opened_by, decision="advanced" if sat.passed else "declined", **place,
        )  # fmt: skip
        people.append(person)
        applications.append(one)
        panels.append(panel)
        cards += [
            Card(
                candidate=person, panel=panel, user_id=user, blind=sat.blind, started_at=at, saved_at=at,
                submitted_at=at, levels=dict(zip(COMPETENCIES, levels, strict=True)), **place,
            )
            for user, levels in sat.levels.items()
        ]  # fmt: skip
    for model, rows in ((Candidate, people), (Application, applications), (Panel, panels), (Card, cards)):
        model.objects.bulk_create(rows)  # type: ignore[attr-defined]  # all of them are models
    return panels


def sittings(raters: list[UUID], count: int, seed: int = 5) -> list[Sat]:
    """``count`` panels of two of the raters each. The first rater is a level strict; the machine sees one
    competency (service_orientation) twelve points too high, and passes most people, panels few."""
    random = np.random.default_rng(seed)
    made = []
    for place in range(count):
        truth = random.normal(3.0, 0.9, 3)
        seats = random.choice(len(raters), 2, replace=False)
        levels = {}
        for seat in seats:
            seen = truth + random.normal(0, 0.35, 3) - (1.0 if seat == 0 else 0.0)
            levels[raters[seat]] = tuple(int(v) for v in np.clip(np.round(seen), 1, 5))
        machine = 25 * (truth - 1) + random.normal(0, 6, 3) + np.array([0.0, 0.0, 22.0]) - 8
        scores = np.clip(machine, 0, 100)
        made.append(
            Sat(
                levels,
                passed=bool(truth.mean() > 3.4),
                machine_passed=bool(truth.mean() > 2.6),
                machine={key: round(float(v), 1) for key, v in zip(COMPETENCIES, scores, strict=True)},
                days_ago=3 + 80 * place / count,
            )
        )
    return made
