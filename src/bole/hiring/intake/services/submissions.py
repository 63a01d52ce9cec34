"""A submission by its key: found, locked, open, written down."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import services as audit
from bole.hiring.intake import queries
from bole.hiring.intake.models import Submission
from bole.kernel.errors import ConflictError

State = Submission.State

OPEN = frozenset({State.STARTED, State.READING, State.READ, State.FAILED})


@contextmanager
def mine(key: str) -> Iterator[Submission]:
    """The submission of this key, locked, in a transaction and under the scope of its unit."""
    found = queries.submission(key)
    with system_scope("intake:apply", found.unit_id), transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",)).select_related("posting", "reading")
        yield rows.get(pk=found.pk)


def check_open(row: Submission) -> None:
    """ConflictError once the application was sent."""
    if row.state not in OPEN:
        raise ConflictError("this application was sent", code="already_sent")


def record(row: Submission, what: str) -> None:
    """One line of the trail, with the posting and nothing of the person."""
    audit.record(
        verb=f"hiring.intake.submission.{what}",
        obj=("submission", row.pk),
        unit_id=row.unit_id,
        details={"posting": row.posting_id},
    )
