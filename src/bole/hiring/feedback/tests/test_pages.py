"""HR's pages of feedback, the year of working days, and what the candidate reads."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from bole.foundation.access.actors import system_scope
from bole.foundation.workdays.models import BankDay
from bole.hiring.conftest import NOW, Cast, Invited
from bole.hiring.feedback import services
from bole.hiring.feedback.models import Feedback, FeedbackRule
from bole.hiring.interviews import link
from bole.hiring.interviews.tests.portal import Browser
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db
LIST, RULES, DAYS = "/console/feedback/", "/console/feedback/rules/", "/console/settings/days/"


def one(found: Feedback, end: str = "") -> str:
    return f"{LIST}{found.pk}/{end}"


def test_hr_reads_rewrites_and_releases(feedback: Feedback, cast: Cast) -> None:
    client = enter(cast, "hr")
    assert one(feedback) in client.get(LIST).content.decode()
    page = client.get(one(feedback)).content.decode()
    assert "林小禾，你好" in page  # the candidate's language, whatever HR reads
    part = feedback.draft["parts"][0]["key"]
    bad = client.post(one(feedback, "edit/"), {"part": part, "text": "你说「我不在乎」。"})
    assert (bad.status_code, "我不在乎" in bad.content.decode()) == (422, True)
    for text in ("", "换一种说法。"):
        answer = client.post(one(feedback, "edit/"), {"part": part, "text": text})
        assert answer.status_code == (302 if text else 422)
    assert "换一种说法。" in client.get(one(feedback)).content.decode()
    assert client.post(one(feedback, "release/")).status_code == 302
    gone = client.get(one(feedback)).content.decode()
    assert "换一种说法。" in gone
    assert one(feedback, "release/") not in gone
    with system_scope("test"):
        assert Feedback.objects.get().released_by_id == cast.hr.id


def test_the_rule_of_an_opening_is_set_on_its_page(cast: Cast) -> None:
    client = enter(cast, "hr")
    wanted = {"requisition": cast.requisition_id, "mode": "automatic", "hours": 12, "next_days": 5}
    assert client.post(RULES, wanted).status_code == 302
    assert client.post(RULES, {**wanted, "hours": 25}).status_code == 302
    with system_scope("test"):
        rule = FeedbackRule.objects.get()
    assert (rule.mode, rule.hours, rule.next_days) == ("automatic", 12, 5)
    assert cast.hr.label in client.get(RULES).content.decode()


def test_the_year_shows_the_notice_and_a_day_is_set_and_taken_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bole.web.console.days_views.utc_now", lambda: NOW)
    client = enter(cast, "hr")
    assert "国办发明电〔2025〕7号" in client.get(DAYS, {"year": "2026"}).content.decode()
    unknown = client.get(DAYS, {"year": "2028"}).content.decode()
    assert "国办发明电" not in unknown
    day = "2026-12-30"
    wanted = {"unit": cast.bank.east.pk, "day": day, "working": "0", "reason": "三月三"}
    assert client.post(DAYS, {**wanted, "reason": ""}).status_code == 302
    assert client.post(DAYS, {**wanted, "unit": cast.bank.west.pk}).status_code == 403
    assert client.post(DAYS, wanted).status_code == 302
    with system_scope("test"):
        (found,) = BankDay.objects.all()
    assert "三月三" in client.get(DAYS, {"year": day[:4]}).content.decode()
    assert client.post(f"{DAYS}{found.pk}/forget/").status_code == 302
    with system_scope("test"):
        assert not BankDay.objects.exists()


def as_candidate(invited: Invited) -> Client:
    """A browser that carries the pass of the link."""
    response, client = HttpResponse(), Client()
    link.issue(response, HttpRequest(), invited.token, invited.interview, NOW)
    client.cookies.load(response.cookies.output(header=""))
    return client


@pytest.mark.parametrize("who", ["west_hr", "interviewer", "auditor", "it_admin"])
def test_others_are_turned_away(feedback: Feedback, cast: Cast, who: str) -> None:
    client = enter(cast, who)
    assert client.get(one(feedback)).status_code == 403
    for end in ("edit/", "release/"):
        assert client.post(one(feedback, end), {"part": "closing", "text": "x"}).status_code == 403
    if who == "west_hr":
        assert one(feedback) not in client.get(LIST).content.decode()
    else:
        assert [client.get(path).status_code for path in (LIST, RULES, DAYS)] == [403, 403, 403]


def test_the_candidate_reads_the_letter_with_every_right_one_tap_away(
    feedback: Feedback, cast: Cast, answered: Any
) -> None:
    invited = answered.taking.invited
    browser = Browser(invited, as_candidate(invited))
    with cast.acting("hr"):
        services.edit(feedback_id=feedback.pk, part="closing", text="祝你顺利。", now=NOW)
        services.release(feedback_id=feedback.pk, now=NOW)
    page = browser.get("result/").content.decode()
    with system_scope("test"):
        letter = Feedback.objects.get().letter
    assert "祝你顺利。" in page
    assert letter["next"]["text"] in page
    for part in letter["parts"]:
        assert part["text"] in page
    for right in ("rights/explain/", "rights/human_review/", "rights/erase/"):
        assert browser.at(right) in page
