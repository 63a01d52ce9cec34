"""The pages over HTTP: each role, the candidate on the phone, lost races, junk."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.core import signing
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Cast
from bole.hiring.personal_links import services as personal_links
from bole.hiring.personal_links.link import COOKIE
from bole.hiring.personal_links.models import PersonalLink
from bole.hiring.scheduling import queries, services, views, views_calendar, views_portal, views_rooms
from bole.hiring.scheduling.models import Appointment, Room
from bole.hiring.scheduling.tests.test_appointments import Scene, build_scene, candidate_of, starts_of
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page reads the frozen moment."""
    for place in (views, views_calendar, views_portal, views_rooms):
        monkeypatch.setattr(place, "utc_now", lambda: NOW)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return build_scene(cast, [])


def logged_in(user_id: Any) -> Client:
    client = Client()
    log_in(client, User.objects.get(pk=user_id))
    return client


def on_the_phone(cast: Cast, candidate_id: Any = None) -> tuple[Client, str]:
    """A browser that passed the code, and the address of its appointments."""
    person = candidate_id or cast.candidate_id
    with system_scope("test"):
        home = personal_links.link_for(
            candidate_id=person, unit_id=cast.bank.east.pk, until=NOW + timedelta(days=3650), now=NOW
        )
        link = PersonalLink.objects.get(candidate_id=person)
    token = home.rstrip("/").rpartition("/")[2]
    client = Client()
    client.cookies[COOKIE.name] = signing.dumps([str(link.pk), str(person)], salt=COOKIE.salt(token))
    return client, f"/me/{token}/appointments/"


# who → what comes back for: the week, his hours, the rooms, the appointment, its calendar file, an act on it
PAGES = {
    "hr": [200, 200, 200, 200, 403, 302],
    "chief": [200, 200, 200, 200, 200, 302],
    "interviewer": [200, 200, 403, 200, 200, 403],
    "stranger": [200, 200, 403, 403, 403, 403],
    "manager": [200, 200, 403, 403, 403, 403],
    "west_hr": [200, 200, 200, 403, 403, 403],
    "auditor": [403, 403, 403, 403, 403, 403],
    "it_admin": [403, 403, 403, 403, 403, 403],
}


def test_what_each_role_sees(scene: Scene) -> None:
    done, cast = scene.confirmed(), scene.cast
    users = {name: getattr(cast, name).id for name in PAGES if hasattr(cast, name)}
    users["stranger"] = cast.bank.user("interviewer", cast.bank.east, "stranger").pk
    users["manager"] = cast.bank.user("hiring_manager", cast.bank.east, "manager").pk
    one, seen = f"/console/appointments/{done.pk}/", {}
    for name, user_id in users.items():
        client = logged_in(user_id)
        gets = ["/console/calendar/?week=2026-11-23", "/console/calendar/hours/", "/console/rooms/", one]
        seen[name] = [client.get(address).status_code for address in [*gets, f"{one}invite.ics"]]
        seen[name].append(client.post(f"{one}cancel/", {"reason": "nonsense"}).status_code)
    assert seen == PAGES
    assert Client().get(one).status_code == 404
    with system_scope("test"):
        assert AuditLine.objects.filter(verb="access.request.denied").count() >= 20
        assert Appointment.objects.get(pk=done.pk).state == "confirmed"


def test_the_week_shows_what_is_mine_and_hides_names(scene: Scene) -> None:
    done = scene.confirmed()
    assert done.starts_at is not None
    week = logged_in(scene.cast.interviewer.id).get(f"/console/calendar/?week={done.starts_at:%Y-%m-%d}")
    page = week.content.decode()
    number = done.candidate.number
    assert number in page
    person = logged_in(scene.cast.hr.id).get(f"/console/candidates/{done.candidate_id}/").content.decode()
    assert f"/console/appointments/{done.pk}/" in person
    assert f"/console/appointments/new/{done.application_id}/" in person
    assert "林小禾" not in page
    assert "sch-hand" in page  # where he can be booked
    for junk in ("2026-13-40", "9999-12-31", "x"):
        assert logged_in(scene.cast.hr.id).get("/console/calendar/", {"week": junk}).status_code == 200


def test_hr_offers_and_the_candidate_chooses_in_his_own_zone(scene: Scene) -> None:
    hr, made = logged_in(scene.cast.hr.id), scene.plan()
    one = f"/console/appointments/{made.pk}/"
    assert scene.candidate is not None
    phone, here = on_the_phone(scene.cast)
    assert phone.get(f"{here}{made.pk}/").status_code == 404  # a plan is HR's alone
    with scene.cast.acting("hr"):
        starts = [slot.span.start for slot in queries.free_slots(made, NOW)][:4]
    assert hr.post(f"{one}offer/", {"starts": [at.isoformat() for at in starts]}).status_code == 302
    assert starts_of(made) == starts
    assert (
        hr.post(f"{one}offer/", {"starts": ["junk"]}).status_code == 302
    )  # said on the page, nothing changed
    assert hr.post(f"{one}dance/").status_code == 403
    assert phone.get(here).status_code == 302  # the only one: straight to it
    page = phone.get(f"{here}{made.pk}/").content.decode()
    assert "09:00" in page
    phone.cookies["bole_zone"] = "Europe/London"
    page = phone.get(f"{here}{made.pk}/").content.decode()
    assert "01:00" in page
    phone.cookies["bole_zone"] = "Mars/Olympus"
    assert phone.get(f"{here}{made.pk}/").status_code == 200
    assert phone.post(f"{here}{made.pk}/choose/", {"starts_at": starts[1].isoformat()}).status_code == 302
    assert phone.post(f"{here}{made.pk}/choose/", {"starts_at": starts[1].isoformat()}).status_code == 302
    file = phone.get(f"{here}{made.pk}/invite.ics")
    assert file["Content-Type"].startswith("text/calendar; method=REQUEST")
    [event] = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert event.start == starts[1]
    assert "bank.example/console" not in file.content.decode()


def test_who_is_second_gets_other_times_at_once(scene: Scene) -> None:
    first, phone, here = scene.offered(), *on_the_phone(scene.cast)
    start = starts_of(first)[0]
    with scene.cast.acting("hr"):  # the interviewer's hour goes to somebody else meanwhile
        other = services.plan(
            application_id=scene.cast.application_id, user_ids=[scene.cast.interviewer.id],
            about_id=new_id(), video_url="https://meet.bank.example/x", now=NOW,
        )  # fmt: skip
        services.agree(appointment_id=other.pk, starts_at=start, now=NOW)
    lost = phone.post(f"{here}{first.pk}/choose/", {"starts_at": start.isoformat()})
    assert lost.status_code == 409
    page = lost.content.decode()
    assert "有人快了一步" in page or "moment faster" in page
    assert page.count('name="starts_at"') >= 5
    assert start.isoformat() not in page
    for junk in ("", "x", "2026-11-23T10:00:00", (start + timedelta(days=90)).isoformat()):
        assert phone.post(f"{here}{first.pk}/choose/", {"starts_at": junk}).status_code == 409


def test_moving_cancelling_and_wishing_from_the_phone(scene: Scene) -> None:
    done, phone, here = scene.confirmed(), *on_the_phone(scene.cast)
    one = f"{here}{done.pk}/"
    with scene.candidate():
        other = services.free_times(done, NOW)[3]
    assert phone.get(f"{one}move/").status_code == 200
    night = other.replace(hour=18)
    assert phone.post(f"{one}move/", {"starts_at": night.isoformat()}).status_code == 409
    assert phone.post(f"{one}move/", {"starts_at": other.isoformat()}).status_code == 302
    assert phone.get(f"{one}cancel/").status_code == 200
    assert (
        phone.post(f"{one}another/", {"wish": "yes"}).status_code == 302
    )  # nothing was asked: nothing changes
    phone.post(f"{one}cancel/", {"reason": "interviewer_away"})  # not one of his reasons
    with system_scope("test"):
        found = Appointment.objects.get(pk=done.pk)
        assert (found.state, found.starts_at, found.wants_another) == ("confirmed", other, None)
    phone.post(f"{one}cancel/", {"reason": "cannot_come"})
    page = phone.get(one)
    assert page.status_code == 200
    assert phone.get(f"{one}invite.ics")["Content-Type"].startswith("text/calendar; method=CANCEL")


def test_another_candidate_and_no_candidate_reach_nothing(scene: Scene) -> None:
    done, _phone, here = scene.confirmed(), *on_the_phone(scene.cast)
    with scene.cast.acting("hr"):
        other = candidates.register(
            unit_id=scene.cast.bank.east.pk, name="另一位", phone="13900002222", email="", now=NOW
        )
    client, theirs = on_the_phone(scene.cast, other.pk)
    for path in ("", "move/", "cancel/", "invite.ics"):
        assert client.get(f"{theirs}{done.pk}/{path}").status_code == 404, path
    assert client.get(f"{here}{done.pk}/").status_code in {302, 404}  # his pass opens his own address only
    assert Client().get(f"{here}{done.pk}/").status_code == 302  # off to the code
    with acting_as(candidate_of(other.pk)):
        assert queries.of_candidate(candidate_of(other.pk), done.candidate_id) == []


def test_rooms_and_hours_are_kept_by_those_who_may(scene: Scene) -> None:
    hr, east = logged_in(scene.cast.hr.id), scene.cast.bank.east
    facts = {"unit": str(east.pk), "label_zh": "四楼", "place_zh": "某街 1 号", "capacity": "4"}
    assert hr.post("/console/rooms/new/", facts).status_code == 302
    assert hr.post("/console/rooms/new/", facts).status_code == 422  # that name again
    assert hr.post("/console/rooms/new/", {**facts, "capacity": "1"}).status_code == 422
    assert hr.post("/console/rooms/new/", {**facts, "unit": str(scene.cast.bank.west.pk)}).status_code == 422
    with system_scope("test"):
        assert Room.objects.filter(label_zh="四楼").count() == 1
    west = logged_in(scene.cast.west_hr.id)
    assert west.get(f"/console/rooms/{scene.room.pk}/").status_code == 403
    assert west.post(f"/console/rooms/{scene.room.pk}/use/", {"in_use": "0"}).status_code == 403
    mine, theirs = scene.cast.interviewer.id, f"/console/calendar/hours/{scene.cast.interviewer.id}/"
    own = logged_in(mine)
    week = {"begin-0-0": "10:00", "end-0-0": "11:00"}
    assert own.post(theirs, week).status_code == 302
    assert hr.post(theirs, {**week, "begin-1-0": "09:00", "end-1-0": "08:00"}).status_code == 302
    assert west.post(theirs, week).status_code == 403
    assert own.get(f"/console/calendar/hours/{scene.cast.hr.id}/").status_code == 403
    special = {"day": "2026-11-24", "begins": "09:00", "ends": "12:00", "free": "1"}
    assert own.post(f"{theirs}special/", special).status_code == 302
    assert own.post(f"{theirs}special/", {**special, "day": "1999-01-01"}).status_code == 302
    with scene.cast.acting("interviewer"):
        assert list(queries.week_of(mine)) == [0]
        [kept] = queries.specials_of(mine, NOW.date())
    assert west.post(f"{theirs}special/{kept.pk}/").status_code == 403
    assert own.post(f"{theirs}special/{kept.pk}/").status_code == 302


def test_a_plan_by_hand(scene: Scene) -> None:
    hr = logged_in(scene.cast.hr.id)
    address = f"/console/appointments/new/{scene.cast.application_id}/"
    assert hr.get(address).status_code == 200
    facts = {"title": "电话沟通", "minutes": "30", "video_url": "https://meet.bank.example/a"}
    assert hr.post(address, facts).status_code == 422  # nobody takes part
    assert hr.post(address, {**facts, "people": ["junk"]}).status_code == 422
    made = hr.post(address, {**facts, "people": [str(scene.cast.interviewer.id)]})
    assert made.status_code == 302
    assert hr.get(made["Location"]).status_code == 200
    assert logged_in(scene.cast.west_hr.id).get(address).status_code == 403
