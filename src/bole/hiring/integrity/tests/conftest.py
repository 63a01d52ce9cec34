"""People who type their answers: two of one branch, one of the other."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bole.hiring.conftest import NOW, Cast, Invited, Taking

KEY = "teller-complaint"


@dataclass
class Writer:
    """A candidate with an invitation."""

    taking: Taking
    who: str  # the HR of the branch

    @property
    def answer_id(self) -> UUID:
        with self.taking.invited.cast.acting("chief"):
            from bole.hiring.interviews import queries

            return next(a.pk for a in queries.answers_of(self.taking.id) if a.question_key == KEY)

    def writes(self, text: str, minutes: int = 0, *notes: Any, **decisions: bool) -> UUID:
        """Agrees, types, hands in, and is looked at as the worker would."""
        from bole.hiring.interviews import services as interviews

        self.taking.now = NOW + timedelta(minutes=minutes)
        self.taking.agree(**{"recording": False, **decisions})
        self.taking.begin(KEY)
        if notes:
            with self.taking.invited.candidate():
                interviews.note_page(
                    interview_id=self.taking.id, question_key=KEY, notes=notes, now=self.taking.now
                )
        with self.taking.invited.candidate():
            interviews.submit_typed(
                interview_id=self.taking.id, question_key=KEY, text=text, now=self.taking.now
            )
        self.look()
        return self.answer_id

    def look(self) -> int:
        from bole.foundation.access.actors import system_scope
        from bole.hiring.integrity import services

        answer_id = self.answer_id
        with system_scope("task:test"):
            return services.look(answer_id=answer_id, attempt=1, now=self.taking.now)

    def findings(self, who: str = "") -> list[Any]:
        """As somebody of the bank sees them."""
        from bole.foundation.access import actors
        from bole.hiring.integrity import queries

        with self.taking.invited.cast.acting(who or self.who):
            return queries.findings_of(actors.current(), self.taking.id)


def writer(cast: Cast, who: str, number: int) -> Writer:
    """A further candidate of the branch of ``who``."""
    from bole.hiring.candidates import services as candidates
    from bole.hiring.interviews import services
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import services as requisitions

    unit = {"hr": cast.bank.east, "west_hr": cast.bank.west}[who].pk
    with cast.acting(who):
        opening = requisitions.open_requisition(unit_id=unit, job_key="teller", now=NOW)
        person = candidates.register(
            unit_id=unit,
            name=f"测试{number}",
            phone=f"1390000{number:04d}",
            email=f"p{number}@example.org",
            now=NOW,
        )
        application = pipeline.apply(candidate_id=person.pk, requisition_id=opening.pk, now=NOW)
        interview, token = services.invite(
            application_id=application.pk, opens_at=NOW, closes_at=NOW + timedelta(days=7), now=NOW
        )
    return Writer(Taking(Invited(cast, interview, token)), who)


@pytest.fixture
def east(cast: Cast) -> Writer:
    return writer(cast, "hr", 1)


@pytest.fixture
def west(cast: Cast) -> Writer:
    return writer(cast, "west_hr", 2)
