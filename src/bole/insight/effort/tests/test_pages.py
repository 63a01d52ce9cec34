"""The page counts what is in the audit trail, for each role its own units, in few queries."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.bank import log_in

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.audit import services as audit
from bole.hiring.assessment.models import Report
from bole.hiring.conftest import Cast
from bole.hiring.pipeline.models import Transition
from bole.hiring.requisitions.models import Requisition
from bole.insight.effort import queries, rules, services
from bole.insight.effort.models import EffortNorm
from bole.insight.funnel.periods import period
from bole.insight.funnel.tests.test_monitor import Planted, Way
from bole.kernel.clock import utc_now
from bole.kernel.errors import DeniedError, InvalidError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
PAGE, SHEET, NORMS = "/console/effort/", "/console/effort/effort.csv", "/console/effort/norms/"
ZONE = ZoneInfo("Asia/Shanghai")
MOST = 20  # of the page, with log-in and rail
ROLES = {  # role → status of page, file, norms
    "head_office_hr": (200, 200, 200),
    "branch_hr": (200, 200, 403),
    "interviewer": (403, 403, 403),
    "hiring_manager": (403, 403, 403),
    "auditor": (403, 403, 403),
    "it_admin": (403, 403, 403),
}


def wrote(verb: str, unit: Any, times: int = 1) -> None:
    for _ in range(times):
        audit.record(verb=verb, obj=("application", new_id()), unit_id=unit.pk)


@pytest.fixture
def worked(cast: Cast) -> Cast:
    """East: one person's bulk action of five and a decision; the machine's three messages. West: one look."""
    bank = cast.bank
    with acting_as(cast.hr):
        wrote("hiring.interviews.interview.renewed", bank.east, 5)
        wrote("hiring.pipeline.application.declined", bank.east_outlet)
        wrote("surprise.of.tomorrow", bank.east)
    with system_scope("test"):
        wrote("messaging.message.sent", bank.east, 3)
    with acting_as(cast.west_hr):
        wrote("hiring.assessment.report.viewed", bank.west)
    return cast


def seen(cast: Cast, who: str, unit: Any = None) -> queries.Effort:
    with cast.acting(who) as _:
        return queries.effort(
            getattr(cast, who), period("month", utc_now(), ZONE), unit.pk if unit is not None else None
        )


def test_acts_are_counted_by_hand_and_by_machine(worked: Cast) -> None:
    found = seen(worked, "chief")
    counted = found.now.counted
    # five lines of one account in one activity: one act, or two when the second turned between them
    assert 1 <= counted["inviting"].by_hand <= 2
    assert counted["deciding"] == rules.Acts(by_hand=1)
    assert counted["messages"] == rules.Acts(automatic=3)
    assert counted["looking"] == rules.Acts(by_hand=1)
    assert (found.unknown, found.now.applied, found.before.counted) == (1, 1, {})
    assert [one.name for one in found.branches if one.counted] == ["东分行", "西分行"]
    east = next(one for one in found.branches if one.name == "东分行")
    assert (east.counted["deciding"].by_hand, east.applied) == (1, 1)  # the outlet's, in its branch
    mine = seen(worked, "west_hr")
    assert (set(mine.now.counted), mine.now.applied) == ({"looking"}, 0)
    assert set(seen(worked, "chief", worked.bank.west).now.counted) == {"looking"}


def test_who_may_see_what(worked: Cast) -> None:
    for role, expected in ROLES.items():
        place = worked.bank.head if role in {"head_office_hr", "auditor", "it_admin"} else worked.bank.east
        user = User.objects.filter(username=f"{role}-{place.code}").first() or worked.bank.user(role, place)
        client = Client()
        log_in(client, user)
        assert tuple(client.get(url).status_code for url in (PAGE, SHEET, NORMS)) == expected, role
    assert Client().get(PAGE).status_code == 302
    with worked.acting("interviewer"), pytest.raises(DeniedError):
        queries.effort(worked.interviewer, period("month", utc_now(), ZONE))


def test_the_page_its_file_and_the_banks_minutes(worked: Cast) -> None:
    chief = Client()
    log_in(chief, User.objects.get(username="head_office_hr-HO"))
    with CaptureQueriesContext(connection) as asked:
        page = chief.get(PAGE, {"period": "quarter", "unit": "nonsense"}).content.decode()
    assert len(asked) <= MOST, [one["sql"][:90] for one in asked]
    assert 'data-hours="none"' in page
    assert page.count("data-figure=") == 2
    rows = list(csv.reader(io.StringIO(chief.get(SHEET).content.decode("utf-8-sig"))))
    assert [row[3:5] for row in rows if row[0] == "西分行"] == [["1", "0"]]
    assert len({len(row) for row in rows}) == 1

    given = {"activity": "deciding", "minutes": "6", "source": "五月计时"}
    assert chief.post(NORMS, given).status_code == 302
    assert chief.post(NORMS, {**given, "minutes": "0"}).status_code == 302  # refused, with a message
    assert "五月计时" in chief.get(NORMS).content.decode()
    page = chief.get(PAGE).content.decode()
    assert EffortNorm.objects.count() == 1
    assert 'data-hours="entered"' in page


def test_norms_are_entered_by_head_office_with_a_source_and_kept(worked: Cast) -> None:
    now = utc_now()
    with acting_as(worked.chief):
        services.set_norm(activity="deciding", minutes=Decimal(6), source="time study", now=now)
        services.set_norm(activity="deciding", minutes=Decimal(8), source="again", now=now + timedelta(1))
        assert queries.norms()["deciding"].minutes == 8
        services.set_norm(activity="deciding", minutes=None, source="", now=now + timedelta(2))
        assert queries.norms() == {}
        for wrong in (
            {"activity": "upkeep", "minutes": Decimal(1)},
            {"activity": "deciding", "minutes": Decimal(481)},
            {"activity": "deciding", "minutes": Decimal(1), "source": " "},
        ):
            with pytest.raises(InvalidError):
                services.set_norm(**{"source": "time study", "now": now, **wrong})  # type: ignore[arg-type]  # one value each is wrong
    with acting_as(worked.hr), pytest.raises(DeniedError):
        services.set_norm(activity="deciding", minutes=Decimal(6), source="time study", now=now)
    assert EffortNorm.objects.count() == 3


def test_from_the_first_look_to_the_own_decision(cast: Cast) -> None:
    """Two decisions: one five minutes after the first of two looks, one of somebody who looked at nothing."""
    now, planted = utc_now(), Planted()
    with system_scope("test"):
        opening = Requisition.objects.get(pk=cast.requisition_id)
        for _ in range(2):
            began = now - timedelta(hours=3)
            planted.add(Way(cast.bank.east, opening, began, "panel", began + timedelta(hours=1), 70))
        planted.write()
        moves = Transition.objects.filter(to_stage="panel").order_by("pk")
        assert moves.update(actor_user_id=cast.hr.id, at=now + timedelta(minutes=5)) == 2
        report = Report.objects.get(application=moves[0].application_id)
    with acting_as(cast.hr):
        for _ in range(2):
            audit.record(verb=queries.SEEN, obj=("report", report.pk), unit_id=cast.bank.east.pk)
    with cast.acting("chief"):
        found = queries.effort(cast.chief, period("month", now + timedelta(hours=1), ZONE))
    assert (found.now.way.n, found.now.way.decisions, found.before.way) == (1, 2, queries.Way())
    assert found.now.way.minutes == pytest.approx(5, abs=0.2)
