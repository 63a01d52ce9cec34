from uuid import UUID

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import queries, services
from bole.hiring.pipeline.models import Application, Proposal
from bole.hiring.requisitions.models import Requisition
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast: Cast) -> Cast:
    """The application stands in the AI interview."""
    with cast.acting("hr"):
        services.advance(
            application_id=cast.application_id,
            to="ai_interview",
            actor=cast.hr,
            reason="fits",
            expected_version=1,
            now=NOW,
        )
    return cast


def propose(cast: Cast, outcome: str, report_id: UUID | None = None) -> Proposal:
    with system_scope("test"):
        return services.propose(
            application_id=cast.application_id,
            to="deep_assessment",
            outcome=outcome,
            report_id=report_id or new_id(),
            label="81.7",
            now=NOW,
        )


def stage_of(cast: Cast) -> str:
    with system_scope("test"):
        return Application.objects.get(pk=cast.application_id).stage


def switch_rule(cast: Cast, on: bool) -> None:
    with system_scope("test"):
        Requisition.objects.filter(pk=cast.requisition_id).update(auto_advance=on)


def test_the_jobs_rule_lets_an_advance_through(waiting: Cast) -> None:
    proposal = propose(waiting, "advance")
    assert stage_of(waiting) == "deep_assessment"
    assert proposal.state == "taken"
    with system_scope("test"):
        last = list(queries.transitions(waiting.application_id))[-1]
    assert (last.actor_kind, last.reason, last.outcome, last.report_id) == (
        "system",
        "job_rule",
        "81.7",
        proposal.report_id,
    )


def test_without_the_rule_a_person_decides(waiting: Cast) -> None:
    switch_rule(waiting, False)
    assert propose(waiting, "advance").state == "open"
    assert stage_of(waiting) == "ai_interview"


def test_a_hold_never_moves_anything(waiting: Cast) -> None:
    assert propose(waiting, "hold").state == "open"
    assert stage_of(waiting) == "ai_interview"


def test_one_report_proposes_once(waiting: Cast) -> None:
    report = new_id()
    assert propose(waiting, "hold", report).pk == propose(waiting, "hold", report).pk


def test_a_newer_report_replaces_the_open_proposal(waiting: Cast) -> None:
    first, second = propose(waiting, "hold"), propose(waiting, "hold")
    with system_scope("test"):
        first.refresh_from_db()
        open_one = queries.open_proposal(waiting.application_id)
    assert first.state == "superseded"
    assert open_one is not None
    assert open_one.pk == second.pk


@pytest.mark.parametrize(("to", "fate"), [("deep_assessment", "taken"), ("panel", "dismissed")])
def test_a_persons_move_settles_the_proposal(waiting: Cast, to: str, fate: str) -> None:
    proposal = propose(waiting, "hold")
    with waiting.acting("hr"):
        services.advance(
            application_id=waiting.application_id,
            to=to,
            actor=waiting.hr,
            reason="reviewed",
            expected_version=2,
            now=NOW,
        )
        proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_at) == (fate, NOW)


def test_the_passed_stage_keeps_its_label(waiting: Cast) -> None:
    propose(waiting, "advance")
    with system_scope("test"):
        steps = {s.stage: s.label for s in queries.path(queries.get(waiting.application_id))}
    assert steps["ai_interview"] == "81.7"
