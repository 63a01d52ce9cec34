"""Everybody has submitted: the cards, and the machine's scores beside them, may be seen."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from bole.foundation import events
from bole.foundation.access import actors
from bole.hiring.assessment import queries as assessment
from bole.hiring.panels.events import PanelRevealed
from bole.hiring.panels.models import Panel, Seat
from bole.hiring.panels.rules import cards
from bole.hiring.panels.services import clocks, steps, telling


def reveal_when_complete(panel: Panel, now: datetime) -> bool:
    """For services that hold the panel's row. True when this was the last card."""
    waiting = Seat.objects.filter(panel=panel, excused_at=None, submitted_at=None).exists()
    if panel.state != Panel.State.OPEN or waiting:
        return False
    with actors.system_scope("everybody has submitted", panel.unit_id):  # the last one may be a guest
        panel.state = cards.move(panel.state, Panel.State.REVEALED)
        panel.revealed_at = now
        _note_machine(panel)
        panel.save()
        clocks.stop(panel)
        events.publish(PanelRevealed(panel.pk, panel.application_id, panel.unit_id, now))
        steps.record(panel, "revealed")
        telling.tell_lead(panel, now)
    return True


def _note_machine(panel: Panel) -> None:
    """The machine's scores as they stand at this moment; before it nobody reads them off a panel."""
    report = _report(panel)
    if report is None:
        return
    weights = panel.portrait["weights"]
    panel.machine = {
        one["competency"]: one["score"]
        for one in report.body["competencies"]
        if one["competency"] in weights and one["score"] is not None
    }
    panel.machine_total = report.total
    cut = panel.portrait["pass_mark"]
    if report.total is not None and cut is not None:
        panel.machine_passed = report.total >= Decimal(str(cut))


def _report(panel: Panel) -> Any:
    if panel.interview_id is None:
        return None
    with actors.system_scope("scores beside a panel's") as machine:
        return assessment.latest_for_interview(machine, panel.interview_id)
