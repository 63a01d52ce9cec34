"""What is known of many people together, made at night and kept by version: norm groups, measured errors."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import rfc8785
from django.db import transaction
from django.db.models import Count

from bole.foundation.access.actors import system_scope
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.assessment import rules
from bole.hiring.assessment.models import ErrorTable, NormTable, Report, Review
from bole.hiring.assessment.queries.statistics import newest_norms
from bole.measurement import norms, reliability

NIGHTLY = "assessment.statistics"  # the timer; its handler is in tasks
Totals = dict[str, int]


def expect_statistics(*, now: datetime) -> None:
    """Something new was reported or rated: count tonight, and at once for a group that has just become large
    enough to have norms at all."""
    freeze_norms(now=now, only_new=True)
    tonight = rules.next_night(bank_time.local(now))
    timers.set(kind=NIGHTLY, key="nightly", due_at=tonight)


def freeze_statistics(*, now: datetime) -> None:
    """The night's work."""
    freeze_norms(now=now)
    freeze_errors(now=now)


@transaction.atomic
def freeze_norms(*, now: datetime, only_new: bool = False) -> list[NormTable]:
    """A new version for every group of 30 or more people that looks different from its newest one."""
    made = []
    with system_scope("norm groups"):
        for (job_key, portrait_version), totals in _groups(now).items():
            newest = newest_norms(job_key, portrait_version)
            if sum(totals.values()) < norms.SMALLEST or (only_new and newest):
                continue
            if newest is None or newest.totals != totals:
                made.append(_norm_table(job_key, portrait_version, totals, newest, now))
    return made


@transaction.atomic
def freeze_errors(*, now: datetime) -> list[ErrorTable]:
    """A new version for every competency with enough double ratings, when its figure changed."""
    made = []
    with system_scope("measured errors"):
        for competency, groups in _double_ratings().items():
            found = reliability.within_error(groups)
            if found.sem is None:
                continue
            newest = ErrorTable.objects.filter(competency=competency).order_by("version").last()
            sem = round(found.sem, 2)
            if newest is None or (newest.n, newest.sem) != (found.n, sem):
                made.append(
                    ErrorTable.objects.create(
                        competency=competency,
                        version=newest.version + 1 if newest else 1,
                        n=found.n,
                        sem=sem,
                        low=found.low,
                        high=found.high,
                        computed_at=now,
                    )
                )
    return made


def _groups(now: datetime) -> Mapping[tuple[str, int], Totals]:
    """Job and portrait version → total → reports of the last year; the newest report of an interview
    counts."""
    rows = Report.objects.filter(
        latest=True, total__isnull=False, created_at__gt=now - rules.NORM_PERIOD, created_at__lte=now
    )
    found: dict[tuple[str, int], Totals] = {}
    counted = rows.values_list("job_key", "portrait_version", "total").annotate(n=Count("pk"))
    for job_key, version, total, n in counted.order_by("job_key", "portrait_version", "total"):
        found.setdefault((job_key, version), {})[str(total)] = n
    return found


def _norm_table(
    job_key: str, portrait_version: int, totals: Totals, newest: NormTable | None, now: datetime
) -> NormTable:
    today = bank_time.today(now)
    whole: dict[str, Any] = {
        "job_key": job_key,
        "portrait_version": portrait_version,
        "version": newest.version + 1 if newest else 1,
        "period_from": today - rules.NORM_PERIOD,
        "period_to": today,
        "n": sum(totals.values()),
        "totals": totals,
    }
    printed = {k: str(v) if k.startswith("period") else v for k, v in whole.items()}
    digest = hashlib.sha256(rfc8785.dumps(printed)).hexdigest()
    return NormTable.objects.create(**whole, sha256=digest, computed_at=now)


def _double_ratings() -> dict[str, list[list[float]]]:
    """Competency → per report the machine's score and those of people who rated without seeing it."""
    found: dict[str, list[list[float]]] = {}
    for report, cards in _blind_cards():
        for competency in report.body.get("competencies", ()):
            key, score = competency["competency"], competency["score"]
            levels = [card[key] for card in cards if card.get(key) is not None]
            if score is not None and levels:
                people = [float(rules.score_of(Decimal(str(level)))) for level in levels]
                found.setdefault(key, []).append([float(score), *people])
    return dict(sorted(found.items()))


def _blind_cards() -> Iterator[tuple[Report, list[dict[str, Any]]]]:
    cards: dict[Any, list[dict[str, Any]]] = {}
    rows = Review.objects.filter(blind=True, locked_at__isnull=False).order_by("report_id", "started_at")
    for report_id, ratings in rows.values_list("report_id", "ratings"):
        cards.setdefault(report_id, []).append(ratings)
    for report in Report.objects.filter(pk__in=cards).order_by("pk").iterator(chunk_size=200):
        yield report, cards[report.pk]
