"""The first terms: template and evaluation put together, every figure with where it came from."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from bole.foundation.org.models import Unit
from bole.foundation.workdays import queries as workdays
from bole.hiring.offers import library, queries
from bole.hiring.offers.library import Template
from bole.hiring.offers.rules import levels, terms
from bole.hiring.offers.rules.levels import Band
from bole.kernel import labour_law

Sources = dict[str, dict[str, Any]]


def first_terms(
    *, job_key: str, unit: Unit, title: Mapping[str, str], score: tuple[str, float] | None, today: date
) -> tuple[dict[str, Any], Sources]:
    """Terms for the version HR begins with, and the sources of its fields. ``score``: (stage kind, 0–100)."""
    template = library.template_for(job_key)
    grade = template.default_grade if template else ""
    band = queries.band_of(job_key, grade) if template else None
    insurance = insurance_at(unit)
    lines, percent = _pay(template, band, score)
    months = template.contract_months if template else 36
    starts_on = first_workday(unit.pk, today + timedelta(days=template.starts_after_days if template else 21))
    made: dict[str, Any] = {
        "format": terms.FORMAT,
        "job": {"key": job_key, "title": dict(title)},
        "unit": {"id": str(unit.pk), "name": {"zh": unit.name_zh, "en": unit.name_en}},
        "grade": grade,
        "currency": template.currency if template else "CNY",
        "pay": lines,
        "insurance": insurance,
        "medical": dict(template.medical) if template else {"offered": False, "words": {"zh": "", "en": ""}},
        "starts_on": starts_on.isoformat(),
        "contract": {"kind": "fixed", "months": months},
        "probation": {
            "months": min(_probation(template), labour_law.probation_limit_months(months)),
            "pay": 0,
        },
        "local_minimum": None,
        "place": "",
        "training": [],
        "manager": None,
    }
    made["probation"]["pay"] = probation_pay(made, template.probation_percent if template else 100)
    return made, _sources(made, template, band, score, percent)


def first_workday(unit_id: UUID, day: date) -> date:
    """That day, or the next one the unit works."""
    return workdays.ahead(unit_id=unit_id, start=day, days=0).date


def insurance_at(unit: Unit) -> dict[str, Any]:
    """The city named in the unit's name, where the library knows it; else empty."""
    found = (
        city
        for city in library.cities().values()
        if city["name"]["zh"] in unit.name_zh or city["name"]["en"].lower() in unit.name_en.lower()
    )
    return next(found, None) or library.empty_insurance()


def probation_pay(made: terms.Terms, percent: int) -> int:
    """So many per cent of the fixed pay, never below what §20 asks for; 0 without a probation."""
    if not made["probation"]["months"]:
        return 0
    monthly = terms.totals(made).monthly
    return max(monthly * percent // 100, labour_law.probation_pay_floor(monthly))


def _probation(template: Template | None) -> int:
    return template.probation_months if template else 0


def _pay(
    template: Template | None, band: Band | None, score: tuple[str, float] | None
) -> tuple[list[dict[str, Any]], int]:
    """Lines from the band, the place in it by the evaluation; the first line takes what rounding leaves."""
    if template is None or band is None:
        return [line("base", {"zh": "基本工资", "en": "Base pay"}, 0)], 0
    percent = levels.placed(score[1] if score else None, library.places())
    monthly = levels.amount_at(band, percent)
    lines = [
        line(key, label, monthly * share // 100 // 10_000 * 10_000) for key, label, share in template.pay
    ]
    lines[0]["amount"] += monthly - sum(one["amount"] for one in lines)
    if template.performance_months:
        lines.append(
            {
                "key": "performance",
                "label": {"zh": "年度绩效目标", "en": "Yearly performance target"},
                "per": "year",
                "amount": monthly * template.performance_months,
                "months": 1,
                "fixed": False,
            }
        )
    return lines, percent


def line(key: str, label: Mapping[str, str], amount: int) -> dict[str, Any]:
    """A fixed monthly pay line."""
    return {
        "key": key,
        "label": dict(label),
        "per": "month",
        "amount": amount,
        "months": 12,
        "fixed": True,
    }


def _sources(
    made: terms.Terms,
    template: Template | None,
    band: Band | None,
    score: tuple[str, float] | None,
    percent: int,
) -> Sources:
    """Field → where its value comes from."""
    of_template: dict[str, Any] = {
        "from": "template",
        "what": f"{template.job} v{template.version}" if template else "",
    }
    by_score = dict(of_template)
    if band is not None and score is not None:
        by_score = {"from": "evaluation", "what": score[0], "score": score[1], "percent": percent}
    found: Sources = {f"pay.{one['key']}": by_score for one in made["pay"]}
    for name in ("grade", "currency", "starts_on", "contract", "probation", "medical"):
        found[name] = of_template
    if made["insurance"]["city"]:
        found["insurance"] = {"from": "library", "what": made["insurance"]["checked_on"]}
    return found
