"""What other systems tell: the same twice is once, older replaces nothing, who was erased stays gone."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.candidates import queries as candidates
from bole.hiring.candidates import services as candidate_services
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import services
from bole.hiring.intake.tests.making import resume
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


def tell(cast: Cast, *, days: int = -10, source: str = "OA", who: str = "hr", **more: Any) -> Any:
    facts = {"external_id": "E-77", "name": "钱进", "phone": "13511112222", **more}
    with cast.acting(who):
        return services.take_event(
            unit_id=cast.bank.east.pk,
            source=source,
            told=services.Told(as_of=NOW + timedelta(days=days), **facts),
            now=NOW,
        )


def test_the_same_payload_makes_no_second_person(cast: Cast) -> None:
    first = tell(cast, resume=("cv.txt", resume("钱进", "13511112222")), requisition_id=cast.requisition_id)
    again = tell(cast, resume=("cv.txt", resume("钱进", "13511112222")), requisition_id=cast.requisition_id)
    assert (first.outcome, again.outcome) == ("made", "unchanged")
    assert (first.candidate_id, first.application_id) == (again.candidate_id, again.application_id)
    with system_scope("test"):
        assert Candidate.objects.count() == 2
        assert len(candidates.resume_files(first.candidate_id)) == 1


def test_newer_updates_older_does_not_also_from_another_system(cast: Cast) -> None:
    made = tell(cast)
    assert tell(cast, days=-5, phone="13511113333").changed == ("phone",)
    assert tell(cast, days=-8, phone="13511114444").outcome == "unchanged"
    other = tell(cast, days=-3, source="board", external_id="x", phone="13511113333", email="q@example.org")
    assert (other.candidate_id, other.outcome, other.changed) == (made.candidate_id, "joined", ("email",))
    with cast.acting("hr"):
        row = candidates.get(made.candidate_id)
    assert (row.phone, row.provenance["email"]["source"]) == ("13511113333", "board")


def test_an_erased_person_is_not_made_again_by_a_repetition(cast: Cast) -> None:
    made = tell(cast)
    with cast.acting("chief"):
        number = candidates.get(made.candidate_id).number
        candidate_services.remove(candidate_id=made.candidate_id, number=number, reason="withdrawn", now=NOW)
    with pytest.raises(ConflictError) as refused:
        tell(cast, days=-1)
    assert refused.value.code == "gone"


def test_nonsense_and_other_branches_are_refused(cast: Cast) -> None:
    for more in ({"days": 1}, {"source": "no code!"}, {"phone": "", "email": ""}, {"birth_date": "soon"}):
        with pytest.raises((ConflictError, InvalidError)):
            tell(cast, **more)
    for who in ("west_hr", "interviewer", "auditor", "it_admin"):
        with pytest.raises((DeniedError, NotFoundError)):
            tell(cast, who=who)
    with system_scope("test"):
        assert Candidate.objects.count() == 1
