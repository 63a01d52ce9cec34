from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import queries as audit
from bole.hiring.analysis import holding, queries, services
from bole.hiring.analysis.events import AnswerAnalysed, AnswerHeard
from bole.hiring.analysis.models import AnalysisRun
from bole.hiring.conftest import CONSENT, NOW, WEBM, Taking, observation
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.models import Interview
from bole.kernel.answers import Observation
from bole.kernel.errors import BoleError, ConflictError, DeniedError
from bole.perception import api as perception
from bole.perception.errors import PerceptionError

pytestmark = pytest.mark.django_db
Q1 = "teller-complaint"


class Eyes:
    """Stands where the child process stands; remembers what it was asked."""

    def __init__(self, outcome: Any = None) -> None:
        self.outcome, self.asked = outcome or observation(), []  # type: ignore[var-annotated]

    def __call__(self, paths: list[Path], **more: Any) -> Observation:
        self.asked.append({**more, "bytes": [path.read_bytes() for path in paths], "paths": list(paths)})
        more["progress"]("recognition", 0.5)
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        if callable(self.outcome):
            return self.outcome()
        return self.outcome


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """All analysis told upwards."""
    found: list[Any] = []
    monkeypatch.setattr("bole.hiring.analysis.services.ending.events.publish", found.append)
    return found


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[AnswerAnalysed]:
    """The ends of whole answers it told upwards."""
    found: list[AnswerAnalysed] = []

    def publish(event: Any) -> None:
        found.extend([event] if isinstance(event, AnswerAnalysed) else [])

    monkeypatch.setattr("bole.hiring.analysis.services.ending.events.publish", publish)
    return found


def submitted(taking: Taking, content: bytes = b"words", **decisions: bool) -> Any:
    with system_scope("test"):
        begun = Interview.objects.get(pk=taking.id).consented_at
    if not begun:
        taking.agree(**{**CONSENT, **decisions})
    return taking.answer(Q1, content)


def analyse(answer: Any, stage: str = "speech", eyes: Eyes | None = None, **more: Any) -> AnalysisRun | None:
    with system_scope("test"):
        return services.analyse(
            answer_id=answer.pk,
            attempt=answer.attempt,
            stage=stage,
            clock=lambda: NOW,
            observe=eyes or Eyes(),
            **more,
        )


def run_of(answer: Any, stage: str = "speech") -> AnalysisRun:
    with system_scope("test"):
        return AnalysisRun.objects.get(answer_id=answer.pk, stage=stage)


def test_submitting_defers_one_task_per_resource_class(
    taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    deferred: list[str] = []
    monkeypatch.setattr("bole.foundation.queue.defer", lambda name, **_: deferred.append(name))
    submitted(taking)
    assert deferred == ["hiring.analysis.hear_answer", "hiring.analysis.watch_answer"]


@pytest.mark.parametrize(
    ("refused", "tasks"),
    [("face", ["hiring.analysis.hear_answer"]), ("analysis", [])],
)
def test_a_refusal_defers_less(
    taking: Taking, refused: str, tasks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deferred: list[str] = []
    monkeypatch.setattr("bole.foundation.queue.defer", lambda name, **_: deferred.append(name))
    submitted(taking, **{refused: False})
    assert deferred == tasks


def test_the_child_gets_the_plain_bytes_and_nothing_stays(taking: Taking) -> None:
    answer, eyes = submitted(taking), Eyes()
    run = analyse(answer, eyes=eyes)
    asked = eyes.asked[0]
    assert asked["bytes"] == [WEBM + b"words"]
    assert (asked["channels"], asked["law"]) == (frozenset({"speech", "voice"}), "default")
    assert not any(path.exists() for path in asked["paths"])
    assert run is not None
    assert (run.state, run.attempts, run.cpu_seconds, run.share) == ("done", 1, 1.5, 100)
    assert Observation.from_json(run.result) == observation()


def test_both_stages_are_put_together_and_told_once(taking: Taking, heard: list[AnswerAnalysed]) -> None:
    answer = submitted(taking)
    heard.clear()
    analyse(answer, "vision")
    assert heard == []
    analyse(answer, "speech")
    assert [(e.answer_id, e.failed) for e in heard] == [(answer.pk, "")]
    with system_scope("test"):
        outcome = queries.outcome_of(answer.pk)
    assert outcome.complete
    assert outcome.observation is not None
    assert outcome.observation.transcript.text == observation().transcript.text


@pytest.mark.parametrize("outcome", [None, PerceptionError("silent", code="no_audio")])
def test_the_words_are_told_before_the_pictures(taking: Taking, told: list[Any], outcome: Any) -> None:
    answer = submitted(taking)
    told.clear()
    analyse(answer, "speech", Eyes(outcome))
    assert [(type(e), e.answer_id) for e in told] == [(AnswerHeard, answer.pk)]
    analyse(answer, "vision")
    assert [type(e) for e in told] == [AnswerHeard, AnswerAnalysed]


def test_a_finished_run_is_not_run_again(taking: Taking) -> None:
    answer, eyes = submitted(taking), Eyes()
    analyse(answer, eyes=eyes)
    assert analyse(answer, eyes=eyes) is None
    assert len(eyes.asked) == 1


def test_the_same_content_is_observed_once(taking: Taking) -> None:
    answer, eyes = submitted(taking), Eyes()
    analyse(answer, eyes=eyes)
    with system_scope("test"):
        AnalysisRun.objects.update(attempt=9)  # as if another answer had the same recording
    analyse(answer, eyes=eyes)
    with system_scope("test"):
        again = AnalysisRun.objects.get(attempt=1)
        first = AnalysisRun.objects.get(attempt=9)
    assert len(eyes.asked) == 1
    assert (again.reused, again.state, again.result_sha256) == (True, "done", first.result_sha256)
    assert again.result == first.result


def test_another_plan_is_another_run(taking: Taking, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, eyes = submitted(taking), Eyes()
    analyse(answer, eyes=eyes)
    plan = perception.default_plan()
    other = replace(plan, source=plan.source + "\n# the same, in other words\n")
    assert other.sha256 != plan.sha256
    monkeypatch.setattr("bole.hiring.analysis.services.runs.perception.default_plan", lambda: other)
    analyse(answer, eyes=eyes)
    assert [asked["plan"].sha256 for asked in eyes.asked] == [plan.sha256, other.sha256]


def test_a_killed_worker_is_followed_by_another_with_the_same_result(taking: Taking) -> None:
    answer = submitted(taking)

    class KilledError(BaseException):
        pass

    with pytest.raises(KilledError):
        analyse(answer, eyes=Eyes(KilledError()))
    assert run_of(answer).state == "running"
    analyse(answer)
    again = run_of(answer)
    assert (again.state, again.attempts) == ("done", 2)
    assert again.result_sha256 == services.fingerprint_of(observation())
    assert again.result_sha256 == services.fingerprint_of(observation(cpu_seconds={"speech": 99.0}))


def test_a_worker_that_was_thought_dead_changes_nothing(taking: Taking) -> None:
    answer = submitted(taking)

    def late() -> Observation:
        analyse(answer, eyes=Eyes(observation("另一个工人的结果。")))
        return observation("迟到的结果。")

    assert analyse(answer, eyes=Eyes(late)) is None
    assert run_of(answer).result["transcript"]["text"] == "另一个工人的结果。"


def test_a_file_that_kills_every_worker_ends_as_a_named_failure(
    taking: Taking, heard: list[AnswerAnalysed]
) -> None:
    answer = submitted(taking, face=False)
    heard.clear()

    class KilledError(BaseException):
        pass

    for _ in range(3):
        with pytest.raises(KilledError):
            analyse(answer, eyes=Eyes(KilledError()))
    assert analyse(answer) is None
    assert (run_of(answer).state, run_of(answer).error_code) == ("failed", "worker_died")
    assert [e.failed for e in heard] == ["worker_died"]


@pytest.mark.parametrize(
    "code", ["unreadable", "no_audio", "too_large", "limit_exceeded", "empty", "model_missing"]
)
def test_a_broken_recording_is_named_at_once(taking: Taking, code: str) -> None:
    answer = submitted(taking)
    run = analyse(answer, eyes=Eyes(PerceptionError("broken", code=code)))
    assert run is not None
    assert (run.state, run.error_code, run.attempts) == ("failed", code, 1)
    with system_scope("test"):
        assert queries.failures_of(taking.id) == [
            {"answer_id": str(answer.pk), "stage": "speech", "code": code, "tries": "1"}
        ]
        assert audit.trail(("analysis_run", run.pk))[0].verb == "hiring.analysis.run.failed"


def test_what_another_try_may_cure_is_tried_three_times(taking: Taking) -> None:
    answer = submitted(taking)
    died = PerceptionError("died", code="child_died", retryable=True)
    for _ in range(2):
        with pytest.raises(PerceptionError):
            analyse(answer, eyes=Eyes(died))
        assert run_of(answer).state == "queued"
    analyse(answer, eyes=Eyes(died))
    assert (run_of(answer).state, run_of(answer).error_code) == ("failed", "child_died")


def test_a_fault_of_our_own_is_raised_and_named(taking: Taking) -> None:
    answer = submitted(taking)
    with pytest.raises(ZeroDivisionError):
        analyse(answer, eyes=Eyes(ZeroDivisionError()))
    assert (run_of(answer).state, run_of(answer).error_code) == ("queued", "unexpected")


def test_eyes_that_fail_do_not_take_the_words_away(taking: Taking, heard: list[AnswerAnalysed]) -> None:
    answer = submitted(taking)
    heard.clear()
    analyse(answer)
    analyse(answer, "vision", Eyes(PerceptionError("dark", code="unreadable")))
    with system_scope("test"):
        outcome = queries.outcome_of(answer.pk)
    assert outcome.observation == observation()
    assert outcome.failures == {"vision": "unreadable"}
    assert [e.failed for e in heard] == [""]


def test_progress_reaches_the_list(taking: Taking) -> None:
    answer = submitted(taking)
    shares: list[int] = []

    def watching() -> Observation:
        with system_scope("test"):
            shares.append(Interview.objects.get(pk=taking.id).progress)
        return observation()

    analyse(answer, eyes=Eyes(watching))
    with system_scope("test"):
        after = Interview.objects.get(pk=taking.id).progress
    assert (shares, after) == ([12], 25)  # of two questions with two stages each: half a stage, then one


def test_a_retaken_or_withdrawn_answer_is_left_alone(taking: Taking) -> None:
    answer, eyes = submitted(taking), Eyes()
    answer.attempt = 2
    assert analyse(answer, eyes=eyes) is None
    answer.attempt = 1
    with system_scope("test"):
        Interview.objects.update(state="withdrawn")
    assert analyse(answer, eyes=eyes) is None
    assert eyes.asked == []


def test_a_person_erased_in_mid_analysis_leaves_no_result(taking: Taking) -> None:
    answer = submitted(taking)

    def erased_meanwhile() -> Observation:
        with taking.invited.candidate():
            interview_services.request_right(interview_id=taking.id, kind="erase", now=NOW)
        return observation()

    assert analyse(answer, eyes=Eyes(erased_meanwhile)) is None
    assert run_of(answer).result is None


def test_erasing_takes_the_words_and_leaves_the_run(taking: Taking) -> None:
    answer = submitted(taking)
    analyse(answer)
    candidate = taking.invited.cast.candidate_id
    with system_scope("test"):
        assert "道歉" in str(holding.export(candidate))
        assert holding.erase(candidate, NOW) == 1
        assert "道歉" not in str(holding.export(candidate))
    assert run_of(answer).cpu_seconds == 1.5


def test_hr_tries_a_failure_again_after_mending_it(taking: Taking) -> None:
    answer = submitted(taking)
    cast = taking.invited.cast
    analyse(answer, eyes=Eyes(PerceptionError("no model", code="model_missing")))
    with cast.acting("interviewer"), pytest.raises((DeniedError, BoleError)):
        services.rerun(answer_id=answer.pk)
    with cast.acting("hr"):
        services.rerun(answer_id=answer.pk)
        with pytest.raises(ConflictError):
            services.rerun(answer_id=answer.pk)
    analyse(answer)
    assert run_of(answer).state == "done"


def test_no_transaction_is_open_while_the_models_run(taking: Taking) -> None:
    """The child sees a connection without an open block beyond the test's own."""
    from django.db import connection

    answer = submitted(taking)
    depth = len(connection.savepoint_ids)
    seen: list[int] = []

    def looking() -> Observation:
        seen.append(len(connection.savepoint_ids))
        return observation()

    analyse(answer, eyes=Eyes(looking))
    assert seen == [depth]
