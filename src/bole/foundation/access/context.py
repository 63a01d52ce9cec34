"""What every template may know of who looks at it."""

from typing import Any

from django.http import HttpRequest

from bole.foundation.access import actors


def actor(request: HttpRequest) -> dict[str, Any]:
    """``actor`` in every template."""
    return {"actor": getattr(request, "actor", actors.current())}
