from decimal import Decimal
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.assessment import queries
from bole.hiring.assessment.models import Report
from bole.hiring.conftest import NOW, Answered
from bole.hiring.interviews.models import Interview
from bole.kernel.errors import InvalidError, NotFoundError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def copy_of(report: Report, total: str, sem: str = "2.0", **more: Any) -> Report:
    """Another person's report of the same job."""
    with system_scope("test"):
        interview = Interview.objects.get(pk=report.interview_id)
        interview.pk, interview.token_hash = new_id(), str(new_id())
        interview.save(force_insert=True)
        fields = {
            f.attname: getattr(report, f.attname)
            for f in Report._meta.concrete_fields
            if f.attname not in {"id"}
        }
        whole = {
            **fields,
            "interview_id": interview.pk,
            "total": Decimal(total),
            "total_sem": Decimal(sem),
            **more,
        }
        return Report.objects.create(
            id=new_id(), created_at=NOW, **{k: v for k, v in whole.items() if k != "created_at"}
        )


def test_people_side_by_side_with_ties(answered: Answered, report: Report) -> None:
    near, far = copy_of(report, "80.0"), copy_of(report, "84.0")
    lone = copy_of(report, "20.0")
    with answered.cast.acting("hr"):
        found = queries.compare(answered.cast.hr, [near.pk, far.pk, lone.pk])
    assert [p.report.pk for p in found["pages"]] == [near.pk, far.pk, lone.pk]
    assert found["ties"] == [(near.pk, far.pk)]
    ranks = {key: (s.rank, s.tied, s.best, s.worst) for key, s in found["standings"].items()}
    assert ranks == {far.pk: (1, True, 1, 2), near.pk: (1, True, 1, 2), lone.pk: (3, False, 3, 3)}


def test_only_like_is_compared_with_like(answered: Answered, report: Report) -> None:
    other = copy_of(
        report, "80.0", body={**report.body, "portrait": {**report.body["portrait"], "version": 2}}
    )
    with answered.cast.acting("hr"):
        with pytest.raises(InvalidError):
            queries.compare(answered.cast.hr, [report.pk, other.pk])
        with pytest.raises(InvalidError):
            queries.compare(answered.cast.hr, [report.pk, report.pk])
    with answered.cast.acting("west_hr"), pytest.raises(NotFoundError):
        queries.compare(answered.cast.west_hr, [report.pk, other.pk])
