"""A consent taken back while answers are being analysed, or after."""

import json
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.events import bus
from bole.hiring.analysis import queries, services, settling
from bole.hiring.analysis.events import AnswerAnalysed
from bole.hiring.analysis.models import AnalysisRun
from bole.hiring.conftest import NOW, Taking, observation
from bole.hiring.interviews import services as interview_services

pytestmark = pytest.mark.django_db
Q1 = "teller-complaint"


@pytest.fixture
def given(taking: Taking) -> Any:
    taking.agree()
    return taking.answer(Q1)


def change(taking: Taking, purpose: str, granted: bool = False) -> None:
    with taking.invited.candidate():
        interview_services.change_consent(interview_id=taking.id, purpose=purpose, granted=granted, now=NOW)


def settle(taking: Taking, granted: bool = False) -> int:
    with system_scope("test"):
        return settling.settle(interview_id=taking.id, granted=granted)


def analyse(answer: Any, stage: str, observe: Any) -> AnalysisRun | None:
    with system_scope("test"):
        return services.analyse(
            answer_id=answer.pk, attempt=answer.attempt, stage=stage, clock=lambda: NOW, observe=observe
        )


def seen(_paths: Any, **_more: Any) -> Any:
    return observation()


def stages() -> list[tuple[str, str]]:
    with system_scope("test"):
        return sorted(AnalysisRun.objects.values_list("stage", "state"))


@pytest.mark.parametrize(
    ("purpose", "stage"), [("face", "vision"), ("analysis", "speech"), ("recording", "speech")]
)
def test_a_worker_in_the_middle_stops_and_keeps_nothing(
    taking: Taking, given: Any, purpose: str, stage: str
) -> None:
    reached: list[str] = []

    def observe(_paths: Any, *, progress: Any, **_more: Any) -> Any:
        progress("decode", 0.3)
        change(taking, purpose)
        progress("faces", 0.6)
        reached.append("the child went on")
        return observation()

    assert analyse(given, stage, observe) is None
    assert reached == []
    assert settle(taking) == 1
    assert stages() == []


def test_a_worker_too_fast_to_be_stopped_still_keeps_nothing(taking: Taking, given: Any) -> None:
    def observe(_paths: Any, **_more: Any) -> Any:
        change(taking, "face")
        settle(taking)
        return observation()

    assert analyse(given, "vision", observe) is None
    assert stages() == []


def test_the_words_are_rated_though_the_face_was_taken_back_while_they_were_heard(
    taking: Taking, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setitem(bus._handlers, AnswerAnalysed, [told.append])

    def observe(_paths: Any, **_more: Any) -> Any:
        change(taking, "face")
        settle(taking)
        return observation()

    assert analyse(given, "speech", observe) is not None
    assert [(event.answer_id, event.failed) for event in told] == [(given.pk, "")]


def test_a_queued_stage_does_not_begin(taking: Taking, given: Any) -> None:
    change(taking, "face")
    assert analyse(given, "vision", seen) is None
    assert analyse(given, "speech", seen) is not None
    assert stages() == [("speech", "done")]


def test_face_results_go_and_the_words_stay(taking: Taking, given: Any) -> None:
    for stage in ("speech", "vision"):
        analyse(given, stage, seen)
    change(taking, "face")
    assert (settle(taking), settle(taking)) == (1, 0)
    assert stages() == [("speech", "done")]
    with system_scope("test"):
        outcome = queries.outcome_of(given.pk)
        assert outcome.complete
        assert outcome.observation is not None
        erased = AuditLine.objects.filter(verb="hiring.analysis.run.erased")
        assert [json.loads(line.details)["stage"] for line in erased] == ["vision"]


def test_a_face_agreed_to_again_is_looked_at_again(
    taking: Taking, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stage in ("speech", "vision"):
        analyse(given, stage, seen)
    change(taking, "face")
    settle(taking)
    deferred: list[str] = []
    monkeypatch.setattr("bole.foundation.queue.defer", lambda name, **_: deferred.append(name))
    change(taking, "face", granted=True)
    settle(taking, granted=True)
    assert services.TASKS["vision"] in deferred
    assert services.TASKS["speech"] not in deferred
    assert analyse(given, "vision", seen) is not None


def test_an_answer_given_by_voice_has_no_face_to_look_at(taking: Taking) -> None:
    taking.agree(face=False)
    answer = taking.answer(Q1)
    change(taking, "face", granted=True)
    assert analyse(answer, "vision", seen) is None
    assert stages() == []
