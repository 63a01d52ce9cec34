"""Who has not finished is reminded, in his zone and language, once each; the clock stands where we put it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.candidates import services as candidates
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast, Taking
from bole.hiring.conftest import invite as invite_as_hr
from bole.hiring.interviews import services
from bole.hiring.interviews.models import Interview
from bole.hiring.pipeline import services as pipeline
from bole.hiring.requisitions import services as requisitions
from bole.kernel.errors import ConflictError, InvalidError

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
END = NOW + 7 * DAY


def sent() -> list[str]:
    """Templates of what was written to the candidate after the invitation, in order."""
    with system_scope("test"):
        found = OutboxMessage.objects.exclude(template__in=("invitation", "next-step")).order_by("queued_at")
        return [message.template for message in found]


def run(*moments: datetime) -> list[str]:
    for moment in moments:
        timers.sweep(moment)
        timers.sweep(moment)  # a second worker, a restart: nothing twice
    return sent()


def clocks() -> set[str]:
    with system_scope("test"):
        return set(Timer.objects.filter(kind__startswith="interviews.").values_list("kind", flat=True))


def test_who_never_begins_is_asked_once_and_reminded_twice(cast: Cast) -> None:
    invite_as_hr(cast)
    assert run(NOW, NOW + 2 * DAY - HOUR) == []
    assert run(NOW + 2 * DAY) == ["not-started"]
    assert run(END - DAY - timedelta(minutes=1)) == ["not-started"]
    assert run(END - DAY, END - 2 * HOUR) == ["not-started", "reminder"]
    assert run(END - HOUR, END - timedelta(minutes=1)) == ["not-started", "reminder", "reminder"]


def test_times_are_the_candidates(cast: Cast) -> None:
    with pytest.raises(InvalidError):
        invite_as_hr(cast, zone="Mars/Olympus")
    invite_as_hr(cast, zone="America/New_York", language="en")
    run(END - DAY)
    with system_scope("test"):
        said = {m.template: m for m in OutboxMessage.objects.all()}
    # 27 November 2026, 08:00 UTC; New York is five hours behind by then
    assert said["reminder"].context["closes_at"] == "27 November 2026, 03:00 (UTC-05:00)"
    assert said["invitation"].context["closes_at"] == said["reminder"].context["closes_at"]
    assert said["reminder"].language == "en"


def test_a_moved_interview_takes_its_reminders_along_and_a_cancelled_one_has_none(cast: Cast) -> None:
    invited = invite_as_hr(cast)
    later = END + 2 * DAY
    with cast.acting("hr"):
        services.renew(interview_id=invited.id, closes_at=later, now=NOW + DAY)
    assert run(END - DAY, END - HOUR) == ["not-started"]
    assert run(later - DAY, later - HOUR) == ["not-started", "reminder", "reminder"]
    with system_scope("candidate asked"):
        pipeline.withdraw(application_id=cast.application_id, now=NOW)
        services.cancel(application_id=cast.application_id, now=NOW)
    assert clocks() == set()


def test_who_has_begun_is_asked_to_go_on_a_day_after_the_last_answer(taking: Taking) -> None:
    taking.agree()
    taking.answer("teller-complaint")
    assert run(NOW + DAY - HOUR) == []
    taking.now = NOW + DAY - HOUR
    taking.answer("teamwork-experience")
    assert run(NOW + DAY) == []  # he has just answered
    assert run(NOW + 2 * DAY) == ["not-finished"]  # and not been asked whether he wants to begin
    taking.finish()
    assert run(END - DAY) == ["not-finished"]


def enter(cast: Cast) -> Any:
    """Somebody goes from screening into the AI interview; then the task the event deferred runs."""
    with cast.acting("hr"):
        pipeline.advance(
            application_id=cast.application_id,
            to="ai_interview",
            actor=cast.hr,
            reason="x",
            expected_version=1,
            now=NOW,
        )
    return on_entry(cast)


def on_entry(cast: Cast) -> Any:
    with system_scope("task"):
        return services.invite_on_entry(application_id=cast.application_id, stage="ai_interview", now=NOW)


def switch(cast: Cast, on: bool = True) -> None:
    with cast.acting("hr"):
        requisitions.switch_auto_invite(requisition_id=cast.requisition_id, on=on)


def test_entering_the_stage_invites_where_the_opening_says_so(cast: Cast) -> None:
    switch(cast)
    invited = enter(cast)
    assert (invited.opens_at, invited.closes_at) == (NOW, END)
    with system_scope("test"):
        said = OutboxMessage.objects.get(template="invitation").context
    assert all(said[part] for part in ("link", "closes_at", "requirements", "notes"))
    assert on_entry(cast) is None
    with cast.acting("hr"), pytest.raises(ConflictError, match="open already"):
        services.invite(application_id=cast.application_id, opens_at=NOW, closes_at=END, now=NOW)


def test_whom_the_process_invites_hears_his_own_time(cast: Cast) -> None:
    """As his number's country keeps it; as somebody said for an earlier interview, where somebody did."""
    with system_scope("test"):
        person = Candidate.objects.get(pk=cast.candidate_id)
        person.phone = "+44 7700 900123"
        person.save(update_fields=["phone"])
    switch(cast)
    assert enter(cast).zone == "Europe/London"
    with system_scope("test"):
        said = OutboxMessage.objects.get(template="invitation")
        assert (said.zone, said.context["closes_at"][-11:]) == ("Europe/London", "(UTC+00:00)")
        Interview.objects.update(zone="Asia/Tokyo", state="expired")
    with cast.acting("hr"):
        again, _ = services.invite(
            application_id=cast.application_id, opens_at=NOW, closes_at=END, now=NOW + timedelta(minutes=1)
        )
        assert again.zone == "Asia/Tokyo"


def test_it_never_doubles_a_persons_invitation_and_asks_the_opening(cast: Cast) -> None:
    assert enter(cast) is None  # the opening does not say so
    switch(cast)
    invite_as_hr(cast)
    assert on_entry(cast) is None
    with system_scope("test"):
        assert Interview.objects.count() == 1
    with cast.acting("hr"):
        other = candidates.register(unit_id=cast.bank.east.pk, name="某人", email="o@example.org", now=NOW)
        waiting = pipeline.apply(candidate_id=other.pk, requisition_id=cast.requisition_id, now=NOW)
    with system_scope("task"):  # it moved on, or never came there
        assert services.invite_on_entry(application_id=waiting.pk, stage="ai_interview", now=NOW) is None
