"""Panels of the demo bank that are planted, so that the pages of agreement have something to show.

Nobody sat on them: opening and people say so by name («演示植入»), and they stand under a job of their own.
One of the raters is planted a level strict, and one competency is planted too high with the machine.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

JOB = "credit-officer"
TITLE_ZH, TITLE_EN = "信贷经理（演示植入数据）", "Credit officer (planted for the demo)"
UNIT = "LJ"
RATERS = ("zhoumingyuan", "qinlan", "luming", "fangyu", "heqian")  # the first is a level strict
RECENT, EARLIER = 56, 74  # panels of the last 85 days, and of the ten months before
NOISE = 0.4  # of a level
ENTERED = timedelta(days=400)  # long ago, so that no funnel of these months counts them


@dataclass
class Drawn:
    """One panel: levels by rater, what the machine said, and both verdicts."""

    levels: dict[UUID, dict[str, int]]
    machine: dict[str, float]
    passed: bool
    machine_passed: bool
    at: datetime


def arrive(now: datetime) -> int:
    """Plant the panels once, and let the check look at them; how many there are now."""
    from django.db import transaction

    from bole.cli import seed
    from bole.foundation.access.actors import acting_as, system_scope
    from bole.hiring.requisitions.models import Requisition
    from bole.insight.agreement import services

    with acting_as(seed.actor_named("heqian")):
        if Requisition.objects.filter(title_zh=TITLE_ZH).exists():
            return 0
        opening = _opening(now)
    users = [user for name in RATERS if (user := seed.actor_named(name).id) is not None]
    with system_scope("demo: planted panels"), transaction.atomic():
        drawn = _drawn(users, list(opening.portrait["weights"]), now)
        _write(opening, drawn, users[-1])
        services.check(now)
    return len(drawn)


def _opening(now: datetime) -> Any:
    """Closed, so that nobody applies to it."""
    from bole.foundation.org.models import Unit
    from bole.hiring.requisitions import services

    unit = Unit.objects.get(code=UNIT)
    opening = services.open_requisition(unit_id=unit.pk, job_key=JOB, now=now - ENTERED)
    opening.title_zh, opening.title_en = TITLE_ZH, TITLE_EN
    opening.state, opening.closed_at = "closed", now
    opening.save(update_fields=["title_zh", "title_en", "state", "closed_at"])
    return opening


def _drawn(users: list[UUID], competencies: list[str], now: datetime) -> list[Drawn]:
    """Two raters each; always the same ones."""
    chance = random.Random("bole demo panels")  # noqa: S311  figures of a demo
    found = []
    for place in range(RECENT + EARLIER):
        days = 3 + 82 * place / RECENT if place < RECENT else 90 + 250 * (place - RECENT) / EARLIER
        whole = chance.gauss(3.1, 0.7)
        truth = {key: whole + chance.gauss(0, 0.6) for key in competencies}
        seats = chance.sample(range(len(users)), 2)
        levels = {
            users[seat]: {
                key: _level(value - (0.8 if seat == 0 else 0.0), chance) for key, value in truth.items()
            }
            for seat in seats
        }
        machine = {key: _score(value, chance) for key, value in truth.items()}
        machine[competencies[0]] = min(100.0, machine[competencies[0]] + 17)
        found.append(Drawn(levels, machine, whole > 3.5, whole > 2.9, now - timedelta(days=days)))
    return found


def _level(value: float, chance: random.Random) -> int:
    return max(1, min(5, round(value + chance.gauss(0, NOISE))))


def _score(value: float, chance: random.Random) -> float:
    return round(max(0.0, min(100.0, 25 * (value - 1) + chance.gauss(0, 6) - 6)), 1)


def _write(opening: Any, drawn: list[Drawn], opened_by: UUID) -> None:
    from bole.hiring.candidates.models import Candidate
    from bole.hiring.panels.models import Card, Panel
    from bole.hiring.pipeline.models import Application

    people, applications, panels, cards = [], [], [], []
    for number, one in enumerate(drawn, start=1):
        place: dict[str, Any] = {"unit_id": opening.unit_id}
        entered = one.at - ENTERED
        person = Candidate(
            number=f"DEMO-{number:04}", name=f"演示植入 {number:03}", created_at=entered, **place
        )
        application = Application(
            candidate=person, requisition=opening, process_key=opening.process_key, created_at=entered,
            stage="closed", stage_since=one.at, outcome="declined", **place,
        )  # fmt: skip
        panel = Panel(
            candidate=person, application=application, requisition=opening, job_key=opening.job_key,
            stage="panel", state=Panel.State.CLOSED, guide=[], guide_sha256="", rules_version=1,
            portrait={**opening.portrait, "anchors": {}}, opened_by_id=opened_by, opened_at=one.at,
            due_at=one.at, revealed_at=one.at, machine=one.machine, machine_passed=one.machine_passed,
            closed_at=one.at, closed_by_id=opened_by,
            decision=Panel.Decision.ADVANCED if one.passed else Panel.Decision.DECLINED, **place,
        )  # fmt: skip
        people.append(person)
        applications.append(application)
        panels.append(panel)
        cards += [
            Card(candidate=person, panel=panel, user_id=user, blind=True, levels=levels, started_at=one.at,
                 saved_at=one.at, submitted_at=one.at, **place)
            for user, levels in one.levels.items()
        ]  # fmt: skip
    Candidate.objects.bulk_create(people)
    Application.objects.bulk_create(applications)
    Panel.objects.bulk_create(panels)
    Card.objects.bulk_create(cards)
