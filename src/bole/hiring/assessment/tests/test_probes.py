"""Follow-up questions from the decision to the report: one rule for everyone, and refusing costs nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging.queries import messages_for
from bole.foundation.privacy import services as privacy
from bole.foundation.queue.models import Timer
from bole.hiring.assessment import queries, services
from bole.hiring.assessment.models import AnswerRating
from bole.hiring.conftest import NOW, STRONG, TEAM, Answered, Cast, Taking, invite
from bole.hiring.interviews import queries as interview_queries
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.models import Answer, Interview, ProbeDecision
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError

pytestmark = pytest.mark.django_db
THIN = {
    "teller-complaint": "我先道歉，然后帮他解决问题，最后让客户满意。",
    "teamwork-experience": "我们团队合作得很好，大家互相帮助，最后完成了任务。",
}
FULL = {"teller-complaint": STRONG, "teamwork-experience": TEAM}
MORE = (
    "我会先问他要办什么、缺哪一份材料，打电话问预约平台为什么没有提前写明，再告诉他缺的是收入证明。",
    "我负责的是对账表，去年十月我每天下班前自己核对三百户，发现十二处错误，当天改完。",
)


def answered(
    cast: Cast, texts: dict[str, str], *, probes: int = 2, finish: bool = True, **decisions: bool
) -> Answered:
    """Both core answers typed and rated, the decision taken as the workers take it."""
    taking = Taking(invite(cast, probes=probes, accommodations={"typed": not decisions}))
    taking.agree(**decisions)
    for key, text in texts.items():
        taking.type(key, text)
    if finish:
        taking.finish()
    done = Answered(taking)
    done.rate()
    return done


def decide(done: Answered, now: datetime = NOW) -> Any:
    with system_scope("test"):
        return services.decide_probes(interview_id=done.taking.id, now=now)


def interview_of(done: Answered) -> Interview:
    with system_scope("test"):
        return Interview.objects.get(pk=done.taking.id)


def probes_of(done: Answered) -> dict[str, Answer]:
    with system_scope("test"):
        rows = Answer.objects.filter(interview_id=done.taking.id, part="probe").select_related("parent")
        return {row.question_key: row for row in rows.order_by("ordinal")}


def links(done: Answered) -> int:
    with system_scope("test"):
        return messages_for(done.cast.candidate_id).filter(template="probe").count()


def answer_all(done: Answered, at: datetime = NOW) -> None:
    done.taking.now = at
    for key, text in zip(probes_of(done), MORE, strict=True):
        done.taking.type(key, text)
    done.rate()


def decline_all(done: Answered) -> None:
    for key in probes_of(done):
        with done.taking.invited.candidate():
            interview_services.decline_probe(interview_id=done.taking.id, question_key=key, now=NOW)


def scores(report: Any) -> dict[str, Any]:
    parts = ("competencies", "total", "total_sem", "total_band", "recommendation", "feedback")
    return {part: report.body[part] for part in parts}


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(ConflictError) as error:
        yield
    assert error.value.code == code


def test_thin_answers_are_followed_up_once_and_in_the_words_of_the_library(cast: Cast) -> None:
    done = answered(cast, THIN, finish=False)
    before = interview_of(done)
    decision = decide(done)
    assert (decision.outcome, decision.maximum, len(decision.inputs)) == ("asked", 2, 2)
    with done.taking.invited.candidate():  # a page that read the interview just before it was decided
        seen = interview_queries.state_for(before, NOW)
    assert (seen["probes"]["state"], seen["next"], len(seen["questions"])) == ("open", "probe-1", 4)
    assert decide(done) is None
    with system_scope("test"):
        again = interview_services.keep_decision(
            interview_id=done.taking.id, maximum=5, inputs=[], inputs_sha256="", chosen=[], now=NOW
        )
        assert again.pk == decision.pk
        assert ProbeDecision.objects.count() == 1
    found = probes_of(done)
    assert [(a.ordinal, a.parent.question_key if a.parent else "") for a in found.values()] == [
        (3, "teller-complaint"),
        (4, "teamwork-experience"),
    ]
    questions = {q["key"]: q for q in done.taking.state()["questions"]}
    assert [questions[key]["prompt"] for key in found] == [None, None]  # as any question: not before begun
    done.taking.begin("probe-1")
    shown = done.taking.state()["questions"][2]["prompt"]
    assert shown == decision.chosen[0]["text"]
    assert interview_of(done).question_count == 4


def test_full_answers_are_asked_nothing_and_the_report_comes_at_once(cast: Cast) -> None:
    done = answered(cast, FULL)
    assert done.compile() is None  # nothing was decided yet
    assert decide(done).outcome == "none"
    report = done.compile()
    assert report.body["additions"]["probes"]["asked"] == []
    assert report.body["additions"]["probes"]["total_without"] == report.body["total"]
    assert done.taking.state()["probes"]["state"] == "off"
    assert links(done) == 0


def test_nothing_is_decided_before_every_answer_is_there_and_heard(cast: Cast) -> None:
    taking = Taking(invite(cast, probes=2))
    taking.agree()
    done = Answered(taking)
    taking.answer("teller-complaint", b"one")
    done.hear(THIN)
    done.rate()
    assert decide(done) is None
    taking.answer("teamwork-experience", b"two")
    assert decide(done) is None
    assert taking.state()["probes"] == {
        "state": "waiting", "answer_by": None, "checked": 1, "given": 2, "waited": 0.0,
    }  # fmt: skip
    done.hear(THIN, stages=("vision",))
    assert decide(done) is None
    done.hear(THIN, stages=("speech",))
    assert decide(done).outcome == "asked"
    assert taking.state()["probes"]["state"] == "open"
    assert taking.state()["next"] == "probe-1"


def test_the_words_are_enough_to_decide_and_pictures_change_nothing(cast: Cast) -> None:
    """Nobody waits for face, body or scores; seen and rated later, the decision replays the same."""
    taking = Taking(invite(cast, probes=2))
    taking.agree()
    for key in THIN:
        taking.answer(key, key.encode())
    done = Answered(taking)
    done.hear(THIN, stages=("speech",))
    assert decide(done).outcome == "asked"
    with system_scope("test"):
        assert not AnswerRating.objects.exists()
        done.hear(THIN, stages=("vision",))
        done.rate()
        assert AnswerRating.objects.count() == 2
        assert services.replay_probes(interview_id=taking.id).same


def test_the_decision_waits_behind_nobody_s_scores(cast: Cast) -> None:
    taking = Taking(invite(cast, probes=2, accommodations={"typed": True}))
    taking.agree()
    for key, text in THIN.items():
        taking.type(key, text)
    waiting = ProcrastinateJob.objects.filter(queue_name="rating").order_by("-priority", "id")
    names = [job.task_name.rpartition(".")[2] for job in waiting]
    assert names[0] == "decide_probes"
    assert names.count("rate_answer") == 2


def test_an_answer_nobody_could_hear_does_not_hold_the_decision_up(cast: Cast) -> None:
    taking = Taking(invite(cast, probes=2))
    taking.agree()
    for key in THIN:
        taking.answer(key, key.encode())
    done = Answered(taking)
    done.hear(THIN, stages=("speech",), teamwork_experience="no_audio")
    decision = decide(done)
    assert [row["read"] for row in decision.inputs] == [True, False]
    assert {row["question_key"] for row in decision.chosen} == {"teller-complaint"}


def test_the_report_waits_for_the_probes_and_shows_scores_with_and_without(cast: Cast) -> None:
    done = answered(cast, THIN)
    decide(done)
    assert done.compile() is None
    answer_all(done)
    report = done.compile()
    beside = report.body["additions"]["probes"]
    assert [(p["key"], p["state"]) for p in beside["asked"]] == [
        ("probe-1", "submitted"),
        ("probe-2", "submitted"),
    ]
    assert report.body["total"] > beside["total_without"]
    quoted = {e["question_key"] for c in report.body["competencies"] for e in c["evidence"] if e["quote"]}
    assert {"probe-1", "probe-2"} & quoted
    texts = {a["question_key"]: a["result"]["transcript"]["text"] for a in report.body["answers"]}
    for competency in report.body["competencies"]:
        for row in competency["evidence"]:
            assert row["quote"] is None or row["quote"] in texts[row["question_key"]]
    why = [a["source"] for a in report.body["answers"] if a.get("part") == "probe"]
    assert all(one["when"] and one["label"]["zh"] for one in why)


def test_declining_costs_nothing(cast: Cast) -> None:
    done = answered(cast, THIN)
    decide(done)
    decline_all(done)
    declined = done.compile()
    assert {p["state"] for p in declined.body["additions"]["probes"]["asked"]} == {"declined"}
    with system_scope("test"):  # the same answers under a guide that asks no probes
        Interview.objects.filter(pk=done.taking.id).update(guide={**interview_of(done).guide, "probes": 0})
        ProbeDecision.objects.all().delete()
        Answer.objects.filter(part="probe").delete()
    plain = done.compile()
    assert plain.pk != declined.pk
    assert scores(plain) == scores(declined)
    assert plain.body["review_reasons"] == declined.body["review_reasons"]


def test_handing_in_with_open_probes_lets_them_go(cast: Cast) -> None:
    done = answered(cast, THIN, finish=False)
    decide(done)
    done.taking.finish(partial=True)
    assert {a.let_go for a in probes_of(done).values()} == {"declined"}
    assert done.compile().body["additions"]["probes"]["total_without"] is not None
    with done.taking.invited.candidate(), refused("probe_closed"):
        interview_services.begin_question(interview_id=done.taking.id, question_key="probe-1", now=NOW)


@pytest.mark.parametrize("late", [timedelta(minutes=5), timedelta(days=6, hours=23, minutes=30)])
def test_a_late_analysis_takes_the_probe_from_nobody(cast: Cast, late: timedelta) -> None:
    """The link goes out at once and there is at least a day to answer, also after the window."""
    done = answered(cast, THIN)
    now = NOW + late
    decision = decide(done, now)
    assert links(done) == 1
    assert decision.told_at == now
    assert decision.answer_by >= now + timedelta(days=1)
    assert decision.answer_by >= interview_of(done).closes_at
    with system_scope("test"):
        assert not interview_services.send_probe_link(interview_id=done.taking.id, now=now)
        assert done.taking.id == decision.interview_id
    answer_all(done, decision.answer_by - timedelta(minutes=1))
    report = done.compile(decision.answer_by)
    assert report.body["additions"]["probes"]["asked"][0]["state"] == "submitted"
    assert interview_of(done).feedback_due_at == done.taking.now + timedelta(hours=24)


def test_who_is_still_on_the_page_gets_the_link_only_if_he_leaves_it_unopened(cast: Cast) -> None:
    done = answered(cast, THIN, finish=False)
    decide(done, NOW + timedelta(seconds=30))
    assert links(done) == 0
    with system_scope("test"):
        timer = Timer.objects.get(kind="interviews.probe_link")
        assert interview_services.send_probe_link(interview_id=done.taking.id, now=timer.due_at)
    assert links(done) == 1


def test_who_opened_it_on_the_page_gets_no_link(cast: Cast) -> None:
    done = answered(cast, THIN, finish=False)
    decide(done)
    for key in probes_of(done):
        done.taking.begin(key)
        done.taking.type(key, MORE[0])
    with system_scope("test"):
        assert not interview_services.send_probe_link(interview_id=done.taking.id, now=NOW)
        assert not Timer.objects.filter(
            kind__in=("interviews.probe_link", "interviews.probes_close")
        ).exists()
    assert links(done) == 0


def test_the_end_of_the_time_closes_what_was_not_answered(cast: Cast) -> None:
    done = answered(cast, THIN)
    decision = decide(done)
    with system_scope("test"):
        early = decision.answer_by - timedelta(seconds=1)
        assert not interview_services.close_probes(interview_id=done.taking.id, now=early)
        assert interview_services.close_probes(interview_id=done.taking.id, now=decision.answer_by)
        assert not interview_services.close_probes(interview_id=done.taking.id, now=decision.answer_by)
    assert {a.let_go for a in probes_of(done).values()} == {"lapsed"}
    assert done.compile() is not None


def test_who_refused_to_be_recorded_is_not_asked_and_a_person_looks(cast: Cast) -> None:
    done = answered(cast, THIN, recording=False)
    assert decide(done).outcome == "withheld"
    assert probes_of(done) == {}
    assert done.taking.state()["probes"]["state"] == "off"
    report = done.compile()
    assert "probe_withheld" in report.body["review_reasons"]
    assert report.needs_review
    assert links(done) == 0


def test_who_refused_analysis_is_rated_by_a_person_without_any_decision(cast: Cast) -> None:
    done = answered(cast, THIN, recording=False, analysis=False)
    assert decide(done) is None
    assert done.compile().state == "human"
    assert not ProbeDecision.objects.exists()


def test_a_consent_taken_back_closes_the_probes(cast: Cast) -> None:
    done = answered(cast, THIN)
    decide(done)
    with done.taking.invited.candidate():
        interview_services.change_consent(
            interview_id=done.taking.id, purpose="analysis", granted=False, now=NOW
        )
    assert {a.let_go for a in probes_of(done).values()} == {"consent"}
    assert done.compile().state == "human"


def test_only_the_candidate_answers_or_declines(cast: Cast) -> None:
    done = answered(cast, THIN)
    decide(done)
    about = {"interview_id": done.taking.id, "question_key": "probe-1", "now": NOW}
    with cast.acting("hr"), pytest.raises(DeniedError):
        interview_services.decline_probe(**about)
    with cast.acting("west_hr"), pytest.raises(NotFoundError):
        interview_services.decline_probe(**about)
    with done.taking.invited.candidate(), pytest.raises(NotFoundError):
        interview_services.decline_probe(**{**about, "question_key": "teller-complaint"})
    with done.taking.invited.candidate():
        interview_services.decline_probe(**about)
        interview_services.decline_probe(**about)  # twice is once
    with done.taking.invited.candidate(), refused("probe_closed"):
        interview_services.begin_question(**about)
    with cast.acting("west_hr"):
        assert not ProbeDecision.objects.exists()
    with done.taking.invited.candidate():
        assert ProbeDecision.objects.count() == 1


def test_a_blind_reviewer_reads_neither_scores_nor_what_was_missing(cast: Cast) -> None:
    done = answered(cast, THIN)
    decide(done)
    answer_all(done)
    report = done.compile()
    with cast.acting("hr") as hr:
        assert "additions" in queries.report_for(hr, report.pk).body
        services.start_review(report_id=report.pk, now=NOW)
        blind = queries.report_for(hr, report.pk)
    assert blind.hidden
    assert "additions" not in blind.body


def test_the_same_words_decide_the_same_and_other_words_are_found_out(cast: Cast) -> None:
    done = answered(cast, THIN)
    decide(done)
    answer_all(done)
    with system_scope("test"):
        assert services.replay_probes(interview_id=done.taking.id).same
        answer = Answer.objects.get(interview_id=done.taking.id, question_key="teamwork-experience")
        answer.typed_text = TEAM
        answer.save(update_fields=["typed_text"])
        changed = services.replay_probes(interview_id=done.taking.id)
    assert not changed.same
    assert [row["question_key"] for row in changed.again.chosen] == ["teller-complaint"]


def test_erasing_leaves_no_word_of_it(cast: Cast) -> None:
    done = answered(cast, THIN)
    decide(done)
    with system_scope("test"):
        privacy.erase_person(
            candidate_id=cast.candidate_id, unit_id=cast.bank.east.pk, reason="test", now=NOW
        )
        decision = ProbeDecision.objects.get()
        interview = Interview.objects.get(pk=done.taking.id)

    assert (decision.inputs, decision.chosen, decision.inputs_sha256) == ([], [], "")
    assert all(not any(q["prompt"].values()) for q in interview.beside)
