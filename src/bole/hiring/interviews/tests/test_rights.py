from datetime import timedelta

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import queries as audit
from bole.foundation.files.models import StoredFile
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.privacy import queries as privacy
from bole.foundation.queue import timers
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Taking
from bole.hiring.interviews import queries, services
from bole.hiring.interviews.models import Answer, Interview, RightsRequest
from bole.hiring.personal_links.models import OneTimeCode
from bole.hiring.pipeline.models import Application
from bole.kernel.errors import DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


def ask(taking: Taking, kind: str) -> RightsRequest:
    with taking.invited.candidate():
        return services.request_right(interview_id=taking.id, kind=kind, now=NOW)


def test_asking_for_a_person_starts_a_clock_of_24_hours(taking: Taking) -> None:
    request = ask(taking, "human_review")
    assert (request.state, request.due_at) == ("open", NOW + timedelta(hours=24))
    assert ask(taking, "human_review").pk == request.pk
    with taking.invited.cast.acting("hr"):
        assert [r.pk for r in queries.rights_open(taking.invited.cast.hr)] == [request.pk]


def test_an_answered_request_is_closed_and_its_clock_stops(taking: Taking) -> None:
    request = ask(taking, "explain")
    with taking.invited.cast.acting("hr"):
        services.resolve_right(request_id=request.pk, now=NOW, resolution="explained_call")
        done = services.resolve_right(
            request_id=request.pk, now=NOW + timedelta(days=2), resolution="explained_call"
        )
    assert (done.state, done.resolved_at, done.resolved_by_id) == ("done", NOW, taking.invited.cast.hr.id)
    assert timers.sweep(NOW + timedelta(hours=25)) == 0


def test_an_overdue_request_is_escalated_once(taking: Taking) -> None:
    request = ask(taking, "human_review")
    timers.sweep(NOW + timedelta(hours=25))
    with system_scope("test"):
        request.refresh_from_db()
        assert request.state == "escalated"
        assert not services.escalate_right(request_id=request.pk, now=NOW)
        verbs = [line.verb for line in audit.trail(("rights_request", request.pk))]
    assert "hiring.interviews.right.overdue" in verbs


@pytest.mark.parametrize("who", ["interviewer", "auditor", "west_hr"])
def test_only_hr_answers_requests(taking: Taking, who: str) -> None:
    request = ask(taking, "explain")
    with taking.invited.cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
        services.resolve_right(request_id=request.pk, now=NOW, resolution="explained_call")


def test_an_unknown_right_is_refused(taking: Taking) -> None:
    for kind in ("live", "everything"):
        with pytest.raises(InvalidError):
            ask(taking, kind)


def test_withdraw_and_erase_leaves_no_person(taking: Taking) -> None:
    taking.agree()
    with taking.invited.candidate():
        services.send_code(interview_id=taking.id, now=NOW)
    taking.answer("teller-complaint")
    cast = taking.invited.cast
    ask(taking, "erase")
    with system_scope("test"):
        interview = Interview.objects.get(pk=taking.id)
        assert (interview.state, interview.accommodations) == ("withdrawn", {})
        assert Application.objects.get(pk=cast.application_id).outcome == "withdrawn"
        person = Candidate.objects.get(pk=cast.candidate_id)
        assert (person.name, person.email, person.erased_at) == ("", "", NOW)
        assert all(f.erased_at and f.wrapped_key is None for f in StoredFile.objects.all())
        assert not OneTimeCode.objects.exists()
        assert set(Answer.objects.values_list("state", flat=True)) == {"submitted", "pending"}
        assert RightsRequest.objects.get().state == "done"
        assert privacy.is_erased(cast.candidate_id)
        assert not any("林小禾" in str(m.context) for m in OutboxMessage.objects.all())
    with pytest.raises(NotFoundError):
        services.find_by_token(taking.invited.token)


def test_typed_words_are_erased(taking: Taking) -> None:
    taking.agree(recording=False)
    taking.type("teller-complaint", "我会先向客户道歉。")
    with system_scope("test"):
        exported = services.export(taking.invited.cast.candidate_id)
        assert exported["interviews"][0]["answers"][0]["typed_text"] == "我会先向客户道歉。"
    ask(taking, "erase")
    with system_scope("test"):
        assert all(answer.typed_text == "" for answer in Answer.objects.all())


def test_erasing_twice_is_harmless(taking: Taking) -> None:
    ask(taking, "erase")
    with system_scope("test"):
        services.erase(taking.invited.cast.candidate_id, NOW)
        assert Interview.objects.get(pk=taking.id).state == "withdrawn"
