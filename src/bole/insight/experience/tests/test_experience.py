"""Rates against a bank whose every question, letter, sheet and interview is known."""

import csv
import io
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.surveys.models import SurveyInvitation, SurveyItem, SurveyResponse
from bole.foundation.surveys.queries import Spread
from bole.hiring.conftest import Cast
from bole.hiring.enquiries.models import Enquiry
from bole.hiring.feedback.models import Feedback
from bole.hiring.interviews.models import Interview
from bole.hiring.opinions.tests.test_surveys import published
from bole.hiring.pipeline.models import Application
from bole.hiring.requisitions.models import Requisition
from bole.insight.experience import presenting, queries
from bole.insight.experience.queries import Both, Experience
from bole.insight.funnel.periods import period
from bole.insight.funnel.rates import Rate
from bole.insight.funnel.tests.test_monitor import Planted, Way
from bole.kernel.clock import utc_now
from bole.kernel.errors import DeniedError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
PAGE, SHEET = "/console/experience/", "/console/experience/experience.csv"
ZONE = ZoneInfo("Asia/Shanghai")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOST = 34  # of the page with one survey, with log-in and rail
ROLES = {
    "head_office_hr": 200,
    "branch_hr": 200,
    "interviewer": 403,
    "hiring_manager": 403,
    "auditor": 403,
    "it_admin": 403,
}


def asked(cast: Cast, unit: Any, at: Any, **more: Any) -> Enquiry:
    return Enquiry(
        unit=unit,
        candidate_id=cast.candidate_id,
        token_hash=new_id().hex,
        language="zh",
        question="?",
        asked_at=at,
        **more,
    )


def questions(cast: Cast, now: Any) -> None:
    """East now: 30 by the FAQ, 6 by a person in time, 3 late, 1 forgotten; 2 wait within their limit. The
    period before: one answered. West now: one by the FAQ."""
    east, at, early = cast.bank.east, now - DAY, now - 40 * DAY
    person = {"waiting_since": at, "due_at": at + HOUR}
    rows = [asked(cast, east, at, state="suggested", faq_key="k") for _ in range(30)]
    for took, count in ((HOUR / 2, 6), (2 * HOUR, 3)):
        given = {"state": "answered", "replies": 1, "answered_at": at + took}
        rows += [asked(cast, east, at, **person, **given) for _ in range(count)]
    rows.append(asked(cast, east, at, **person, state="waiting"))
    soon = {"waiting_since": at, "due_at": now + DAY}
    rows += [asked(cast, east, at, **soon, state="waiting") for _ in range(2)]
    rows.append(asked(cast, east, early, state="suggested", faq_key="k"))
    rows.append(asked(cast, cast.bank.west, at, state="suggested", faq_key="k"))
    Enquiry.objects.bulk_create(rows)


def sheets(survey: Any, unit: Any, marks: list[int], unanswered: int, at: Any) -> None:
    """Sheets of an anonymous survey, all of one day."""
    version = survey.versions.get()
    states = ["answered"] * len(marks) + ["sent"] * unanswered
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(
            unit=unit,
            version=version,
            survey=survey,
            subject=new_id().hex,
            occasion="x",
            event="interview.finished",
            token_hash=new_id().hex,
            language="zh",
            state=state,
            send_at=at,
            sent_at=at,
        )
        for state in states
    )
    made = SurveyResponse.objects.bulk_create(
        SurveyResponse(unit=unit, version=version, answered_on=at.date()) for _ in marks
    )
    SurveyItem.objects.bulk_create(
        SurveyItem(unit=unit, response=one, question_key="process", value=mark)
        for one, mark in zip(made, marks, strict=True)
    )


@pytest.fixture
def lived(cast: Cast) -> Cast:
    """East: 40 invitations ended, 32 of them finished with letters, 20 of these in time."""
    now, planted = utc_now(), Planted()
    survey = published(cast)
    with system_scope("test"):
        Application.objects.all().delete()
        opening = Requisition.objects.get(pk=cast.requisition_id)
        for place in range(40):
            began, came = now - 2 * DAY, place < 32
            finished, state = (began + HOUR, "finished") if came else (None, "expired")
            planted.add(Way(cast.bank.east, opening, began, "ai_interview", finished, 70, state))
        planted.write()
        held = list(Interview.objects.filter(state="finished").order_by("pk"))
        Feedback.objects.bulk_create(
            Feedback(
                unit=one.unit,
                candidate_id=one.candidate_id,
                interview=one,
                due_at=now - DAY,
                sent_at=now - DAY - HOUR if place < 20 else now if place < 25 else None,
            )
            for place, one in enumerate(held)
        )
        questions(cast, now)
        sheets(survey, cast.bank.east, [5] * 6 + [4] * 3 + [1] * 2, 29, now - DAY)
        sheets(survey, cast.bank.west, [1, 2, 3], 0, now - 40 * DAY)
    return cast


def seen(cast: Cast, who: str, unit: Any = None) -> Experience:
    with cast.acting(who):
        chosen = period("month", utc_now(), ZONE)
        return queries.experience(getattr(cast, who), chosen, unit.pk if unit is not None else None)


def test_every_rate_of_the_known_bank(lived: Cast) -> None:
    found = seen(lived, "chief")
    assert {key: both.now for key, both in found.whole.items()} == {
        "participation": Rate(32, 40),
        "reply": Rate(40, 43),
        "reply_in_time": Rate(6, 10),
        "letters": Rate(20, 32),
        "survey": Rate(11, 40),
    }
    assert found.whole["reply"].before == Rate(1, 1)
    assert [one.name for one in found.branches] == ["东分行", "西分行"]
    assert found.branches[1].measures["reply"].now == Rate(1, 1)
    # eleven sheets of an anonymous survey: whole fives are counted; three of another time are not
    leading = next(one for one in found.questions if one.leading)
    assert (leading.now.n, leading.before.mean) == (10, None)
    mine = seen(lived, "west_hr")
    assert (mine.whole["reply"].now, mine.whole["participation"].now) == (Rate(1, 1), Rate(0, 0))
    assert seen(lived, "chief", lived.bank.west).whole["reply"].now == Rate(1, 1)
    with lived.acting("interviewer"), pytest.raises(DeniedError):
        queries.experience(lived.interviewer, period("month", utc_now(), ZONE))


def test_the_page_shows_no_rate_of_few(lived: Cast) -> None:
    chief = Client()
    log_in(chief, User.objects.get(username="head_office_hr-HO"))
    with CaptureQueriesContext(connection) as made:
        page = chief.get(PAGE, {"measure": "letters"}).content.decode()
    assert len(made) <= MOST, len(made)
    assert "80.0%" in page  # 32 of 40 came
    assert "60.0%" not in page  # 6 of 10 in time: too few
    assert page.count("data-figure=") == 3
    rows = list(csv.DictReader(io.StringIO(chief.get(SHEET).content.decode("utf-8-sig"))))
    told = [list(row.values()) for row in rows]
    assert [row[2:5] for row in told if row[0] == "东分行"] == [
        ["32", "40", "80.0"],
        ["39", "42", "92.9"],
        ["6", "10", ""],
        ["20", "32", "62.5"],
        ["11", "40", "27.5"],
    ]
    for role, status in ROLES.items():
        place = lived.bank.head if role in {"head_office_hr", "auditor", "it_admin"} else lived.bank.east
        user = User.objects.filter(username=f"{role}-{place.code}").first() or lived.bank.user(role, place)
        client = Client()
        log_in(client, user)
        assert (client.get(PAGE).status_code, client.get(SHEET).status_code) == (status, status), role


def test_an_empty_bank_says_what_is_missing(cast: Cast) -> None:
    chief = Client()
    log_in(chief, User.objects.get(username="head_office_hr-HO"))
    page = chief.get(PAGE).content.decode()
    assert "data-figure=" not in page
    assert page.count("chart-none") == 3


def test_differences_and_means_carry_intervals() -> None:
    both = Both(Rate(60, 100), Rate(30, 100))
    assert both.change.value == pytest.approx(0.3)
    assert both.change.low is not None
    assert 0.16 < both.change.low < 0.17  # Newcombe's method 10
    assert presenting.interval(Spread(4, (), None, None)) is None
    assert presenting.interval(Spread(5, (0, 0, 0, 0, 5), 5.0, 1.0)) == (5.0, 5.0)
    # 1, 2, 3, 4, 5: s = 1.5811, t(4) = 2.7764 → 3 ± 1.963
    assert presenting.interval(Spread(5, (1, 1, 1, 1, 1), 3.0, 0.4)) == (1.04, 4.96)
