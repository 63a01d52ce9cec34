from datetime import timedelta

import pytest
from django.db import connection

from bole.foundation.access.actors import ANONYMOUS, acting_as, system_scope
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.messaging.queries import rendered
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import NOW, Cast, Invited, Taking, invite
from bole.hiring.interviews import queries, rules, services
from bole.hiring.interviews.models import Answer, Interview, InterviewAssignment
from bole.hiring.pipeline.models import Application
from bole.hiring.requisitions.models import Requisition
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def test_an_invitation_freezes_guide_and_portrait(invited: Invited) -> None:
    interview = invited.interview
    assert [q["key"] for q in interview.guide["questions"]] == ["teller-complaint", "teamwork-experience"]
    assert all(len(q["sha256"]) == 64 for q in interview.guide["questions"])
    assert interview.portrait["version"] == 1
    with system_scope("test"):
        Requisition.objects.update(portrait={"version": 2})
        assert Interview.objects.get(pk=interview.pk).portrait["version"] == 1
        assert Answer.objects.filter(interview=interview, state="pending").count() == 2


def test_inviting_moves_the_application_by_hand(invited: Invited) -> None:
    with system_scope("test"):
        application = Application.objects.get(pk=invited.cast.application_id)
        assert application.stage == "ai_interview"
        assert application.transitions.get().actor_user_id == invited.cast.hr.id


def test_the_database_does_not_hold_the_link(invited: Invited) -> None:
    with system_scope("test"), connection.cursor() as cursor:
        for table in ("interviews_interview", "messaging_outboxmessage", "audit_line", "procrastinate_jobs"):
            cursor.execute(f"SELECT string_agg(row_to_json(t)::text, '') FROM {table} t")
            assert invited.token not in (cursor.fetchone()[0] or "")


def test_the_message_holds_link_and_window(invited: Invited) -> None:
    with system_scope("test"):
        message = OutboxMessage.objects.get(template="invitation")
        text = rendered(message).text
    assert f"/i/{invited.token}/" in text
    for word in ("林小禾", "测试银行总行", "综合柜员", "服务意识", "2026 年 11 月 27 日 16:00"):
        assert word in text


def test_the_link_finds_its_interview_and_nothing_else(invited: Invited) -> None:
    with acting_as(ANONYMOUS):
        assert services.find_by_token(invited.token).pk == invited.id
        for wrong in ("", "x" * 64, invited.token[:-1] + "0", invited.interview.token_hash):
            if wrong != invited.token:
                with pytest.raises(NotFoundError):
                    services.find_by_token(wrong)


def test_a_double_click_is_one_invitation(invited: Invited) -> None:
    with pytest.raises(ConflictError) as caught:
        invite(invited.cast)
    assert caught.value.code == "already_invited"


def test_a_renewed_link_kills_the_old_one(invited: Invited) -> None:
    with invited.cast.acting("hr"):
        later, token = services.renew(interview_id=invited.id, closes_at=NOW + 2 * WEEK, now=NOW)
    assert services.find_by_token(token).pk == later.pk
    with pytest.raises(NotFoundError):
        services.find_by_token(invited.token)
    with system_scope("test"):
        assert OutboxMessage.objects.filter(template="invitation").count() == 2
        timer = Timer.objects.get(kind="interviews.window_closes", key=str(later.pk))
    assert timer.due_at > NOW + 2 * WEEK


@pytest.mark.parametrize("who", ["interviewer", "auditor", "it_admin", "west_hr"])
def test_only_hr_of_the_branch_invites(cast: Cast, who: str) -> None:
    with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
        services.invite(application_id=cast.application_id, opens_at=NOW, closes_at=NOW + WEEK, now=NOW)


def test_a_window_in_the_past_is_refused(cast: Cast) -> None:
    with cast.acting("hr"), pytest.raises(InvalidError):
        services.invite(application_id=cast.application_id, opens_at=NOW - WEEK, closes_at=NOW, now=NOW)


def test_accommodations_stretch_time_and_are_not_told_to_the_bank_as_a_reason(cast: Cast) -> None:
    taking = Taking(invite(cast, accommodations={"extra_time": 1.5, "typed": True, "reason": "never kept"}))
    assert taking.invited.interview.accommodations == {"extra_time": 1.5, "typed": True}
    question = taking.state()["questions"][0]
    asked = taking.invited.interview.guide["questions"][0]
    assert question["limit_seconds"] == asked["limit_seconds"] * 1.5 * rules.TYPING_FACTOR
    assert question["kind"] == "typed"


def test_an_interviewer_sees_what_was_assigned_to_him(invited: Invited) -> None:
    cast = invited.cast
    with cast.acting("interviewer"), pytest.raises(NotFoundError):
        queries.get(invited.id)
    with cast.acting("hr"):
        services.assign(interview_id=invited.id, user_id=cast.interviewer.id, now=NOW)
        services.assign(interview_id=invited.id, user_id=cast.interviewer.id, now=NOW)
        assert InterviewAssignment.objects.count() == 1
    with cast.acting("interviewer"):
        assert queries.get(invited.id).pk == invited.id
        with pytest.raises(DeniedError):
            services.assign(interview_id=invited.id, user_id=cast.interviewer.id, now=NOW)


@pytest.mark.parametrize("who", ["west_hr", "auditor", "it_admin"])
def test_others_see_no_interview(invited: Invited, who: str) -> None:
    with invited.cast.acting(who), pytest.raises(NotFoundError):
        queries.get(invited.id)
