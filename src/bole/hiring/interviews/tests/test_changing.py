"""One consent changed at a time: before, between and after the answers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.events import bus
from bole.foundation.files.models import StoredFile, Upload
from bole.foundation.privacy import queries as privacy
from bole.foundation.privacy import services as privacy_services
from bole.hiring.conftest import NOW, Cast, Taking, invite
from bole.hiring.interviews import events as happened
from bole.hiring.interviews import services, tasks
from bole.hiring.interviews.models import Answer, Interview, Recording
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
Q1, Q2 = "teller-complaint", "teamwork-experience"


@pytest.fixture
def ready(taking: Taking) -> Taking:
    taking.agree()
    return taking


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What higher steps hear from here."""
    heard: list[Any] = []
    monkeypatch.setitem(bus._handlers, happened.ConsentChanged, [heard.append])
    return heard


def change(taking: Taking, purpose: str, granted: bool, now: Any = NOW) -> Interview:
    with taking.invited.candidate():
        return services.change_consent(interview_id=taking.id, purpose=purpose, granted=granted, now=now)


def terms(taking: Taking) -> tuple[str, list[str], bool]:
    with system_scope("test"):
        row = Interview.objects.get(pk=taking.id)
    return row.mode, row.channels, row.automated


def answer(taking: Taking, key: str = Q1) -> Answer:
    with system_scope("test"):
        return Answer.objects.get(interview_id=taking.id, question_key=key)


@pytest.mark.parametrize(
    ("purpose", "after"),
    [
        ("face", ("audio", ["speech", "voice"], True)),
        ("analysis", ("video", [], False)),
        ("recording", ("typed", [], True)),
    ],
)
def test_each_consent_alone_can_be_taken_back_and_given_again(
    ready: Taking, purpose: str, after: tuple[str, list[str], bool]
) -> None:
    before = terms(ready)
    change(ready, purpose, granted=False)
    assert terms(ready) == after
    assert ready.state()["consents"][purpose] is False
    change(ready, purpose, granted=True)
    assert terms(ready) == before
    with system_scope("test"):
        kept = privacy.consents(ready.invited.cast.candidate_id, about_id=ready.id)
    assert kept[purpose].holds


def test_between_two_questions_the_rest_is_answered_in_the_new_way(ready: Taking) -> None:
    ready.answer(Q1)
    change(ready, "face", granted=False)
    assert (answer(ready, Q1).kind, answer(ready, Q2).kind) == ("video", "audio")
    ready.answer(Q2)
    assert ready.finish().state == "finished"


def test_without_recording_what_was_recorded_is_erased_and_may_be_typed(ready: Taking) -> None:
    ready.answer(Q1)
    ready.begin(Q2)
    ready.start(Q2)
    change(ready, "recording", granted=False)
    with system_scope("test"):
        assert set(Recording.objects.values_list("state", flat=True)) == {"abandoned"}
        assert list(StoredFile.objects.values_list("wrapped_key", flat=True)) == [None]
        assert not Upload.objects.filter(state="open").exists()
    assert (answer(ready).state, answer(ready).kind, ready.state()["next"]) == ("pending", "typed", Q1)
    ready.type(Q1, "我先道歉。")
    ready.type(Q2, "我们分工。")
    assert ready.finish().submitted_count == 2


def test_a_recorder_still_running_is_refused(ready: Taking) -> None:
    ready.begin(Q1)
    recording = ready.start(Q1)
    change(ready, "recording", granted=False)
    with pytest.raises(ConflictError):
        ready.send(recording)
    with system_scope("test"):
        assert not StoredFile.objects.exists()


def test_after_handing_in_nothing_is_asked_again_and_people_take_over(ready: Taking) -> None:
    ready.answer(Q1)
    ready.finish(partial=True)
    change(ready, "recording", granted=False)
    assert (answer(ready).state, terms(ready)) == ("submitted", ("typed", [], False))
    with system_scope("test"):
        assert list(StoredFile.objects.values_list("wrapped_key", flat=True)) == [None]
    change(ready, "recording", granted=True)
    assert terms(ready)[2] is False, "what is erased cannot be analysed again"


def test_higher_steps_hear_once(ready: Taking, told: list[Any]) -> None:
    change(ready, "analysis", granted=False)
    change(ready, "analysis", granted=False)
    unit_id = ready.invited.interview.unit_id
    assert told == [happened.ConsentChanged(ready.id, unit_id, "analysis", granted=False)]
    with system_scope("test"):
        lines = AuditLine.objects.filter(verb="hiring.interviews.interview.consent_changed")
        assert [line.fields for line in lines] == [["analysis"]]


def test_a_withdrawal_by_letter_reaches_the_interviews(ready: Taking, told: list[Any]) -> None:
    candidate_id: UUID = ready.invited.cast.candidate_id
    with system_scope("test"):
        privacy_services.withdraw_consent(candidate_id=candidate_id, purpose="face", now=NOW)
        tasks.apply_withdrawal(candidate_id, "face")
        tasks.apply_withdrawal(candidate_id, "face")
    assert terms(ready) == ("audio", ["speech", "voice"], True)
    assert len(told) == 1


def test_another_interview_keeps_its_own_consent(ready: Taking) -> None:
    change(ready, "face", granted=False)
    with system_scope("test"):
        privacy_services.withdraw_consent(
            candidate_id=ready.invited.cast.candidate_id, purpose="recording", now=NOW, about_id=UUID(int=7)
        )
    assert terms(ready)[0] == "audio"


def test_what_was_not_asked_cannot_be_given(cast: Cast) -> None:
    typing = Taking(invite(cast, accommodations={"typed": True}))
    with pytest.raises(ConflictError):
        change(typing, "analysis", granted=False)
    typing.agree()
    with pytest.raises(InvalidError):
        change(typing, "face", granted=True)
    change(typing, "analysis", granted=False)
    assert terms(typing) == ("typed", [], False)


def test_who_left_decides_nothing_more(ready: Taking) -> None:
    with system_scope("test"):
        pipeline.withdraw(application_id=ready.invited.cast.application_id, now=NOW)
        services.cancel(application_id=ready.invited.cast.application_id, now=NOW)
    with pytest.raises(ConflictError):
        change(ready, "face", granted=False)


def test_a_live_interview_stays_one(taking: Taking) -> None:
    taking.agree()
    with taking.invited.candidate():
        services.request_live(interview_id=taking.id, now=NOW)
    change(taking, "analysis", granted=False)
    assert terms(taking)[0] == "live"


def test_when_the_window_is_over_nothing_is_asked_again(ready: Taking) -> None:
    ready.answer(Q1)
    change(ready, "recording", granted=False, now=NOW + timedelta(days=8))
    assert (answer(ready).state, terms(ready)[2]) == ("submitted", False)


def test_nobody_else_decides(ready: Taking) -> None:
    with ready.invited.cast.acting("west_hr"), pytest.raises(NotFoundError):
        services.change_consent(interview_id=ready.id, purpose="face", granted=False, now=NOW)
