"""An appointment from its plan to its end: bookings, messages, calendar files, timers, and two at once."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import icalendar
import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from bole.foundation import events
from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Cast, build_cast
from bole.hiring.pipeline import services as pipeline
from bole.hiring.pipeline.events import ApplicationClosed
from bole.hiring.scheduling import holding, queries, services
from bole.hiring.scheduling.events import AppointmentConfirmed, AppointmentMissed, AppointmentMoved
from bole.hiring.scheduling.models import Appointment, Booking
from bole.hiring.scheduling.services import booking
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@dataclass
class Scene:
    """A panel of two at the East branch, with one room."""

    cast: Cast
    room: Any
    about: UUID
    heard: list[Any]

    @property
    def people(self) -> list[UUID]:
        return [self.cast.interviewer.id, self.cast.chief.id]

    def plan(self, **more: Any) -> Appointment:
        with self.cast.acting("hr"):
            return services.plan(**{**self._facts(), **more})

    def offered(self, **more: Any) -> Appointment:
        with self.cast.acting("hr"):
            return services.offer_slots(**{**self._facts(), **more})

    def _facts(self) -> dict[str, Any]:
        return {
            "about_id": self.about,
            "application_id": self.cast.application_id,
            "user_ids": self.people,
            "title": {"zh": "结构化面试", "en": "Structured interview"},
            "link": "https://bank.example/console/reports/1/",
            "now": NOW,
        }

    def candidate(self) -> Any:
        return acting_as(candidate_of(self.cast.candidate_id))

    def confirmed(self, number: int = 2) -> Appointment:
        made = self.offered()
        with self.candidate():
            starts = [one.starts_at for one in made.slots.all()]
            return services.confirm(appointment_id=made.pk, starts_at=starts[number], now=NOW)


def candidate_of(candidate_id: UUID) -> Actor:
    return Actor(kind="candidate", id=candidate_id, label="candidate", candidate_id=candidate_id)


def build_scene(cast: Cast, heard: list[Any]) -> Scene:
    User.objects.filter(pk__in=[cast.interviewer.id, cast.chief.id, cast.hr.id]).update(
        email="x@bank.example"
    )
    for number, who in enumerate((cast.interviewer, cast.chief, cast.hr)):
        User.objects.filter(pk=who.id).update(email=f"p{number}@bank.example")
    with cast.acting("hr"):
        room = services.save_room(
            unit_id=cast.bank.east.pk, label_zh="三楼会议室", place_zh="深南大道 100 号", capacity=6, now=NOW
        )
    return Scene(cast, room, new_id(), heard)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    found: list[Any] = []
    real = events.publish

    def publish(event: object) -> None:
        found.append(event)
        real(event)

    monkeypatch.setattr(events, "publish", publish)
    return found


@pytest.fixture
def scene(cast: Cast, heard: list[Any]) -> Scene:
    return build_scene(cast, heard)


def messages(template: str = "") -> list[OutboxMessage]:
    with system_scope("test"):
        rows = OutboxMessage.objects.filter(template__startswith=template or "appointment").order_by(
            "queued_at", "pk"
        )
        return list(rows)


def calendar_of(message: OutboxMessage) -> Any:
    [attached] = message.attachments
    return icalendar.Calendar.from_ical(base64.b64decode(attached["body"]))


def event_of(message: OutboxMessage) -> Any:
    return next(one for one in calendar_of(message).walk("VEVENT"))


def starts_of(made: Appointment) -> list[datetime]:
    with system_scope("test"):
        return [one.starts_at for one in made.slots.all()]


def bookings() -> list[Booking]:
    with system_scope("test"):
        return list(Booking.objects.all())


def test_from_the_offer_to_the_invitations(scene: Scene) -> None:
    made = scene.offered()
    assert made.state == "offered"
    [asked] = messages("appointment-offered")
    assert "/me/" in asked.context["link"]
    assert asked.context["link"].endswith("/appointments/")
    starts = starts_of(made)
    assert len(starts) == 6
    with scene.candidate():
        assert queries.offered_and_free(queries.get(made.pk), NOW) == starts
        done = services.confirm(appointment_id=made.pk, starts_at=starts[2], now=NOW)
        again = services.confirm(appointment_id=made.pk, starts_at=starts[2], now=NOW)  # a double click
    assert (done.state, again.pk, again.sequence) == ("confirmed", done.pk, 0)
    assert len(bookings()) == 4  # two people, a room, the candidate
    assert done.place["zh"] == "三楼会议室，深南大道 100 号"
    to_candidate, *to_staff = messages("appointment-confirmed") + messages("appointment-staff-confirmed")
    assert len(to_staff) == 2
    assert "reports" not in str(to_candidate.context)
    assert {one.context["link"] for one in to_staff} == {"https://bank.example/console/reports/1/"}
    assert all("林小禾" not in str(one.context) for one in to_staff)
    assert calendar_of(to_candidate)["METHOD"] == "REQUEST"
    event = event_of(to_staff[0])
    assert event.start == done.starts_at
    assert "reports/1" not in event_of(to_candidate).to_ical().decode()
    assert event["UID"] == event_of(to_candidate)["UID"]
    assert [type(one) for one in scene.heard if "Appointment" in type(one).__name__] == [AppointmentConfirmed]
    with scene.cast.acting("hr"):
        found = queries.appointment_of(scene.about)
        assert found is not None
        assert found.pk == made.pk


def test_moving_raises_the_sequence_and_cancelling_takes_it_out_of_calendars(scene: Scene) -> None:
    done = scene.confirmed()
    first = done.starts_at
    with scene.candidate():
        others = services.free_times(done, NOW)
        assert first not in others
        moved = services.reschedule(
            appointment_id=done.pk, starts_at=others[0], reason="cannot_come", now=NOW + MINUTE
        )
    assert (moved.sequence, moved.candidate_moves, moved.starts_at) == (1, 1, others[0])
    assert {one.during.lower for one in bookings()} == {others[0]}
    with scene.cast.acting("hr"):
        services.cancel(appointment_id=done.pk, reason="interviewer_away", now=NOW + 2 * MINUTE)
        services.cancel(appointment_id=done.pk, reason="interviewer_away", now=NOW + 2 * MINUTE)
    assert bookings() == []
    way = [one for one in messages() if one.user_id == scene.cast.interviewer.id and one.attachments]
    seen = [
        (calendar_of(one)["METHOD"], int(event_of(one)["SEQUENCE"]), event_of(one)["STATUS"]) for one in way
    ]
    assert seen == [("REQUEST", 0, "CONFIRMED"), ("REQUEST", 1, "CONFIRMED"), ("CANCEL", 2, "CANCELLED")]
    assert len({event_of(one)["UID"] for one in way}) == 1
    with system_scope("test"):
        assert not Timer.objects.filter(kind__startswith="scheduling").exists()
        verbs = AuditLine.objects.filter(verb__startswith="hiring.scheduling.appointment")
        assert verbs.filter(verb__endswith="cancelled").count() == 1
    assert [type(one) for one in scene.heard if isinstance(one, AppointmentMoved)] == [AppointmentMoved]


def test_limits_hold_for_each_side(scene: Scene) -> None:
    done = scene.confirmed()
    for number in range(3):
        with scene.candidate():
            other = services.free_times(done, NOW)[number]
            if number < 2:
                done = services.reschedule(appointment_id=done.pk, starts_at=other, now=NOW)
            else:
                with pytest.raises(ConflictError) as refused:
                    services.reschedule(appointment_id=done.pk, starts_at=other, now=NOW)
                assert refused.value.code == "moved_too_often"
    with scene.cast.acting("hr"):
        moved = services.reschedule(
            appointment_id=done.pk, starts_at=other, now=NOW, reason="candidate_asked"
        )
    assert moved.staff_moves == 1


def test_reminders_a_day_and_an_hour_before_by_the_frozen_clock(scene: Scene) -> None:
    done = scene.confirmed(number=5)
    assert done.starts_at is not None
    for before, expected in ((25, 0), (24, 1), (1, 2), (0.5, 2)):
        timers.sweep(done.starts_at - timedelta(hours=before))
        assert len(messages("appointment-soon")) == expected
        assert len(messages("appointment-staff-soon")) == 2 * expected
    with scene.cast.acting("hr"):
        assert services.remind(appointment_id=done.pk, now=done.starts_at) is False


def test_a_choice_not_made_is_asked_for_once_and_then_told_to_hr(scene: Scene) -> None:
    made = scene.offered()
    timers.sweep(NOW + timedelta(hours=23))
    assert len(messages("appointment-offered")) == 1
    timers.sweep(NOW + timedelta(hours=24))
    timers.sweep(NOW + timedelta(hours=48))
    assert len(messages("appointment-offered")) == 2
    last = max(starts_of(made))
    timers.sweep(last)
    [told] = messages("appointment-wish")
    assert told.user_id == scene.cast.hr.id


def test_who_does_not_come_is_asked_once_and_never_rejected(scene: Scene) -> None:
    done = scene.confirmed(number=0)
    assert done.starts_at is not None
    late = done.starts_at + timedelta(minutes=20)
    with scene.cast.acting("interviewer"):
        with pytest.raises(ConflictError) as early:
            services.no_show(appointment_id=done.pk, now=done.starts_at)
        assert early.value.code == "too_early"
        services.no_show(appointment_id=done.pk, now=late)
        services.no_show(appointment_id=done.pk, now=late)
    assert len(messages("appointment-missed")) == 1
    assert len([one for one in scene.heard if isinstance(one, AppointmentMissed)]) == 1
    with scene.candidate():
        services.want_another(appointment_id=done.pk, wish=True, now=late)
        again = services.want_another(appointment_id=done.pk, wish=False, now=late)  # his first word counts
    assert again.wants_another is True
    with scene.cast.acting("hr"):
        offered = services.offer(appointment_id=done.pk, now=late)
        start = offered.slots.all()[0].starts_at
        services.confirm(appointment_id=done.pk, starts_at=start, now=late)
        services.no_show(appointment_id=done.pk, now=start + timedelta(minutes=30))
        from bole.hiring.pipeline.models import Application

        assert Application.objects.get(pk=scene.cast.application_id).outcome == ""
    assert len(messages("appointment-missed")) == 1  # asked once in its life


def test_people_who_leave_get_a_cancellation_and_those_who_come_an_invitation(scene: Scene) -> None:
    done = scene.confirmed()
    with scene.cast.acting("hr"):
        people = [scene.cast.interviewer.id, scene.cast.hr.id]
        planned = services.plan(
            application_id=scene.cast.application_id, user_ids=people, about_id=scene.about, now=NOW + MINUTE
        )
    assert planned.pk == done.pk
    assert planned.sequence == 1
    latest = {one.user_id: one.template for one in messages("appointment-staff")}
    assert latest[scene.cast.chief.id] == "appointment-staff-cancelled"
    assert latest[scene.cast.hr.id] == "appointment-staff-confirmed"
    assert {one.user_id for one in bookings()} == {None, *people}


def test_what_is_not_free_cannot_be_offered_agreed_or_chosen(scene: Scene) -> None:
    with scene.cast.acting("hr"):
        made = services.plan(
            application_id=scene.cast.application_id, user_ids=scene.people, now=NOW, about_id=scene.about
        )
        sunday = datetime.fromisoformat("2026-11-22T10:00:00+08:00")
        for act in (
            lambda: services.offer(appointment_id=made.pk, starts=[sunday], now=NOW),
            lambda: services.agree(appointment_id=made.pk, starts_at=sunday, now=NOW),
        ):
            with pytest.raises(ConflictError) as refused:
                act()
            assert refused.value.code == "slot_taken"
        with pytest.raises(InvalidError):
            services.offer(appointment_id=made.pk, starts=[], now=NOW)
        monday = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
        agreed = services.agree(appointment_id=made.pk, starts_at=monday, now=NOW)
    assert (agreed.state, agreed.starts_at) == ("confirmed", monday)
    offered = scene.offered(about_id=new_id())
    with scene.candidate(), pytest.raises(NotFoundError):
        services.confirm(appointment_id=offered.pk, starts_at=sunday, now=NOW)


def test_a_small_room_a_video_and_people_of_another_branch(scene: Scene) -> None:
    with scene.cast.acting("hr"):
        services.use_room(room_id=scene.room.pk, in_use=False, now=NOW)
        services.save_room(
            unit_id=scene.cast.bank.east.pk, label_zh="小间", place_zh="一楼", capacity=2, now=NOW
        )
    with pytest.raises(ConflictError) as refused:
        scene.offered()
    assert refused.value.code == "no_free_time"
    by_video = scene.offered(about_id=new_id(), video_url="https://meet.bank.example/abc")
    assert by_video.mode == "video"
    with pytest.raises(InvalidError):
        scene.plan(about_id=new_id(), video_url="javascript:alert(1)")
    with pytest.raises(InvalidError) as unknown:
        scene.plan(about_id=new_id(), user_ids=[scene.cast.west_hr.id])
    assert unknown.value.fields == {"people": "unknown"}


ACTS = {
    "see": lambda made: queries.get(made.pk),
    "offer": lambda made: services.offer(appointment_id=made.pk, now=NOW),
    "cancel": lambda made: services.cancel(appointment_id=made.pk, reason="other", now=NOW),
    "mark": lambda made: services.no_show(appointment_id=made.pk, now=made.starts_at + timedelta(hours=1)),
    "choose": lambda made: services.confirm(appointment_id=made.pk, starts_at=made.starts_at, now=NOW),
    "wish": lambda made: services.want_another(appointment_id=made.pk, wish=True, now=NOW),
    "room": lambda _: services.save_room(
        unit_id=_.unit_id, label_zh="新", place_zh="某处", capacity=4, now=NOW
    ),
}
MAY = {
    "hr": {"see", "cancel", "mark", "choose", "room"},
    "chief": {"see", "cancel", "mark", "choose", "room"},  # attends, and is head office
    "west_hr": set(),
    "interviewer": {"see", "mark"},
    "stranger": set(),  # an interviewer of the branch who does not attend
    "manager": set(),
    "auditor": set(),
    "it_admin": set(),
    "candidate": {"see", "cancel", "choose"},
    "other_candidate": set(),
}


def test_who_may_do_what(scene: Scene) -> None:
    done = scene.confirmed()
    bank, seen = scene.cast.bank, {}
    with scene.cast.acting("hr"):
        other = candidates.register(
            unit_id=bank.east.pk, name="另一位", phone="13900002222", email="", now=NOW
        )
    actors: dict[str, Actor] = {
        **{name: getattr(scene.cast, name) for name in MAY if hasattr(scene.cast, name)},
        "stranger": bank.actor("interviewer", bank.east),
        "manager": bank.actor("hiring_manager", bank.east),
        "candidate": candidate_of(scene.cast.candidate_id),
        "other_candidate": candidate_of(other.pk),
    }
    for name, actor in actors.items():
        seen[name] = {key for key, act in ACTS.items() if _goes(actor, act, done)}
    assert seen == MAY


def _goes(actor: Actor, act: Any, done: Appointment) -> bool:
    """Whether it goes through; rolled back. A conflict of states is not a refusal of rights."""
    try:
        with acting_as(actor), transaction.atomic():
            act(done)
            transaction.set_rollback(True)
    except (DeniedError, NotFoundError):
        return False
    except ConflictError as error:
        return error.code != "appointment_state"
    return True


def test_an_application_that_ends_takes_its_appointments_with_it(scene: Scene) -> None:
    done = scene.confirmed()
    planned = scene.plan(about_id=new_id())
    with system_scope("test"):
        assert services.close_all(application_id=scene.cast.application_id, now=NOW) == 2
        assert services.close_all(application_id=scene.cast.application_id, now=NOW) == 0
        states = Appointment.objects.filter(pk__in=[done.pk, planned.pk]).values_list("state", flat=True)
        assert set(states) == {"cancelled"}
    assert bookings() == []
    assert len(messages("appointment-cancelled")) == 1  # of the one that had a time
    with scene.cast.acting("hr"), transaction.atomic():
        events.publish(
            ApplicationClosed(
                scene.cast.application_id, scene.cast.candidate_id, done.unit_id, "withdrawn", "candidate"
            )
        )
        assert ProcrastinateJob.objects.filter(task_name="scheduling.close").exists()


def test_one_is_given_out_and_taken_away_with_the_person(scene: Scene) -> None:
    done = scene.confirmed()
    with system_scope("test"):
        [shown] = holding.export(scene.cast.candidate_id)["appointments"]
        assert shown["starts_at"] == done.starts_at
        assert holding.erase(scene.cast.candidate_id, NOW) == 1
        assert holding.erase(scene.cast.candidate_id, NOW) == 0
        assert not Appointment.objects.exists()
    assert bookings() == []
    assert len(messages("appointment-staff-cancelled")) == 2


def test_the_database_itself_refuses_a_double_booking(scene: Scene) -> None:
    """Even raw SQL, whatever the program checked before."""
    done = scene.confirmed()
    with system_scope("test"):
        kept = Booking.objects.filter(appointment=done)
        for one in kept:
            copy = Booking(
                id=new_id(),
                unit_id=one.unit_id,
                candidate_id=one.candidate_id,
                appointment_id=one.appointment_id,
                user_id=one.user_id,
                room_id=one.room_id,
                during=(one.during.lower + timedelta(minutes=44), one.during.upper + timedelta(minutes=44)),
            )
            with pytest.raises(Exception, match="booking_one_per"), transaction.atomic():
                copy.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_candidates_who_choose_the_same_time_at_once_one_has_it(bank: Any) -> None:
    """Two real connections, held at the moment before they book."""
    scene = build_scene(build_cast(bank), [])
    with scene.cast.acting("hr"):
        second = candidates.register(
            unit_id=bank.east.pk, name="许知夏", phone="13800003333", email="xu@example.org", now=NOW
        )
        application = pipeline.apply(
            candidate_id=second.pk, requisition_id=scene.cast.requisition_id, now=NOW
        )
    first = scene.offered()
    other = scene.offered(about_id=new_id(), application_id=application.pk)
    start = starts_of(first)[0]
    results: dict[UUID, str] = {}
    ready, real = threading.Barrier(2, timeout=20), booking.take

    def take(*given: Any) -> Any:
        ready.wait()
        return real(*given)

    def choose(made: Appointment) -> None:
        try:
            with acting_as(candidate_of(made.candidate_id)):
                services.confirm(appointment_id=made.pk, starts_at=start, now=NOW)
            results[made.pk] = "won"
        except BoleError as error:
            results[made.pk] = error.code
        finally:
            connections.close_all()

    with _patched(take):
        threads = [threading.Thread(target=choose, args=(one,)) for one in (first, other)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert sorted(results.values()) == ["slot_taken", "won"]
    loser = first if results[first.pk] == "slot_taken" else other
    with acting_as(candidate_of(loser.candidate_id)):
        left = queries.offered_and_free(queries.get(loser.pk), NOW)
        assert left
        assert start not in left
        services.confirm(appointment_id=loser.pk, starts_at=left[0], now=NOW)
    assert connection.in_atomic_block is False


@contextmanager
def _patched(take: Any) -> Iterator[None]:
    real, booking.take = booking.take, take
    try:
        yield
    finally:
        booking.take = real
