"""Head office sets when questions rest, holds the review of all of them, and is reminded of the next one."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bole.foundation.access import actors, permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.audit import services as audit
from bole.foundation.messaging import services as messaging
from bole.foundation.queue import timers
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import policies, queries
from bole.hiring.requisitions.bank_rules import Limits
from bole.hiring.requisitions.models import BankReview, BankRules
from bole.hiring.requisitions.services import portraits
from bole.kernel.errors import ConflictError, InvalidError

REVIEW_DUE = "requisitions.bank_review_due"
BANK = "bank"


@transaction.atomic
def set_limits(*, limits: Mapping[str, int], now: datetime) -> Limits:
    """For the whole bank, from now on; InvalidError by field. The next review's day follows."""
    user, before = _head(), queries.limits()
    wanted = Limits(**{**asdict(before), **limits})
    if wanted == before:
        return before
    BankRules.objects.update_or_create(
        only=True, defaults={"limits": asdict(wanted), "changed_by_id": user, "changed_at": now}
    )
    changed = {k: [v, getattr(wanted, k)] for k, v in asdict(before).items() if v != getattr(wanted, k)}
    _record("limits_set", portraits.root_id(), changed)
    _set_clock()
    return wanted


@transaction.atomic
def hold_review(*, outcome: str, now: datetime) -> BankReview:
    """Write down that all questions were looked at, and what came of it. One a day."""
    user, said = _head(), outcome.strip()
    if len(said) < portraits.SHORTEST_WORDS:
        raise InvalidError("say what came of it", fields={"outcome": "required"})
    try:
        with transaction.atomic():
            row = BankReview.objects.create(
                held_on=bank_time.today(now),
                held_by_id=user,
                outcome=said[:500],
                open_notes=queries.review_notes().count(),
                at=now,
            )
    except IntegrityError as error:
        raise ConflictError("a review was held today already", code="already_held") from error
    _record("bank_reviewed", row.pk, {"open": row.open_notes})
    _set_clock()
    return row


def remind(*, now: datetime) -> int:
    """The review is due: a mail to head-office HR, once per due day; gives how many. Nothing when it was
    held meanwhile."""
    due, root = queries.next_review(), portraits.root_id()
    last = queries.reviews().first()
    if due is None or last is None or due > bank_time.today(now):
        return 0
    people = [user for user in access.holders_of((roles.HEAD_OFFICE_HR,), root) if user.email]
    for user in people:
        messaging.send(
            template="question-review-due",
            to=messaging.Addresses(mail=user.email),
            language="en" if user.language.startswith("en") else "zh",
            context={
                "count": str(queries.review_notes().count()),
                "due_at": due.isoformat(),
                "link": f"{settings.PUBLIC_URL.rstrip('/')}{reverse('console:questions-review')}",
            },
            unit_id=root,
            about=("bank_review", last.pk),
            user_id=user.pk,
            occasion=f"{due.isoformat()} {user.pk}",
            now=now,
        )
    return len(people)


def _set_clock() -> None:
    """The reminder, on the morning of the day the next review is due."""
    due = queries.next_review()
    if due is not None:
        moment = timezone.make_aware(datetime.combine(due, time(9)), bank_time.zone())
        timers.set(kind=REVIEW_DUE, key=BANK, due_at=moment)


def _head() -> UUID:
    permissions.require(actors.current(), policies.SET_BANK, portraits.root_id())
    return portraits.person()


def _record(what: str, about: UUID, details: Mapping[str, Any]) -> None:
    audit.record(
        verb=f"hiring.requisitions.questions.{what}",
        obj=("question_bank", about),
        unit_id=portraits.root_id(),
        details=dict(details),
    )
