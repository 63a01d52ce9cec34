import hashlib
from datetime import timedelta

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.files import queries as files_queries
from bole.foundation.files import services as files
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import NOW, WEBM, Taking
from bole.hiring.interviews import queries, rules, services
from bole.hiring.interviews.models import Answer, Interview, Recording
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError

pytestmark = pytest.mark.django_db
Q1, Q2 = "teller-complaint", "teamwork-experience"


@pytest.fixture
def ready(taking: Taking) -> Taking:
    taking.agree()
    return taking


def state(taking: Taking) -> str:
    with system_scope("test"):
        return Interview.objects.get(pk=taking.id).state


def test_finishing_starts_the_feedback_clock_and_says_what_happens_next(ready: Taking) -> None:
    ready.answer(Q1)
    ready.answer(Q2)
    interview = ready.finish()
    assert (interview.state, interview.feedback_due_at) == ("finished", NOW + timedelta(hours=24))
    assert ready.finish().finished_at == interview.finished_at
    with system_scope("test"):
        assert OutboxMessage.objects.filter(template="next-step").count() == 1
        assert Timer.objects.filter(kind="interviews.feedback_due", key=str(ready.id)).exists()
        assert not Timer.objects.filter(kind="interviews.window_closes", key=str(ready.id)).exists()


def test_open_questions_must_be_left_on_purpose(ready: Taking) -> None:
    with pytest.raises(ConflictError) as caught:
        ready.finish(partial=True)
    assert caught.value.code in {"answers_missing", "interview_opened"}
    ready.answer(Q1)
    with pytest.raises(ConflictError) as caught:
        ready.finish()
    assert caught.value.code == "answers_missing"
    assert ready.finish(partial=True).submitted_count == 1


def test_a_half_recorded_answer_is_not_left_behind(ready: Taking) -> None:
    ready.answer(Q1)
    ready.begin(Q2)
    ready.start(Q2)
    with pytest.raises(ConflictError) as caught:
        ready.finish(partial=True)
    assert caught.value.code == "recordings_unfinished"


def test_an_untouched_invitation_expires(ready: Taking) -> None:
    with system_scope("test"):
        services.close_window(interview_id=ready.id, now=NOW)
    assert state(ready) == "opened"
    timers.sweep(NOW + timedelta(days=7) + rules.UPLOAD_GRACE)
    assert state(ready) == "expired"


def test_given_answers_count_when_the_window_closes(ready: Taking) -> None:
    ready.answer(Q1)
    with system_scope("test"):
        services.close_window(interview_id=ready.id, now=NOW + timedelta(days=8))
        services.close_window(interview_id=ready.id, now=NOW + timedelta(days=8))
    assert state(ready) == "finished"


def test_an_expired_invitation_can_be_renewed(ready: Taking) -> None:
    later = NOW + timedelta(days=8)
    with system_scope("test"):
        services.close_window(interview_id=ready.id, now=later)
    with ready.invited.cast.acting("hr"):
        interview, _ = services.renew(interview_id=ready.id, closes_at=later + timedelta(days=1), now=later)
    assert interview.state == "opened"


def test_after_the_end_nothing_is_taken(ready: Taking) -> None:
    ready.answer(Q1)
    ready.finish(partial=True)
    with pytest.raises(ConflictError) as caught:
        ready.begin(Q2)
    assert caught.value.code == "interview_finished"


def reminded() -> int:
    with system_scope("test"):
        return OutboxMessage.objects.filter(template="reminder").count()


def test_a_day_and_an_hour_before_the_end_somebody_is_reminded_once(ready: Taking) -> None:
    end = NOW + timedelta(days=7)
    seen = []
    for before in (
        timedelta(days=2),
        timedelta(days=1),
        timedelta(hours=20),
        timedelta(hours=1),
        timedelta(0),
    ):
        timers.sweep(end - before)
        seen.append(reminded())
    assert seen == [0, 1, 1, 2, 2]


def test_a_moved_window_takes_its_reminders_along(ready: Taking) -> None:
    with ready.invited.cast.acting("hr"):
        services.renew(interview_id=ready.id, closes_at=NOW + timedelta(days=14), now=NOW)
    timers.sweep(NOW + timedelta(days=7))
    assert reminded() == 0
    timers.sweep(NOW + timedelta(days=13))
    assert reminded() == 1


def test_who_has_finished_is_not_reminded(ready: Taking) -> None:
    ready.answer(Q1)
    ready.finish(partial=True)
    timers.sweep(NOW + timedelta(days=6))
    assert reminded() == 0


def test_an_ended_application_ends_its_invitation(ready: Taking) -> None:
    application = ready.invited.cast.application_id
    with system_scope("test"):
        assert services.cancel(application_id=application, now=NOW) == 0, "it goes on"
        pipeline.withdraw(application_id=application, now=NOW)
        assert services.cancel(application_id=application, now=NOW) == 1
        assert services.cancel(application_id=application, now=NOW) == 0
    assert state(ready) == "withdrawn"
    timers.sweep(NOW + timedelta(days=8))
    assert reminded() == 0


def test_a_finished_interview_outlives_its_application(ready: Taking) -> None:
    ready.answer(Q1)
    ready.finish(partial=True)
    with system_scope("test"):
        pipeline.withdraw(application_id=ready.invited.cast.application_id, now=NOW)
        assert services.cancel(application_id=ready.invited.cast.application_id, now=NOW) == 0
    assert state(ready) == "finished"


LATE = NOW + timedelta(days=8)


def part(taking: Taking, recording: Recording, index: int, body: bytes) -> None:
    with taking.invited.candidate():
        files.put_part(
            upload_id=recording.upload_id, index=index, sha256=hashlib.sha256(body).hexdigest(), body=body
        )


def closed(taking: Taking) -> Answer:
    with system_scope("test"):
        for _twice in range(2):
            services.close_window(interview_id=taking.id, now=LATE)
        return Answer.objects.get(interview_id=taking.id, question_key=Q1)


def test_what_was_recorded_but_not_handed_in_counts_as_it_stands(ready: Taking) -> None:
    ready.begin(Q1)
    ready.send(ready.start(Q1), seconds=20.0)
    answer = closed(ready)
    assert (answer.state, answer.cut_off, state(ready)) == ("submitted", True, "finished")
    with system_scope("test"):
        assert queries.answer_facts(answer.pk).cut_off


def test_of_a_stretch_nobody_closed_everything_up_to_the_first_gap_is_kept(ready: Taking) -> None:
    ready.begin(Q1)
    recording = ready.start(Q1)
    part(ready, recording, 0, WEBM + b"the beginning")
    part(ready, recording, 1, b" and more")
    part(ready, recording, 3, b" after a gap")
    answer = closed(ready)
    with system_scope("test"):
        recording.refresh_from_db()
        with files_queries.plain_directory() as folder:
            kept = files_queries.materialise(recording.file_id, folder).read_bytes()
    assert kept == WEBM + b"the beginning and more"
    assert (answer.cut_off, recording.state) == (True, "finished")
    assert recording.declared_seconds == pytest.approx(len(kept) / 120_000, abs=0.001)


@pytest.mark.parametrize("body", [b"", b"no film at all, but many letters of it"])
def test_where_nothing_of_use_arrived_the_question_stays_open(ready: Taking, body: bytes) -> None:
    ready.begin(Q1)
    recording = ready.start(Q1)
    if body:
        part(ready, recording, 0, body)
    answer = closed(ready)
    assert (answer.state, answer.cut_off, state(ready)) == ("recording", False, "expired")
    with system_scope("test"):
        recording.refresh_from_db()
    assert recording.state == "abandoned"


def test_an_answer_handed_in_by_the_candidate_is_not_cut_off(ready: Taking) -> None:
    ready.answer(Q1)
    assert closed(ready).cut_off is False
