from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import ANONYMOUS, acting_as, system_scope
from bole.foundation.audit import queries as audit
from bole.foundation.privacy import services as privacy
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import holding, queries, services
from bole.hiring.pipeline.models import Application, Transition
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError

pytestmark = pytest.mark.django_db


def advance(cast: Cast, who: str = "hr", to: str = "ai_interview", version: int = 1) -> Application:
    return services.advance(
        application_id=cast.application_id,
        to=to,
        actor=getattr(cast, who),
        reason="fits",
        expected_version=version,
        now=NOW,
    )


def decline(cast: Cast, actor: Any, version: int = 1) -> Application:
    return services.decline(
        application_id=cast.application_id,
        actor=actor,
        reason="others_stronger",
        expected_version=version,
        now=NOW,
    )


def moves(cast: Cast) -> list[tuple[str, str]]:
    with system_scope("test"):
        return [(t.from_stage, t.to_stage) for t in queries.transitions(cast.application_id)]


def test_a_move_writes_stage_transition_timer_and_trail(cast: Cast) -> None:
    with cast.acting("hr"):
        moved = advance(cast)
        trail = [line.verb for line in audit.trail(("application", cast.application_id))]
    assert (moved.stage, moved.version, moved.due_at) == ("ai_interview", 2, NOW + timedelta(hours=168))
    assert moves(cast) == [("screening", "ai_interview")]
    assert trail == ["hiring.pipeline.application.advanced", "hiring.pipeline.application.entered"]
    with system_scope("test"):
        assert Timer.objects.get(kind=services.STAGE_DUE, key=str(moved.pk)).due_at == moved.due_at


def test_a_double_click_is_one_move(cast: Cast) -> None:
    with cast.acting("hr"):
        advance(cast)
        again = advance(cast)
    assert again.version == 2
    assert len(moves(cast)) == 1


def test_of_two_people_the_second_is_told(cast: Cast) -> None:
    with cast.acting("hr"):
        advance(cast)
    with cast.acting("chief"), pytest.raises(ConflictError) as caught:
        advance(cast, "chief")
    assert caught.value.code == "lost_race"


def test_stages_cannot_be_skipped(cast: Cast) -> None:
    with cast.acting("hr"), pytest.raises(ConflictError):
        advance(cast, to="offer")


@pytest.mark.parametrize("who", ["interviewer", "auditor", "it_admin"])
def test_only_hr_moves(cast: Cast, who: str) -> None:
    with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
        advance(cast, who)
    assert moves(cast) == []


def test_another_branch_cannot_move(cast: Cast) -> None:
    with cast.acting("west_hr"), pytest.raises(NotFoundError):
        advance(cast, "west_hr")
    with acting_as(ANONYMOUS), pytest.raises(NotFoundError):
        advance(cast)


def test_declining_is_a_persons_and_final(cast: Cast) -> None:
    with system_scope("test") as machine, pytest.raises(DeniedError):
        decline(cast, machine)
    with cast.acting("hr"):
        closed = decline(cast, cast.hr)
        assert decline(cast, cast.hr).pk == closed.pk
        with pytest.raises(ConflictError):
            advance(cast, version=2)
    assert (closed.stage, closed.outcome, closed.due_at) == ("closed", "declined", None)
    with system_scope("test"):
        last = Transition.objects.get(application_id=cast.application_id)
        assert not Timer.objects.filter(key=str(closed.pk)).exists()
    assert (last.actor_kind, last.actor_user_id) == ("user", cast.hr.id)


def test_withdrawing_is_the_candidates(cast: Cast) -> None:
    with cast.acting("hr"), pytest.raises(DeniedError):
        services.withdraw(application_id=cast.application_id, now=NOW)
    with system_scope("candidate asked"):
        services.withdraw(application_id=cast.application_id, now=NOW)
        assert services.withdraw(application_id=cast.application_id, now=NOW).outcome == "withdrawn"


def test_applying_twice_is_one_application(cast: Cast) -> None:
    with cast.acting("hr"):
        again = services.apply(candidate_id=cast.candidate_id, requisition_id=cast.requisition_id, now=NOW)
    assert again.pk == cast.application_id


def test_a_stage_timer_tells_once_and_only_while_it_matters(cast: Cast) -> None:
    with system_scope("test"):
        due = Application.objects.get(pk=cast.application_id).due_at
        assert due is not None
        assert services.escalate(application_id=cast.application_id, due_at=due, now=due)
    with cast.acting("hr"):
        advance(cast)
    with system_scope("test"):
        assert not services.escalate(application_id=cast.application_id, due_at=due, now=due)


def test_the_path_line_shows_where_it_stands(cast: Cast) -> None:
    with cast.acting("hr"):
        advance(cast)
        application = queries.get(cast.application_id)
        steps = [(s.stage, s.state) for s in queries.path(application)]
        assert queries.board(cast.hr, cast.requisition_id) == {"ai_interview": 1}
    assert steps[:3] == [("screening", "done"), ("ai_interview", "now"), ("deep_assessment", "next")]
    assert steps[-1] == ("onboarding", "next")


def test_an_export_lists_the_moves(cast: Cast) -> None:
    with cast.acting("hr"):
        advance(cast)
        exported = holding.export(cast.candidate_id)
    assert [m["to"] for m in exported["moves"]] == ["ai_interview"]
    assert exported["applications"][0]["stage"] == "ai_interview"


def test_whoever_was_erased_leaves_every_process(cast: Cast) -> None:
    with system_scope("erased from the command line"):
        assert services.withdraw_person(candidate_id=cast.candidate_id, now=NOW) == 1
        assert services.withdraw_person(candidate_id=cast.candidate_id, now=NOW) == 0
        assert Application.objects.get(pk=cast.application_id).outcome == "withdrawn"


def test_an_erasure_is_heard(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    deferred: list[str] = []
    monkeypatch.setattr("bole.hiring.pipeline.handlers.queue.defer", lambda name, **_: deferred.append(name))
    with system_scope("erased from the command line"):
        privacy.erase_person(
            candidate_id=cast.candidate_id, unit_id=cast.bank.east.pk, reason="withdrawn", now=NOW
        )
    assert "hiring.pipeline.leave" in deferred
