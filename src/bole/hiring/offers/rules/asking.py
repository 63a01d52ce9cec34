"""What a candidate may ask for: a field of the terms with a wish, or words alone. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bole.hiring.offers.rules.checks import LATEST_START
from bole.hiring.offers.rules.terms import Terms
from bole.kernel.errors import InvalidError

LONGEST = 1000  # characters of words, wish and reason together per item
MOST = 8


def fields(terms: Terms) -> list[str]:
    """The fields that can be asked about, in the order of the letter."""
    pay = [f"pay.{line['key']}" for line in terms["pay"]]
    training = [f"training.{one['key']}" for one in terms["training"]]
    return [
        "starts_on",
        *pay,
        "insurance",
        "medical",
        "contract",
        "probation",
        "place",
        *training,
        "training",
    ]


def cleaned(
    items: Sequence[Mapping[str, str]], words: str, *, today: date, known: Collection[str]
) -> dict[str, Any]:
    """{items: [{field, wanted, why}], words}; InvalidError naming the field."""
    found = [_item(one, today, known) for one in items if one.get("wanted", "").strip()]
    text = words.strip()
    if len(found) > MOST or len({one["field"] for one in found}) != len(found):
        raise InvalidError("each point once", fields={"items": "doubled"})
    if len(text) > LONGEST:
        raise InvalidError("too long", fields={"words": "too_long"})
    if not found and len(text) < 2:
        raise InvalidError("nothing was asked", fields={"words": "required"})
    return {"items": found, "words": text}


def _item(raw: Mapping[str, str], today: date, known: Collection[str]) -> dict[str, str]:
    field, wanted, why = raw["field"], raw["wanted"].strip(), raw.get("why", "").strip()
    if field not in known:
        raise InvalidError("no such point", fields={"items": "unknown"})
    if len(wanted) + len(why) > LONGEST:
        raise InvalidError("too long", fields={field: "too_long"})
    if field == "starts_on":
        _check_day(wanted, today)
    return {"field": field, "wanted": wanted, "why": why}


def _check_day(wanted: str, today: date) -> None:
    try:
        day = date.fromisoformat(wanted)
    except ValueError as error:
        raise InvalidError("no date", fields={"starts_on": "invalid"}) from error
    if not today <= day <= today + LATEST_START:
        raise InvalidError("a day within a year", fields={"starts_on": "out_of_range"})
