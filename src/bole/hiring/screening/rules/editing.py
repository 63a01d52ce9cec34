"""Steps by which a draft is written: add a test, beside a rule or into it; take a rule away."""

from collections.abc import Mapping
from typing import Any

from bole.hiring.screening.rules.building import GROUPS, MOST_IN_GROUP
from bole.kernel.errors import InvalidError


def added(body: Mapping[str, Any], test: Mapping[str, Any], *, need: str, to: int | None, how: str) -> Any:
    """The body with one more test: as a rule of its own, or joined (``how``: all, any) to rule ``to``.

    A group takes in what is joined in its own way; joined otherwise it is refused, because nobody reads
    brackets in a sentence.
    """
    rules = [dict(row) for row in body["rules"]]
    if to is None:
        rules.append({"need": need, "test": dict(test)})
        return {**body, "rules": rules}
    if not 0 <= to < len(rules) or how not in GROUPS:
        raise InvalidError("there is no such rule", code="rules_invalid", fields={"to": "unknown"})
    rules[to]["test"] = _joined(rules[to]["test"], dict(test), how)
    return {**body, "rules": rules}


def _joined(old: Mapping[str, Any], new: Mapping[str, Any], how: str) -> dict[str, Any]:
    if old["kind"] not in GROUPS:
        return {"kind": how, "tests": [dict(old), dict(new)]}
    if old["kind"] != how or len(old["tests"]) >= MOST_IN_GROUP:
        raise InvalidError(
            "this rule is joined in the other way", code="rules_invalid", fields={"how": "mixed"}
        )
    return {"kind": how, "tests": [*old["tests"], dict(new)]}


def removed(body: Mapping[str, Any], index: int) -> dict[str, Any]:
    """The body without one rule; unchanged where there is none."""
    return {**body, "rules": [row for place, row in enumerate(body["rules"]) if place != index]}


def turned(body: Mapping[str, Any], index: int) -> dict[str, Any]:
    """Required becomes desired, and the other way round."""
    other = {"required": "desired", "desired": "required"}
    rows = [
        {**row, "need": other[row["need"]]} if place == index else row
        for place, row in enumerate(body["rules"])
    ]
    return {**body, "rules": rows}
