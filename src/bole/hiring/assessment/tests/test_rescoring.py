"""The archive by another rubric: every answer once, whoever dies; what stands is only read."""

import copy
import re
import statistics
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.assessment import queries, services, tasks
from bole.hiring.assessment.models import AnswerRating, Report, RescoredAnswer, Rescoring
from bole.hiring.assessment.services import rating, rescoring
from bole.hiring.assessment.services.differences import scores_of
from bole.hiring.assessment.tests.test_compare import copy_of
from bole.hiring.conftest import NOW, Answered
from bole.kernel.errors import DeniedError, InvalidError
from bole.measurement import api as measurement
from bole.measurement.api import RubricError
from bole.measurement.frameworks.loading import library_dir

pytestmark = pytest.mark.django_db
KEY = "teller-complaint"


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was deferred."""
    found: list[Any] = []
    monkeypatch.setattr(rescoring.queue, "defer", lambda name, **more: found.append((name, more)))
    return found


def as_it_is() -> str:
    return (Path(library_dir()) / "questions" / f"{KEY}.toml").read_text("utf-8")


def changed() -> str:
    """Service orientation is nothing but following up."""
    pattern = r'(key = "service_orientation"\nweight = \d+\ncompose = )\{[^}]*\}'
    text, n = re.subn(pattern, r'\1{ "point:follow_up" = 100 }', as_it_is())
    assert n == 1
    return text


def archive(report: Report, *totals: str) -> list[Report]:
    """More people with the same answers, rated, and reported with these totals."""
    made = []
    with system_scope("test"):
        old = AnswerRating.objects.select_related("answer").get(answer__question_key=KEY)
        for total in totals:
            one = copy_of(report, total)
            answer = type(old.answer).objects.get(pk=old.answer_id)
            result = old.result
            answer.pk, answer.interview_id = type(answer)._meta.pk.get_default(), one.interview_id
            answer.kind, answer.typed_text = "typed", result["transcript"]["text"]
            answer.save(force_insert=True)
            AnswerRating.objects.create(
                unit_id=old.unit_id,
                candidate_id=old.candidate_id,
                interview_id=one.interview_id,
                answer_id=answer.pk,
                attempt=old.attempt,
                input_sha256=old.input_sha256,
                result=result,
                hash=old.hash,
                rated_at=NOW,
            )
            body = copy.deepcopy(one.body)
            for told_answer in body["answers"]:
                if told_answer["question_key"] == KEY:
                    told_answer["answer_id"] = str(answer.pk)
            one.body = body
            one.save()
            made.append(one)
    return made


def begun(rubric: str) -> Rescoring:
    with system_scope("test"):
        return services.start_rescoring(question_key=KEY, rubric=rubric, now=NOW)


def finished(run: Rescoring, most: int = 25) -> dict[str, Any]:
    with system_scope("test"):
        while services.rescore_batch(run_id=run.pk, now=NOW, most=most):
            pass
        found = queries.rescoring(run.pk)
    assert found.finished
    assert found.difference is not None
    return found.difference


def standing() -> list[Any]:
    with system_scope("test"):
        reports = [(r.pk, r.hash, r.body, r.total, r.latest) for r in Report.objects.order_by("pk")]
        ratings = [(r.pk, r.version, r.hash, r.result) for r in AnswerRating.objects.order_by("pk")]
    return reports + ratings


def test_the_same_rubric_changes_nothing(report: Report) -> None:
    found = finished(begun(as_it_is()))
    assert found["format"] == "bole.rescore/1"
    assert found["answers"] == {"n": 1, "left_out": {}}
    assert found["rubric_sha256"]["before"] == {found["rubric_sha256"]["after"]: 1}
    for row in (*found["competencies"].values(), found["total"]):
        assert (row["n"], row["largest"]) == (1, 0.0)
    assert found["pass_mark"] == {"n": 1, "reports_now_above": [], "reports_now_below": []}


def test_another_rubric_is_told_apart_and_nothing_that_stands_is_touched(report: Report) -> None:
    archive(report, "50.0", "55.0", "60.0", "65.0")
    before = standing()
    found = finished(begun(changed()))
    assert standing() == before
    moved = found["competencies"]
    assert moved["service_orientation"]["n"] == 5
    assert moved["service_orientation"]["largest"] > 1
    assert moved["financial_knowledge"]["largest"] == 0.0
    with system_scope("test"):
        rows = list(RescoredAnswer.objects.select_related("rating"))
        apart = [
            row.scores["service_orientation"] - scores_of(row.rating.result)["service_orientation"]
            for row in rows
        ]
    assert moved["service_orientation"]["mean"]["value"] == pytest.approx(statistics.mean(apart), abs=1e-3)
    assert moved["service_orientation"]["sd"] == pytest.approx(statistics.stdev(apart), abs=1e-3)
    assert found["total"]["n"] == 5


def test_who_would_cross_the_pass_mark_is_named(report: Report) -> None:
    """By the new rubric all three have the same total: more than the first had, less than the second."""
    first, second, third = archive(report, "0.0", "100.0", "50.0")
    run = begun(changed())
    with system_scope("test"):
        services.rescore_batch(run_id=run.pk, now=NOW, most=1)
        new = RescoredAnswer.objects.exclude(rated_at=None).get().scores
        total = measurement.total_with(report.body, KEY, new)
    assert total is not None
    assert 2 < total < 98
    for one, mark in ((first, total - 1), (second, total + 1), (third, 0.0)):
        body = copy.deepcopy(one.body)
        body["portrait"]["pass_mark"] = mark
        with system_scope("test"):
            one.body = body
            one.save()
    found = finished(run)["pass_mark"]
    assert str(first.pk) in found["reports_now_above"]
    assert str(second.pk) in found["reports_now_below"]
    assert str(third.pk) not in found["reports_now_above"] + found["reports_now_below"]
    assert found["n"] == 4


def test_a_killed_worker_loses_nothing_and_nothing_is_rated_twice(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(report, "50.0", "55.0", "60.0", "65.0")
    real, rated = rating.measured, []

    def dying(facts: Any, *more: Any, **named: Any) -> Any:
        if len(rated) == 2:
            rated.append(None)
            raise SystemExit  # as a worker ends in the middle of an answer
        rated.append(facts.answer_id)
        return real(facts, *more, **named)

    monkeypatch.setattr(rating, "measured", dying)
    run = begun(changed())
    with system_scope("test"), pytest.raises(SystemExit):
        services.rescore_batch(run_id=run.pk, now=NOW)
    with system_scope("test"):
        halfway = queries.rescoring(run.pk)
    assert (halfway.done, halfway.total, halfway.finished) == (2, 5, False)
    found = finished(run, most=2)
    assert found["answers"]["n"] == 5
    answers = [answer for answer in rated if answer]
    assert len(answers) == len(set(answers)) == 5


def test_starting_again_goes_on_and_a_finished_rubric_is_not_rated_anew(
    report: Report, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(changed())
    chains = [more["chain"] for name, more in told if name == rescoring.TASK]
    assert chains == list(range(rescoring.CHAINS))
    assert begun(changed()).pk == run.pk
    first = finished(run)
    with system_scope("test"):
        assert not services.rescore_batch(run_id=run.pk, now=NOW)
    again = begun(changed())
    assert (again.version, run.version) == (2, 1)
    monkeypatch.setattr(rating, "measured", lambda *_more, **_named: pytest.fail("rated twice"))
    second = finished(again)
    assert second["competencies"] == first["competencies"]


def test_one_answer_that_cannot_be_rated_is_left_out_by_name(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(report, "50.0")
    real = rating.measured

    def broken(facts: Any, *more: Any, **named: Any) -> Any:
        if facts.kind == "typed":
            raise ZeroDivisionError
        return real(facts, *more, **named)

    monkeypatch.setattr(rating, "measured", broken)
    found = finished(begun(changed()))
    assert found["answers"] == {"n": 1, "left_out": {"crashed": 1}}


def test_a_task_goes_on_with_its_chain(report: Report, told: list[Any]) -> None:
    archive(report, "50.0", "55.0")
    run = begun(changed())
    told.clear()
    with system_scope("test"):
        assert services.rescore_batch(run_id=run.pk, now=NOW, most=1)
        tasks.rescore_batch(run.pk, 3)
    assert told == []  # the rest fitted into one batch
    with system_scope("test"):
        assert queries.rescoring(run.pk).finished


def test_what_is_no_version_of_the_question_is_refused(report: Report, answered: Answered) -> None:
    with system_scope("test"):
        with pytest.raises(InvalidError):
            services.start_rescoring(question_key="teamwork-experience", rubric=as_it_is(), now=NOW)
        with pytest.raises(RubricError):
            services.start_rescoring(question_key=KEY, rubric="key = ", now=NOW)
    for who in ("hr", "west_hr", "interviewer", "auditor", "it_admin"):
        with answered.cast.acting(who), pytest.raises(DeniedError):
            services.start_rescoring(question_key=KEY, rubric=as_it_is(), now=NOW)


def test_an_empty_archive_is_finished_at_once() -> None:
    found = finished(begun(as_it_is()))
    assert found["answers"]["n"] == 0
    assert found["total"]["mean"]["reason"] == "too_few_people"


def test_erased_people_leave_the_run_with_their_figures(report: Report) -> None:
    run = begun(changed())
    finished(run)
    with system_scope("test"):
        assert services.export(report.candidate_id)["rescored"][0]["scores"]
        services.erase(report.candidate_id, NOW)
        assert not RescoredAnswer.objects.exists()
        assert services.export(report.candidate_id)["rescored"] == []


def test_a_branch_does_not_see_another_branchs_figures(report: Report, answered: Answered) -> None:
    finished(begun(changed()))
    with answered.cast.acting("hr"):
        assert RescoredAnswer.objects.count() == 1
    with answered.cast.acting("west_hr"):
        assert RescoredAnswer.objects.count() == 0
