"""What the program comes with under ``library/offers``; unknown keys are faults. Amounts become fen."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.hiring.offers.rules.levels import Band, Limits
from bole.hiring.offers.rules.wishes import Course, Words
from bole.kernel.errors import BoleError

Name = Mapping[str, str]
_TEMPLATE = frozenset(
    [
        "format",
        "job",
        "version",
        "origin",
        "title",
        "currency",
        "default_grade",
        "starts_after_days",
        "contract_months",
        "probation_months",
        "probation_percent",
        "answer_within_working_days",
        "performance_months",
        "grade",
        "pay",
        "medical",
    ]
)
_CITY = frozenset(["key", "name", "valid_from", "valid_to", "confirmed", "source", "base", "part", "fund"])


class OfferLibraryError(BoleError):
    """A file under ``library/offers`` cannot be used: a fault of the installation."""

    code = "offer_library_damaged"


@dataclass(frozen=True, slots=True)
class Template:
    """What an offer for a job begins with. ``pay``: (key, label, share of the fixed pay in per cent)."""

    job: str
    version: int
    title: Name
    currency: str
    default_grade: str
    starts_after_days: int
    contract_months: int
    probation_months: int
    probation_percent: int
    answer_days: int
    performance_months: int
    bands: tuple[Band, ...]
    pay: tuple[tuple[str, Name, int], ...]
    medical: Mapping[str, Any]

    def band(self, grade: str) -> Band | None:
        """The example band of a grade."""
        return next((one for one in self.bands if one.grade == grade), None)


@dataclass(frozen=True, slots=True)
class TrainingCourse:
    """A course a training plan may hold."""

    key: str
    title: Name
    hours: int
    topics: tuple[str, ...]


def template_for(job_key: str) -> Template | None:
    """The template of a job; None where the library has none and HR begins with an empty one."""
    return _templates(_folder() / "templates").get(job_key)


def templates() -> dict[str, Template]:
    """All, by job."""
    return _templates(_folder() / "templates")


def cities() -> dict[str, dict[str, Any]]:
    """City key → insurance block of the terms (see ``rules.terms``)."""
    return _cities(_folder() / "insurance.toml")


def limits() -> Limits:
    """Amounts that need more signatures."""
    found = _toml(_folder() / "limits.toml", "bole.offer-limits/1")
    return Limits(_fen(found["branch_yearly"]), _fen(found["head_yearly"]))


def places() -> list[tuple[float, int]]:
    """(score from, per cent of the way up the band)."""
    found = _toml(_folder() / "limits.toml", "bole.offer-limits/1")
    return [(one["from"], one["percent"]) for one in found["place"]]


def reasons(kind: str) -> dict[str, Name]:
    """Code → words; ``kind`` is ``decline`` or ``withdraw``."""
    found = _toml(_folder() / "reasons.toml", "bole.offer-reasons/1")
    return {one["key"]: one["label"] for one in found[kind]}


def courses() -> dict[str, TrainingCourse]:
    """Those of the bank's one list of courses that an offer may promise, by key, the general one last."""
    return _courses(_folder())


def wish_words() -> tuple[Words, list[Course]]:
    """What ``rules.wishes`` looks for."""
    raw = _toml(_folder() / "training.toml", "bole.offer-training/2")["words"]
    flat = {key: tuple(word.lower() for words in by.values() for word in words) for key, by in raw.items()}
    return Words(**flat), [Course(one.key, one.topics) for one in courses().values()]


def empty_insurance() -> dict[str, Any]:
    """A city the library knows nothing of: HR types what holds there."""
    return {
        "city": "",
        "name": {"zh": "", "en": ""},
        "base": {"low": None, "high": None},
        "part": [],
        "fund": {"low": None, "high": None, "rate_low": None, "rate_high": None, "rate": None},
        "source": {"zh": "", "en": ""},
        "checked_on": None,
        "valid_from": None,
        "valid_to": None,
        "confirmed": False,
    }


def _folder() -> Path:
    return Path(settings.LIBRARY_DIR) / "offers"


def _fen(yuan: float) -> int:
    return round(yuan * 100)


@cache
def _toml(path: Path, form: str) -> dict[str, Any]:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    if found.pop("format", None) != form:
        raise OfferLibraryError(f"{path.name}: not {form}")
    return found


@cache
def _templates(folder: Path) -> dict[str, Template]:
    return {one.job: one for one in map(_template, sorted(folder.glob("*.toml")))}


def _template(path: Path) -> Template:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    if set(raw) != _TEMPLATE or raw["format"] != "bole.offer-template/1" or raw["job"] != path.stem:
        raise OfferLibraryError(f"{path.name}: unknown or missing keys: {sorted(set(raw) ^ _TEMPLATE)}")
    if sum(line["share"] for line in raw["pay"]) != 100:
        raise OfferLibraryError(f"{path.name}: the shares of the pay lines do not add up to 100")
    bands = tuple(Band(one["key"], _fen(one["low"]), _fen(one["high"])) for one in raw["grade"])
    if raw["default_grade"] not in {band.grade for band in bands}:
        raise OfferLibraryError(f"{path.name}: no such grade: {raw['default_grade']}")
    return Template(
        job=raw["job"],
        version=raw["version"],
        title=raw["title"],
        currency=raw["currency"],
        default_grade=raw["default_grade"],
        starts_after_days=raw["starts_after_days"],
        contract_months=raw["contract_months"],
        probation_months=raw["probation_months"],
        probation_percent=raw["probation_percent"],
        answer_days=raw["answer_within_working_days"],
        performance_months=raw["performance_months"],
        bands=bands,
        pay=tuple((one["key"], one["label"], one["share"]) for one in raw["pay"]),
        medical=raw["medical"],
    )


@cache
def _courses(folder: Path) -> dict[str, TrainingCourse]:
    """What words lead to (``training.toml``) with what it is called (``development/courses.toml``)."""
    listed = _toml(folder.parent / "development" / "courses.toml", "bole.courses/1")["course"]
    known = {one["key"]: one for one in listed}
    found = {}
    for need in _toml(folder / "training.toml", "bole.offer-training/2")["need"]:
        key, topics = need["course"], need["topic"]
        if "hours" not in known.get(key, {}):
            raise OfferLibraryError(f"training.toml: {key} is no course with hours")
        words = tuple(word.lower() for by in topics.values() for word in by)
        found[key] = TrainingCourse(key, known[key]["title"], known[key]["hours"], words)
    return found


@cache
def _cities(path: Path) -> dict[str, dict[str, Any]]:
    raw = _toml(path, "bole.insurance/1")
    return {one["key"]: _city(one, raw["checked_on"]) for one in raw["city"]}


def _city(raw: Mapping[str, Any], checked_on: date) -> dict[str, Any]:
    if set(raw) != _CITY:
        raise OfferLibraryError(f"{raw.get('key')}: unknown or missing keys: {sorted(set(raw) ^ _CITY)}")
    fund = raw["fund"]
    return {
        "city": raw["key"],
        "name": dict(raw["name"]),
        "base": {key: _fen(value) for key, value in raw["base"].items()},
        "part": [_part(one) for one in raw["part"]],
        "fund": {
            "low": _fen(fund["low"]),
            "high": _fen(fund["high"]),
            "rate_low": round(fund["rate_low"] * 100),
            "rate_high": round(fund["rate_high"] * 100),
            "rate": round(fund["rate"] * 100),
        },
        "source": dict(raw["source"]),
        "checked_on": checked_on.isoformat(),
        "valid_from": raw["valid_from"].isoformat(),
        "valid_to": raw["valid_to"].isoformat(),
        "confirmed": raw["confirmed"],
    }


def _part(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Shares in hundredths of a per cent, the fixed amount on top in fen."""
    return {
        "key": raw["key"],
        "employee": round(raw["employee"] * 100) if "employee" in raw else None,
        "employee_extra": _fen(raw.get("employee_extra", 0)),
        "employer": round(raw["employer"] * 100) if "employer" in raw else None,
    }
