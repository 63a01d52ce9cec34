"""Many at once: the list and its problems, confirmed once, worked through, stopped, gone on with."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.messaging.models import OutboxMessage
from bole.hiring.candidates import services as candidates
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast
from bole.hiring.interviews import bulk_rules, queries, services
from bole.hiring.interviews.models import BulkEntry, BulkRun, Interview
from bole.hiring.interviews.services import inviting
from bole.hiring.pipeline import services as pipeline
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=5)


@pytest.fixture
def many(cast: Cast) -> Cast:
    """Three more applicants: two that can be invited, one whose application ended."""
    with cast.acting("hr"):
        for name, mail in (("甲", "jia@example.org"), ("乙", "yi@example.org"), ("丙", "bing@example.org")):
            person = candidates.register(unit_id=cast.bank.east.pk, name=name, email=mail, now=NOW)
            last = pipeline.apply(candidate_id=person.pk, requisition_id=cast.requisition_id, now=NOW)
    with system_scope("test"):
        pipeline.withdraw(application_id=last.pk, now=NOW)
    return cast


def prepared(cast: Cast, **more: Any) -> BulkRun:
    with cast.acting("hr"):
        return services.prepare_bulk(
            requisition_id=cast.requisition_id, opens_at=NOW, closes_at=LATER, now=NOW, **more
        )


def entries(run: BulkRun) -> list[tuple[str, str]]:
    return [(entry.state, entry.problem) for entry in BulkEntry.objects.filter(run=run)]


def confirmed(cast: Cast, **more: Any) -> BulkRun:
    run = prepared(cast, **more)
    with cast.acting("hr"):
        ready = queries.bulk_progress(run).ready
        return services.confirm_bulk(run_id=run.pk, expected=ready, now=NOW)


def step(run: BulkRun) -> int:
    with system_scope("task", run.unit_id):
        return services.step_bulk(run_id=run.pk, chain=0, now=NOW)


def test_a_list_by_stage_holds_who_stands_there(many: Cast) -> None:
    run = prepared(many)
    with many.acting("hr"):
        assert entries(run) == [("ready", "")] * 3


def test_a_pasted_list_names_what_stands_in_the_way_and_keeps_no_number(many: Cast) -> None:
    with many.acting("hr"):
        (known,) = [one.number for one in Candidate.objects.all() if one.phone == "13800001111"]
        alone = candidates.register(unit_id=many.bank.east.pk, name="丁", email="ding@example.org", now=NOW)
    pasted = f"编号\n{known}, 13800001111；{alone.number}\n YI@example.org bing@example.org\n"
    pasted += "C-00000 13900139000"
    run = prepared(many, words=bulk_rules.entries(pasted))
    with many.acting("hr"):
        found = entries(run)
        assert sorted(found) == sorted(
            [("ready", ""), ("ready", ""), ("problem", "no_application"), ("problem", "closed")]
            + [("problem", "unknown")] * 2
        ), "the same person by number and by telephone is one"
        kept = list(BulkEntry.objects.filter(problem="unknown").values_list("asked_for", flat=True))
    assert kept == ["C-00000", "…9000"]


def test_one_who_is_invited_or_cannot_be_reached_is_a_problem(many: Cast) -> None:
    with many.acting("hr"):
        inviting.invite(application_id=many.application_id, opens_at=NOW, closes_at=LATER, now=NOW)
    with system_scope("test"):
        lost = Candidate.objects.get(email_index=Candidate.objects.get(name_index=index_of("甲")).email_index)
        lost.email = ""
        lost.save()
    run = prepared(many)
    with many.acting("hr"):
        assert sorted(entries(run)) == [
            ("problem", "already_invited"),
            ("problem", "no_address"),
            ("ready", ""),
        ]


def index_of(name: str) -> str:
    from bole.hiring.candidates import queries as people

    return people.index("name", name)


def test_confirmed_once_and_only_what_was_shown(many: Cast) -> None:
    run = prepared(many)
    with many.acting("hr"):
        first = BulkEntry.objects.filter(run=run).earliest("ordinal")
        services.leave_out(entry_id=first.pk, out=True)
        with pytest.raises(ConflictError) as caught:
            services.confirm_bulk(run_id=run.pk, expected=3, now=NOW)
        assert caught.value.code == "bulk_changed"
        services.confirm_bulk(run_id=run.pk, expected=2, now=NOW)
        with pytest.raises(ConflictError) as caught:
            services.confirm_bulk(run_id=run.pk, expected=2, now=NOW)
        assert caught.value.code == "bulk_confirmed"
        with pytest.raises(ConflictError):
            services.leave_out(entry_id=first.pk, out=False)
    assert ProcrastinateJob.objects.filter(task_name="hiring.interviews.bulk_step").count() == 2


def test_everybody_is_invited_once_however_often_a_step_runs(many: Cast) -> None:
    run = confirmed(many)
    assert step(run) == 3
    assert step(run) == 0
    with system_scope("test"):
        assert Interview.objects.count() == 3
        assert OutboxMessage.objects.filter(batch_id=run.pk, template="invitation").count() == 3
        assert BulkRun.objects.get().state == "done"
        assert {i.application.transitions.get().actor_user_id for i in Interview.objects.all()} == {
            many.hr.id
        }


def test_a_killed_worker_leaves_nobody_out_and_nobody_twice(
    many: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = confirmed(many)
    real, calls = inviting.invite, []

    def killed(**words: Any) -> Any:
        calls.append(words["application_id"])
        found = real(**words)
        if len(calls) == 2:
            raise KeyboardInterrupt  # after the interview was written, before the entry was
        return found

    monkeypatch.setattr(inviting, "invite", killed)
    with pytest.raises(KeyboardInterrupt):
        step(run)
    with system_scope("test"):
        assert Interview.objects.count() == 1
    assert step(run) == 2
    with system_scope("test"):
        assert Interview.objects.count() == 3
        assert OutboxMessage.objects.filter(template="invitation").count() == 3


def test_one_bad_entry_stops_nobody_else(many: Cast) -> None:
    run = confirmed(many)
    with system_scope("test"):
        gone = BulkEntry.objects.filter(run=run).earliest("ordinal")
        assert gone.application_id is not None
        pipeline.withdraw(application_id=gone.application_id, now=NOW)
    assert step(run) == 3
    with system_scope("test"):
        states = [entry.state for entry in BulkEntry.objects.filter(run=run)]
        assert sorted(states) == ["failed", "invited", "invited"]
        assert BulkEntry.objects.get(state="failed").problem


def test_stopping_holds_back_what_was_not_sent_and_going_on_sends_it(many: Cast) -> None:
    run = confirmed(many)
    step(run)
    with system_scope("test"):
        BulkRun.objects.update(state="running")
    with many.acting("hr"):
        assert services.stop_bulk(run_id=run.pk, now=NOW) == 3
        with pytest.raises(ConflictError):
            services.stop_bulk(run_id=run.pk, now=NOW)
        assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"stopped"}
    assert step(run) == 0, "a stopped run invites nobody"
    with many.acting("hr"):
        services.resume_bulk(run_id=run.pk, now=NOW)
        assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"queued"}


def test_who_lost_his_rights_invites_nobody_any_more(many: Cast) -> None:
    run = confirmed(many)
    User.objects.filter(pk=many.hr.id).update(is_active=False)
    step(run)
    with system_scope("test"):
        assert not Interview.objects.exists()
        assert {entry.problem for entry in BulkEntry.objects.filter(run=run)} <= {"no_account", "denied"}


def test_only_hr_of_the_branch(many: Cast) -> None:
    run = prepared(many)
    window = {"opens_at": NOW, "closes_at": LATER, "now": NOW}
    for who in ("interviewer", "auditor", "it_admin", "west_hr"):
        with many.acting(who):
            with pytest.raises((DeniedError, NotFoundError)):
                services.confirm_bulk(run_id=run.pk, expected=3, now=NOW)
            with pytest.raises(NotFoundError):
                queries.bulk_run(run.pk)
            with pytest.raises((DeniedError, NotFoundError)):
                services.prepare_bulk(requisition_id=many.requisition_id, **window)


def test_progress_and_lines_tell_the_same_story(many: Cast) -> None:
    run = confirmed(many)
    step(run)
    with system_scope("test"):
        first, second, third = (one.interview_id for one in BulkEntry.objects.filter(run=run))
        Interview.objects.filter(pk=first).update(state="finished", verified_at=NOW)
        Interview.objects.filter(pk=second).update(state="in_progress", verified_at=NOW)
        OutboxMessage.objects.filter(about_id=third).update(state="dead", error_code="mail_address")
    with many.acting("hr"):
        progress = queries.bulk_progress(run)
        assert (progress.invited, progress.replied, progress.answered) == (3, 2, 1)
        assert (progress.percent, progress.reply_percent) == (100, 67)
        assert progress.by_status == {"answered": 1, "opened": 1, "dead": 1}
        for status, number in progress.by_status.items():
            lines, more = queries.bulk_lines(run, status=status)
            assert [line.status for line in lines] == [status] * number
            assert not more
        everybody, _more = queries.bulk_lines(run)
        assert [(line.status, line.reason) for line in everybody][-1] == ("dead", "mail_address")
        found = queries.replies(many.hr, NOW - timedelta(days=1), NOW + timedelta(days=1))
        assert (found.invited, found.replied, found.answered, found.percent) == (3, 2, 1, 67)


def test_an_erased_person_leaves_no_name_on_the_list(many: Cast) -> None:
    run = confirmed(many)
    step(run)
    with system_scope("test"):
        one = BulkEntry.objects.filter(run=run).earliest("ordinal")
        candidate_id: UUID | None = one.candidate_id
        assert candidate_id is not None
        services.erase(candidate_id, NOW)
        one.refresh_from_db()
        assert (one.candidate_id, one.asked_for) == (None, "")


@pytest.mark.parametrize("text", ["", "  \n ", "nobody here", "，；"])
def test_a_list_without_a_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        bulk_rules.entries(text)


def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(InvalidError):
        bulk_rules.entries("\n".join(f"C-{n}" for n in range(bulk_rules.MOST + 1)))
