import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bole.foundation.access.actors import system_scope
from bole.foundation.files.models import Upload
from bole.foundation.ui import parts
from bole.hiring.conftest import NOW, WEBM, Invited
from bole.hiring.interviews import api, link, standing, views
from bole.hiring.interviews.models import Answer
from bole.hiring.interviews.tests.portal import Browser

pytestmark = pytest.mark.django_db
Q1, Q2 = "teller-complaint", "teamwork-experience"


@pytest.fixture
def browser(invited: Invited, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Past code and consent."""
    for module in (api, standing):
        monkeypatch.setattr(module, "utc_now", lambda: NOW)
    found = Browser(invited)
    let_in(found)
    with invited.candidate():
        from bole.hiring.interviews import services

        services.consent(
            interview_id=invited.id, decisions=dict.fromkeys(("recording", "analysis", "face"), True), now=NOW
        )
    return found


def let_in(browser: Browser) -> None:
    """The cookie as the code page sets it."""
    from django.core import signing

    ids = [str(browser.invited.id), str(browser.invited.interview.candidate_id)]
    browser.client.cookies[link.COOKIE] = signing.dumps(ids, salt=link.CANDIDATE.salt(browser.invited.token))


def started(browser: Browser, key: str = Q1) -> dict[str, Any]:
    browser.call("POST", f"answers/{key}/begin/")
    status, made = browser.call("POST", f"answers/{key}/recordings/", {"content_type": "video/webm"})
    assert status == 200, made
    return made


def test_a_whole_answer(browser: Browser) -> None:
    browser.record(Q1)
    status, state = browser.call("POST", f"answers/{Q1}/submit/")
    assert (status, state["next"]) == (200, Q2)
    with system_scope("test"):
        assert Answer.objects.get(question_key=Q1).state == "submitted"


def test_a_stretch_made_twice_is_one_answer(browser: Browser) -> None:
    """R23: a reload starts a new recording; both belong to the answer, in order."""
    browser.record(Q1, b"before the break", seconds=30)
    browser.record(Q1, b"after the break", seconds=20)
    _, state = browser.call("GET", "state/")
    first = state["questions"][0]
    assert [r["ordinal"] for r in first["recordings"]] == [1, 2]
    assert first["recorded_seconds"] == 50


def test_handing_in_over_an_unsubmitted_recording_is_refused_with_the_reason(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views.answering, "utc_now", lambda: NOW)
    browser.record(Q1)
    browser.call("POST", f"answers/{Q1}/submit/")
    browser.record(Q2)
    response = browser.post("done/")
    assert response.status_code == 409
    assert "还有一部分在上传" in response.content.decode()


def test_a_part_twice_or_out_of_order_does_no_harm(browser: Browser) -> None:
    made = started(browser)
    body = WEBM + b"x" * 100
    for index, piece in ((1, body[60:]), (0, body[:60]), (1, body[60:]), (0, body[:60])):
        assert browser.put(made["upload_id"], index, piece)[0] == 200
    status, upload = browser.call("GET", f"uploads/{made['upload_id']}/")
    assert (status, upload["received"], upload["received_bytes"]) == (200, [0, 1], len(body))
    finish = {"parts": 2, "total_bytes": len(body), "seconds": 4.2}
    for _ in range(2):
        assert browser.call("POST", f"recordings/{made['recording_id']}/finish/", finish)[0] == 200


def test_a_part_that_changed_on_its_way_is_refused(browser: Browser) -> None:
    made = started(browser)
    status, problem = browser.put(made["upload_id"], 0, WEBM, sha256=hashlib.sha256(b"else").hexdigest())
    assert (status, problem["code"]) == (422, "part_hash")


def test_a_part_that_is_too_large_is_refused_before_it_is_read(browser: Browser) -> None:
    made = started(browser)
    status, problem = browser.put(made["upload_id"], 0, b"x" * (parts.PART_LIMIT + 1))
    assert (status, problem["code"]) == (413, "too_large")


def test_finishing_with_a_gap_is_refused_and_says_what_happens(browser: Browser) -> None:
    made = started(browser)
    browser.put(made["upload_id"], 1, WEBM)
    finish = {"parts": 2, "total_bytes": 2 * len(WEBM), "seconds": 3}
    status, problem = browser.call("POST", f"recordings/{made['recording_id']}/finish/", finish)
    assert (status, problem["code"]) == (409, "parts_missing")
    assert problem["message"]


def test_a_part_costs_few_queries_and_no_interview(browser: Browser) -> None:
    made = started(browser)
    with CaptureQueriesContext(connection) as queries:
        browser.put(made["upload_id"], 0, WEBM)
    read = [q["sql"] for q in queries if "interviews_" in q["sql"] or "django_session" in q["sql"]]
    assert not read
    assert len(queries) <= 14, [q["sql"] for q in queries]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "state/"),
        ("POST", f"answers/{Q1}/begin/"),
        ("POST", f"answers/{Q1}/submit/"),
        ("POST", "finish/"),
    ],
)
def test_without_the_code_nothing_is_told(browser: Browser, method: str, path: str) -> None:
    stranger = Browser(browser.invited, Client())
    status, problem = stranger.call(method, path)
    assert (status, problem["code"]) == (401, "code_needed")


def test_errors_speak_the_candidates_language(browser: Browser) -> None:
    _, chinese = browser.call("POST", f"answers/{Q2}/begin/")
    browser.client.post("/language/", {"language": "en"})
    status, english = browser.call("POST", f"answers/{Q2}/begin/")
    assert (status, english["code"], chinese["code"]) == (409, "question_order", "question_order")
    assert "按顺序" in chinese["message"]
    assert "earlier question" in english["message"]


@pytest.mark.parametrize("body", ["[]", "{", '"text"', "x" * (parts.BODY_LIMIT + 1)])
def test_unreadable_bodies_are_refused(browser: Browser, body: str) -> None:
    path = browser.at(f"api/answers/{Q1}/recordings/")
    response = browser.client.generic("POST", path, body, "application/json")
    assert response.status_code in {413, 422}


def test_another_candidates_upload_does_not_exist(browser: Browser) -> None:
    made = started(browser)
    with system_scope("test"):
        from bole.hiring.candidates.models import Candidate

        upload = Upload.objects.get(pk=made["upload_id"])
        other = Candidate.objects.exclude(pk=upload.candidate_id).first()
        Upload.objects.filter(pk=upload.pk).update(candidate_id=other.pk if other else upload.file_id)
    assert browser.put(made["upload_id"], 0, WEBM)[0] == 404
    assert browser.call("GET", f"uploads/{made['upload_id']}/")[0] == 404


def test_writing_calls_need_the_pages_token(browser: Browser) -> None:
    strict = Browser(browser.invited, Client(enforce_csrf_checks=True))
    let_in(strict)
    response = strict.client.post(strict.at(f"api/answers/{Q1}/begin/"), {}, "application/json")
    assert response.status_code == 403
