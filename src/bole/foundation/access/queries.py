"""Reads of accounts and roles."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bole.foundation.access import roles
from bole.foundation.access.actors import Actor, Grant
from bole.foundation.access.models import RoleAssignment, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def actor_for(user: "User | AbstractBaseUser") -> Actor:
    """The actor of an account with its roles of this moment."""
    held = RoleAssignment.objects.filter(user_id=user.pk).order_by("role", "unit_id")
    grants = tuple(Grant(assignment.role, assignment.unit_id) for assignment in held)
    sees = {grant.unit_id: None for grant in grants if grant.role not in roles.BLIND}
    return Actor(
        kind="user",
        id=user.pk,
        label=str(user),
        roles=frozenset(grant.role for grant in grants),
        unit_ids=tuple(sees),
        grants=grants,
    )


def names_of(user_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The display names of these accounts; ids that are no account are left out."""
    wanted = {key for key in user_ids if key is not None}
    return {user.pk: user.get_short_name() for user in User.objects.filter(pk__in=wanted)}
