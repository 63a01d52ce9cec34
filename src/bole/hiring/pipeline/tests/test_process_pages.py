"""Head office changes a process in the browser; others look."""

from typing import Any

import pytest
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.models import User
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import designs, services, versions
from bole.hiring.pipeline.models import ProcessVersion

pytestmark = pytest.mark.django_db
BASE = "/console/processes/bank-standard/"


def enter(cast: Cast, who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    return client


def draft() -> ProcessVersion:
    found = designs.draft_of("bank-standard")
    assert found is not None
    return found


def stage_form(**more: Any) -> dict[str, Any]:
    return {
        "sha256": draft().sha256,
        "key": "second_look",
        "label_zh": "复核",
        "label_en": "Second look",
        "kind": "assessment",
        "leads_to": ["panel"],
        "decides": ["head_office_hr"],
        "exit": ["other_person"],
        "level_count": 2,
        "level_unit": "working_days",
        "escalate_count": 4,
        "escalate_unit": "hours",
        "reminder-0-hours": 6,
        "reminder-0-moment": "before_due",
        "reminder-0-to": "owner",
        "reminder-0-template": "stage-due",
        "reminder-4-hours": 3,
        "reminder-4-moment": "after_entry",
        "reminder-4-to": "head",
        "reminder-4-template": "stage-overdue",
        "survey-0-key": "",
        **more,
    }


def test_a_process_is_changed_without_code_and_published(cast: Cast) -> None:
    client = enter(cast, "chief")
    assert "Bank standard" in client.get("/console/processes/").content.decode()
    page = client.post(f"{BASE}draft/", {"verb": "start"}, follow=True).content.decode()
    assert "<svg" in page
    client.post(f"{BASE}draft/stage/", stage_form())
    page = client.get(BASE).content.decode()
    assert "no way leads here" in page
    assert "New stage: Second look" in page
    client.post(f"{BASE}draft/", {"verb": "publish", "sha256": draft().sha256})
    assert draft().state == "draft"  # not while it has problems
    shown = client.get(f"{BASE}draft/stage/deep_assessment/").content.decode()
    assert 'value="panel" class="checkbox" id="id_leads_to_' in shown
    offered = stage_form(
        key="deep_assessment",
        label_zh="深度评估池",
        label_en="Deep assessment",
        kind="pool",
        leads_to=["second_look"],
    )
    client.post(f"{BASE}draft/stage/deep_assessment/", offered)
    for _ in range(4):
        seen = draft().sha256
        client.post(f"{BASE}draft/stage/second_look/place/", {"to": "up", "sha256": seen})
    stale = client.post(f"{BASE}draft/stage/offer/place/", {"to": "out", "sha256": "0" * 64}, follow=True)
    assert "somebody else" in stale.content.decode()
    done = client.post(f"{BASE}draft/", {"verb": "publish", "sha256": draft().sha256}, follow=True)
    assert "Published" in done.content.decode()
    process = versions.numbered("bank-standard", 2)
    made = process.stage("second_look")
    assert (made.leads_to, made.decides, made.exit) == (("panel",), ("head_office_hr",), ("other_person",))
    assert made.level is not None
    assert (made.level.working_days, made.escalate_after.hours) == (2, 4)
    assert [(one.hours, one.moment, one.to) for one in made.reminders] == [
        (6, "before_due", "owner"),
        (3, "after_entry", "head"),
    ]


def test_reminders_and_surveys_come_and_go_row_by_row(cast: Cast) -> None:
    client = enter(cast, "chief")
    client.post(f"{BASE}draft/", {"verb": "start"})
    page = f"{BASE}draft/stage/"
    wider = client.post(page, stage_form(more="reminder")).content.decode()
    assert [f"reminder-{n}-hours" in wider for n in (0, 4, 5, 6)] == [True, True, True, False]
    narrower = client.post(page, stage_form(without="reminder-0")).content.decode()
    assert [f"reminder-{n}-hours" in narrower for n in (0, 4)] == [False, True]
    assert "second_look" not in [one["key"] for one in draft().body["stage"]], "nothing is saved by that"
    assert client.post(page, stage_form(**{"reminder-0-hours": "1e9"})).status_code == 422
    assert client.post(page, stage_form(**{"reminder-0-to": "everybody"})).status_code == 422
    client.post(page, stage_form(**{"reminder-0-hours": "", "level_unit": ""}))
    shown = client.get(BASE).content.decode()
    assert "a reminder needs a time" in shown, "each of them names the day"
    stage = next(one for one in draft().body["stage"] if one["key"] == "second_look")
    assert [one["hours"] for one in stage["reminder"]] == [3]
    again = client.get(f"{page}second_look/").content.decode()
    assert 'value="3"' in again
    assert "reminder-1-hours" in again, "one row to fill in"


def test_a_copy_begins_a_process_of_the_banks_own(cast: Cast) -> None:
    client = enter(cast, "chief")
    said = {"key": "interns", "title_zh": "实习生", "title_en": "Interns"}
    assert client.post(f"{BASE}copy/", said).status_code == 302
    assert client.post(f"{BASE}copy/", said).status_code == 422
    page = client.get("/console/processes/interns/").content.decode()
    assert "Interns" in page
    row = designs.draft_of("interns")
    assert row is not None
    client.post("/console/processes/interns/draft/", {"verb": "drop", "sha256": row.sha256})
    assert not designs.known("interns")


def test_who_may_look_and_who_may_change(cast: Cast) -> None:
    with cast.acting("chief"):
        services.start_draft(key="bank-standard", now=NOW)
    for who in ("hr", "west_hr"):
        client = enter(cast, who)
        page = client.get(BASE)
        assert page.status_code == 200
        assert "Throw the draft away" not in page.content.decode()
        assert client.get(f"{BASE}draft/stage/offer/").status_code == 403
        assert client.post(f"{BASE}draft/", {"verb": "drop", "sha256": draft().sha256}).status_code == 403
        assert client.post(f"{BASE}draft/stage/offer/place/", {"to": "out"}).status_code == 403
    for who in ("interviewer", "auditor", "it_admin"):
        assert enter(cast, who).get(BASE).status_code == 403
    chief = enter(cast, "chief")
    for nowhere in (
        "/console/processes/nobodys/",
        f"{BASE}draft/stage/nowhere/",
        f"{BASE}draft/stage/closed/",
    ):
        assert chief.get(nowhere).status_code == 404
