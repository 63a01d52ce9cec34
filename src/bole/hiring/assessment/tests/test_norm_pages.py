"""A percentage on a page never stands alone: whom it speaks of, when, and how many (R49)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.hiring.assessment import queries, services
from bole.hiring.assessment.models import Report
from bole.hiring.assessment.tests.test_compare import copy_of
from bole.hiring.conftest import NOW, Answered
from bole.hiring.interviews import standing, views
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.tests.portal import CODE, Browser
from bole.hiring.personal_links.services import codes

pytestmark = pytest.mark.django_db
PERIOD = ("2025 年 11 月 20 日", "2026 年 11 月 20 日")


@pytest.fixture
def among(report: Report) -> Report:
    """A report among 39 others."""
    for number in range(39):
        copy_of(report, str(number))
    services.freeze_norms(now=NOW)
    return report


def test_the_report_page_names_the_group(client: Client, answered: Answered, among: Report) -> None:
    log_in(client, User.objects.get(pk=answered.cast.hr.id))
    page = client.get(reverse("assessment:report", args=[among.pk])).content.decode()
    rank = queries.percentile(among)
    assert rank is not None
    line = page[page.index('class="rank"') :].split("</p>")[0]
    for told in ("综合柜员", "N = 40", *PERIOD, f"前 {rank.top:g}%", f"95% 区间 {rank.low:g}–{rank.high:g}%"):
        assert told in line


def test_the_candidate_is_told_among_whom(
    answered: Answered, among: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (views.arrival, views.before, views.shared, standing):
        monkeypatch.setattr(module, "utc_now", lambda: NOW, raising=False)
    monkeypatch.setattr(codes.secrets, "randbelow", lambda _: int(CODE))
    with system_scope("test"):
        Interview.objects.filter(pk=among.interview_id).update(feedback_sent_at=NOW)
    with answered.taking.invited.candidate():
        found: dict[str, Any] = queries.candidate_result(among.interview_id)
    assert found["percentile"]["n"] == 40
    browser = Browser(answered.taking.invited)
    browser.enter()
    page = browser.get("result/").content.decode()
    assert (
        f"<b>前 {found['percentile']['top']:g}%</b>（{PERIOD[0]} 至 {PERIOD[1]} 面试综合柜员的 40 人）"
        in page
    )
