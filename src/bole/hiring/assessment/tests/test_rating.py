from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.assessment import services
from bole.hiring.assessment.models import AnswerRating
from bole.hiring.conftest import NOW, STRONG, Answered, Cast, Taking, invite, take_interview
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews.models import Interview
from bole.hiring.pipeline.models import Proposal
from bole.kernel.answers import Observation, Transcript
from bole.measurement import api as measurement

pytestmark = pytest.mark.django_db
Q1 = "teller-complaint"


def rating(answered: Answered, key: str = Q1) -> AnswerRating:
    with system_scope("test"):
        return AnswerRating.objects.filter(answer__question_key=key).latest("version")


def facts(taking: Taking, key: str = Q1) -> Any:
    with system_scope("test"):
        return next(f for f in interviews.submitted_facts(taking.id) if f.question_key == key)


def test_a_rating_quotes_what_was_said(answered: Answered) -> None:
    answered.hear()
    answered.rate()
    result = rating(answered).result
    assert result["transcript"]["text"] == STRONG
    quotes = [e["quote"] for r in result["ratings"] for e in r["evidence"] if e["kind"] == "quote"]
    assert quotes
    assert all(quote in STRONG for quote in quotes)
    assert result["provenance"]["plan_sha256"]
    assert result["provenance"]["input_sha256"] == facts(answered.taking).files[0][1]
    assert rating(answered).hash == result["provenance"]["hash"]


def test_the_same_input_is_rated_once(answered: Answered) -> None:
    answered.hear()
    answered.rate()
    answered.rate()
    with system_scope("test"):
        assert AnswerRating.objects.count() == 2


def test_before_analysis_ends_nothing_is_rated(answered: Answered) -> None:
    answered.rate()
    with system_scope("test"):
        assert not AnswerRating.objects.exists()


def test_a_failed_answer_keeps_its_named_failure(answered: Answered) -> None:
    answered.hear(teller_complaint="unreadable")
    answered.rate()
    failed = rating(answered)
    assert (failed.error_code, failed.result) == ("unreadable", None)
    with system_scope("test"):
        interview = Interview.objects.get(pk=answered.taking.id)
    assert (interview.analysed_count, interview.failed_count) == (1, 1)


def test_another_rubric_than_the_invitations_asks_for_a_person(answered: Answered) -> None:
    with system_scope("test"):
        interview = Interview.objects.get(pk=answered.taking.id)
        interview.guide["questions"][0]["sha256"] = "0" * 64
        interview.save(update_fields=["guide"])
    made = answered.reported()
    assert rating(answered).error_code == ""
    assert made.needs_review
    assert "rubric_changed" in made.body["review_reasons"]
    assert made.hash == made.body["provenance"]["hash"]
    with system_scope("test"):
        assert Proposal.objects.get().outcome == "hold"


def test_typed_answers_are_rated_by_the_same_rubric_and_nobody_reads_why(cast: Cast) -> None:
    answered = take_interview(Taking(invite(cast, accommodations={"typed": True, "extra_time": 2})))
    answered.rate()
    result = rating(answered).result
    assert result["transcript"]["text"] == STRONG
    scores = {r["competency"]: r["score"] for r in result["ratings"]}
    assert scores["service_orientation"] is not None
    body = str(answered.compile().body)
    for word in ("accommodation", "extra_time", "便利"):
        assert word not in body


def test_typing_and_speaking_the_same_words_score_alike(cast: Cast, answered: Answered) -> None:
    """Content comes from words only. Fluency, which needs a voice, has weight 0."""
    answered.hear()
    answered.rate()
    spoken = {r["competency"]: r["score"] for r in rating(answered).result["ratings"]}
    seen = Observation(duration=0.0, transcript=Transcript("zh", STRONG, typed=True))
    question = measurement.load_question(Q1)
    typed = {r["competency"]: r["score"] for r in measurement.assess(question, seen)["ratings"]}
    for key in ("structure", "coverage", "relevance", "service_orientation"):
        assert spoken[key] == typed[key]


@pytest.mark.parametrize("more", [{"attempt": 2}, {}])
def test_a_retaken_or_withdrawn_answer_is_not_rated(answered: Answered, more: dict[str, int]) -> None:
    answered.hear()
    one = facts(answered.taking)
    with system_scope("test"):
        if not more:
            Interview.objects.update(state="withdrawn")
        assert services.rate_answer(answer_id=one.answer_id, attempt=more.get("attempt", 1), now=NOW) is None


def test_without_consent_to_analysis_nothing_is_rated(taking: Taking) -> None:
    answered = take_interview(taking, analysis=False)
    answered.hear()
    answered.rate()
    with system_scope("test"):
        assert not AnswerRating.objects.exists()
