"""What waits for a person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.hiring.conftest import Cast, Invited
from bole.hiring.interviews import services
from bole.hiring.interviews.models import Interview, RightsRequest
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
    assert enter(invited.cast, "interviewer").get(TODO).status_code == 403


def test_failed_analyses_lead_to_what_to_do(invited: Invited) -> None:
    with system_scope("test"):
        Interview.objects.filter(pk=invited.id).update(failed_count=1, state="finished")
    page = enter(invited.cast, "hr").get(TODO).content.decode()
    assert reverse("console:interview", args=[invited.id]) in page
