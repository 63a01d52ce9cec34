from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.assessment import queries, services
from bole.hiring.assessment.models import AnswerRating, Report
from bole.hiring.conftest import NOW, Answered, Taking, take_interview
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.models import Interview
from bole.hiring.pipeline import queries as paths
from bole.hiring.pipeline import services as pipeline
from bole.hiring.pipeline.models import Application, Proposal
from bole.kernel.errors import ConflictError, NotFoundError

pytestmark = pytest.mark.django_db


def application(answered: Answered) -> Application:
    with system_scope("test"):
        return Application.objects.get(pk=answered.cast.application_id)


def proposal() -> Proposal:
    with system_scope("test"):
        return Proposal.objects.get()


def test_a_report_is_frozen_with_hash_and_total(answered: Answered, report: Report) -> None:
    body = report.body
    assert body["format"] == "bole.report/1"
    assert report.hash == body["provenance"]["hash"]
    assert float(report.total or 0) == body["total"]
    assert [a["question_key"] for a in body["answers"]] == ["teller-complaint", "teamwork-experience"]
    assert {c["competency"] for c in body["competencies"]} == set(body["portrait"]["weights"])
    quoted = [e for c in body["competencies"] for e in c["evidence"] if e["kind"] == "quote"]
    assert quoted
    with system_scope("test"):
        assert Interview.objects.get(pk=report.interview_id).progress == 100


def test_compiling_again_changes_nothing(answered: Answered, report: Report) -> None:
    assert answered.compile(NOW + timedelta(hours=1)).pk == report.pk


def test_a_new_rating_makes_a_new_version_and_the_old_one_stays(answered: Answered, report: Report) -> None:
    with system_scope("test"):
        old = AnswerRating.objects.filter(answer__question_key="teller-complaint").get()
        AnswerRating.objects.create(
            unit_id=old.unit_id,
            candidate_id=old.candidate_id,
            interview_id=old.interview_id,
            answer_id=old.answer_id,
            attempt=old.attempt,
            version=2,
            input_sha256="f" * 64,
            result=None,
            error_code="unreadable",
            rated_at=NOW,
        )
    again = answered.compile()
    with system_scope("test"):
        first = Report.objects.get(pk=report.pk)
    assert (again.version, first.latest, first.hash) == (2, False, report.hash)
    assert again.total is None


def test_nothing_is_compiled_before_everything_is_rated(answered: Answered) -> None:
    answered.hear()
    assert answered.compile() is None


def test_a_report_proposes_and_the_rule_decides(answered: Answered, report: Report) -> None:
    suggested = proposal()
    assert suggested.report_id == report.pk
    assert suggested.to_stage == "deep_assessment"
    moved = application(answered).stage == "deep_assessment"
    assert moved == (report.recommendation == "advance" and not report.needs_review)


def test_a_report_after_a_move_by_hand_says_its_score_in_the_line(answered: Answered) -> None:
    answered.hear()
    answered.rate()
    standing = application(answered)
    with answered.cast.acting("hr"):
        pipeline.advance(
            application_id=standing.pk,
            to="deep_assessment",
            actor=answered.cast.hr,
            reason="decided_by_person",
            expected_version=standing.version,
            now=NOW,
        )
        assert paths.path_line(application(answered), "zh") == ""
    made = answered.compile()
    assert answered.compile().pk == made.pk  # once more changes nothing
    with system_scope("test"):
        last = paths.transitions(standing.pk).last()
        assert last is not None
        assert (last.report_id, last.actor_user_id) == (made.pk, answered.cast.hr.id)
        assert paths.path_line(application(answered), "zh") == f"AI 面试得分 {float(made.total):g} 分"
        assert not Proposal.objects.exists()


def test_what_needs_a_person_is_held_whatever_the_machine_recommends(
    answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered.hear()
    answered.rate()
    from bole.measurement import api

    real = api.report

    def flagged(**more: Any) -> dict[str, Any]:
        body = {**real(**more), "needs_review": True, "recommendation": {"outcome": "advance", "reasons": []}}
        return api.seal(body)

    monkeypatch.setattr("bole.measurement.api.report", flagged)
    made = answered.compile()
    assert (made.state, proposal().outcome) == ("needs_review", "hold")
    assert application(answered).stage == "ai_interview"


def test_a_failed_answer_leaves_a_gap_and_asks_for_a_person(answered: Answered) -> None:
    made = answered.reported(teller_complaint="unreadable")
    assert made.needs_review
    assert made.total is None
    assert proposal().outcome == "hold"
    failed = made.body["answers"][0]
    assert failed["result"]["error"]["code"] == "unreadable"
    with system_scope("test"):
        page = queries.report_for(answered.cast.chief, made.pk)
    assert {f["code"] for f in page.failures} == {"unreadable"}


def test_refused_analysis_ends_with_a_person(taking: Taking) -> None:
    answered = take_interview(taking, analysis=False)
    made = answered.compile()
    assert (made.state, made.total, made.recommendation) == ("human", None, "hold")
    assert made.body["review_reasons"] == ["analysis_refused"]
    assert all(c["score"] is None and c["anchors"]["5"]["zh"] for c in made.body["competencies"])
    assert made.body["answers"][0]["duration"] == 20.0
    assert application(answered).stage == "ai_interview"


def result(answered: Answered) -> dict[str, Any]:
    with answered.taking.invited.candidate():
        return queries.candidate_result(answered.taking.id)


def test_a_candidate_reads_his_result_only_after_it_was_released(answered: Answered, report: Report) -> None:
    with system_scope("test"):
        Interview.objects.update(feedback_sent_at=None)
    assert result(answered)["ready"] is False
    with system_scope("test"):
        Interview.objects.update(feedback_sent_at=NOW)
    told = result(answered)
    assert told["ready"]
    assert told["result"]["total"] == report.body["total"]
    assert told["percentile"] is None  # nobody to compare with
    assert told["hash"] == report.hash
    text = str(told)
    for hidden in ("'events'", "'flags'", "review_reasons"):
        assert hidden not in text


def test_the_result_names_who_decided(answered: Answered, report: Report) -> None:
    with system_scope("test"):
        Interview.objects.update(feedback_sent_at=NOW)
    stands = application(answered)
    with answered.cast.acting("hr"):
        if stands.stage == "ai_interview":
            pipeline.advance(
                application_id=stands.pk,
                to="panel",
                actor=answered.cast.hr,
                reason="reviewed",
                expected_version=stands.version,
                now=NOW,
            )
    told = result(answered)
    assert told["outcome"] == "advanced"
    assert told["decided_by"] in {"person", "rule"}
    assert told["stage"]["label"]["zh"]


def test_nobody_else_reads_a_candidates_result(answered: Answered, report: Report) -> None:
    from bole.foundation.access.actors import Actor, acting_as
    from bole.kernel.ids import new_id

    for who in ("hr", "west_hr", "auditor"):
        with answered.cast.acting(who), pytest.raises(NotFoundError):
            queries.candidate_result(answered.taking.id)
    stranger = Actor(kind="candidate", id=new_id(), candidate_id=new_id(), interview_id=answered.taking.id)
    with acting_as(stranger), pytest.raises(NotFoundError):
        queries.candidate_result(answered.taking.id)


def test_erasing_takes_quotes_and_leaves_figures(answered: Answered, report: Report) -> None:
    with answered.taking.invited.candidate():
        interview_services.request_right(interview_id=answered.taking.id, kind="erase", now=NOW)
    with system_scope("test"):
        after = Report.objects.get(pk=report.pk)
        ratings = list(AnswerRating.objects.all())
        exported = services.export(answered.cast.candidate_id)
        assert answered.compile() is None
    assert after.total == report.total
    assert after.body["answers"] == []
    assert all(r.result is None for r in ratings)
    for word in ("道歉", "优先号"):
        assert word not in str(after.body)
        assert word not in str(exported)


def test_a_lost_race_while_a_report_comes_in_is_told(answered: Answered, report: Report) -> None:
    stands = application(answered)
    with answered.cast.acting("hr"), pytest.raises(ConflictError):
        pipeline.advance(
            application_id=stands.pk,
            to="panel",
            actor=answered.cast.hr,
            reason="x",
            expected_version=1,
            now=NOW,
        )


def test_an_answer_cut_off_by_the_end_of_the_window_is_marked(taking: Taking) -> None:
    taking.agree()
    taking.answer("teller-complaint", b"teller-complaint")
    taking.begin("teamwork-experience")
    taking.send(taking.start("teamwork-experience"))
    with system_scope("test"):
        interview_services.close_window(interview_id=taking.id, now=NOW + timedelta(days=8))
    body = Answered(taking).reported().body
    assert [bool(answer.get("cut_off")) for answer in body["answers"]] == [False, True]
