"""The shared cast of the hiring tests: a bank, its people, a candidate, an application, an invitation."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from tests.support.bank import Bank

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@dataclass
class Cast:
    """Who takes part. ``east`` is the branch where everything happens, ``west`` the other one."""

    bank: "Bank"
    hr: Any
    chief: Any
    west_hr: Any
    interviewer: Any
    auditor: Any
    it_admin: Any
    requisition_id: UUID
    candidate_id: UUID
    application_id: UUID

    def acting(self, who: str) -> AbstractContextManager[Any]:
        """Act as one of the cast."""
        from bole.foundation.access.actors import acting_as

        return acting_as(getattr(self, who))


@pytest.fixture
def cast(bank: "Bank") -> Cast:
    """The cast; the application stands in screening."""
    return build_cast(bank)


def build_cast(bank: "Bank") -> Cast:
    from bole.foundation.access.actors import acting_as
    from bole.foundation.access.queries import actor_for
    from bole.hiring.candidates import services as candidates
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import services as requisitions

    people = {
        "hr": actor_for(bank.user("branch_hr", bank.east)),
        "chief": actor_for(bank.user("head_office_hr", bank.head)),
        "west_hr": actor_for(bank.user("branch_hr", bank.west)),
        "interviewer": actor_for(bank.user("interviewer", bank.east)),
        "auditor": actor_for(bank.user("auditor", bank.head)),
        "it_admin": actor_for(bank.user("it_admin", bank.head)),
    }
    with acting_as(people["hr"]):
        requisition = requisitions.open_requisition(unit_id=bank.east.pk, job_key="teller", now=NOW)
        candidate = candidates.register(
            unit_id=bank.east.pk, name="林小禾", phone="13800001111", email="lin@example.org", now=NOW
        )
        application = pipeline.apply(candidate_id=candidate.pk, requisition_id=requisition.pk, now=NOW)
    return Cast(
        bank=bank,
        requisition_id=requisition.pk,
        candidate_id=candidate.pk,
        application_id=application.pk,
        **people,
    )


@dataclass
class Invited:
    """An invitation and its candidate."""

    cast: Cast
    interview: Any
    token: str

    @property
    def id(self) -> UUID:
        return self.interview.pk

    def candidate(self) -> AbstractContextManager[Any]:
        """Act as the candidate who passed the code."""
        from bole.foundation.access.actors import acting_as
        from bole.hiring.interviews import queries

        return acting_as(queries.candidate_actor(self.interview))


@pytest.fixture
def invited(cast: Cast) -> Invited:
    """An open invitation without accommodations."""
    return invite(cast)


def invite(cast: Cast, **more: Any) -> Invited:
    from bole.hiring.interviews import services

    with cast.acting("hr"):
        interview, token = services.invite(
            application_id=cast.application_id,
            opens_at=NOW,
            closes_at=NOW + timedelta(days=7),
            now=NOW,
            **more,
        )
    return Invited(cast, interview, token)


@pytest.fixture(autouse=True)
def _files_in_tmp(settings: Any, tmp_path: Any) -> None:
    """Uploaded bytes of a test lie in its own directory."""
    settings.FILES_DIR = tmp_path / "files"
    return
