"""Two files become one person's; where both applied for one opening, a person says which goes on."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.foundation.access.actors import system_scope
from bole.hiring.candidates import services as candidates
from bole.hiring.intake import queries
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import InvalidError

BOTH = "both"


@transaction.atomic
def merge(*, duplicate_id: UUID, keep_id: UUID, goes_on: Mapping[str, str], now: datetime) -> int:
    """Merge, and end the applications that are double; returns how many ended.

    ``goes_on``: opening → the application that goes on, or "both". ``choice_missing`` for an opening both
    applied for and nothing was said about. ``unmerge`` takes up again what this ended.
    """
    doubles = queries.doubles(actors.current(), duplicate_id)
    ends = []
    for pair in doubles:
        chosen = goes_on.get(str(pair[0].requisition_id), "")
        if chosen not in {BOTH, *(str(one.pk) for one in pair)}:
            raise InvalidError("say which of two applications goes on", code="choice_missing")
        ends += [one.pk for one in pair if chosen not in {BOTH, str(one.pk)}]
    candidates.merge(duplicate_id=duplicate_id, keep_id=keep_id, now=now)
    for application_id in ends:
        with system_scope("intake:double"):  # who decided stays named in the audit
            pipeline.withdraw(application_id=application_id, now=now, reason=pipeline.DOUBLE)
    return len(ends)


@transaction.atomic
def unmerge(*, duplicate_id: UUID, now: datetime) -> int:
    """Take a merge back. What it had ended goes on in the stage it stood in; gives how many applications do.
    An interview that was ended with one is not brought back: a person invites anew."""
    actor = actors.current()
    ended = queries.ended_by_merge(actor, duplicate_id)
    candidates.unmerge(duplicate_id=duplicate_id, now=now)
    for one in ended:
        pipeline.reopen(
            application_id=one.pk,
            actor=actor,
            reason="merge_undone",
            expected_version=one.version,
            now=now,
        )
    return len(ended)
