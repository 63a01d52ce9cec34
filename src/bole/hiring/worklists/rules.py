"""What a run may be. PURE."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from bole.kernel.errors import InvalidError

MOST = 5000
NEEDS: Mapping[str, frozenset[str]] = {
    "advance": frozenset({"to"}),
    "decline": frozenset(),
    "hold": frozenset({"reason"}),
    "invite": frozenset({"days"}),
    "message": frozenset({"template"}),
}
# What a run keeps besides, where it was given.
MAY: Mapping[str, frozenset[str]] = {
    "hold": frozenset({"until"}),
    "message": frozenset({"subject_zh", "text_zh", "subject_en", "text_en"}),
}
LONGEST_WINDOW = 60
SEARCH = "q"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One application of a run: the version the person was looking at, and the reason where one is due."""

    application_id: UUID
    version: int
    reason: str = ""


def check(
    action: str,
    chosen: Sequence[Chosen],
    details: Mapping[str, str],
    reasons: Collection[str],
    holds: Collection[str],
) -> None:
    """InvalidError when the run cannot be begun; ``reasons``: codes that may be given for a decline,
    ``holds``: for a hold."""
    if action not in NEEDS:
        raise InvalidError(f"unknown action {action}", code="unknown_action")
    if not 0 < len(chosen) <= MOST:
        raise InvalidError(f"between 1 and {MOST} people", code="bulk_size")
    if missing := NEEDS[action] - {key for key, value in details.items() if value}:
        raise InvalidError(
            f"needs {sorted(missing)}", code="bulk_details", fields=dict.fromkeys(missing, "required")
        )
    if action == "decline" and any(one.reason not in reasons for one in chosen):
        raise InvalidError("every person needs a reason", code="reason_needed")
    if action == "hold" and details["reason"] not in holds:
        raise InvalidError("a hold needs one of the reasons", code="reason_needed")
    if action == "invite" and not (details["days"].isdigit() and 0 < int(details["days"]) <= LONGEST_WINDOW):
        raise InvalidError("the window is 1 to 60 days", code="window_invalid")


def kept(action: str, details: Mapping[str, str]) -> dict[str, str]:
    """The details an action has a use for."""
    names = NEEDS[action] | MAY.get(action, frozenset())
    return {name: details[name] for name in sorted(names) if details.get(name)}


def without_search(query: str) -> str:
    """An address's query string without the words somebody was searched by; unchanged without any."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name != SEARCH]
    return query if len(kept) == len(pairs) else urlencode(kept)


def once_each(chosen: Sequence[Chosen]) -> list[Chosen]:
    """The first mention of every application counts."""
    return list({one.application_id: one for one in reversed(chosen)}.values())[::-1]
