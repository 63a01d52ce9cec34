"""Who may be asked to sit on a panel, and who may lead it."""

from itertools import groupby
from uuid import UUID

from bole.foundation.access import permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.hiring.panels import policies
from bole.hiring.pipeline import policies as pipeline_policies

People = list[tuple[str, str]]  # (id, name)


def of_unit(unit_id: UUID) -> People:
    """Who may rate in a unit by a role of his own, the nearest first."""
    found = access.holders_of(permissions.get(policies.SCORE).roles, unit_id)
    return [(str(one.pk), one.get_short_name()) for one in found]


def from_elsewhere(actor: Actor, unit_id: UUID) -> list[tuple[str, People]]:
    """Who may be asked as a guest, by the name of his branch; empty for somebody who may not ask guests."""
    if not permissions.allowed(actor, policies.GUESTS, unit_id):
        return []
    hr = {one.pk for one, _unit in access.people_elsewhere(roles.HR, unit_id)}
    near = {key for key, _name in of_unit(unit_id)}
    found = [
        (unit, person)
        for person, unit in access.people_elsewhere(policies.VISITING, unit_id)
        if person.pk not in hr and str(person.pk) not in near
    ]
    return [
        (unit.name, [(str(one.pk), one.get_short_name()) for _unit, one in rows])
        for unit, rows in groupby(found, key=lambda row: row[0])
    ]


def leads_of(unit_id: UUID) -> People:
    """Who may decide in a unit."""
    found = access.holders_of(permissions.get(pipeline_policies.ADVANCE).roles, unit_id)
    return [(str(one.pk), one.get_short_name()) for one in found]
