"""Checks at start-up: an unsafe set-up does not start."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from bole.foundation.access import permissions
from bole.foundation.access.views import declared

FOREIGN = ("django.contrib.staticfiles.", "django.views.static.", "whitenoise.")


def register_all() -> None:
    """Register with Django's check framework."""
    register(views_declare_access, "bole")


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        elif isinstance(entry, URLPattern):
            yield address, entry.callback


def views_declare_access(**_given: Any) -> list[CheckMessage]:
    """Every view behind an address says who may call it, with a permission that exists."""
    found: list[CheckMessage] = []
    for address, view in patterns():
        name = f"{view.__module__}.{getattr(view, '__qualname__', view)}"
        if name.startswith(FOREIGN):
            continue
        said = declared(view)
        if said is None:
            found.append(
                Error(
                    f"/{address} ({name}) declares no permission",
                    hint="use permission_required, candidate_link or public from access.views",
                    id="bole.E001",
                )
            )
        elif said.kind == "permission" and said.what not in {p.name for p in permissions.declared()}:
            found.append(
                Error(
                    f"/{address} ({name}) asks for the unknown permission {said.what!r}",
                    hint="declare it in the capability's policies.py and import that in apps.py",
                    id="bole.E002",
                )
            )
    return found
