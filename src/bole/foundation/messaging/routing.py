"""The route table: event × audience → channels in order. Head office's row goes before the library's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from bole.foundation.messaging import hours, templates
from bole.foundation.messaging.models import QuietHours, Route
from bole.foundation.messaging.templates import MessageTemplate
from bole.kernel.errors import InvalidError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table as it holds now; ``own``: head office set it."""

    template: MessageTemplate
    channels: tuple[str, ...]
    branch_may: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a message goes: the (channel, address) pairs in order, and what was passed over before
    the first of them, and why."""

    ways: tuple[tuple[str, str], ...]
    skipped: tuple[tuple[str, str], ...]
    wished: str


def channels_for(template: MessageTemplate) -> tuple[str, ...]:
    """The channels of this event's audience, in order."""
    own = Route.objects.filter(key=template.key, audience=template.audience).first()
    return tuple(own.channels) if own is not None and own.channels else template.channels


def table() -> list[Row]:
    """Every event of the library with its route."""
    own = {(route.key, route.audience): route for route in Route.objects.all()}
    rows = []
    for template in templates.every():
        route = own.get((template.key, template.audience))
        chosen = tuple(route.channels) if route and route.channels else template.channels
        rows.append(Row(template, chosen, bool(route and route.branch_may), route is not None))
    return rows


def plan(
    wished: Sequence[str],
    *,
    addresses: Mapping[str, str],
    needs: Mapping[str, str],
    worded: Collection[str],
) -> Plan:
    """The ways a message can take. ``needs``: which address each configured channel wants; ``worded``: the
    channels there is a text for. InvalidError (``no_address``) when none is left."""
    ways: list[tuple[str, str]] = []
    skipped: list[tuple[str, str]] = []
    for channel in dict.fromkeys(wished):
        obstacle = _obstacle(channel, addresses, needs, worded)
        if not obstacle:
            ways.append((channel, addresses[needs[channel]]))
        elif not ways:
            skipped.append((channel, obstacle))
    if not ways:
        raise InvalidError("this person has no address for this message", code="no_address")
    return Plan(tuple(ways), tuple(skipped), wished[0])


def _obstacle(
    channel: str, addresses: Mapping[str, str], needs: Mapping[str, str], worded: Collection[str]
) -> str:
    if channel not in needs:
        return "not_configured"
    if not addresses.get(needs[channel], ""):
        return "no_address"
    return "" if channel in worded else "no_wording"


def quiet() -> hours.Quiet | None:
    """The quiet hours in force; None when there are none."""
    own = QuietHours.objects.first()
    return hours.parse(own.hours if own is not None else settings.QUIET_HOURS)
