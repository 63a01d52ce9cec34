"""What differs between two versions, field by field, for both sides alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bole.hiring.offers.rules.terms import Terms

# Fields whose change needs a second person again; the others the drafter may send at once.
WEIGHTY = ("pay.", "contract", "probation", "insurance", "medical", "currency", "grade", "local_minimum")


@dataclass(frozen=True, slots=True)
class Change:
    """One field, with what stood there before and stands there now (None: nothing)."""

    field: str
    before: Any
    after: Any

    @property
    def weighty(self) -> bool:
        """Whether it concerns money, contract or probation."""
        return self.field.startswith(WEIGHTY)


def changes(old: Terms, new: Terms) -> list[Change]:
    """Everything that differs, in the order of the letter."""
    before, after = flat(old), flat(new)
    names = list(dict.fromkeys([*after, *before]))
    return [
        Change(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def flat(terms: Terms) -> dict[str, Any]:
    """Field → value: pay lines by key, the rest by block."""
    found: dict[str, Any] = {"starts_on": terms["starts_on"]}
    for line in terms["pay"]:
        found[f"pay.{line['key']}"] = _plain(line)
    for name in (
        "grade",
        "currency",
        "contract",
        "probation",
        "insurance",
        "medical",
        "place",
        "local_minimum",
    ):
        found[name] = _plain(terms[name]) if isinstance(terms[name], Mapping) else terms[name]
    for one in terms["training"]:
        found[f"training.{one['key']}"] = _plain({"title": one["title"], "hours": one["hours"]})
    return found


def needs_signature(old: Terms | None, new: Terms) -> bool:
    """Whether a second person has to sign: always the first time, then for what is weighty."""
    return old is None or any(change.weighty for change in changes(old, new))


def _plain(value: Any) -> Any:
    return {key: inner for key, inner in value.items() if key != "key"}
