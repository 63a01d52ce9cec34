"""The list of interviews: rights, filters in the address, one row at a time, few queries."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in
from tests.support.rail import marks

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.hiring.assessment.models import Report
from bole.hiring.conftest import NOW, Cast, Invited
from bole.hiring.interviews.models import Interview
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
INLINE = re.compile(
    r"<[^>]+\s(?:style|on[a-z]+)\s*=|<script(?![^>]*(?:src=|application/json))", re.IGNORECASE
)
LIST = "/console/"


def enter(cast: Cast, who: str) -> Client:
    client = Client()
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    return client


def copies(invited: Invited, count: int, **more: Any) -> None:
    """More interviews of the same candidate."""
    with system_scope("test"):
        for number in range(count):
            one = Interview.objects.get(pk=invited.id)
            one.pk, one.token_hash = new_id(), str(new_id())
            one.created_at = NOW + timedelta(minutes=number + 1)
            for name, value in more.items():
                setattr(one, name, value)
            one.save(force_insert=True)


def rows(page: str) -> int:
    return page.count("data-row-id=")


def test_hr_sees_rows_in_few_queries_whatever_their_number(
    invited: Invited, django_assert_max_num_queries: Any
) -> None:
    copies(invited, 60)
    client = enter(invited.cast, "hr")
    client.get(LIST)
    with django_assert_max_num_queries(15 + marks()):
        page = client.get(LIST).content.decode()
    assert rows(page) == 50
    assert "林小禾" in page
    assert not INLINE.search(page)
    older = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
    assert older
    assert rows(client.get(LIST + older[1].replace("&amp;", "&")).content.decode()) == 11


def test_other_branches_see_nothing_and_roles_go_where_they_belong(invited: Invited) -> None:
    assert rows(enter(invited.cast, "west_hr").get(LIST).content.decode()) == 0
    assert enter(invited.cast, "auditor").get(LIST).headers["Location"] == reverse("console:audit")
    assert "bole doctor" in enter(invited.cast, "it_admin").get(LIST).content.decode()
    assert Client().get(LIST).headers["Location"].startswith("/login/")


def test_filters_are_chips_that_can_be_taken_off(invited: Invited) -> None:
    copies(invited, 2, state="finished", finished_at=NOW)
    client = enter(invited.cast, "hr")
    page = client.get(LIST, {"state": ["finished"], "q": "林小禾"}).content.decode()
    assert rows(page) == 2
    assert page.count('class="filter-chip"') == 2
    assert 'href="?q=%E6%9E%97%E5%B0%8F%E7%A6%BE"' in page  # without the state
    assert rows(client.get(LIST, {"q": "没有这个人"}).content.decode()) == 0
    assert rows(client.get(LIST, {"state": "nonsense", "unit": "x", "since": "x"}).content.decode()) == 3


def test_the_review_filter_asks_the_reports(invited: Invited) -> None:
    client = enter(invited.cast, "hr")
    with system_scope("test"):
        one = Interview.objects.get(pk=invited.id)
        Report.objects.create(
            unit_id=one.unit_id,
            candidate_id=one.candidate_id,
            interview=one,
            application_id=one.application_id,
            requisition_id=one.application.requisition_id,
            input_sha256="a" * 64,
            hash="b" * 64,
            body={},
            state="needs_review",
            job_key="teller",
            portrait_version=1,
            needs_review=True,
            recommendation="hold",
            created_at=NOW,
        )
    copies(invited, 1)
    page = client.get(LIST, {"review": "on"}).content.decode()
    assert rows(page) == 1
    assert "待复核" in page


def test_one_row_is_read_with_the_readers_own_rights(invited: Invited) -> None:
    where = reverse("console:row", args=[invited.id])
    page = enter(invited.cast, "hr").get(where).content.decode()
    assert page.strip().startswith("<tr")
    assert "林小禾" in page
    assert enter(invited.cast, "west_hr").get(where).status_code == 403
    assert Client().get(where).status_code == 404


def test_the_progress_page_names_failures_and_what_to_do(
    invited: Invited, django_assert_max_num_queries: Any
) -> None:
    from bole.hiring.analysis.models import AnalysisRun

    with system_scope("test"):
        answer = invited.interview.answers.first()
        answer.state = "submitted"
        answer.save()
        AnalysisRun.objects.create(
            unit_id=answer.unit_id,
            candidate_id=answer.candidate_id,
            interview_id=invited.id,
            answer=answer,
            attempt=1,
            stage="speech",
            input_sha256="a" * 64,
            plan_sha256="b" * 64,
            state="failed",
            attempts=3,
            error_code="unreadable",
            queued_at=NOW,
        )
    client = enter(invited.cast, "hr")
    where = reverse("console:interview", args=[invited.id])
    client.get(where)
    with django_assert_max_num_queries(15 + marks()):
        page = client.get(where).content.decode()
    assert "录像无法解码" in page
    assert "unreadable" in page
    assert "再试一次" in page
    rerun = client.post(reverse("console:rerun", args=[invited.id, answer.pk]), follow=True)
    assert "已重新开始" in rerun.content.decode()
    fragment = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert fragment.strip().startswith("<div")


def test_inviting_and_giving_more_time(cast: Cast) -> None:
    client = enter(cast, "hr")
    where = reverse("interviews_console:invite")
    form = {
        "application": str(cast.application_id),
        "opens_at": "2030-01-01T09:00",
        "closes_at": "2030-01-03T09:00",
        "language": "zh",
        "extra_time": "1.5",
        "typed": "on",
    }
    late = client.post(where, {**form, "closes_at": "2029-12-31T09:00"})
    assert late.status_code == 422
    assert "结束时间要晚于开始时间" in late.content.decode()
    made = client.post(where, form, follow=True)
    assert "已邀请" in made.content.decode()
    with system_scope("test"):
        interview = Interview.objects.get()
    assert interview.accommodations == {"extra_time": 1.5, "typed": True}
    again = client.post(where, form)
    assert again.status_code == 422
    assert "已有一份有效邀请" in again.content.decode()
    renew = reverse("interviews_console:renew", args=[interview.pk])
    assert (
        "新链接已发出" in client.post(renew, {"closes_at": "2030-02-01T09:00"}, follow=True).content.decode()
    )
    assert enter(cast, "west_hr").get(renew).status_code == 403
