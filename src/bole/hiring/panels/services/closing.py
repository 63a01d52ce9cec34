"""What the panel agrees on, and the person's decision that ends it."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors
from bole.hiring.panels import queries
from bole.hiring.panels.events import PanelClosed
from bole.hiring.panels.models import Consensus, Panel
from bole.hiring.panels.rules import cards
from bole.hiring.panels.services import looking, steps
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as pipeline_services
from bole.kernel.errors import ConflictError, DeniedError, InvalidError


@transaction.atomic
def agree(*, panel_id: UUID, competency: str, level: int | None, reason: str, now: datetime) -> Consensus:
    """The level the panel agreed on for one competency, and why. The lead writes it, until he closes."""
    panel = _led(panel_id)
    if competency not in panel.portrait["weights"]:
        raise InvalidError("no such competency", code="consensus", fields={"competency": "unknown"})
    level = cards.check_consensus(level, reason)
    made, _new = Consensus.objects.update_or_create(
        panel=panel,
        competency=competency,
        defaults={
            "unit_id": panel.unit_id,
            "candidate_id": panel.candidate_id,
            "level": level,
            "reason": reason.strip()[: cards.LONGEST],
            "set_by_id": steps.person(),
            "set_at": now,
        },
    )
    steps.record(panel, "consensus", {"competency": competency})
    return made


@transaction.atomic
def close(
    *, panel_id: UUID, passed: bool, to: str = "", reason: str = "", expected_version: int, now: datetime
) -> Panel:
    """The lead's decision: advance the application (``to``; the outcome is ``panel:SCORE``) or end it with a
    reason of the process. The same decision twice is once.

    ConflictError: ``not_revealed``, ``consensus_open`` (raters two levels apart and nothing agreed on), or
    what the pipeline refuses.
    """
    pipeline_services.lock(queries.get(panel_id).application_id)
    closed = queries.get(panel_id)
    decision = Panel.Decision.ADVANCED if passed else Panel.Decision.DECLINED
    if closed.state == Panel.State.CLOSED and closed.decision == decision:
        return closed
    panel = _led(panel_id)
    found = queries.together(panel)
    assert found is not None
    if found.open_ones:
        raise ConflictError("raters are apart and nothing was agreed on", code="consensus_open")
    panel.state = cards.move(panel.state, Panel.State.CLOSED)
    panel.decision, panel.levels = decision, dict(found.levels)
    panel.score = None if found.score is None else Decimal(str(found.score))
    panel.closed_at, panel.closed_by_id = now, steps.person()
    panel.save()
    _decide(panel, passed=passed, to=to, reason=reason, expected_version=expected_version, now=now)
    looking.see_off(panel)
    events.publish(
        PanelClosed(
            panel.pk, panel.application_id, panel.candidate_id, panel.unit_id, found.score, passed=passed
        )
    )
    steps.record(panel, "closed", {"decision": panel.decision})
    return panel


def _decide(
    panel: Panel, *, passed: bool, to: str, reason: str, expected_version: int, now: datetime
) -> None:
    """Through the one door to a stage, as the person who leads; the step's label stays behind."""
    application = pipeline.get(panel.application_id)
    onward = [stage.key for stage in pipeline.ways_on(application)]
    if application.stage != panel.stage:
        raise ConflictError("the application has left the panel's stage", code="lost_race")
    target = to or (onward[0] if onward else "")
    if passed and target not in onward:
        raise ConflictError("it leads nowhere from here", code="no_such_move")
    label = "" if panel.score is None else f"panel:{float(panel.score):g}"
    pipeline_services.propose(
        application_id=application.pk,
        to=target or application.stage,
        outcome="hold",
        report_id=None,
        label=label,
        now=now,
    )
    actor = actors.current()
    if passed:
        pipeline_services.advance(
            application_id=application.pk,
            to=target,
            actor=actor,
            reason="decided_by_person",
            expected_version=expected_version,
            now=now,
        )
        return
    pipeline_services.decline(
        application_id=application.pk,
        actor=actor,
        reason=reason,
        expected_version=expected_version,
        now=now,
    )


def _led(panel_id: UUID) -> Panel:
    """The panel after the reveal, locked, for the member who leads it."""
    panel = steps.locked(panel_id)
    if not steps.seat_of(panel, steps.person()).lead:
        raise DeniedError("who leads the panel does this", code="not_the_lead")
    if panel.state == Panel.State.OPEN:
        raise ConflictError("not everybody has submitted", code="not_revealed")
    steps.require_state(panel, Panel.State.REVEALED)
    return panel
