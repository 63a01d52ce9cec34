"""Somebody rates a person elsewhere: the machine's scores stay hidden from him until he is through."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.hiring.assessment.models import BlindRater
from bole.hiring.pipeline import queries as pipeline


@transaction.atomic
def keep_blind(
    *, application_id: UUID, about_id: UUID, user_ids: Iterable[UUID], now: datetime, lifted: bool = False
) -> None:
    """These people rate this application in ``about_id`` from now on. Twice is once.

    ``lifted``: the bank shows the scores beforehand, so nothing is hidden from them.
    """
    application = pipeline.get(application_id)
    rows = [
        BlindRater(
            unit_id=application.unit_id,
            candidate_id=application.candidate_id,
            application_id=application_id,
            about_id=about_id,
            user_id=user_id,
            since=now,
            lifted_at=now if lifted else None,
        )
        for user_id in user_ids
    ]
    BlindRater.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def lift_blind(*, about_id: UUID, user_id: UUID, now: datetime) -> None:
    """His card is locked: from here on he sees what the machine said."""
    BlindRater.objects.filter(about_id=about_id, user_id=user_id, lifted_at=None).update(lifted_at=now)


@transaction.atomic
def release_blind(*, about_id: UUID, user_id: UUID | None = None) -> None:
    """He (or everybody there) rates nothing there any more: what was never locked counts for nothing."""
    rows = BlindRater.objects.filter(about_id=about_id, lifted_at=None)
    (rows.filter(user_id=user_id) if user_id else rows).delete()
