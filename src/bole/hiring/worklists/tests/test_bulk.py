"""Runs over many: once per form, one transaction per person, with the rights of who began it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.models import RoleAssignment
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging import queries as messages
from bole.foundation.messaging.models import OptOut, OutboxMessage
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import services as pipeline
from bole.hiring.pipeline.models import Application, Transition
from bole.hiring.worklists import queries, services
from bole.hiring.worklists.models import BulkItem, BulkRun
from bole.hiring.worklists.rules import Chosen
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


def applicants(cast: Cast, count: int) -> list[Chosen]:
    """More people in screening."""
    from bole.hiring.candidates import services as candidates

    found = []
    with cast.acting("hr"):
        for number in range(count):
            person = candidates.register(
                unit_id=cast.bank.east.pk, name=f"甲{number}", email=f"many.{number}@example.org", now=NOW
            )
            one = pipeline.apply(candidate_id=person.pk, requisition_id=cast.requisition_id, now=NOW)
            found.append(Chosen(one.pk, one.version))
    return found


def begin(
    cast: Cast, chosen: list[Chosen], action: str = "advance", key: UUID | None = None, **details: str
) -> Any:
    with cast.acting("hr"):
        return services.begin(
            actor=cast.hr,
            key=key or uuid4(),
            action=action,
            chosen=chosen,
            details={"to": "ai_interview", **details},
            now=NOW,
        )


def worked(run: BulkRun) -> dict[UUID, tuple[str, str]]:
    """Do it, as the task would; application → state and code."""
    with system_scope("task"):
        while services.work(run_id=run.pk, now=NOW + timedelta(minutes=1)):
            pass
        run.refresh_from_db()
        rows = BulkItem.objects.filter(run=run)
        return {row.application_id: (row.state, row.code) for row in rows}


def test_everybody_is_moved_and_who_was_moved_meanwhile_is_named(cast: Cast) -> None:
    chosen = applicants(cast, 4)
    run = begin(cast, chosen)
    with cast.acting("chief"):
        pipeline.advance(
            application_id=chosen[1].application_id,
            to="ai_interview",
            actor=cast.chief,
            reason="decided_by_person",
            expected_version=1,
            now=NOW,
        )
    found = worked(run)
    assert found[chosen[1].application_id] == ("failed", "lost_race")
    assert [found[one.application_id] for one in (chosen[0], *chosen[2:])] == [("done", "")] * 3
    assert (run.state, run.done, run.failed, run.total) == ("done", 3, 1, 4)
    with system_scope("test"):
        by = Transition.objects.filter(application_id=chosen[0].application_id).get()
        verbs = AuditLine.objects.filter(verb__startswith="hiring.worklists.bulk.").values_list(
            "verb", flat=True
        )
        assert (by.actor_user_id, by.actor_kind) == (cast.hr.id, "user")
        assert sorted(verbs) == ["hiring.worklists.bulk.begun", "hiring.worklists.bulk.ended"]


def test_an_unforeseen_fault_of_one_holds_up_nobody_else(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = applicants(cast, 3)
    run = begin(cast, chosen)
    advance = pipeline.advance

    def stumbling(**given: Any) -> Any:
        if given["application_id"] == chosen[1].application_id:
            raise ZeroDivisionError
        return advance(**given)

    monkeypatch.setattr(pipeline, "advance", stumbling)
    found = worked(run)
    assert found[chosen[1].application_id] == ("failed", "unexpected")
    assert (run.state, run.done, run.failed) == ("done", 2, 1)


def test_a_double_click_is_one_run_and_a_repeated_task_moves_nobody_twice(cast: Cast) -> None:
    chosen, key = applicants(cast, 2), uuid4()
    first = begin(cast, chosen, key=key)
    assert begin(cast, chosen, key=key).pk == first.pk
    worked(first)
    worked(first)
    with system_scope("test"):
        assert BulkRun.objects.count() == 1
        assert Transition.objects.filter(application_id=chosen[0].application_id).count() == 1
        assert Application.objects.get(pk=chosen[0].application_id).version == 2


def test_each_declined_person_has_a_reason_of_the_list(cast: Cast) -> None:
    chosen = [Chosen(one.application_id, 1, "opening_filled") for one in applicants(cast, 2)]
    for broken in ("", "because"):
        with pytest.raises(InvalidError):
            begin(cast, [chosen[0], Chosen(chosen[1].application_id, 1, broken)], "decline")
    run = begin(cast, [chosen[0], Chosen(chosen[1].application_id, 1, "not_reachable")], "decline")
    assert set(worked(run).values()) == {("done", "")}
    with system_scope("test"):
        reasons = Transition.objects.filter(to_stage="closed").order_by("reason")
        assert list(reasons.values_list("reason", flat=True)) == ["not_reachable", "opening_filled"]


def test_invitations_go_out_one_by_one_and_a_second_one_is_refused(cast: Cast) -> None:
    chosen = applicants(cast, 2)
    assert set(worked(begin(cast, chosen, "invite", days="7")).values()) == {("done", "")}
    again = [Chosen(one.application_id, 2) for one in chosen]
    assert set(worked(begin(cast, again, "invite", days="7")).values()) == {("failed", "already_invited")}
    with pytest.raises(InvalidError):
        begin(cast, again, "invite", days="0")


def test_a_hold_needs_one_of_the_reasons_and_ends_on_its_day(cast: Cast) -> None:
    chosen = applicants(cast, 2)
    for reason in ("", "because"):
        with pytest.raises(InvalidError):
            begin(cast, chosen, "hold", reason=reason)
    until = NOW + timedelta(days=9)
    run = begin(cast, chosen, "hold", reason="opening_paused", until=until.isoformat())
    assert set(worked(run).values()) == {("done", "")}
    with system_scope("test"):
        held = Application.objects.get(pk=chosen[0].application_id)
        last = Transition.objects.filter(application=held).latest("version")
        assert (held.held_until, last.verb, last.reason) == (until, "held", "opening_paused")


WORDS = {
    "template": "note",
    "subject_zh": "面试当天的安排",
    "text_zh": "${job}的面试在${unit}三楼。\n请带身份证。",
}


def test_own_words_are_checked_filled_for_each_and_sent_once(cast: Cast, settings: Any) -> None:
    settings.QUIET_HOURS = "21:00-08:00"
    chosen = applicants(cast, 3)
    for wrong in (
        {"text_zh": "${nmae}，您好"},
        {"text_zh": "请你带证件"},
        {"text_zh": ""},
        {"template": "offer-ready"},
    ):
        with pytest.raises(InvalidError):
            begin(cast, chosen, "message", **(WORDS | wrong))
    with system_scope("test"):
        people = list(
            Application.objects.select_related("requisition", "unit")
            .filter(pk__in=[one.application_id for one in chosen])
            .order_by("created_at", "pk")
        )
        OptOut.objects.create(
            unit_id=people[2].unit_id,
            candidate_id=people[2].candidate_id,
            template="note",
            via="page",
            at=NOW,
        )
    key = uuid4()
    run = begin(cast, chosen, "message", key=key, **WORDS)
    assert begin(cast, chosen, "message", key=key, **WORDS).pk == run.pk
    late = NOW.astimezone(ZoneInfo("Asia/Shanghai")).replace(hour=23)
    with system_scope("task"):
        services.work(run_id=run.pk, now=late)
        BulkItem.objects.filter(run=run).update(state="waiting")  # a worker was killed before it could say so
        BulkRun.objects.filter(pk=run.pk).update(state="running")
        services.work(run_id=run.pk, now=late)
        sent = {one.candidate_id: one for one in OutboxMessage.objects.filter(batch_id=run.pk)}
        assert [sent[one.candidate_id].state for one in people] == ["queued", "queued", "withheld"]
        first = sent[people[0].candidate_id]
        assert first.not_before is not None
        assert first.not_before > late  # the quiet hours
        letter = messages.rendered(first)
    assert letter is not None
    assert letter.subject.endswith("面试当天的安排")
    opening = people[0].requisition
    assert f"{opening.title_zh}的面试在{people[0].unit.name_zh}三楼" in letter.text
    assert "甲" in letter.text


def test_the_branch_next_door_and_the_interviewer_write_to_nobody(cast: Cast) -> None:
    chosen = applicants(cast, 1)
    for who, error in ((cast.west_hr, NotFoundError), (cast.interviewer, DeniedError)):
        with acting_as(who), pytest.raises(error):
            services.begin(actor=who, key=uuid4(), action="message", chosen=chosen, details=WORDS, now=NOW)


def test_rights_are_those_of_the_moment_and_of_the_branch(cast: Cast) -> None:
    chosen = applicants(cast, 2)
    with cast.acting("west_hr"), pytest.raises(NotFoundError):
        services.begin(
            actor=cast.west_hr, key=uuid4(), action="advance", chosen=chosen, details={"to": "x"}, now=NOW
        )
    with acting_as(cast.interviewer), pytest.raises(DeniedError):
        services.begin(
            actor=cast.interviewer, key=uuid4(), action="advance", chosen=chosen, details={"to": "x"}, now=NOW
        )
    run = begin(cast, chosen)
    RoleAssignment.objects.filter(user_id=cast.hr.id).delete()  # between the click and the work
    assert {code for _, code in worked(run).values()} <= {"not_found", "denied"}
    assert run.failed == 2
    with cast.acting("chief"), pytest.raises(NotFoundError):
        queries.run(cast.chief, run.pk)


def test_views_are_ones_own_until_they_are_shared(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with cast.acting("hr"):
        view = services.save_view(actor=cast.hr, title="校招待定", query="late=on", shared=False, now=NOW)
        services.save_view(actor=cast.hr, title="校招待定", query="late=on&stay=3", shared=False, now=NOW)
        assert [one.query for one in queries.views_of(cast.hr)] == ["late=on&stay=3"]
        named = services.save_view(
            actor=cast.hr,
            title="校招待定",
            query="late=on&q=%E6%9E%97%E5%B0%8F%E7%A6%BE&stay=3",
            shared=False,
            now=NOW,
        )
        assert named.query == "late=on&stay=3", "a view outlives whom it would name"
    with cast.acting("chief"):
        assert list(queries.views_of(cast.chief)) == []
        with pytest.raises(NotFoundError):
            services.share_view(actor=cast.chief, view_id=view.pk, shared=True)
    with cast.acting("hr"):
        services.share_view(actor=cast.hr, view_id=view.pk, shared=True)
    with cast.acting("chief"):
        assert [one.pk for one in queries.views_of(cast.chief)] == [view.pk]
        with pytest.raises(NotFoundError):
            services.forget_view(actor=cast.chief, view_id=view.pk)
    with cast.acting("west_hr"):
        assert list(queries.views_of(cast.west_hr)) == []
    with cast.acting("hr"):
        monkeypatch.setattr(services, "MOST_VIEWS", 1)
        services.save_view(actor=cast.hr, title=" 校招待定 ", query="late=on", shared=True, now=NOW)
        with pytest.raises(ConflictError):
            services.save_view(actor=cast.hr, title="社招", query="", shared=False, now=NOW)
        services.forget_view(actor=cast.hr, view_id=view.pk)
        assert list(queries.views_of(cast.hr)) == []
