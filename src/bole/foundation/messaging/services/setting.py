"""Head office sets routes and quiet hours."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bole.foundation.access import permissions
from bole.foundation.audit import services as audit
from bole.foundation.messaging import channels, hours, policies, templates
from bole.foundation.messaging.models import QuietHours, Route
from bole.foundation.org import queries as org
from bole.kernel.errors import InvalidError


def head_office(permission: str) -> tuple[uuid.UUID, uuid.UUID]:
    """The acting person and the root unit, for which the permission must hold."""
    root = org.head_office()
    return permissions.require_person(permission, root.pk), root.pk


@transaction.atomic
def set_route(*, key: str, chosen: Sequence[str], branch_may: bool, now: datetime) -> Route:
    """The channels of an event's message in order; InvalidError for unknown ones or none."""
    user_id, root_id = head_office(policies.ROUTES)
    template = templates.template(key)
    wished = list(dict.fromkeys(chosen))
    if not wished or not set(wished) <= set(channels.known()):
        raise InvalidError("choose channels that exist", fields={"channels": "unknown"})
    route, _made = Route.objects.update_or_create(
        key=key,
        audience=template.audience,
        defaults={
            "channels": wished,
            "branch_may": branch_may,
            "changed_by_id": user_id,
            "changed_at": now,
        },
    )
    audit.record(
        verb="messaging.route.set",
        obj=("messaging_route", route.pk),
        unit_id=root_id,
        details={"template": key, "channels": wished, "branch_may": branch_may},
    )
    return route


@transaction.atomic
def set_quiet_hours(*, text: str, now: datetime) -> hours.Quiet | None:
    """``21:00-08:00``, or nothing for none; InvalidError for anything else."""
    user_id, root_id = head_office(policies.ROUTES)
    quiet = hours.parse(text)
    written = f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M}" if quiet else ""
    QuietHours.objects.update_or_create(
        only=True, defaults={"hours": written, "changed_by_id": user_id, "changed_at": now}
    )
    audit.record(
        verb="messaging.quiet_hours.set",
        obj=("messaging_quiethours", root_id),
        unit_id=root_id,
        details={"hours": written},
    )
    return quiet
