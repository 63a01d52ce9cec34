"""Pages by role, the check with its one message, the second person, looks with a purpose."""

import csv
import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.bank import log_in

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.access.queries import actor_for
from bole.foundation.approvals import services as approvals
from bole.foundation.approvals.models import ApprovalRequest
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import Cast
from bole.hiring.panels.events import PanelClosed
from bole.hiring.panels.models import Seat
from bole.hiring.requisitions.models import Requisition, ReviewNote
from bole.insight.agreement import handlers, queries, services
from bole.insight.agreement.models import Mismatch
from bole.insight.agreement.queries import Stretch
from bole.insight.agreement.tests.planted import Sat, plant, sittings
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
BASE = "/console/agreement/"
MOST = 24  # queries of a page, with log-in and rail
PAGES = ("", "agreement.csv", "machine/", "machine/machine.csv", "mine/", "raters/")
ROLES = {  # role → status of PAGES
    "head_office_hr": (200, 200, 200, 200, 200, 200),
    "branch_hr": (200, 200, 200, 200, 200, 403),
    "interviewer": (403, 403, 403, 403, 200, 403),
    "hiring_manager": (403, 403, 403, 403, 200, 403),
    "auditor": (200, 200, 200, 200, 403, 403),
    "it_admin": (403,) * 6,
}


class Sitting:
    """The cast, four raters (the first is the interviewer, and strict), and 80 panels in the east branch."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.now = cast, utc_now()
        assert cast.interviewer.id is not None
        assert cast.hr.id is not None
        others = [cast.bank.user("interviewer", cast.bank.east, f"rater-{n}") for n in range(3)]
        self.raters: list[UUID] = [cast.interviewer.id, *(one.pk for one in others)]
        chief = User.objects.get(pk=cast.chief.id)
        chief.email = "chief@bank.example"
        chief.save()
        with system_scope("test"):
            opening = Requisition.objects.get(pk=cast.requisition_id)
            hr = cast.hr.id
            self.panels = plant(cast.bank.east, opening, hr, sittings(self.raters, 80), self.now)
            seen = Sat({self.raters[1]: (1, 1, 1), self.raters[2]: (5, 5, 5)}, True, True, blind=False)
            west = Requisition.objects.get(pk=cast.requisition_id)
            west.pk, west.unit = new_id(), cast.bank.west
            west.save(force_insert=True)
            self.west = plant(cast.bank.west, west, hr, [seen], self.now)

    def stretch(self, days: int = 90) -> Stretch:
        return Stretch.last(days, self.now + timedelta(minutes=1))


@pytest.fixture
def sat(cast: Cast) -> Sitting:
    return Sitting(cast)


def client_of(user: Any) -> Client:
    client = Client()
    log_in(client, user)
    return client


def test_pages_by_role(sat: Sitting) -> None:
    bank = sat.cast.bank
    for role, expected in ROLES.items():
        place = bank.head if role in {"head_office_hr", "auditor", "it_admin"} else bank.east
        user = User.objects.filter(username=f"{role}-{place.code}").first() or bank.user(role, place)
        client = client_of(user)
        assert tuple(client.get(BASE + page).status_code for page in PAGES) == expected, role
    assert Client().get(BASE).status_code == 302
    with system_scope("test"):
        exported = AuditLine.objects.filter(verb__endswith=".exported", verb__startswith="insight.agreement")
        assert exported.count() == 2 * 3  # both files, by each role that may: what leaves leaves a line
        Seat.objects.create(
            unit=bank.east, panel=sat.panels[0], user_id=sat.raters[0], office="branch", added_at=sat.now
        )
    pages = [f"{BASE}panels/{one.pk}/" for one in sat.panels[:2]]
    seated = client_of(User.objects.get(pk=sat.raters[0]))  # on the first of these panels, not the second
    assert [seated.get(page).status_code for page in pages] == [200, 403]
    for who, status in (("hr", 200), ("west_hr", 403), ("auditor", 403)):
        client = client_of(User.objects.get(pk=getattr(sat.cast, who).id))
        assert client.get(pages[0]).status_code == status, who


def test_figures_are_cut_to_the_units_and_leave_out_who_had_seen_scores(sat: Sitting) -> None:
    with sat.cast.acting("chief"):
        found = queries.agreement(sat.cast.chief, sat.stretch())
        assert ([job.panels for job in found.jobs], found.not_blind) == ([80], 6)
    with sat.cast.acting("west_hr"):
        west = queries.agreement(sat.cast.west_hr, sat.stretch())
        assert (west.jobs, west.not_blind) == ([], 6)
        with pytest.raises(NotFoundError):
            queries.one_panel(sat.cast.west_hr, sat.panels[0].pk)
    with sat.cast.acting("hr"):
        one = queries.one_panel(sat.cast.hr, sat.panels[0].pk)
        assert len(one.levels) == 2
    with sat.cast.acting("interviewer"), pytest.raises(DeniedError):
        queries.agreement(sat.cast.interviewer, sat.stretch())
    with sat.cast.acting("auditor"), pytest.raises(DeniedError):
        queries.mine(sat.cast.auditor, sat.stretch())


def test_the_pages_hold_the_figures_in_few_queries(sat: Sitting) -> None:
    chief = client_of(User.objects.get(pk=sat.cast.chief.id))
    for page, figures in (("", 1), ("machine/", 2), (f"panels/{sat.panels[0].pk}/", 1)):
        with CaptureQueriesContext(connection) as made:
            text = chief.get(BASE + page).content.decode()
        assert len(made) <= MOST, (page, len(made))
        assert text.count("data-figure=") == figures, page
    rows = list(csv.reader(io.StringIO(chief.get(f"{BASE}agreement.csv").content.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["80"] * 3
    assert len({len(row) for row in rows}) == 1
    rows = list(csv.reader(io.StringIO(chief.get(f"{BASE}machine/machine.csv").content.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == 4


def test_a_rater_sees_himself_and_head_office_says_what_for(sat: Sitting) -> None:
    own = client_of(User.objects.get(pk=sat.cast.interviewer.id)).get(f"{BASE}mine/").content.decode()
    assert "比同事严" in own  # the planted severity, in words
    assert "rater-1" not in own
    chief = client_of(User.objects.get(pk=sat.cast.chief.id))
    named = f"{BASE}raters/{sat.raters[0]}/"
    assert chief.get(named).status_code == 302  # no purpose named yet
    assert "rater-1" not in chief.get(f"{BASE}raters/").content.decode()
    assert chief.post(f"{BASE}raters/purpose/", {"purpose": "curiosity"}).status_code == 302
    assert not AuditLine.objects.filter(verb__startswith="insight.agreement.rater").exists()
    chief.post(f"{BASE}raters/purpose/", {"purpose": "training"})
    listed = chief.get(f"{BASE}raters/").content.decode()
    names = [listed.index(f"<b>{name}</b>") for name in ("interviewer-E", "rater-0", "rater-1", "rater-2")]
    assert names == sorted(names)  # by name, not by figure
    assert chief.get(named).status_code == 200
    with system_scope("test"):
        lines = AuditLine.objects.filter(verb__startswith="insight.agreement.rater").order_by("pk")
        told = [(one.verb, one.object_id, json.loads(one.details)["purpose"]) for one in lines]
    assert told == [
        ("insight.agreement.raters.opened", sat.cast.chief.id, "training"),
        ("insight.agreement.rater.viewed", sat.raters[0], "training"),
    ]
    branch = client_of(User.objects.get(pk=sat.cast.hr.id))
    assert branch.post(f"{BASE}raters/purpose/", {"purpose": "training"}).status_code == 403
    assert branch.get(named).status_code == 403
    with sat.cast.acting("hr"), pytest.raises(DeniedError):
        services.note_look(sat.raters[0], "training")


def checked(sat: Sitting) -> list[Mismatch]:
    with system_scope("test"):
        return services.check(sat.now + timedelta(minutes=1))


def test_a_closed_panel_plans_one_check_and_a_mismatch_is_told_once(sat: Sitting) -> None:
    with system_scope("test"):
        for _ in range(2):
            due = services.plan(sat.now)
        assert Timer.objects.filter(kind=services.CHECK).count() == 1
    timers.sweep(due)
    with system_scope("test"):
        (found,) = Mismatch.objects.all()
        assert found.figures["basis"] == "same_people"
        assert "service_orientation" in found.figures["competencies"]
        (mail,) = OutboxMessage.objects.filter(template="agreement-mismatch")
        assert mail.user_id == sat.cast.chief.id
        assert "服务意识" in mail.context["competencies"]
        assert not Timer.objects.filter(kind=services.CHECK).exists()
    assert checked(sat) == []  # still there: no second row, no second message
    with system_scope("test"):
        assert OutboxMessage.objects.filter(template="agreement-mismatch").count() == 1
        levels: dict[UUID, tuple[int, ...]] = {sat.raters[1]: (4, 4, 4), sat.raters[2]: (4, 4, 4)}
        opening = Requisition.objects.get(pk=sat.cast.requisition_id)
        alike = [Sat(levels, passed=True, machine_passed=True) for _ in range(300)]
        plant(sat.cast.bank.east, opening, sat.cast.hr.id, alike, sat.now)
    checked(sat)
    found.refresh_from_db()
    assert found.closed_at is not None


def test_the_event_defers_the_plan(sat: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    deferred: list[str] = []
    monkeypatch.setattr("bole.foundation.queue.defer", lambda name, **_: deferred.append(name))
    panel = sat.panels[0]
    handlers.on_panel_closed(
        PanelClosed(panel.pk, panel.application_id, panel.candidate_id, panel.unit_id, 60.0, passed=True)
    )
    assert deferred == ["insight.agreement.plan"]


def test_a_change_needs_a_second_person_and_puts_questions_on_the_review_list(sat: Sitting) -> None:
    (found,) = checked(sat)
    cast, causes = sat.cast, ["service_orientation"]
    given = {"mismatch_id": found.pk, "competencies": causes, "reason": "差 12 分以上", "now": sat.now}
    with cast.acting("hr"), pytest.raises(DeniedError):
        services.propose(**given)
    with cast.acting("chief"):
        for wrong in ({"competencies": ["nothing"]}, {"competencies": []}, {"reason": " "}):
            with pytest.raises(InvalidError):
                services.propose(**{**given, **wrong})
    chief = client_of(User.objects.get(pk=cast.chief.id))
    page = f"{BASE}machine/{found.pk}/propose/"
    chief.post(page, {"competencies": "service_orientation", "reason": "差 12 分以上"})
    with system_scope("test"):
        request = ApprovalRequest.objects.get(kind=services.CHANGE)
    with cast.acting("chief"):
        with pytest.raises(ConflictError):
            services.propose(**given)
        with pytest.raises(DeniedError):  # not by the same person
            approvals.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=sat.now)
    assert not ReviewNote.objects.exists()
    second = actor_for(cast.bank.user("head_office_hr", cast.bank.head, "second"))
    with acting_as(second):
        approvals.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=sat.now)
    keys = set(ReviewNote.objects.values_list("question_key", flat=True))
    assert keys == set(request.payload["questions"])
    assert keys
    found.refresh_from_db()
    assert (found.decision, found.proposed_at) == ("taken", None)
    assert "复核清单" in chief.get(f"{BASE}machine/").content.decode()


def test_a_refusal_and_a_withdrawal_leave_the_mismatch_open(sat: Sitting) -> None:
    (found,) = checked(sat)
    given = {"mismatch_id": found.pk, "competencies": ["service_orientation"], "reason": "看看题目"}
    second = actor_for(sat.cast.bank.user("head_office_hr", sat.cast.bank.head, "second"))
    with sat.cast.acting("chief"):
        request = services.propose(**given, now=sat.now)
        approvals.withdraw(request_id=request.pk, now=sat.now)
        request = services.propose(**given, now=sat.now)
    with acting_as(second):
        approvals.decide(
            request_id=request.pk, approve=False, sha256=request.sha256, note="先看录像", now=sat.now
        )
    found.refresh_from_db()
    assert (found.decision, found.closed_at, found.proposed_at) == ("refused", None, None)
    assert not ReviewNote.objects.exists()
