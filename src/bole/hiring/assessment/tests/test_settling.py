"""A consent taken back after the report: nothing stands that rests on it."""

import json

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.analysis import services as analysis_services
from bole.hiring.analysis import settling as analysis
from bole.hiring.assessment import services
from bole.hiring.assessment.models import AnswerRating, Report
from bole.hiring.conftest import NOW, STRONG, TEAM, Answered, observation
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.kernel.answers import Event

pytestmark = pytest.mark.django_db


def take_back(answered: Answered, purpose: str, granted: bool = False) -> Report | None:
    """The candidate's word, and what the workers do about it."""
    taking = answered.taking
    with taking.invited.candidate():
        interview_services.change_consent(interview_id=taking.id, purpose=purpose, granted=granted, now=NOW)
    with system_scope("test"):
        analysis.settle(interview_id=taking.id, granted=granted)
        return services.settle(interview_id=taking.id, granted=granted, now=NOW)


def reports() -> list[Report]:
    with system_scope("test"):
        return list(Report.objects.order_by("version"))


def ratings() -> list[AnswerRating]:
    with system_scope("test"):
        return list(AnswerRating.objects.all())


@pytest.mark.parametrize(
    ("purpose", "reason"), [("analysis", "analysis_refused"), ("recording", "recording_withdrawn")]
)
def test_a_person_takes_over(answered: Answered, report: Report, purpose: str, reason: str) -> None:
    take_back(answered, purpose)
    take_back(answered, purpose)
    old, new = reports()
    assert (new.state, new.latest, new.total) == ("human", True, None)
    assert new.body["review_reasons"] == [reason]
    assert (old.latest, old.body["erased"], old.body["answers"]) == (False, True, [])
    assert ratings() == []


def test_no_words_of_the_candidate_are_left(answered: Answered, report: Report) -> None:
    said = report.body["answers"][0]["result"]["transcript"]["text"]
    take_back(answered, "analysis")
    assert said not in json.dumps([one.body for one in reports()], ensure_ascii=False)


def watched(answered: Answered) -> Report:
    """A report of two answers in which the person was seen smiling."""
    smile = Event("smile", 1.0, 2.0, 0.5)
    said = {"teller-complaint": STRONG, "teamwork-experience": TEAM}
    with system_scope("test"):
        for facts in interviews.submitted_facts(answered.taking.id):
            for stage, events in (("speech", ()), ("vision", (smile,))):
                heard = observation(said[facts.question_key], duration=60.0, events=events)
                analysis_services.analyse(
                    answer_id=facts.answer_id,
                    attempt=facts.attempt,
                    stage=stage,
                    clock=lambda: NOW,
                    observe=lambda _paths, heard=heard, **_more: heard,
                )
    answered.rate()
    compiled: Report = answered.compile()
    return compiled


def test_without_the_face_the_words_are_scored_as_before(answered: Answered) -> None:
    first = watched(answered)
    assert "smile" in json.dumps(first.body["answers"])
    take_back(answered, "face")
    old, new = reports()
    assert (new.latest, new.total, new.state) == (True, first.total, first.state)
    assert "smile" not in json.dumps([old.body["answers"], new.body["answers"]])
    assert "smile" not in json.dumps([one.result for one in ratings()])
    assert len(ratings()) == 2


def test_nothing_is_compiled_for_who_left(answered: Answered, report: Report) -> None:
    with answered.taking.invited.candidate():
        interview_services.request_right(interview_id=answered.taking.id, kind="erase", now=NOW)
    with system_scope("test"):
        assert services.settle(interview_id=answered.taking.id, granted=False, now=NOW) is None
    assert len(reports()) == 1
