import hashlib
from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.files.models import StoredFile, Upload
from bole.hiring.conftest import NOW, WEBM, Cast, Taking, invite
from bole.hiring.interviews import services
from bole.hiring.interviews.models import Recording
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
Q1, Q2 = "teller-complaint", "teamwork-experience"


@pytest.fixture
def ready(taking: Taking) -> Taking:
    """Consented to everything."""
    taking.agree()
    return taking


def code_of(function: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(BoleError) as caught:
        function(*args, **more)
    return caught.value.code


def question(taking: Taking, key: str = Q1) -> dict[str, Any]:
    return next(q for q in taking.state()["questions"] if q["key"] == key)


def retake(taking: Taking, key: str = Q1) -> Any:
    with taking.invited.candidate():
        return services.retake(interview_id=taking.id, question_key=key, now=taking.now)


def test_a_question_is_shown_only_when_it_is_begun(ready: Taking) -> None:
    assert question(ready)["prompt"] is None
    ready.begin(Q1)
    assert question(ready)["prompt"]["zh"]
    assert question(ready, Q2)["prompt"] is None
    assert ready.state()["interview"]["state"] == "in_progress"


def test_a_reload_gains_no_think_time(ready: Taking) -> None:
    first = ready.begin(Q1).think_started_at
    ready.now += timedelta(minutes=3)
    assert ready.begin(Q1).think_started_at == first


def test_questions_come_in_order(ready: Taking) -> None:
    assert code_of(ready.begin, Q2) == "question_order"
    assert code_of(ready.begin, "nobody-asked") == "question_unknown"
    ready.answer(Q1)
    ready.begin(Q2)


def test_an_answer_is_recorded_sent_and_submitted(ready: Taking) -> None:
    answer = ready.answer(Q1)
    assert (answer.state, answer.attempt, answer.kind) == ("submitted", 1, "video")
    with system_scope("test"):
        recording = Recording.objects.get()
        assert StoredFile.objects.get(pk=recording.file_id).sha256 == recording.file_sha256
    assert recording.file_sha256 == hashlib.sha256(WEBM + b"words").hexdigest()


def test_a_reload_in_mid_answer_starts_a_second_recording(ready: Taking) -> None:
    ready.begin(Q1)
    first = ready.start(Q1)
    ready.now += timedelta(seconds=30)
    second = ready.start(Q1)
    ready.send(second, b"after the break", seconds=25)
    assert code_of(ready.submit, Q1) == "recordings_unfinished"
    ready.send(first, b"before the break", seconds=30)
    state = question(ready)
    assert [r["ordinal"] for r in state["recordings"]] == [1, 2]
    assert state["recorded_seconds"] == 55
    assert state["remaining_seconds"] == state["limit_seconds"] - 55
    assert ready.submit(Q1).state == "submitted"


def test_what_never_arrived_can_be_given_up(ready: Taking) -> None:
    ready.begin(Q1)
    lost, kept = ready.start(Q1), ready.start(Q1)
    ready.send(kept)
    with ready.invited.candidate():
        services.finish_recording(recording_id=lost.pk, parts=0, total_bytes=0, seconds=0, now=NOW)
    ready.submit(Q1)
    with system_scope("test"):
        assert Upload.objects.get(pk=lost.upload_id).state == "aborted"


def test_pressing_twice_does_no_harm(ready: Taking) -> None:
    ready.begin(Q1)
    recording = ready.start(Q1)
    one, two = ready.send(recording), ready.send(recording)
    assert one.file_id == two.file_id
    assert ready.submit(Q1).submitted_at == ready.submit(Q1).submitted_at
    assert ready.state()["progress"] == {"done": 1, "total": 2}


def test_missing_parts_keep_the_recording_open(ready: Taking) -> None:
    ready.begin(Q1)
    recording = ready.start(Q1)
    with ready.invited.candidate():
        assert (
            code_of(
                services.finish_recording,
                recording_id=recording.pk,
                parts=2,
                total_bytes=9,
                seconds=5,
                now=NOW,
            )
            == "parts_missing"
        )
    assert question(ready)["recordings"][0]["state"] == "open"
    assert code_of(ready.submit, Q1) == "recordings_unfinished"


def test_what_is_not_a_video_is_refused(ready: Taking) -> None:
    from bole.foundation.files import services as files

    ready.begin(Q1)
    recording = ready.start(Q1)
    body = b"%PDF-1.7 not a video"
    with ready.invited.candidate():
        files.put_part(
            upload_id=recording.upload_id, index=0, sha256=hashlib.sha256(body).hexdigest(), body=body
        )
        code = code_of(
            services.finish_recording,
            recording_id=recording.pk,
            parts=1,
            total_bytes=len(body),
            seconds=5,
            now=NOW,
        )
    assert code == "type_not_allowed"


@pytest.mark.parametrize(("face", "code"), [(False, ""), (True, "type_not_allowed")])
def test_a_sound_file_will_do_where_only_sound_is_recorded(taking: Taking, face: bool, code: str) -> None:
    from bole.foundation.files import services as files

    taking.agree(face=face)
    taking.begin(Q1)
    recording, body = taking.start(Q1), b"ID3\x04 from the recorder of a phone"
    told = {"parts": 1, "total_bytes": len(body), "seconds": 5, "now": NOW}
    with taking.invited.candidate():
        files.put_part(
            upload_id=recording.upload_id, index=0, sha256=hashlib.sha256(body).hexdigest(), body=body
        )
        if code:
            assert code_of(services.finish_recording, recording_id=recording.pk, **told) == code
        else:
            assert (
                services.finish_recording(recording_id=recording.pk, **told).state == Recording.State.FINISHED
            )
            kept = StoredFile.objects.get(pk=Recording.objects.get(pk=recording.pk).file_id)
            assert (kept.purpose, kept.content_type) == ("recording", "audio/mpeg")


def test_time_is_limited_but_a_break_is_survived(ready: Taking) -> None:
    ready.begin(Q1)
    limit = question(ready)["limit_seconds"]
    ready.send(ready.start(Q1), seconds=limit - 10)
    ready.now += timedelta(minutes=20)  # the network was gone
    recording = ready.start(Q1)
    with pytest.raises(ConflictError):
        ready.send(recording, seconds=60)
    ready.send(recording, seconds=10)
    assert code_of(ready.start, Q1) == "time_used"


def test_after_the_break_grace_no_recording_begins_but_what_was_recorded_arrives(ready: Taking) -> None:
    ready.begin(Q1)
    recording = ready.start(Q1)
    ready.now += timedelta(hours=2)
    assert code_of(ready.start, Q1) == "time_over"
    assert question(ready)["time_over"]
    ready.send(recording)
    ready.submit(Q1)


def test_a_begun_question_may_be_recorded_until_the_window_closes(ready: Taking) -> None:
    ready.begin(Q1)
    ready.now = NOW + timedelta(days=7)
    assert code_of(ready.start, Q1) == "window_closed"
    assert code_of(ready.begin, Q2) in {"window_closed", "question_order"}


def test_a_recording_needs_an_opened_question(ready: Taking) -> None:
    assert code_of(ready.start, Q1) == "not_begun"


def test_everybody_has_one_retake(ready: Taking) -> None:
    ready.begin(Q1)
    assert code_of(retake, ready) == "nothing_recorded"
    first = ready.send(ready.start(Q1))
    again = retake(ready)
    assert again.attempt == 2
    with system_scope("test"):
        assert StoredFile.objects.get(pk=first.file_id).erased_at is not None
    state = question(ready)
    assert (state["recordings"], state["recorded_seconds"], state["retakes_left"]) == ([], 0, 0)
    ready.send(ready.start(Q1))
    assert code_of(retake, ready) == "no_retake_left"
    assert ready.submit(Q1).attempt == 2
    assert code_of(retake, ready) == "already_submitted"


def test_a_submitted_answer_is_closed(ready: Taking) -> None:
    ready.begin(Q1)
    late = ready.start(Q1)
    ready.send(late)
    ready.submit(Q1)
    assert code_of(ready.start, Q1) == "already_submitted"


def test_typed_answers_where_recording_was_refused(taking: Taking) -> None:
    taking.agree(recording=False)
    assert code_of(taking.start, Q1) == "recording_refused"
    answer = taking.type(Q1, "我会先道歉，再给客户几个办法。")
    assert (answer.kind, answer.state) == ("typed", "submitted")
    assert taking.type(Q1, "我会先道歉，再给客户几个办法。").pk == answer.pk
    assert code_of(taking.type, Q1, "另一段文字") == "already_submitted"


def test_typing_is_not_offered_in_a_recorded_interview(ready: Taking) -> None:
    with pytest.raises(DeniedError):
        ready.type(Q1, "words")


def test_an_empty_typed_answer_is_refused(cast: Cast) -> None:
    taking = Taking(invite(cast, accommodations={"typed": True}))
    taking.agree()
    with pytest.raises(InvalidError):
        taking.type(Q1, "   ")


@pytest.mark.parametrize("who", ["hr", "chief"])
def test_nobody_of_the_bank_answers(ready: Taking, who: str) -> None:
    with ready.invited.cast.acting(who), pytest.raises(DeniedError):
        services.begin_question(interview_id=ready.id, question_key=Q1, now=NOW)


def test_another_candidate_finds_nothing(ready: Taking) -> None:
    ready.begin(Q1)
    recording = ready.start(Q1)
    stranger = Actor(kind="candidate", id=new_id(), candidate_id=new_id(), interview_id=ready.id)
    with acting_as(stranger):
        with pytest.raises(NotFoundError):
            services.begin_question(interview_id=ready.id, question_key=Q1, now=NOW)
        with pytest.raises(NotFoundError):
            services.finish_recording(recording_id=recording.pk, parts=0, total_bytes=0, seconds=0, now=NOW)


def test_a_link_to_one_interview_opens_no_other_of_the_same_person(ready: Taking) -> None:
    other = Actor(
        kind="candidate", id=new_id(), candidate_id=ready.invited.cast.candidate_id, interview_id=new_id()
    )
    with acting_as(other), pytest.raises(NotFoundError):
        services.begin_question(interview_id=ready.id, question_key=Q1, now=NOW)


def test_nobody_thinks_for_days(ready: Taking) -> None:
    ready.begin(Q1)
    ready.now += timedelta(days=2)
    assert question(ready)["time_over"]
    assert code_of(ready.start, Q1) == "time_over"
    assert (question(ready)["lapsed"], ready.state()["next"]) == (True, Q2)
    ready.begin(Q2)  # the lost question does not bar the next one


def test_an_answer_that_lies_there_unsent_bars_the_next_question(ready: Taking) -> None:
    ready.begin(Q1)
    ready.send(ready.start(Q1))
    ready.now += timedelta(days=2)
    assert code_of(ready.begin, Q2) == "question_order"
    ready.submit(Q1)
    ready.begin(Q2)


def test_typing_has_its_time_too(taking: Taking) -> None:
    taking.agree(recording=False)
    taking.begin(Q1)
    taking.now += timedelta(hours=3)
    assert code_of(taking.type, Q1, "太晚了") == "time_over"
    taking.begin(Q2)
