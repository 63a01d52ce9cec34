"""What an employee says for himself about kinds of work. Off until he switches it on, gone when he wants."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.foundation.access import actors
from bole.kernel.errors import InvalidError, NotFoundError
from bole.workforce.performance import library, queries
from bole.workforce.performance.models import TeamWish


@transaction.atomic
def keep_wish(*, answers: Mapping[str, int], uses_reports: bool, now: datetime) -> TeamWish:
    """Keep his answers (statement → 1–5). Only the person himself; no line of the trail names what he
    said."""
    candidate_id = _own()
    known = {one.key for one in library.statements()}
    if not set(answers) <= known or any(value not in range(1, 6) for value in answers.values()):
        raise InvalidError("answers are 1 to 5", fields={"answers": "range"})
    wish, _ = TeamWish.objects.update_or_create(
        candidate_id=candidate_id,
        defaults={"answers": dict(answers), "uses_reports": uses_reports, "changed_at": now},
        create_defaults={
            "candidate_id": candidate_id,
            "answers": dict(answers),
            "uses_reports": uses_reports,
            "since": now,
            "changed_at": now,
        },
    )
    return wish


@transaction.atomic
def forget_wish() -> bool:
    """Switch it off: everything he said is deleted. False when there was nothing."""
    return bool(TeamWish.objects.filter(candidate_id=_own()).delete()[0])


def _own() -> UUID:
    actor = actors.current()
    if actor.kind != "candidate" or actor.candidate_id is None:
        raise NotFoundError("only the employee himself")
    queries.own(actor.candidate_id)
    return actor.candidate_id
