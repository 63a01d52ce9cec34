"""An unsafe installation is named, one reason at a time."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from tests.support.database import credentials, log_in

from bole.config import checks, env
from bole.config.settings import base
from bole.foundation.access.models import User

GOOD = {
    "DEBUG": False,
    "DEMO": False,
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": ["bank.example"],
    "PUBLIC_URL": "https://bank.example",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}


def found() -> list[str | None]:
    looks = (checks.secrets_are_own, checks.browser_is_guarded, checks.address_is_known)
    return [message.id for look in looks for message in look()]


def test_a_careful_installation_passes() -> None:
    with override_settings(**GOOD):
        assert found() == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"DEBUG": True}, "bole.E011"),
        ({"DEMO": True}, "bole.E012"),
        ({"SECRET_KEY": base.INSECURE_SECRET_KEY}, "bole.E013"),
        ({"SECRET_KEY": "short"}, "bole.E013"),
        ({"ALLOWED_HOSTS": ["*"]}, "bole.E014"),
        ({"ALLOWED_HOSTS": []}, "bole.E014 bole.E019"),
        ({"SESSION_COOKIE_SECURE": False}, "bole.E015"),
        ({"PUBLIC_URL": "http://bank.example"}, "bole.E018"),
        ({"PUBLIC_URL": "https://other.example:8443"}, "bole.E019"),
    ],
)
def test_a_careless_one_is_refused(change: dict[str, object], reason: str) -> None:
    with override_settings(**{**GOOD, **change}):
        assert found() == reason.split()


def test_an_unknown_law_is_refused() -> None:
    with override_settings(LAW="mars"):
        assert [message.id for message in checks.law_is_known()] == ["bole.E010"]


@pytest.mark.django_db
def test_demo_accounts_are_found() -> None:
    assert checks.no_demo_accounts(["default"]) == []
    User.objects.create_user("demo", "demo", display_name="Demo", is_demo=True)
    assert [message.id for message in checks.no_demo_accounts(["default"])] == ["bole.E017"]


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_refused_as_application_role() -> None:
    assert checks.database_role_is_bound(["default"]) == []
    try:
        log_in("owner", credentials())
        assert [message.id for message in checks.database_role_is_bound(["default"])] == ["bole.E016"]
    finally:
        log_in("app", credentials())


def test_a_database_url_is_read_with_its_escapes_and_options() -> None:
    entry = env.database("postgresql://us%40er:p%2Fw@db.example:5433/bo%20le?sslmode=require", "engine")
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"]) == ("us@er", "p/w", "db.example")
    assert (entry["PORT"], entry["NAME"], entry["OPTIONS"]) == ("5433", "bo le", {"sslmode": "require"})


def test_another_scheme_and_odd_words_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured):
        env.database("mysql://x/y", "engine")
    monkeypatch.setenv("BOLE_TEST", "perhaps")
    with pytest.raises(ImproperlyConfigured):
        env.flag("BOLE_TEST")
    with pytest.raises(ImproperlyConfigured):
        env.number("BOLE_TEST", 1)
