"""The check of machine against panel: the morning after a panel was closed, one mismatch per job, one message
per mismatch."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from bole.foundation.access import actors, roles
from bole.foundation.access import queries as access
from bole.foundation.audit import services as audit
from bole.foundation.messaging import services as messaging
from bole.foundation.org import queries as org
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import queries as requisitions
from bole.insight.agreement import queries
from bole.insight.agreement.machine import Consistency
from bole.insight.agreement.models import Mismatch
from bole.insight.agreement.queries import Stretch
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError
from bole.measurement import api as measurement

CHECK: Final = "insight.agreement.check"
AT: Final = time(6, 0)  # in the bank's time
DAYS: Final = 90


def plan(now: datetime) -> datetime:
    """Check tomorrow morning; the same timer however many panels close today."""
    due = bank_time.moment(bank_time.today(now) + timedelta(days=1), AT.hour)
    timers.set(kind=CHECK, key="all", due_at=due)
    return due


@transaction.atomic
def check(now: datetime) -> list[Mismatch]:
    """Look at every job; gives the mismatches that are new. For the machine itself."""
    found = queries.consistencies(actors.current(), Stretch.last(DAYS, now))
    waiting = {one.job_key: one for one in Mismatch.objects.select_for_update().filter(closed_at=None)}
    new = [_open(one, now) for one in found if one.alarm and one.job_key not in waiting]
    for one in found:
        known = waiting.get(one.job_key)
        if known is not None and not one.alarm and one.basis != "too_few":
            known.closed_at = now
            known.save(update_fields=["closed_at"])
            record(known, "closed")
    return new


def record(found: Mismatch, what: str, **details: Any) -> None:
    """A line of the trail, at head office."""
    audit.record(
        verb=f"insight.agreement.mismatch.{what}",
        obj=("mismatch", found.pk),
        unit_id=_root(),
        details={"job": found.job_key, **details},
    )


def figures(found: Consistency) -> dict[str, Any]:
    """What is kept of a job's figures, and signed by a second person."""
    return {
        "basis": found.basis,
        "machine": [found.machine.passed, found.machine.n],
        "panel": [found.panel.passed, found.panel.n],
        "table": [
            found.table.both, found.table.machine_only, found.table.panel_only, found.table.neither,
        ],
        "difference": found.difference.value,
        "p": found.p,
        "competencies": {
            gap.competency: {"n": gap.n, "bias": gap.bias.value} for gap in found.gaps if gap.cause
        },
    }  # fmt: skip


def _open(one: Consistency, now: datetime) -> Mismatch:
    made = Mismatch.objects.create(job_key=one.job_key, found_at=now, figures=figures(one))
    made.told = _tell(made, one, now)
    made.save(update_fields=["told"])
    record(made, "found", told=made.told)
    return made


def _tell(made: Mismatch, one: Consistency, now: datetime) -> int:
    """A mail to everybody of head-office HR: two rates with their counts, no name."""
    people = [user for user in access.holders_of((roles.HEAD_OFFICE_HR,), _root()) if user.email]
    for user in people:
        language = "en" if user.language.startswith("en") else "zh"
        messaging.send(
            template="agreement-mismatch",
            to=messaging.Addresses(mail=user.email),
            language=language,
            context=_context(one, language),
            unit_id=_root(),
            about=("mismatch", made.pk),
            user_id=user.pk,
            now=now,
            occasion=str(user.pk),
        )
    return len(people)


def _context(one: Consistency, language: str) -> dict[str, str]:
    labels = measurement.competency_labels()
    named = [labels.get(key, {}).get(language, key) for key in one.causes]
    page = reverse("agreement:machine")
    gates = (one.table.machine, one.table.panel) if one.basis == "same_people" else (one.machine, one.panel)
    rates = [f"{100 * (gate.share or 0):.0f} % ({gate.passed}/{gate.n})" for gate in gates]
    none = "none stands out" if language == "en" else "没有哪一项特别突出"
    return {
        "job": title_of(one.job_key, language),
        "machine_rate": rates[0],
        "panel_rate": rates[1],
        "competencies": (", " if language == "en" else "、").join(named) or none,
        "link": f"{settings.PUBLIC_URL.rstrip('/')}{page}",
    }


def title_of(job_key: str, language: str) -> str:
    """The job's name; its key where no portrait is left."""
    try:
        title = requisitions.in_force(job_key, bank_time.today(utc_now())).job.title
    except NotFoundError:
        return job_key
    return title.get(language) or job_key


def _root() -> Any:
    return org.head_office().pk
