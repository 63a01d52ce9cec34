"""Leaving an application where it is, taking it up again, and coming back from a mistake."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import queries, services
from bole.hiring.pipeline.models import Application, Transition
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def do(cast: Cast, verb: str, version: int, who: str = "hr", **more: Any) -> Application:
    actor = getattr(cast, who)
    facts = {"application_id": cast.application_id, "actor": actor, "expected_version": version, "now": NOW}
    with cast.acting(who):
        return getattr(services, verb)(**{**facts, **more})  # type: ignore[no-any-return]


def clocks(cast: Cast) -> set[str]:
    with system_scope("test"):
        return set(
            Timer.objects.filter(key__startswith=str(cast.application_id)).values_list("kind", flat=True)
        )


def test_on_hold_the_clocks_stop_and_nothing_advances(cast: Cast) -> None:
    with system_scope("test"):
        due = Application.objects.get().due_at
    assert due is not None
    held = do(cast, "hold", 1, reason="waiting_for_documents", now=NOW + DAY)
    assert (held.stage, held.due_at, held.held_due, held.version) == ("screening", None, due, 2)
    assert clocks(cast) == set()
    assert do(cast, "hold", 1, reason="waiting_for_documents").version == 2  # the same click again
    with pytest.raises(ConflictError, match="hold"):
        do(cast, "advance", 2, to="ai_interview", reason="x")
    taken_up = do(cast, "resume_from_hold", 2, now=NOW + 5 * DAY)
    assert taken_up.due_at == due + 4 * DAY  # what was left is given back
    assert clocks(cast) == {"pipeline.stage_due", "pipeline.reminder"}
    assert do(cast, "advance", 3, to="ai_interview", reason="x").stage == "ai_interview"
    with cast.acting("hr"):
        verbs = [t.verb for t in queries.history(cast.application_id)]
        assert verbs == ["held", "resumed", "advanced"]
        assert [t.verb for t in queries.transitions(cast.application_id)] == ["advanced"]


def test_a_hold_may_end_by_itself_and_the_waiting_proposal_goes_through(cast: Cast) -> None:
    do(cast, "advance", 1, to="ai_interview", reason="x")
    do(cast, "hold", 2, reason="exam_week", until=NOW + DAY)
    with system_scope("test"):
        proposal = services.propose(
            application_id=cast.application_id,
            to="deep_assessment",
            outcome="advance",
            report_id=new_id(),
            label="88.0",
            now=NOW,
        )
    assert (proposal.state, do_stage()) == ("open", "ai_interview")
    timers.sweep(NOW + DAY)
    assert do_stage() == "deep_assessment"
    with system_scope("test"):
        assert not services.end_hold(application_id=cast.application_id, now=NOW + DAY)
        kinds = [(t.verb, t.actor_kind) for t in queries.history(cast.application_id)]
    assert kinds[-2:] == [("resumed", "system"), ("advanced", "system")]


def do_stage() -> str:
    with system_scope("test"):
        return Application.objects.get().stage


def test_a_held_application_can_still_end(cast: Cast) -> None:
    do(cast, "hold", 1, reason="x")
    closed = do(cast, "decline", 2, reason="opening_filled")
    assert (closed.outcome, closed.held_at) == ("declined", None)
    assert clocks(cast) == set()


def test_who_may_not_hold(cast: Cast) -> None:
    with pytest.raises(DeniedError):
        do(cast, "hold", 1, "interviewer", reason="x")
    with pytest.raises(NotFoundError):
        do(cast, "hold", 1, "west_hr", reason="x")
    with pytest.raises(InvalidError):
        do(cast, "hold", 1, reason="x", until=NOW)
    with pytest.raises(ConflictError):
        do(cast, "resume_from_hold", 1)


def test_a_declined_application_is_taken_up_where_it_was(cast: Cast) -> None:
    do(cast, "advance", 1, to="ai_interview", reason="x")
    do(cast, "decline", 2, reason="opening_filled")
    again = do(cast, "reopen", 3, reason="mistake")
    assert (again.stage, again.outcome, again.version) == ("ai_interview", "", 4)
    assert again.due_at is not None
    with pytest.raises(ConflictError):
        do(cast, "reopen", 4, reason="mistake")
    with system_scope("candidate asked"):
        services.withdraw(application_id=cast.application_id, now=NOW)
    with pytest.raises(ConflictError, match="declined"):
        do(cast, "reopen", 5, reason="mistake")


def test_a_hire_is_the_end_of_the_last_stage(cast: Cast) -> None:
    with pytest.raises(ConflictError, match="does not lead"):
        do(cast, "hire", 1)
    way = ["ai_interview", "panel", "background_check", "offer", "onboarding"]
    for version, to in enumerate(way, start=1):
        do(cast, "advance", version, to=to, reason="x")
    hired = do(cast, "hire", 6)
    assert (hired.stage, hired.outcome) == ("closed", "hired")
    with system_scope("test"):
        assert Transition.objects.get(version=7).verb == "hired"
