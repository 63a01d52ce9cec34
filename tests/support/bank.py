"""A small fictional bank for tests: head office, two branches, one outlet."""

from dataclasses import dataclass

from django.test import AsyncClient, Client
from django_otp import DEVICE_ID_SESSION_KEY

from bole.foundation.access.actors import Actor
from bole.foundation.access.models import Authenticator, RoleAssignment, User
from bole.foundation.org.models import Unit
from bole.foundation.org.services import create_unit
from bole.kernel.ids import new_id


@dataclass(frozen=True)
class Bank:
    """Units of the test bank."""

    head: Unit
    east: Unit
    west: Unit
    east_outlet: Unit

    def actor(self, role: str, unit: Unit) -> Actor:
        """A bank user as the middleware would build him, without an account."""
        return Actor(kind="user", id=new_id(), label=role, roles=frozenset({role}), unit_ids=(unit.pk,))

    def user(self, role: str, unit: Unit, username: str = "", password: str = "correct horse staple") -> User:
        """An account with one role."""
        name = username or f"{role}-{unit.code}"
        user = User.objects.create_user(name, password, display_name=name)
        RoleAssignment.objects.create(user=user, role=role, unit=unit)
        return user


def build() -> Bank:
    """Make the units."""
    head = create_unit(code="HO", kind="head_office", name_zh="测试银行总行", name_en="Test Bank")
    east = create_unit(code="E", kind="branch", name_zh="东分行", name_en="East", parent=head)
    west = create_unit(code="W", kind="branch", name_zh="西分行", name_en="West", parent=head)
    outlet = create_unit(code="E1", kind="outlet", name_zh="东一网点", name_en="East One", parent=east)
    return Bank(head, east, west, outlet)


def log_in(client: Client | AsyncClient, user: User) -> None:
    """Give the test client a session after both factors."""
    device = Authenticator.objects.filter(user=user, confirmed=True).first() or Authenticator.objects.create(
        user=user, name="test", confirmed=True
    )
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
