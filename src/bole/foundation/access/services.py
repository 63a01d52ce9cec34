"""Changes to accounts and roles, each with its audit line."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from bole.foundation.access import roles
from bole.foundation.access.models import Authenticator, GuestPass, RoleAssignment, User
from bole.foundation.audit import services as audit
from bole.foundation.org.models import Unit
from bole.kernel.errors import InvalidError


@transaction.atomic
def create_user(
    *,
    username: str,
    display_name: str,
    password: str,
    unit: Unit,
    email: str = "",
    language: str = "zh-hans",
    demo: bool = False,
) -> User:
    """Make an account; ``unit`` says in whose chain the line stands. A demo account may have a weak
    password."""
    user = User(
        username=User.normalize_username(username),
        display_name=display_name,
        email=email,
        language=language,
        is_demo=demo,
    )
    if not demo:
        _check_password(password, user)
    user.set_password(password)
    user.save()
    audit.record(verb="access.user.created", obj=("user", user.pk), unit_id=unit.pk)
    return user


@transaction.atomic
def assign_role(*, user: User, role: str, unit: Unit) -> RoleAssignment:
    """Give ``user`` a role for ``unit`` and all beneath it. Twice is harmless."""
    if role not in roles.ALL:
        raise InvalidError(f"there is no role {role!r}", code="unknown_role")
    assignment, new = RoleAssignment.objects.get_or_create(user=user, role=role, unit=unit)
    if new:
        _record_role("access.role.assigned", assignment)
    return assignment


@transaction.atomic
def revoke_role(*, assignment_id: uuid.UUID) -> None:
    """Take a role away; it counts from the user's next request."""
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment_id)
    _record_role("access.role.revoked", assignment)
    assignment.delete()


@transaction.atomic
def give_pass(
    *, user_id: uuid.UUID, host_id: uuid.UUID, about_id: uuid.UUID, things: Iterable[uuid.UUID], now: datetime
) -> None:
    """From now on this account sees these rows of the unit ``host_id``, in tables ``rls.open_to_guests``
    opened, and may do there what permissions declared with ``guests=True`` say. Given again: these rows
    instead."""
    GuestPass.objects.update_or_create(
        user_id=user_id,
        about_id=about_id,
        defaults={"host_id": host_id, "things": sorted(set(things)), "given_at": now},
    )
    _record_pass("given", host_id, about_id, user_id)


@transaction.atomic
def take_pass_back(*, about_id: uuid.UUID, user_id: uuid.UUID | None = None) -> int:
    """One guest's pass ends, or everybody's for this thing; how many did."""
    found = GuestPass.objects.select_for_update().filter(about_id=about_id)
    if user_id is not None:
        found = found.filter(user_id=user_id)
    ended = list(found)
    for one in ended:
        _record_pass("taken_back", one.host_id, about_id, one.user_id)
        one.delete()
    return len(ended)


def _record_pass(what: str, host_id: uuid.UUID, about_id: uuid.UUID, user_id: uuid.UUID) -> None:
    audit.record(
        verb=f"access.pass.{what}", obj=("thing", about_id), unit_id=host_id, details={"user": user_id}
    )


@transaction.atomic
def set_password(*, user: User, password: str, unit: Unit | None = None) -> None:
    """A new password. Sessions made with the old one end."""
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(
        verb="access.user.changed",
        obj=("user", user.pk),
        unit_id=unit.pk if unit else None,
        fields=["password"],
    )


@transaction.atomic
def deactivate_user(*, user: User, unit: Unit) -> None:
    """Nobody can log in with this account any more."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(verb="access.user.changed", obj=("user", user.pk), unit_id=unit.pk, fields=["is_active"])


def enrol_second_factor(*, user: User, key_hex: str | None = None) -> Authenticator:
    """A new, unconfirmed TOTP device; its ``config_url`` goes into a QR code. ``key_hex`` for demo
    accounts."""
    Authenticator.objects.filter(user=user, confirmed=False).delete()
    fixed = {"key": key_hex} if key_hex else {}
    device: Authenticator = Authenticator.objects.create(user=user, name="totp", confirmed=False, **fixed)
    return device


@transaction.atomic
def confirm_second_factor(*, device: Authenticator, code: str) -> bool:
    """Switch the device on if ``code`` is its current one; any other device of the user goes."""
    if not device.verify_token(code):
        return False
    Authenticator.objects.filter(user=device.user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    held = RoleAssignment.objects.filter(user_id=device.user_id).order_by("created_at").first()
    audit.record(
        verb="access.user.changed",
        obj=("user", device.user_id),
        unit_id=held.unit_id if held else None,
        fields=["second_factor"],
    )
    return True


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        codes = sorted({reason.code or "invalid" for reason in error.error_list})
        raise InvalidError("weak password", code="weak_password", fields={"password": codes[0]}) from None


def _record_role(verb: str, assignment: RoleAssignment) -> None:
    audit.record(
        verb=verb,
        obj=("user", assignment.user_id),
        unit_id=assignment.unit_id,
        details={"role": assignment.role, "unit": assignment.unit_id},
    )
