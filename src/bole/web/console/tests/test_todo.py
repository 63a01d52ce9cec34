"""What waits for a person."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.approvals import services as approvals
from bole.foundation.queue.models import DeadLetter, Timer
from bole.hiring.conftest import Cast, Invited
from bole.hiring.enquiries.models import Enquiry
from bole.hiring.interviews import services
from bole.hiring.interviews.models import Interview, RightsRequest
from bole.hiring.pipeline.models import Application, Overdue
from bole.hiring.requisitions import services as requisitions
from bole.kernel.clock import utc_now

pytestmark = pytest.mark.django_db
TODO = "/console/todo/"


def enter(cast: Cast, who: str) -> Client:
    client = Client()
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    return client


def asked(invited: Invited, kind: str, hours_ago: int = 0) -> RightsRequest:
    with invited.candidate():
        return services.request_right(
            interview_id=invited.id, kind=kind, now=utc_now() - timedelta(hours=hours_ago)
        )


def test_requests_with_their_clock_and_what_to_do(invited: Invited) -> None:
    asked(invited, "human_review", hours_ago=30)
    asked(invited, "explain")
    page = enter(invited.cast, "hr").get(TODO).content.decode()
    assert page.index("请人重新看") < page.index("希望说明结果")  # the overdue one first
    assert "已超时" in page
    assert "林小禾" not in enter(invited.cast, "west_hr").get(TODO).content.decode()
    assert "请人重新看" not in enter(invited.cast, "interviewer").get(TODO).content.decode()


def test_who_has_nothing_waiting_is_told_so_once(cast: Cast) -> None:
    page = enter(cast, "hr").get(TODO).content.decode()
    assert "现在没有需要您处理的事项。" in page
    assert 'class="card-title"' not in page


def test_only_what_waits_for_this_person_the_late_first(invited: Invited) -> None:
    cast, now = invited.cast, utc_now()
    with system_scope("test"):
        one = Application.objects.get(pk=cast.application_id)
        for who in ("hr", "chief"):
            Overdue.objects.create(
                application=one, unit_id=one.unit_id, candidate_id=one.candidate_id, version=one.version,
                user_id=getattr(cast, who).id, level="head" if who == "chief" else "owner",
                stage=one.stage, due_at=now - timedelta(hours=30), told_at=now,
            )  # fmt: skip
        enquiry: dict[str, Any] = {
            "language": "zh",
            "unit_id": one.unit_id,
            "candidate_id": one.candidate_id,
            "state": "waiting",
        }
        for hours in (-2, 5):
            Enquiry.objects.create(
                **enquiry, question="?", asked_at=now, due_at=now + timedelta(hours=hours),
                token_hash=str(hours),
            )  # fmt: skip
        Timer.objects.create(
            kind="pipeline.hold_ends", key="x", due_at=now, run_at=now, unit_id=one.unit_id, failures=8,
            error_code="on_hold", dead_at=now,
        )  # fmt: skip
        DeadLetter.objects.create(
            job_id=1, task_name="x", queue_name="x", error_code="x", error_type="x", attempts=3, died_at=now
        )
    asked(invited, "explain")
    assert sections(cast, "hr") == ["overdue", "questions", "requests", "timers"]
    assert sections(cast, "chief") == ["overdue", "questions", "requests", "timers", "letters"]
    assert sections(cast, "west_hr") == []
    page = enter(cast, "chief").get(TODO).content.decode()
    assert "已上报" in page
    assert "1 条已超时" in page
    assert "已上报" not in enter(cast, "hr").get(TODO).content.decode()


def sections(cast: Cast, who: str) -> list[str]:
    page = enter(cast, who).get(TODO).content.decode()
    return re.findall(r'<section class="card" id="([a-z]+)"', page)


def test_a_signature_waits_for_the_second_person_alone(cast: Cast) -> None:
    with cast.acting("hr"):
        approvals.propose(
            kind=requisitions.VARIANT,
            unit_id=cast.bank.east.pk,
            obj=("variant", cast.requisition_id),
            title={"zh": "东城的差异", "en": "East differs"},
            payload={},
            now=utc_now(),
        )
    assert sections(cast, "hr") == []
    assert sections(cast, "chief") == ["approvals"]
    assert "东城的差异" in enter(cast, "chief").get(TODO).content.decode()


def test_failed_analyses_lead_to_what_to_do(invited: Invited) -> None:
    with system_scope("test"):
        Interview.objects.filter(pk=invited.id).update(failed_count=1, state="finished")
    page = enter(invited.cast, "hr").get(TODO).content.decode()
    assert reverse("console:interview", args=[invited.id]) in page
