"""The shared cast of the hiring tests: a bank, its people, a candidate, an application, an invitation."""

import hashlib
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


WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
CONSENT = {"recording": True, "analysis": True, "face": True}


@dataclass
class Taking:
    """A candidate going through an interview."""

    invited: Invited
    now: datetime = NOW

    @property
    def id(self) -> UUID:
        return self.invited.id

    def agree(self, **decisions: bool) -> None:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            services.consent(interview_id=self.id, decisions={**CONSENT, **decisions}, now=self.now)

    def begin(self, key: str) -> Any:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            return services.begin_question(interview_id=self.id, question_key=key, now=self.now)

    def start(self, key: str) -> Any:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            return services.start_recording(
                interview_id=self.id, question_key=key, content_type="video/webm", now=self.now
            )

    def send(self, recording: Any, content: bytes = b"words", seconds: float = 20.0) -> Any:
        """Upload one part and finish the recording."""
        from bole.foundation.files import services as files
        from bole.hiring.interviews import services

        body = WEBM + content
        with self.invited.candidate():
            files.put_part(
                upload_id=recording.upload_id, index=0, sha256=hashlib.sha256(body).hexdigest(), body=body
            )
            return services.finish_recording(
                recording_id=recording.pk, parts=1, total_bytes=len(body), seconds=seconds, now=self.now
            )

    def submit(self, key: str) -> Any:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            return services.submit_answer(interview_id=self.id, question_key=key, now=self.now)

    def answer(self, key: str, content: bytes = b"words") -> Any:
        self.begin(key)
        self.send(self.start(key), content)
        return self.submit(key)

    def type(self, key: str, text: str) -> Any:
        from bole.hiring.interviews import services

        self.begin(key)
        with self.invited.candidate():
            return services.submit_typed(interview_id=self.id, question_key=key, text=text, now=self.now)

    def finish(self, **more: Any) -> Any:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            return services.finish(interview_id=self.id, now=self.now, **more)

    def state(self) -> dict[str, Any]:
        from bole.hiring.interviews import queries

        with self.invited.candidate():
            return queries.state_for(queries.get(self.id), self.now)


@pytest.fixture
def taking(invited: Invited) -> Taking:
    """The candidate before the consent page."""
    return Taking(invited)
