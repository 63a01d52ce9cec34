"""Who rates does not learn the machine's score anywhere before his own card is locked."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bole.foundation.access.actors import system_scope
from bole.hiring.assessment import services
from bole.hiring.assessment.models import Review
from bole.hiring.conftest import NOW, Cast
from bole.hiring.interviews import services as interviews
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db


def everywhere(report: Any) -> list[str]:
    """Every page of the console that could show something of this report."""
    return [
        "/console/",
        "/console/?sort=-score",
        "/console/?review=on",
        "/console/board/",
        "/console/todo/",
        reverse("console:row", args=[report.interview_id]),
        reverse("console:interview", args=[report.interview_id]),
        reverse("console:person", args=[report.candidate_id]),
        reverse("assessment:report", args=[report.pk]),
        reverse("assessment:trail", args=[report.pk]),
        reverse("assessment:pdf", args=[report.pk]),
        reverse("assessment:compare") + f"?report={report.pk}",
        reverse("assessment:compare") + f"?report={report.pk}&report={report.pk}",
    ]


def figures(report: Any) -> set[str]:
    """What nobody blind may find in a page's source: the total, every competency's score, its evidence."""
    body = report.body
    scores = {f"{c['score']:.1f}" for c in body["competencies"] if c["score"] is not None}
    quotes = {e["quote"] for c in body["competencies"] for e in c["evidence"] if e.get("points")}
    marks = {f'points">+{e["points"]}' for c in body["competencies"] for e in c["evidence"]}
    assert scores
    assert quotes
    return {f"{report.total:.1f}", *scores, *marks}


def leaks(client: Client, report: Any) -> list[tuple[str, str]]:
    found = []
    for url in everywhere(report):
        answer = client.get(url)
        if answer["Content-Type"].startswith("application/pdf"):
            found.append((url, "pdf"))
        text = answer.content.decode(errors="replace")
        found += [
            (url, figure) for figure in figures(report) if f">{figure}<" in text or f" {figure}" in text
        ]
        found += [(url, word) for word in ("建议推进", "band-", "is-cut") if word in text]
    return found


def assign(report: Any, cast: Cast) -> None:
    with cast.acting("hr"):
        interviews.assign(interview_id=report.interview_id, user_id=cast.interviewer.id, now=NOW)


def test_an_interviewer_finds_no_score_anywhere(report: Any, cast: Cast) -> None:
    assign(report, cast)
    assert leaks(enter(cast, "interviewer"), report) == []


def test_hr_with_an_open_card_finds_no_score_anywhere(report: Any, cast: Cast) -> None:
    with cast.acting("hr"):
        services.start_review(report_id=report.pk, now=NOW)
    assert leaks(enter(cast, "hr"), report) == []


def test_everybody_else_and_the_same_person_later_sees_it(report: Any, cast: Cast) -> None:
    with cast.acting("hr"):
        card = services.start_review(report_id=report.pk, now=NOW)
    assert {url for url, _ in leaks(enter(cast, "chief"), report)} >= {"/console/", "/console/board/"}
    levels = dict.fromkeys(report.body["portrait"]["weights"], Decimal(3))
    with cast.acting("hr"):
        services.submit_review(review_id=card.pk, levels=levels, now=NOW)
    assert f"<b>{report.total}</b>" in enter(cast, "hr").get("/console/").content.decode()


@pytest.mark.parametrize("page", ["/console/", "/console/board/"])
def test_a_total_seen_in_a_list_makes_the_later_card_not_blind(report: Any, cast: Cast, page: str) -> None:
    enter(cast, "hr").get(page)
    with cast.acting("hr"):
        services.start_review(report_id=report.pk, now=NOW)
    with system_scope("test"):
        assert Review.objects.get(report=report).blind is False


def test_a_blind_reader_can_not_take_a_copy_of_all_data(report: Any, cast: Cast) -> None:
    with cast.acting("chief"):
        services.start_review(report_id=report.pk, now=NOW)
    with system_scope("test"):
        form = {"number": report.candidate.number, "reason": "person_asked"}
    answer = enter(cast, "chief").post(reverse("console:person-copy", args=[report.candidate_id]), form)
    assert answer.status_code == 302
