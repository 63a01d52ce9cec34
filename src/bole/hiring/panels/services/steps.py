"""What the services share: the locked row, the audit line, the person who acts, the names of timers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.panels import policies, queries
from bole.hiring.panels.models import Guide, Panel, Seat
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError

BUILD = "panels.build_guide"
STOP = "panels.stop"
FOLLOW = "panels.follow_appointment"
MATERIAL = "panels.material"
REMIND = "panels.remind"
AGAIN = "panels.remind_again"
ESCALATE = "panels.escalate"


def locked(panel_id: UUID) -> Panel:
    """The panel, held until the transaction ends; NotFoundError when not there or not to be seen."""
    queries.get(panel_id)
    return Panel.objects.select_for_update().get(pk=panel_id)


def locked_guide(application_id: UUID) -> Guide:
    """The guide, held until the transaction ends, for somebody who may change it."""
    found = Guide.objects.select_for_update().filter(application_id=application_id).first()
    if found is None:
        raise NotFoundError("no such guide")
    permissions.require(actors.current(), policies.MANAGE, found.unit_id)
    return found


def person() -> UUID:
    """The bank's user who acts; DeniedError for the machine."""
    actor = actors.current()
    if actor.kind != "user" or actor.id is None:
        raise DeniedError("a person does this", code="person_needed")
    return actor.id


def seat_of(panel: Panel, user_id: UUID) -> Seat:
    """His seat; DeniedError for somebody who does not sit there (any more)."""
    found = Seat.objects.select_for_update().filter(panel=panel, user_id=user_id, excused_at=None).first()
    if found is None:
        raise DeniedError("only a member of the panel rates", code="no_member")
    return found


def require_state(panel: Panel, *states: str) -> None:
    """ConflictError (``lost_race``) when the panel is in none of these states."""
    if panel.state not in states:
        raise ConflictError(f"the panel is {panel.state}", code="lost_race")


def record(panel: Panel, what: str, details: Mapping[str, Any] | None = None) -> None:
    """One line of the trail and a note to open pages; never a score or a word of a card."""
    live.notify("panel", panel.pk, panel.unit_id)
    audit.record(
        verb=f"hiring.panels.panel.{what}",
        obj=("panel", panel.pk),
        unit_id=panel.unit_id,
        details=details,
    )


def record_guide(guide: Guide, what: str, details: Mapping[str, Any] | None = None) -> None:
    """The same for a guide."""
    audit.record(
        verb=f"hiring.panels.guide.{what}",
        obj=("panel_guide", guide.pk),
        unit_id=guide.unit_id,
        details=details,
    )
