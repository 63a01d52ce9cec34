"""Guessing from one address is slowed down, whatever names or codes it guesses.

An address may be a whole branch behind one router, so the limits lie far above what people mistype there
and far below what a program tries. Failures are counted in the database: several web servers share one
count.
"""

from datetime import UTC, datetime, timedelta
from typing import Literal

from axes.models import AccessAttempt
from django.db import connection
from django.http import HttpRequest

from bole.foundation.access.models import Attempt
from bole.foundation.keys.current import blind_index
from bole.kernel.errors import ConflictError

STRETCH = timedelta(minutes=15)
KEPT = timedelta(days=1)
# Of applications and of other systems' calls all are counted; a job fair's visitors share one address.
Kind = Literal["login", "code", "apply", "verify", "api"]
LIMITS: dict[Kind, int] = {"login": 50, "code": 60, "apply": 300, "verify": 120, "api": 6000}

COUNT = """
INSERT INTO access_attempt (kind, subject, since, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (kind, subject, since) DO UPDATE SET count = access_attempt.count + 1
"""


class TooManyAttemptsError(ConflictError):
    """This address failed too often lately; it may try again when the stretch is over."""

    code = "too_many_attempts"


def check(request: HttpRequest, kind: Kind, now: datetime) -> None:
    """Return, or raise TooManyAttemptsError (429): ask before anything is compared."""
    known = Attempt.objects.filter(kind=kind, subject=_subject(request), since=_stretch(now))
    if (known.values_list("count", flat=True).first() or 0) >= LIMITS[kind]:
        raise TooManyAttemptsError("too many failures from this address")


def failed(request: HttpRequest, kind: Kind, now: datetime) -> None:
    """Count one failure; atomic, however many arrive at once."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [kind, _subject(request), _stretch(now)])


def left(now: datetime) -> int:
    """Seconds until a new stretch begins, for who is told to come back."""
    return int((_stretch(now) + STRETCH - now).total_seconds()) + 1


def forget(now: datetime) -> int:
    """Remove counts and lockouts that no longer matter; they hold addresses and names."""
    counts, _ = Attempt.objects.filter(since__lt=now - KEPT).delete()
    lockouts, _ = AccessAttempt.objects.filter(attempt_time__lt=now - KEPT).delete()
    return int(counts) + int(lockouts)


def _subject(request: HttpRequest) -> str:
    return blind_index(str(request.META.get("REMOTE_ADDR", "")), "access/address")


def _stretch(now: datetime) -> datetime:
    seconds = int(STRETCH.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
