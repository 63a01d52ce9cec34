"""Accounts: password rules, hashing, lockout, second factor, and the lines they leave."""

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.test import override_settings
from django_otp.oath import totp
from tests.support.bank import Bank

from bole.config.settings import base
from bole.foundation.access import permissions, queries, services
from bole.foundation.access.actors import ANONYMOUS, Actor, Grant, acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.kernel.errors import DeniedError, InvalidError, NotFoundError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    with system_scope("test"):
        return list(AuditLine.objects.order_by("id").values_list("verb", flat=True))


def make(bank: Bank, password: str = "long enough and odd") -> User:
    return services.create_user(username="lin", display_name="Lin", password=password, unit=bank.east)


@pytest.mark.parametrize("password", ["short", "123456789012345", "password1234", "lin-lin-lin-1"])
def test_weak_passwords_are_refused(bank: Bank, password: str) -> None:
    with override_settings(AUTH_PASSWORD_VALIDATORS=base.AUTH_PASSWORD_VALIDATORS):
        with pytest.raises(InvalidError) as caught:
            services.create_user(
                username="lin-lin-lin", display_name="Lin", password=password, unit=bank.east
            )
    assert caught.value.code == "weak_password"


def test_passwords_are_hashed_with_argon2() -> None:
    with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
        assert make_password("x").startswith("argon2$argon2id$")


def test_there_is_no_superuser_to_be(bank: Bank) -> None:
    assert not hasattr(make(bank), "is_superuser")
    assert not hasattr(User.objects, "create_superuser")


def test_guessing_locks_the_account_for_everybody_and_says_the_same_of_unknown_names(bank: Bank) -> None:
    make(bank)

    def attempt(name: str, password: str, address: str) -> User | None:
        request = HttpRequest()
        request.META["REMOTE_ADDR"] = address
        found = authenticate(request, username=name, password=password)
        assert found is None or isinstance(found, User)
        return found

    assert attempt("lin", "long enough and odd", "10.0.0.1") is not None
    for number in range(settings.AXES_FAILURE_LIMIT):
        assert attempt("lin", "wrong", f"10.0.1.{number}") is None
    assert attempt("lin", "long enough and odd", "10.0.0.1") is None
    assert "access.session.locked_out" in verbs()
    assert verbs().count("access.session.refused") >= settings.AXES_FAILURE_LIMIT


def test_the_second_factor_counts_only_once_confirmed(bank: Bank) -> None:
    user = make(bank)
    device = services.enrol_second_factor(user=user)
    assert services.confirm_second_factor(device=device, code="000000") in {False}
    device.throttle_reset()
    code = f"{totp(device.bin_key):06d}"
    assert services.confirm_second_factor(device=device, code=code) is True
    assert verbs()[-1] == "access.user.changed"


def test_roles_are_given_taken_and_recorded(bank: Bank) -> None:
    user = make(bank)
    given = services.assign_role(user=user, role="branch_hr", unit=bank.east)
    services.assign_role(user=user, role="branch_hr", unit=bank.east)
    services.assign_role(user=user, role="it_admin", unit=bank.head)
    actor = queries.actor_for(user)
    assert actor.roles == {"branch_hr", "it_admin"}
    assert actor.unit_ids == (bank.east.pk,)  # an IT administrator sees no rows
    services.revoke_role(assignment_id=given.pk)
    assert queries.actor_for(user).unit_ids == ()
    assert verbs() == [
        "access.user.created",
        "access.role.assigned",
        "access.role.assigned",
        "access.role.revoked",
    ]
    with pytest.raises(InvalidError):
        services.assign_role(user=user, role="emperor", unit=bank.head)


def test_a_role_counts_for_its_own_subtree_only(bank: Bank) -> None:
    permissions.declare("test.rate", {"interviewer"})
    permissions.declare("test.manage", {"branch_hr"})
    actor = Actor(
        kind="user",
        id=new_id(),
        roles=frozenset({"interviewer", "branch_hr"}),
        unit_ids=(bank.east.pk, bank.west.pk),
        grants=(Grant("branch_hr", bank.east.pk), Grant("interviewer", bank.west.pk)),
    )
    assert permissions.allowed(actor, "test.manage", bank.east_outlet.pk)
    assert not permissions.allowed(actor, "test.manage", bank.west.pk)
    assert not permissions.allowed(actor, "test.manage", bank.head.pk)
    assert permissions.allowed(actor, "test.rate", bank.west.pk)
    assert not permissions.allowed(actor, "test.rate", bank.east.pk)
    with pytest.raises(DeniedError):
        permissions.require(actor, "test.rate", bank.east.pk)
    with pytest.raises(NotFoundError):
        permissions.require(ANONYMOUS, "test.rate", bank.east.pk)


def test_no_machine_stands_in_for_a_person(bank: Bank) -> None:
    permissions.declare("test.sign", {"branch_hr"})
    hr = Actor(kind="user", id=new_id(), roles=frozenset({"branch_hr"}), unit_ids=(bank.east.pk,))
    with acting_as(hr):
        assert permissions.require_person("test.sign", bank.east.pk) == hr.id
        with pytest.raises(DeniedError) as elsewhere:
            permissions.require_person("test.sign", bank.west.pk)
    with system_scope("test"), pytest.raises(DeniedError) as machine:
        permissions.require_person("test.sign", bank.east.pk)
    assert (elsewhere.value.code, machine.value.code) == ("denied", "person_needed")
    with pytest.raises(NotFoundError):
        permissions.require_person("test.sign", bank.east.pk)


def test_a_permission_cannot_be_declared_twice_differently_or_not_at_all() -> None:
    permissions.declare("test.twice", {"auditor"})
    permissions.declare("test.twice", {"auditor"})
    with pytest.raises(permissions.UnknownPermissionError):
        permissions.declare("test.twice", {"branch_hr"})
    with pytest.raises(permissions.UnknownPermissionError):
        permissions.allowed(ANONYMOUS, "test.never")
