"""Reads of accounts and roles."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Value

from bole.foundation.access import roles
from bole.foundation.access.actors import Actor, Grant
from bole.foundation.access.models import GuestPass, RoleAssignment, User
from bole.foundation.org import queries as org
from bole.foundation.org.models import Unit

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def actor_for(user: "User | AbstractBaseUser") -> Actor:
    """The actor of an account with its roles of this moment."""
    held = RoleAssignment.objects.filter(user_id=user.pk).order_by().values_list("role", "unit_id")
    passes = GuestPass.objects.filter(user_id=user.pk).order_by().values_list(Value(""), "host_id")
    rows = sorted(held.union(passes), key=lambda row: (row[0], str(row[1])))
    grants = tuple(Grant(role, unit_id) for role, unit_id in rows if role)
    sees = {grant.unit_id: None for grant in grants if grant.role not in roles.BLIND}
    return Actor(
        kind="user",
        id=user.pk,
        label=str(user),
        roles=frozenset(grant.role for grant in grants),
        unit_ids=tuple(sees),
        grants=grants,
        guest_units=tuple(unit_id for role, unit_id in rows if not role) if grants else (),
    )


def names_of(user_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The display names of these accounts; ids that are no account are left out."""
    wanted = {key for key in user_ids if key is not None}
    return {user.pk: user.get_short_name() for user in User.objects.filter(pk__in=wanted)}


def actor_of_account(user_id: uuid.UUID) -> Actor | None:
    """The actor an active account stands for; None without one."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return actor_for(user) if user else None


def guests_at(about_id: uuid.UUID) -> set[uuid.UUID]:
    """Accounts that hold a pass for this thing."""
    return set(GuestPass.objects.filter(about_id=about_id).values_list("user_id", flat=True))


def people_elsewhere(wanted: Iterable[str], unit_id: uuid.UUID) -> list[tuple[User, Unit]]:
    """Active accounts with one of these roles in units that are neither this one, nor above, nor beneath it,
    each with the unit of the role; by unit, then name."""
    path = org.path_of(unit_id)
    near = [uuid.UUID(one) for one in path.strip("/").split("/") if one]
    held = RoleAssignment.objects.filter(role__in=set(wanted), user__is_active=True)
    held = held.exclude(unit_id__in=near).exclude(unit__path__startswith=path)
    rows = held.select_related("user", "unit").order_by("unit__path", "user__display_name", "user_id")
    return list({row.user_id: (row.user, row.unit) for row in rows}.values())


def people_with(wanted: Iterable[str], unit_ids: Iterable[uuid.UUID]) -> list[User]:
    """Active accounts with one of these roles at one of these very units, by name."""
    held = RoleAssignment.objects.filter(role__in=set(wanted), unit_id__in=set(unit_ids))
    return list(
        User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("display_name", "pk")
    )


def holders_of(wanted: Iterable[str], unit_id: uuid.UUID) -> list[User]:
    """Active accounts with one of these roles for the unit or a unit above it, the nearest first.

    Somebody at the branch stands before head office; by name within the same unit.
    """
    above = [uuid.UUID(one) for one in org.path_of(unit_id).strip("/").split("/") if one]
    held = RoleAssignment.objects.filter(role__in=set(wanted), unit_id__in=above, user__is_active=True)
    found: dict[uuid.UUID, tuple[int, User]] = {}
    for grant in held.select_related("user"):
        depth = above.index(grant.unit_id)
        if grant.user_id not in found or found[grant.user_id][0] < depth:
            found[grant.user_id] = (depth, grant.user)
    return [user for _, user in sorted(found.values(), key=lambda pair: (-pair[0], str(pair[1])))]
