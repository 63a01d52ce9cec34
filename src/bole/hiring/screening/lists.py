"""Lists and default rules out of the library, for the pure rules to look things up in."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bole.hiring.screening.rules.building import checked
from bole.hiring.screening.rules.catalogue import Catalogue, Degree, Known, squash
from bole.kernel.errors import InvalidError
from bole.measurement import api as measurement
from bole.measurement.matching.industries import load_industries
from bole.parsing import reference

FORMAT = "bole.screening/1"
# Beside the words of library/personalisation: what a rule might look for and a question would not.
MORE_PROTECTED = ("男", "女", "未育", "已育", "属相", "星座", "血型", "籍", "本地户", "应届生身份")
TIERS = {
    "p985": {"zh": "“985 工程”院校名单", "en": "project 985"},
    "p211": {"zh": "“211 工程”院校名单", "en": "project 211"},
    "double_first_class": {"zh": "“双一流”院校名单", "en": "Double First-Class"},
}


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Everything rules choose from, read once per process. Raises ParsingError or RubricError."""
    majors, schools = reference.load("majors"), reference.load("universities")
    return Catalogue(
        degrees={
            row["key"]: Degree({"zh": row["zh"], "en": row["en"]}, row["order"])
            for row in reference.load("degrees")["levels"]
        },
        majors={key: _family(key, majors) for key in majors["families"]},
        every_major=_squashed(_flat([*majors["groups"].values(), *majors["groups_en"].values()])),
        industries=load_industries(),
        certificates=_certificates(),
        languages=_languages(),
        tiers={key: Known(TIERS[key], _squashed(_upto(key, schools["tiers"]))) for key in TIERS},
        every_school=_squashed(_flat(_flat([g.values() for g in (schools["tiers"], schools["other"])]))),
        aliases={squash(short): squash(full) for short, full in schools["aliases"].items()},
        protected=_protected(),
    )


def defaults(job_key: str) -> dict[str, Any]:
    """The rules an opening of that job starts with; no rules where the library has none for it."""
    path = reference.library_dir() / "screening" / f"{job_key}.toml"
    if not job_key.replace("-", "").isalnum() or not path.is_file():
        return {"rules": [], "hold_below": None}
    return _defaults(path)


@lru_cache(maxsize=64)
def _defaults(path: Path) -> dict[str, Any]:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    head = {name: raw.pop(name, None) for name in ("format", "key", "version", "origin")}
    if head["format"] != FORMAT or head["key"] != path.stem:
        raise InvalidError(f"{path.stem}: head is wrong", code="rules_invalid")
    return checked(raw, catalogue())


def _family(key: str, majors: Mapping[str, Any]) -> Known:
    groups = majors["families"][key]
    words = _flat(majors[name].get(group, []) for name in ("groups", "groups_en") for group in groups)
    return Known({"zh": key, "en": majors["family_labels"].get(key, key)}, _squashed(words))


def _certificates() -> dict[str, Known]:
    groups = {name: rows for name, rows in reference.load("certificates").items() if name != "general"}
    return {
        key: Known({"zh": words[0], "en": words[0]}, _squashed(words))
        for rows in groups.values()
        for key, words in rows.items()
    }


def _languages() -> dict[str, Known]:
    raw = reference.load("languages")
    return {
        key: Known({name: raw["labels"][name][key] for name in ("zh", "en")}, _squashed(words))
        for key, words in raw["languages"].items()
    }


def _upto(key: str, tiers: Mapping[str, list[str]]) -> list[str]:
    """The lists hold each other: 985 schools are 211 schools, and those Double First-Class."""
    order = list(TIERS)
    return _flat(tiers[name] for name in order[: order.index(key) + 1])


def _protected() -> dict[str, re.Pattern[str]]:
    kinds = {
        kind: _pattern(words["zh"], words["en"])
        for kind, words in measurement.load_personalisation().protected.items()
    }
    return {**kinds, "other": _pattern(MORE_PROTECTED, ())}


def _pattern(zh: Iterable[str], en: Iterable[str]) -> re.Pattern[str]:
    """Chinese words anywhere, Latin ones alone; ``*`` stands for the rest of a word."""
    latin = (rf"(?<![a-z]){re.escape(word).replace(re.escape('*'), '[a-z]*')}(?![a-z])" for word in en)
    return re.compile("|".join([*(re.escape(word) for word in zh), *latin]), re.IGNORECASE)


def _flat(lists: Iterable[Iterable[Any]]) -> list[Any]:
    return [one for row in lists for one in row]


def _squashed(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(squash, words))
