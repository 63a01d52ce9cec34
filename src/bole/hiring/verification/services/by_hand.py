"""A check done by a person: what the papers say, field by field, and who confirmed it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bole.hiring.verification.models import Check, Paper
from bole.hiring.verification.rules import deciding, fields, machine
from bole.hiring.verification.services import judging, permitting, settling, steps, working
from bole.kernel.errors import ConflictError, InvalidError

LONGEST = 300
HAND = frozenset({machine.MANUAL, machine.CONSIDER, machine.DISPUTED, machine.UNABLE})


@transaction.atomic
def enter_result(
    *, check_id: UUID, found_values: Mapping[str, str], verdict: str, confirmed_by: str, now: datetime
) -> Check:
    """What a person read from papers. ``confirmed_by``: who said so (a school's registry, a form).

    InvalidError: no paper (``no_paper``), nothing entered, nobody named. A later entry is a correction; the
    earlier one stays in the history.
    """
    check = steps.locked_check(check_id)
    actor = permitting.work(check.verification)
    if check.state not in HAND:
        raise ConflictError("this check is not done by hand", code="no_such_move")
    facts = _facts(check, found_values) if verdict == "found" else {}
    if verdict not in {"found", "not_found", "other_person"}:
        raise InvalidError("not a verdict", fields={"verdict": "unknown"})
    if verdict == "found" and not _papers(check):
        raise InvalidError("a proof is needed", code="no_paper", fields={"papers": "required"})
    result = judging.Result(
        verdict=verdict,  # type: ignore[arg-type]  # checked above
        facts=facts,
        provenance={"source": "person", "papers": [str(one.file_id) for one in _papers(check)]},
        user_id=actor.id,
        note=deciding.text(confirmed_by),
    )
    judging.take(check, result, now)
    working.go_on(check.verification, now)
    return check


@transaction.atomic
def give_up(*, check_id: UUID, reason: str, now: datetime) -> Check:
    """It cannot be found out; a person has to decide about that. Never a silent pass. Twice is once."""
    check = steps.locked_check(check_id)
    permitting.work(check.verification)
    if check.state == machine.UNABLE:
        return check
    deciding.text(reason)
    check.points = [
        {"field": "record", "claimed": "", "found": reason.strip(), "verdict": "not_told", "why": ""}
    ]
    check.code = "unable"
    steps.enter(check, "gives_up", now, by_person=True)
    settling.look(check.verification, now)
    return check


def _facts(check: Check, values: Mapping[str, str]) -> dict[str, str]:
    known = (*fields.of(check.kind), *fields.BESIDE)  # type: ignore[arg-type]  # of KINDS
    facts = {name: values[name].strip()[:LONGEST] for name in known if values.get(name, "").strip()}
    if not facts:
        raise InvalidError("nothing was entered", fields={"values": "required"})
    return facts


def _papers(check: Check) -> list[Paper]:
    return list(Paper.objects.filter(check_of=check, file_id__isnull=False, erased_at=None))
