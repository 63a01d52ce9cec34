"""A rule set is data. Here it is checked: unknown keys, protected characteristics and empty groups are
refused.

``{"rules": [{"need": "required" | "desired", "test": TEST}], "hold_below": 0-100 | None}``; a TEST is
``{"kind": …}`` with the keys of ``FIELDS``, or ``{"kind": "all" | "any", "tests": [TEST, …]}``.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bole.hiring.screening.rules.catalogue import Catalogue, squash
from bole.kernel.errors import InvalidError

FIELDS: Mapping[str, tuple[str, ...]] = {
    "degree": ("at_least", "studying_counts"),
    "major": ("family",),
    "experience": ("industry", "years", "internships"),
    "certificate": ("any_of",),
    "language": ("language",),
    "gap": ("months",),
    "words": ("any_of",),
    "school_tier": ("any_of", "justification"),
}
GROUPS = ("all", "any")
NEEDS = ("required", "desired")
MOST_RULES, MOST_IN_GROUP, MOST_TERMS, LONGEST_TERM = 20, 8, 12, 20
SHORTEST_JUSTIFICATION, LONGEST_JUSTIFICATION = 20, 500

# Labour and personal-information law leave no room for these; nobody can choose them, whatever the reason.
FORBIDDEN = frozenset({
    "age", "birth", "birth_date", "sex", "gender", "marriage", "marital_state", "children", "pregnancy",
    "ethnicity", "religion", "party", "health", "disability", "appearance", "height", "weight", "photo",
    "origin", "home_region", "hukou", "household", "nationality", "name", "family", "blood_type", "zodiac",
})  # fmt: skip
SCHOOL_WORDS = frozenset({"985", "211", "双一流", "c9", "名校", "重点大学", "qs", "ivyleague", "top100"})


def checked(body: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The rule set in its one form; InvalidError says what is wrong (codes ``rules_invalid``,
    ``rule_not_permitted``)."""
    if set(body) - {"rules", "hold_below"}:
        raise _wrong(f"unknown keys {sorted(set(body) - {'rules', 'hold_below'})}")
    rows = body.get("rules", [])
    if not isinstance(rows, Sequence) or isinstance(rows, str) or len(rows) > MOST_RULES:
        raise _wrong(f"a list of at most {MOST_RULES} rules is needed")
    below = body.get("hold_below")
    if below is not None and (isinstance(below, bool) or not isinstance(below, int) or not 0 <= below <= 100):
        raise _wrong("hold_below lies between 0 and 100")
    return {"rules": [_rule(row, catalogue) for row in rows], "hold_below": below}


def fingerprint(body: Mapping[str, Any]) -> str:
    """SHA-256 of a checked rule set as sorted compact JSON."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rule(row: Any, catalogue: Catalogue) -> dict[str, Any]:
    if not isinstance(row, Mapping) or set(row) != {"need", "test"} or row["need"] not in NEEDS:
        raise _wrong("a rule has need (required or desired) and test")
    return {"need": row["need"], "test": check_test(row["test"], catalogue)}


def check_test(test: Any, catalogue: Catalogue, *, inside: bool = False) -> dict[str, Any]:
    """One test in its one form. ``inside`` a group there are no gaps and no further groups."""
    kind = str(test.get("kind")) if isinstance(test, Mapping) else ""
    if kind in GROUPS and not inside:
        return _group(test, catalogue)
    if kind in FORBIDDEN:
        raise InvalidError(f"no rule may ask for {kind}", code="rule_not_permitted", fields={"kind": "law"})
    if kind not in FIELDS or (inside and kind == "gap"):
        raise _wrong(f"unknown or misplaced kind {kind!r}")
    if set(test) != {"kind", *FIELDS[kind]}:
        raise _wrong(f"{kind} has {', '.join(FIELDS[kind])}")
    return {"kind": kind, **_CHECKS[kind](test, catalogue)}


def _group(test: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    tests = test.get("tests")
    if set(test) != {"kind", "tests"} or not isinstance(tests, Sequence) or isinstance(tests, str):
        raise _wrong("a group has kind and tests")
    if not 2 <= len(tests) <= MOST_IN_GROUP:
        raise _wrong(f"a group holds 2 to {MOST_IN_GROUP} tests")
    return {"kind": test["kind"], "tests": [check_test(one, catalogue, inside=True) for one in tests]}


def _degree(test: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    return {
        "at_least": _one_of(test["at_least"], catalogue.degrees, "at_least"),
        "studying_counts": _flag(test["studying_counts"], "studying_counts"),
    }


def _major(test: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    return {"family": _one_of(test["family"], catalogue.majors, "family")}


def _experience(test: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    years = test["years"]
    if isinstance(years, bool) or not isinstance(years, int | float) or not 0.5 <= years <= 40:
        raise _wrong("years lie between 0.5 and 40", years="out_of_range")
    if float(years * 2) != int(years * 2):
        raise _wrong("years come in halves", years="too_fine")
    return {
        "industry": _one_of(test["industry"], catalogue.industries.labels, "industry"),
        "years": float(years),
        "internships": _flag(test["internships"], "internships"),
    }


def _certificate(test: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    return {"any_of": _some_of(test["any_of"], catalogue.certificates)}


def _language(test: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    return {"language": _one_of(test["language"], catalogue.languages, "language")}


def _gap(test: Mapping[str, Any], _: Catalogue) -> dict[str, Any]:
    months = test["months"]
    if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= 60:
        raise _wrong("months lie between 1 and 60", months="out_of_range")
    return {"months": months}


def _words(test: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    rows = test["any_of"]
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not 1 <= len(rows) <= MOST_TERMS:
        raise _wrong(f"1 to {MOST_TERMS} words are needed", any_of="required")
    terms = [" ".join(str(row).split()) for row in rows]
    for term in terms:
        if not 2 <= len(term) <= LONGEST_TERM:
            raise _wrong(f"a word has 2 to {LONGEST_TERM} characters", any_of="length")
        _refuse_protected(term, catalogue)
    return {"any_of": sorted(set(terms))}


def _refuse_protected(term: str, catalogue: Catalogue) -> None:
    """Words are no way round the law, nor round the justification of a school list."""
    for kind, words in catalogue.protected.items():
        if words.search(term):
            raise InvalidError(
                f"no rule may look for {term!r} ({kind})", code="rule_not_permitted", fields={"any_of": "law"}
            )
    plain = squash(term)
    if any(word in plain for word in SCHOOL_WORDS) or plain in catalogue.every_school:
        raise InvalidError(
            "schools need the rule with a justification", code="rule_not_permitted", fields={"any_of": "law"}
        )


def _school_tier(test: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    why = " ".join(str(test["justification"]).split())
    if not SHORTEST_JUSTIFICATION <= len(why) <= LONGEST_JUSTIFICATION:
        raise InvalidError(
            f"a school list needs a reason of {SHORTEST_JUSTIFICATION} to {LONGEST_JUSTIFICATION} characters",
            code="justification_needed",
            fields={"justification": "required"},
        )
    return {"any_of": _some_of(test["any_of"], catalogue.tiers), "justification": why}


_CHECKS = {
    "degree": _degree,
    "major": _major,
    "experience": _experience,
    "certificate": _certificate,
    "language": _language,
    "gap": _gap,
    "words": _words,
    "school_tier": _school_tier,
}


def _one_of(value: Any, known: Mapping[str, Any], field: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise InvalidError(f"unknown {field} {value!r}", code="rules_invalid", fields={field: "unknown"})
    return value


def _some_of(values: Any, known: Mapping[str, Any]) -> list[str]:
    if not isinstance(values, Sequence) or isinstance(values, str) or not 1 <= len(values) <= MOST_TERMS:
        raise _wrong("choose at least one", any_of="required")
    return sorted({_one_of(value, known, "any_of") for value in values})


def _flag(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidError(f"{field} is yes or no", code="rules_invalid", fields={field: "invalid"})
    return value


def _wrong(why: str, **fields: str) -> InvalidError:
    return InvalidError(why, code="rules_invalid", fields=fields)
