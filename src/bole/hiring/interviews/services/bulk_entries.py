"""The list of a bulk invitation: everybody it would invite, and what stands in the way of the others."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from bole.foundation.messaging import queries as messages
from bole.hiring.candidates import queries as candidates
from bole.hiring.interviews import bulk_rules, invitable
from bole.hiring.interviews.models import BulkEntry, BulkRun, Interview
from bole.hiring.interviews.services import inviting
from bole.hiring.pipeline import queries as pipeline

Entry = BulkEntry.State


def applicants(run: BulkRun, applications: Any) -> list[BulkEntry]:
    """Of these applications, in the order they wait."""
    found = list(applications.order_by("stage_since", "pk")[: bulk_rules.MOST + 1])
    facts = _Facts([one.pk for one in found])
    return [_entry(run, number, one, facts) for number, one in enumerate(found, start=1)]


def named(run: BulkRun, words: Sequence[str], applications: Any) -> list[BulkEntry]:
    """The persons named, each once; what finds nobody stays on the list as a problem."""
    people = candidates.found_by(words)
    by_person = {one.candidate_id: one for one in applications.filter(candidate_id__in=set(people.values()))}
    facts = _Facts([one.pk for one in by_person.values()])
    rows: list[BulkEntry] = []
    seen: set[UUID] = set()
    for word in words:
        key = people.get(word)
        application = by_person.get(key) if key else None
        if application is not None and application.pk not in seen:
            seen.add(application.pk)
            rows.append(_entry(run, len(rows) + 1, application, facts))
        elif application is None:
            why = "no_application" if key else "unknown"
            rows.append(_stranger(run, len(rows) + 1, word, key, why))
    return rows


class _Facts:
    """What is asked once for all applications of a list."""

    def __init__(self, application_ids: Iterable[UUID]) -> None:
        living = Interview.objects.filter(application_id__in=list(application_ids), state__in=inviting.LIVING)
        self.invited = set(living.values_list("application_id", flat=True))
        self.kinds = messages.address_kinds("invitation")


def _entry(run: BulkRun, ordinal: int, application: Any, facts: _Facts) -> BulkEntry:
    person = application.candidate
    known = {"mail": person.email, "phone": person.phone}
    why = bulk_rules.problem(
        bulk_rules.Standing(
            closed=bool(application.outcome) or pipeline.is_closed(application),
            invitable=invitable.is_before(application),
            invited=application.pk in facts.invited,
            reachable=any(known.get(kind) for kind in facts.kinds),
        )
    )
    return BulkEntry(
        unit_id=application.unit_id,
        run=run,
        ordinal=ordinal,
        asked_for=person.number,
        candidate_id=application.candidate_id,
        application_id=application.pk,
        state=Entry.PROBLEM if why else Entry.READY,
        problem=why,
    )


def _stranger(run: BulkRun, ordinal: int, word: str, candidate_id: UUID | None, why: str) -> BulkEntry:
    return BulkEntry(
        unit_id=run.unit_id,
        run=run,
        ordinal=ordinal,
        asked_for=bulk_rules.kept(word),
        candidate_id=candidate_id,
        state=Entry.PROBLEM,
        problem=why,
    )
