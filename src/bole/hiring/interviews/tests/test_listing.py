from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bole.foundation.access.actors import system_scope
from bole.hiring.conftest import NOW, Invited, Taking
from bole.hiring.interviews import queries, services
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.queries import Filters
from bole.kernel.errors import InvalidError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def many(invited: Invited, count: int, **more: Any) -> None:
    """Copies of the invitation, one minute apart; every third at the same moment as the one before."""
    model = invited.interview
    with system_scope("test"):
        Interview.objects.bulk_create(
            Interview(
                **{
                    f.attname: getattr(model, f.attname)
                    for f in Interview._meta.concrete_fields
                    if f.attname not in {"id", "token_hash", "created_at", *more}
                },
                id=new_id(),
                token_hash=str(new_id()),
                created_at=NOW - timedelta(minutes=n - (n % 3 == 2)),
                **more,
            )
            for n in range(1, count + 1)
        )


def ids(invited: Invited, who: str = "hr", **filters: Any) -> list[Any]:
    actor = getattr(invited.cast, who)
    with invited.cast.acting(who):
        return [row.pk for row in queries.interviews_for(actor, Filters(**filters)).rows]


def test_pages_follow_each_other_without_gap_or_repeat(invited: Invited) -> None:
    many(invited, 24)
    seen, cursor = [], ""
    with invited.cast.acting("hr"):
        while True:
            page = queries.interviews_for(invited.cast.hr, cursor=cursor, size=7)
            seen += [row.pk for row in page.rows]
            cursor = page.after
            if not cursor:
                break
    assert len(seen) == len(set(seen)) == 25
    assert seen[0] == invited.id


def test_a_page_takes_the_same_queries_however_many_rows(invited: Invited) -> None:
    many(invited, 30)

    def cost(size: int) -> int:
        with (
            invited.cast.acting("hr"),
            CaptureQueriesContext(
                connection,
            ) as seen,
        ):
            for row in queries.interviews_for(invited.cast.hr, size=size).rows:
                assert row.candidate.name == "林小禾"
                assert row.unit.name_zh
                assert row.application.requisition.title_zh
        return len(seen)

    assert cost(2) == cost(30) <= 5


def test_filters_narrow(invited: Invited) -> None:
    many(invited, 3, state="finished", failed_count=1)
    assert len(ids(invited)) == 4
    assert ids(invited, states=("invited",)) == [invited.id]
    assert len(ids(invited, failed_only=True)) == 3
    assert ids(invited, since=NOW) == [invited.id]
    assert len(ids(invited, until=NOW)) == 3
    assert len(ids(invited, job_key="teller", stage="ai_interview")) == 4
    assert ids(invited, job_key="risk-control") == []
    assert len(ids(invited, unit_id=invited.cast.bank.east.pk)) == 4
    assert ids(invited, who="chief", unit_id=invited.cast.bank.west.pk) == []
    assert len(ids(invited, requisition_id=invited.cast.requisition_id)) == 4
    assert len(ids(invited, text="林小禾")) == 4
    assert ids(invited, text="林大禾") == []


def test_late_feedback_can_be_listed(invited: Invited) -> None:
    many(invited, 2, state="finished", feedback_due_at=NOW - timedelta(hours=1))
    assert len(ids(invited, overdue_at=NOW)) == 2
    assert ids(invited, overdue_at=NOW - timedelta(hours=2)) == []


def test_counts_by_state(invited: Invited) -> None:
    many(invited, 3, state="finished")
    with invited.cast.acting("hr"):
        assert queries.counts(invited.cast.hr) == {"invited": 1, "finished": 3}


def test_a_forged_cursor_is_refused(invited: Invited) -> None:
    with invited.cast.acting("hr"):
        for cursor in ("x", "bm9wZQ==", "WzEsMl0="):
            with pytest.raises(InvalidError):
                queries.interviews_for(invited.cast.hr, cursor=cursor)


@pytest.mark.parametrize("who", ["west_hr", "auditor", "it_admin", "interviewer"])
def test_others_see_an_empty_list(invited: Invited, who: str) -> None:
    assert ids(invited, who=who) == []
    assert ids(invited, who="chief") == [invited.id]


def test_progress_is_written_once_and_read_with_the_readers_rights(taking: Taking) -> None:
    with system_scope("test"):
        services.note_progress(interview_id=taking.id, progress=40)
        services.note_progress(interview_id=taking.id, analysed=1, failed=0)
    with taking.invited.cast.acting("hr"):
        line = queries.progress([taking.id])[0]
    assert (line["progress"], line["analysed"], line["failed"]) == (40, 1, 0)
    with taking.invited.cast.acting("west_hr"):
        assert queries.progress([taking.id]) == []
