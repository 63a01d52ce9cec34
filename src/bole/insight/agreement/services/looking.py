"""Whoever looks at named people's figures says what for; both are in the trail."""

from typing import Final
from uuid import UUID

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.insight.agreement import policies
from bole.kernel.errors import DeniedError, InvalidError

PURPOSES: Final = ("training", "panels", "quality", "complaint")


def open_people(purpose: str) -> None:
    """Write down that the list of raters is opened, and for what."""
    _write("insight.agreement.raters.opened", purpose, None)


def note_look(user_id: UUID, purpose: str) -> None:
    """Write down that one named person's figures are opened, and for what."""
    _write("insight.agreement.rater.viewed", purpose, user_id)


def note_export(what: str, days: int) -> None:
    """Write down that figures left as a file: ``panels`` or ``machine``, of so many days."""
    actor, root = actors.current(), org.root()
    if actor.id is None:
        raise DeniedError("a person exports")
    audit.record(
        verb=f"insight.agreement.{what}.exported",
        obj=("user", actor.id),
        unit_id=root.pk if root else None,
        details={"days": days},
    )


def _write(verb: str, purpose: str, user_id: UUID | None) -> None:
    actor = actors.current()
    permissions.require(actor, policies.PEOPLE)
    if actor.id is None:
        raise DeniedError("a person looks")
    if purpose not in PURPOSES:
        raise InvalidError("say what for", fields={"purpose": "required"})
    root = org.root()
    audit.record(
        verb=verb,
        obj=("user", user_id or actor.id),
        unit_id=root.pk if root else None,
        details={"purpose": purpose},
    )
