"""Running applications move to another version when a person says so; the log is read in order of commits."""

from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import queries, services
from bole.hiring.pipeline.models import Application, Overdue, Transition
from bole.hiring.pipeline.tests.test_versions import apply, change
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def without_screening(body: dict[str, Any]) -> None:
    """Head office renames the first stage: for the program it is another one."""
    body["stage"][0]["key"] = "first_look"


def test_one_and_all_move_with_a_place_for_what_vanished(cast: Cast) -> None:
    for number in range(2):
        apply(cast, number)
    target = change(cast, without_screening).number
    what = {"to_version": target, "actor": cast.hr, "now": NOW}
    one = {"application_id": cast.application_id, "expected_version": 1}
    with cast.acting("hr"):
        assert queries.running_versions(cast.requisition_id) == [(1, "screening", 3)]
        with pytest.raises(InvalidError) as refused:
            services.revise(**one, **what)
        assert refused.value.fields == {"screening": "required"}
        moved = services.revise(**one, **what, mapping={"screening": "first_look"})
        assert (moved.stage, moved.version, moved.process_version) == ("first_look", 2, target)
        assert queries.process_of(moved).stage(moved.stage).label["en"] == "Screening"
        mapping = {"screening": "first_look"}
        assert services.revise_all(requisition_id=cast.requisition_id, mapping=mapping, **what) == 2
        assert services.revise_all(requisition_id=cast.requisition_id, mapping=mapping, **what) == 0
        assert queries.running_versions(cast.requisition_id) == [(target, "first_look", 3)]
        with pytest.raises(NotFoundError):
            services.revise(**{**one, "expected_version": 2}, **{**what, "to_version": 99})
        with pytest.raises(ConflictError, match="meantime"):
            services.revise(**one, **{**what, "to_version": 1})
    with cast.acting("west_hr"), pytest.raises(NotFoundError):
        services.revise(**one, **what)


def test_who_keeps_his_stage_keeps_his_clock(cast: Cast) -> None:
    def longer(body: dict[str, Any]) -> None:
        body["stage"][0]["service_level"] = {"working_days": 9}

    target = change(cast, longer).number
    with cast.acting("hr"):
        before = queries.get(cast.application_id)
        after = services.revise(
            application_id=before.pk, to_version=target, actor=cast.hr, expected_version=1, now=NOW
        )
    assert (after.due_at, after.stage_since) == (before.due_at, before.stage_since)
    with system_scope("test"):
        assert Timer.objects.get(kind=services.STAGE_DUE).due_at == before.due_at
        assert [t.verb for t in queries.history(after.pk)] == ["revised"]


def test_the_path_line_tells_what_each_step_left(cast: Cast) -> None:
    with system_scope("test"):
        queries_line = []
        application = Application.objects.get()
        queries_line.append(queries.path_line(application, "zh"))
    with cast.acting("hr"):
        services.advance(
            application_id=cast.application_id,
            to="ai_interview",
            actor=cast.hr,
            reason="x",
            expected_version=1,
            now=NOW,
        )
    with system_scope("test"):
        services.propose(
            application_id=cast.application_id,
            to="deep_assessment",
            outcome="advance",
            report_id=new_id(),
            label="85.0",
            now=NOW,
        )
        application = Application.objects.get()
        assert queries_line == [""]
        assert queries.path_line(application, "zh") == "AI 面试得分 85 分"
        assert queries.path_line(application, "en") == "AI interview score 85"
        services.withdraw(application_id=cast.application_id, now=NOW)
        application.refresh_from_db()
        assert queries.path_line(application, "en").endswith("score 85 → withdrawn")


def test_the_log_is_read_on_from_where_one_stopped(cast: Cast) -> None:
    with cast.acting("hr"):
        services.hold(
            application_id=cast.application_id, actor=cast.hr, reason="x", expected_version=1, now=NOW
        )
    with system_scope("test"):
        assert queries.changes_since(0) == []  # not numbered yet
        assert (services.number_changes(), services.number_changes()) == (1, 0)
        (first,) = queries.changes_since(0)
        services.withdraw(application_id=cast.application_id, now=NOW)
        services.number_changes()
        assert first.seq is not None
        assert [t.verb for t in queries.changes_since(first.seq)] == ["withdrawn"]
        assert Transition.objects.filter(seq=None).count() == 0


def test_a_late_stage_is_the_owners_then_his_heads_each_once(cast: Cast) -> None:
    User.objects.filter(pk__in=(cast.hr.id, cast.chief.id)).update(email="somebody@bank.example")
    with system_scope("test"):
        due = Application.objects.get().due_at
    assert due is not None

    def told() -> list[tuple[str, Any]]:
        with system_scope("test"):
            rows = OutboxMessage.objects.filter(template__startswith="stage-").order_by("queued_at")
            return [(message.template, message.user_id) for message in rows]

    for moment in (due, due):
        timers.sweep(moment)
    assert told() == [("stage-due", cast.hr.id), ("stage-overdue", cast.hr.id)]
    with cast.acting("hr"):
        assert [(t.level, t.stage) for t in queries.todo_for(cast.hr)] == [("owner", "screening")]
    with system_scope("test"):
        head_at = Timer.objects.get(kind=services.STAGE_LATE).due_at
    assert head_at.weekday() < 5  # a working day later, not a day
    for moment in (head_at, head_at):
        timers.sweep(moment)
    assert told()[2:] == [("stage-escalated", cast.chief.id)]
    with cast.acting("hr"):
        services.decline(
            application_id=cast.application_id,
            actor=cast.hr,
            reason="opening_filled",
            expected_version=1,
            now=due,
        )
        assert not queries.todo_for(cast.hr).exists()
    with system_scope("test"):
        assert Overdue.objects.filter(settled_at=None).count() == 0
        assert not Timer.objects.filter(key__startswith=str(cast.application_id)).exists()
