"""What an installation for real people may not be started with. ``bole up`` runs these as deploy checks."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.http.request import validate_host

from bole.perception.build import affect_available

_EU_ONLY = Error(
    "this release measures no affect and runs in law mode eu only", hint="set BOLE_LAW=eu", id="bole.E020"
)
LAWS = {"default", "cn", "eu", "nyc"}
SHORTEST_KEY = 50


def register_all() -> None:
    """Register with Django's check framework; the deploy ones run with ``check --deploy``."""
    register(law_is_known, "bole")
    register(secrets_are_own, "bole", deploy=True)
    register(browser_is_guarded, "bole", deploy=True)
    register(address_is_known, "bole", deploy=True)
    register(database_role_is_bound, "bole", Tags.database, deploy=True)
    register(no_demo_accounts, "bole", Tags.database, deploy=True)


def law_is_known(**_given: Any) -> list[CheckMessage]:
    """BOLE_LAW is one of the four modes."""
    if settings.LAW in LAWS:
        return [] if settings.LAW == "eu" or affect_available() else [_EU_ONLY]
    return [Error(f"BOLE_LAW={settings.LAW!r} is unknown", hint="default, cn, eu or nyc", id="bole.E010")]


def secrets_are_own(**_given: Any) -> list[CheckMessage]:
    """No default key, no demo, no DEBUG."""
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DEBUG shows secrets to visitors", id="bole.E011"))
    if settings.DEMO:
        found.append(Error("BOLE_DEMO is set: its passwords are public", id="bole.E012"))
    key = settings.SECRET_KEY
    if key == settings.INSECURE_SECRET_KEY or len(key) < SHORTEST_KEY:
        found.append(
            Error(
                "BOLE_SECRET_KEY is missing or too short",
                hint=f"set it to at least {SHORTEST_KEY} random characters",
                id="bole.E013",
            )
        )
    return found


def browser_is_guarded(**_given: Any) -> list[CheckMessage]:
    """Named hosts and cookies over HTTPS only."""
    found: list[CheckMessage] = []
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(Error("any host name is answered", hint="name yours in BOLE_HOSTS", id="bole.E014"))
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        found.append(Error("cookies would travel over plain http", id="bole.E015"))
    return found


def address_is_known(**_given: Any) -> list[CheckMessage]:
    """Links in messages lead here, over HTTPS, to a host name that is answered."""
    found: list[CheckMessage] = []
    address = urlsplit(settings.PUBLIC_URL)
    if address.scheme != "https":
        hint = "BOLE_PUBLIC_URL=https://… as people type it; a camera opens on HTTPS only"
        found.append(Error(f"the address {settings.PUBLIC_URL} is not HTTPS", hint=hint, id="bole.E018"))
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        hint = f"add {address.hostname} to BOLE_HOSTS"
        found.append(Error("the own address would be refused as unknown host", hint=hint, id="bole.E019"))
    return found


def database_role_is_bound(databases: Sequence[str] | None = None, **_given: Any) -> list[CheckMessage]:
    """The application's role cannot step over row-level security."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            row = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
            owned = cursor.fetchone()
        if (row and row[0]) or (owned and owned[0]):
            found.append(
                Error(
                    "DATABASE_URL logs in as superuser or owner: row-level security would not bind it",
                    hint="use bole_app there and the owner in DATABASE_OWNER_URL",
                    id="bole.E016",
                )
            )
    return found


def no_demo_accounts(databases: Sequence[str] | None = None, **_given: Any) -> list[CheckMessage]:
    """Nobody with a public password is left in the database."""
    table = get_user_model()._meta.db_table
    for alias in databases or []:
        if table not in connections[alias].introspection.table_names():
            continue
        if get_user_model()._default_manager.using(alias).filter(is_demo=True, is_active=True).exists():
            hint = "start a new database, or deactivate them"
            return [Error("demo accounts are active", hint=hint, id="bole.E017")]
    return []
