"""Times on a person's own pages are told in the zone of his phone: a candidate may be anywhere.

The browser names its zone in a cookie (``frontend/src/portal/tell-zone.ts``). Only such pages look at it;
whatever the bank decides by a day or an hour stays in the bank's zone.
"""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from bole.foundation.access.middleware import BothWays

COOKIE = "bole_zone"
PERSONAL = ("/i/", "/me/", "/survey/", "/asked/")


class ZoneMiddleware(BothWays):
    """Around a personal page: the zone of who reads it."""

    def call(self, request: HttpRequest) -> HttpResponseBase:
        """The same for everybody else."""
        with timezone.override(zone_of(request)):
            return super().call(request)

    async def call_async(self, request: HttpRequest) -> HttpResponseBase:
        """The same for async views."""
        with timezone.override(zone_of(request)):
            return await super().call_async(request)


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    """The zone the reader's browser named; None for the bank's own pages, or a name that is no zone."""
    if not request.path.startswith(PERSONAL):
        return None
    name = request.COOKIES.get(COOKIE, "")
    return ZoneInfo(name) if name in _known() else None


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def offset(request: HttpRequest) -> dict[str, Any]:
    """For templates: how far the page's times lie from UTC now, in minutes; None where nobody asks."""
    if not request.path.startswith(PERSONAL):
        return {"zone_offset": None}
    away = timezone.localtime().utcoffset()
    return {"zone_offset": int(away.total_seconds() // 60) if away is not None else 0}
