"""Log-ins and their failures become audit lines: ids only, never the name that was typed."""

import uuid
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import signals

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import RoleAssignment, User
from bole.foundation.audit import services as audit

NIL = uuid.UUID(int=0)


def connect() -> None:
    """Listen; called once from ``apps``."""
    signals.user_logged_in.connect(logged_in, dispatch_uid="access.logged_in")
    signals.user_logged_out.connect(logged_out, dispatch_uid="access.logged_out")
    signals.user_login_failed.connect(refused, dispatch_uid="access.refused")
    user_locked_out.connect(locked, dispatch_uid="access.locked")


def logged_in(user: User, **_given: Any) -> None:
    """The password was right; the second factor is noted by its own view."""
    _record("access.session.password_accepted", user)


def logged_out(user: User | None, **_given: Any) -> None:
    """The session ended."""
    if user is not None:
        _record("access.session.closed", user)


def refused(credentials: dict[str, Any], **_given: Any) -> None:
    """A wrong password or an unknown name."""
    _record("access.session.refused", _named(credentials.get("username")))


def locked(username: str | None = None, **_given: Any) -> None:
    """Too many wrong passwords."""
    _record("access.session.locked_out", _named(username))


def _named(username: str | None) -> User | None:
    return User.objects.filter(username=username).first() if username else None


def _record(verb: str, user: User | None) -> None:
    held = RoleAssignment.objects.filter(user=user).order_by("created_at").first() if user else None
    with system_scope("access"):
        audit.record(
            verb=verb, obj=("user", user.pk if user else NIL), unit_id=held.unit_id if held else None
        )
