"""A candidate's request on its page: clock, owner, answer, trail."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import queries as audit
from bole.hiring.conftest import Invited
from bole.hiring.interviews import services
from bole.hiring.interviews.models import InterviewAssignment, RightsRequest
from bole.kernel.clock import utc_now
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db


def asked(invited: Invited, kind: str, hours_ago: int = 0) -> RightsRequest:
    moment = utc_now() - timedelta(hours=hours_ago)
    with invited.candidate():
        if kind == "live":
            services.request_live(interview_id=invited.id, now=moment)
        else:
            services.request_right(interview_id=invited.id, kind=kind, now=moment)
    with system_scope("test"):
        return RightsRequest.objects.get(interview_id=invited.id, kind=kind)


def url(name: str, one: Any) -> str:
    return reverse(f"console:{name}", args=[one.pk])


@pytest.mark.parametrize("kind", ["explain", "human_review", "live"])
def test_every_kind_has_its_page_and_its_line_in_the_list(invited: Invited, kind: str) -> None:
    one = asked(invited, kind, hours_ago=2)
    client = enter(invited.cast, "hr")
    assert url("request", one) in client.get("/console/todo/").content.decode()
    page = client.get(url("request", one)).content.decode()
    assert "还剩 2" in page  # 21 or 22 hours of 24
    assert "林小禾" in page
    for who in ("west_hr", "interviewer", "auditor"):
        assert enter(invited.cast, who).get(url("request", one)).status_code == 403, who


def test_answering_needs_what_was_done_and_keeps_name_and_note(invited: Invited) -> None:
    one = asked(invited, "live")
    client = enter(invited.cast, "hr")
    assert client.post(url("request-resolve", one), {"resolution": "because"}).status_code == 422
    form = {"resolution": "live_agreed", "note": "周三下午三点"}
    page = client.post(url("request-resolve", one), form, follow=True).content.decode()
    assert "真人面试时间已约定" in page
    assert "周三下午三点" in page
    client.post(url("request-resolve", one), {"resolution": "live_held"})  # a second click changes nothing
    with system_scope("test"):
        one.refresh_from_db()
        assert (one.state, one.resolution, one.resolved_by_id) == (
            "done",
            "live_agreed",
            invited.cast.hr.id,
        )
        line = [line for line in audit.trail(("rights_request", one.pk)) if line.verb.endswith("resolved")]
    assert len(line) == 1
    assert "周三" not in str(line[0].details)


def test_a_click_can_not_answer_who_asks_for_a_person(invited: Invited) -> None:
    one = asked(invited, "human_review")
    answer = enter(invited.cast, "hr").post(url("request-resolve", one), {"resolution": "explained_call"})
    assert answer.status_code == 422
    with system_scope("test"):
        one.refresh_from_db()
        assert one.state == "open"


def test_an_interviewer_who_takes_it_may_watch_the_interview(invited: Invited) -> None:
    one = asked(invited, "human_review")
    interviewer = invited.cast.interviewer.id
    client = enter(invited.cast, "hr")
    page = client.post(url("request-assign", one), {"owner": str(interviewer)}, follow=True).content.decode()
    assert "指派了经办人" in page
    with system_scope("test"):
        one.refresh_from_db()
        assert one.owner_id == interviewer
        assert InterviewAssignment.objects.filter(interview_id=invited.id, user_id=interviewer).exists()


@pytest.mark.parametrize("who", ["west_hr", "auditor", "it_admin", "interviewer"])
def test_nobody_takes_it_who_may_not_answer(invited: Invited, who: str) -> None:
    one = asked(invited, "explain")
    owner = str(getattr(invited.cast, who).id)
    page = enter(invited.cast, "hr").post(url("request-assign", one), {"owner": owner}, follow=True)
    assert "没有改动" in page.content.decode()
    with system_scope("test"):
        one.refresh_from_db()
        assert one.owner_id is None


@pytest.mark.parametrize("owner", ["", "x", "00000000-0000-0000-0000-000000000001"])
def test_a_forged_owner_is_refused(invited: Invited, owner: str) -> None:
    one = asked(invited, "explain")
    page = enter(invited.cast, "hr").post(url("request-assign", one), {"owner": owner}, follow=True)
    assert "没有改动" in page.content.decode()


@pytest.mark.parametrize("who", ["west_hr", "auditor"])
def test_interviewers_are_assigned_from_this_branch_only(invited: Invited, who: str) -> None:
    where = reverse("console:assign", args=[invited.id])
    client = enter(invited.cast, "hr")
    page = client.post(where, {"owner": str(getattr(invited.cast, who).id)}, follow=True).content.decode()
    assert "没有改动" in page
    page = client.post(where, {"owner": str(invited.cast.interviewer.id)}, follow=True).content.decode()
    assert "已指派" in page
    assert invited.cast.interviewer.label in page
