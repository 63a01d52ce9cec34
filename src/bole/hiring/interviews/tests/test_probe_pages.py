"""The pages around a follow-up question and around the résumé, as a browser without script sees them."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.assessment import services as assessment
from bole.hiring.assessment.tests.test_probes import FULL, MORE, THIN
from bole.hiring.candidates import services as candidate_services
from bole.hiring.conftest import NOW, Cast, invite
from bole.hiring.interviews import api, queries, standing, views
from bole.hiring.interviews.models import Interview
from bole.hiring.interviews.tests.portal import CODE, Browser
from bole.hiring.interviews.tests.test_personal import RESUME
from bole.hiring.personal_links.services import codes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("soon")]


class Clock:
    """The moment every page reads."""

    now = NOW


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    pages = (views.arrival, views.before, views.consenting, views.answering, views.more, views.resume)
    for module in (*pages, views.rights, views.shared, standing, api):
        monkeypatch.setattr(module, "utc_now", lambda: found.now, raising=False)
    monkeypatch.setattr(codes.secrets, "randbelow", lambda _: int(CODE))
    return found


@pytest.fixture
def browser(cast: Cast) -> Browser:
    """Somebody who types by agreement, before the first question."""
    found = Browser(invite(cast, probes=2, accommodations={"typed": True}))
    found.enter()
    found.post("consent/", analysis="yes")
    return found


def text(response: Any) -> str:
    return str(response.content.decode())


def type_all(browser: Browser, texts: dict[str, str]) -> Any:
    for number, words in enumerate(texts.values(), start=1):
        browser.post(f"q/{number}/", begin="1")
        last = browser.post(f"q/{number}/", text=words)
    return last


def work(browser: Browser) -> None:
    """What the workers do meanwhile."""
    with system_scope("test"):
        for facts in queries.submitted_facts(browser.invited.id):
            assessment.rate_answer(answer_id=facts.answer_id, attempt=facts.attempt, now=NOW)
        assessment.decide_probes(interview_id=browser.invited.id, now=NOW)


def test_the_page_waits_honestly_and_asks(browser: Browser, clock: Clock) -> None:
    last = type_all(browser, THIN)
    assert last["Location"] == browser.at("more/")
    waiting = browser.get("more/")
    assert "0 / 2" in text(waiting)
    assert "data-late hidden" in text(waiting)
    clock.now = NOW + timedelta(seconds=61)
    assert "data-late hidden" not in text(browser.get("more/"))  # may go on waiting, or leave
    work(browser)
    asked = browser.get("more/")
    assert asked["Location"] == browser.at("q/3/")
    shown = text(browser.get("q/3/"))
    assert "不扣分" in shown
    assert browser.at("q/3/leave/") in shown
    browser.post("q/3/", begin="1")
    assert browser.post("q/3/", text=MORE[0])["Location"] == browser.at("q/4/")
    assert browser.post("q/4/leave/")["Location"] == browser.at("more/")
    assert browser.get("more/")["Location"] == browser.at("done/")
    done = text(browser.get("done/"))
    assert "data-finish" in done
    browser.post("done/")
    with system_scope("test"):
        assert Interview.objects.get(pk=browser.invited.id).state == "finished"


def test_where_nothing_is_needed_the_end_comes_at_once(browser: Browser) -> None:
    type_all(browser, FULL)
    work(browser)
    assert browser.get("more/")["Location"] == browser.at("done/")


def test_who_handed_in_finds_the_question_by_the_link(browser: Browser, clock: Clock) -> None:
    type_all(browser, THIN)
    browser.post("done/")
    assert browser.at("more/") in text(browser.get("done/"))  # still checking: may wait, need not
    clock.now = NOW + timedelta(hours=3)
    work(browser)
    assert browser.get("more/")["Location"] == browser.at("q/3/")
    assert browser.at("q/3/") in text(browser.get("done/"))
    browser.post("q/3/", begin="1")
    browser.post("q/3/", text=MORE[0])
    assert browser.post("q/4/leave/").status_code == 302
    page = text(browser.get("done/"))
    assert browser.at("q/3/") not in page
    assert browser.get("q/1/")["Location"] == browser.at("done/")


def test_a_core_question_cannot_be_left_like_a_probe(browser: Browser) -> None:
    assert browser.post("q/1/leave/").status_code == 404
    assert browser.post("q/9/leave/").status_code == 404


def test_a_question_from_ones_own_resume(browser: Browser) -> None:
    assert browser.at("resume/") in text(browser.get("q/1/"))
    assert browser.post("resume/", text=" ").status_code == 422
    assert browser.post("resume/", text=RESUME)["Location"] == browser.at("q/1/")
    assert browser.get("resume/").status_code == 302  # chosen once
    type_all(browser, FULL)
    browser.post("q/3/", begin="1")
    assert "新风商场 服务台客服" in text(browser.get("q/3/"))
    assert browser.get("resume/")["Location"] == browser.at("q/3/")


def test_hr_sees_proposals_before_sending_and_may_swap(cast: Cast, client: Any) -> None:
    from django.contrib.auth import get_user_model
    from tests.support.bank import log_in

    with cast.acting("hr"):
        candidate_services.keep_resume(candidate_id=cast.candidate_id, text=RESUME, now=NOW)
    log_in(client, get_user_model().objects.get(pk=cast.hr.id))
    page = text(client.get("/console/interviews/invite/", {"application": str(cast.application_id)}))
    assert page.count('name="personal"') == 5
    assert 'value="service-5"' in page
    assert page.count("checked") == 1
    fields = {
        "application": str(cast.application_id), "opens_at": "2036-11-22T08:00", "language": "zh",
        "closes_at": "2036-11-25T08:00", "extra_time": "1.0", "shown": "True",
    }  # fmt: skip
    many = client.post("/console/interviews/invite/", {**fields, "personal": ["service-5", "project-7"]})
    assert many.status_code == 422
    sent = client.post("/console/interviews/invite/", {**fields, "personal": ["project-7"]})
    assert sent.status_code == 302
    with system_scope("test"):
        interview = Interview.objects.get()
    assert [q["source"]["rule"] for q in interview.beside] == ["project"]
    shown = text(client.get(f"/console/interviews/{interview.pk}/"))
    assert "三百户老客户信息核对项目" in shown
    person = text(client.get(f"/console/candidates/{cast.candidate_id}/"))
    assert "新风商场" in person
    kept = client.post(f"/console/candidates/{cast.candidate_id}/resume/", {"text": "工作经历\n柜台客服"})
    assert kept.status_code == 302
