"""The report in the browser's eyes: who sees it, what it costs, what a blind reviewer is not told."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in
from tests.support.rail import marks

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.hiring.assessment import services
from bole.hiring.assessment.models import Override, Report, Review
from bole.hiring.assessment.presenting.formats import signed
from bole.hiring.assessment.tests.test_compare import copy_of
from bole.hiring.conftest import NOW, Answered
from bole.hiring.interviews import services as interviews
from bole.hiring.interviews.models import Interview
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
INLINE = re.compile(
    r"<[^>]+\s(?:style|on[a-z]+)\s*=|<script(?![^>]*(?:src=|application/json))", re.IGNORECASE
)


@pytest.fixture
def as_(client: Client, answered: Answered) -> Any:
    """A browser logged in as one of the cast."""

    def enter(who: str) -> Client:
        log_in(client, User.objects.get(pk=getattr(answered.cast, who).id))
        return client

    return enter


def url(report: Report, name: str = "report", **more: Any) -> str:
    return reverse(f"assessment:{name}", kwargs={"report_id": report.pk, **more})


def refusals() -> int:
    with system_scope("test"):
        return AuditLine.objects.filter(verb="access.request.denied").count()


def assign(answered: Answered) -> None:
    with answered.cast.acting("hr"):
        interviews.assign(
            interview_id=Interview.objects.get().pk, user_id=answered.cast.interviewer.id, now=NOW
        )


def test_hr_reads_the_report_in_few_queries(
    as_: Any, report: Report, django_assert_max_num_queries: Any
) -> None:
    client = as_("hr")
    client.get(url(report))
    with django_assert_max_num_queries(15 + marks()):
        response = client.get(url(report))
    page = response.content.decode()
    assert response.status_code == 200
    assert f"{report.total}" in page
    assert 'data-at="' in page
    assert not INLINE.search(page)
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    with system_scope("test"):
        assert (
            AuditLine.objects.filter(verb="hiring.assessment.report.viewed", object_id=report.pk).count() == 2
        )


def test_another_branch_is_refused_with_a_line_and_a_stranger_learns_nothing(
    as_: Any, client: Client, report: Report
) -> None:
    stranger = Client()
    assert stranger.get(url(report)).status_code == 404
    assert stranger.get(reverse("assessment:report", args=[new_id()])).status_code == 404
    before = refusals()
    west = as_("west_hr")
    for name in ("report", "pdf", "trail"):
        assert west.get(url(report, name)).status_code == 403, name
    assert refusals() == before + 3
    assert west.get(reverse("assessment:report", args=[new_id()])).status_code == 404


@pytest.mark.parametrize("who", ["auditor", "it_admin"])
def test_roles_without_the_right_are_refused(as_: Any, report: Report, who: str) -> None:
    assert as_(who).get(url(report)).status_code == 403


def test_an_interviewer_sees_no_machine_figure_before_his_lock(
    as_: Any, answered: Answered, report: Report
) -> None:
    assign(answered)
    client = as_("interviewer")
    page = client.get(url(report)).content.decode()
    assert str(report.total) not in page
    assert "data-r=" not in page
    assert 'class="evidence"' not in page
    assert client.get(url(report, "pdf")).status_code == 409
    client.post(url(report, "review"))
    page = client.get(url(report)).content.decode()
    assert 'type="radio"' in page
    assert str(report.total) not in page
    with system_scope("test"):
        card = Review.objects.get()
    levels = {f"level-{key}": "3.5" for key in report.body["portrait"]["weights"]}
    incomplete = dict(list(levels.items())[1:])
    answer = client.post(url(report, "submit", review_id=card.pk), {**incomplete, "comment": "听清楚了"})
    back = client.get(url(report, "submit", review_id=card.pk))  # the browser's own way back
    assert (back.status_code, back.headers["Location"]) == (302, url(report))
    assert answer.status_code == 422
    assert "听清楚了" in answer.content.decode()
    assert 'value="3.5" checked' in answer.content.decode()
    done = client.post(
        url(report, "submit", review_id=card.pk), {**levels, "comment": "听清楚了"}, follow=True
    )
    assert done.status_code == 200
    assert str(report.total) in done.content.decode()
    for machine in report.body["competencies"]:
        beside = (
            f"<td>62.5</td><td>{machine['score']}</td><td>{signed(round(62.5 - machine['score'], 1))}</td>"
        )
        assert beside in done.content.decode().replace(' class="num"', "")
    with system_scope("test"):
        card.refresh_from_db()
    assert card.blind
    assert card.locked_at


def test_links_to_recordings_come_in_order_and_only_with_the_right(
    as_: Any, answered: Answered, report: Report
) -> None:
    video = next(a for a in report.body["answers"] if a["kind"] == "video")
    where = url(report, "media", answer_id=video["answer_id"])
    assert Client().get(where).status_code == 404
    assert as_("west_hr").get(where).status_code == 403
    client = as_("hr")
    sources = client.get(where).json()["sources"]
    assert sources
    first = client.get(sources[0]["url"], headers={"Range": "bytes=0-3"})
    assert first.status_code == 206
    assert b"".join(first) == b"\x1a\x45\xdf\xa3"
    assert Client().get(sources[0]["url"]).status_code == 404
    assert client.get(url(report, "media", answer_id=new_id())).status_code == 403


def test_override_stands_beside_the_score_with_name_and_reason(as_: Any, report: Report) -> None:
    client = as_("hr")
    key = next(iter(report.body["portrait"]["weights"]))
    form = {"competency": key, "score": "55", "reason": "回答里其实提到了回访。"}
    page = client.post(url(report, "override"), form, follow=True).content.decode()
    assert "回答里其实提到了回访。" in page
    assert "55.0" in page
    client.post(url(report, "override"), {**form, "score": "155"})
    client.post(url(report, "override"), {**form, "reason": "短"})
    with system_scope("test"):
        assert Override.objects.count() == 1


def test_the_paper_is_a_pdf_and_leaves_a_line(as_: Any, report: Report) -> None:
    response = as_("hr").get(url(report, "pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    with system_scope("test"):
        assert AuditLine.objects.filter(verb="hiring.assessment.report.printed").exists()


def test_compare_shows_ties_and_can_hide_names(as_: Any, report: Report) -> None:
    near = copy_of(report, str(report.total), "3.0")
    client = as_("hr")
    where = reverse("assessment:compare")
    page = client.get(where, {"report": [report.pk, near.pk]}).content.decode()
    assert "林小禾" in page
    assert "并列第 1 · 误差内 1–2" in page
    far = copy_of(report, "1.0", "0.5")
    apart = client.get(where, {"report": [far.pk, near.pk]}).content.decode()
    assert ">第 1<" in apart
    assert ">第 2<" in apart
    hidden = client.get(where, {"report": [report.pk, near.pk], "hide": "1"}).content.decode()
    assert "林小禾" not in hidden
    chosen = client.get(where, {"report": report.pk})
    assert chosen.status_code == 200
    assert 'name="report"' in chosen.content.decode()
    assert as_("west_hr").get(where, {"report": [report.pk, near.pk]}).status_code == 403
    assert refusals() == 1


def test_the_trail_names_who_saw_it(as_: Any, answered: Answered, report: Report) -> None:
    client = as_("hr")
    client.get(url(report))
    page = client.get(url(report, "trail")).content.decode()
    part = client.get(url(report, "trail"), headers={"HX-Request": "true"}).content.decode()
    for shown in (page, part):
        assert answered.cast.hr.label in shown
        assert "看了报告" in shown
    assert "<h1>" in page
    assert "<html" not in part


def test_a_report_without_machine_is_rated_by_people(as_: Any, answered: Answered, report: Report) -> None:
    with system_scope("test"):
        bare = {**report.body, "total": None, "total_sem": None, "total_band": None, "competencies": [
            {**c, "score": None, "level": None, "sem": None, "band": None, "evidence": [], "raise": None,
             "reason": "analysis_refused"} for c in report.body["competencies"]
        ]}  # fmt: skip
        report.body, report.total, report.state = bare, None, "human"
        report.save()
    page = as_("hr").get(url(report)).content.decode()
    assert "不同意自动分析" in page


def test_starting_a_card_hides_the_scores_from_hr_too(as_: Any, answered: Answered, report: Report) -> None:
    client = as_("hr")
    assert str(report.total) in client.get(url(report)).content.decode()
    with answered.cast.acting("hr"):
        services.start_review(report_id=report.pk, now=NOW)
    assert str(report.total) not in client.get(url(report)).content.decode()
