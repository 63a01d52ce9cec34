"""The terms of an offer as one JSON value: totals, contributions, fingerprint.

``pay``: lines {key, label{zh,en}, per: month | year, amount: fen, months (of a monthly line), fixed}.
``insurance``: {city, name, base: {low, high}, part: [{key, employee, employer}], fund: {low, high, rate},
source, checked_on, valid_from, valid_to, confirmed}; shares are hundredths of a per cent (8 % = 800).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785

from bole.kernel import labour_law

Terms = Mapping[str, Any]
FORMAT = "bole.offer-terms/1"
SHARE = 10_000  # a share of this is the whole


@dataclass(frozen=True, slots=True)
class Totals:
    """Before tax, in fen. ``monthly``: what is paid every month for sure; ``target``: a year with everything
    that depends on results."""

    monthly: int
    yearly_fixed: int
    target: int
    probation: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of a month's contributions in fen; a share nobody told is None."""

    key: str
    base: int
    employee: int | None
    employer: int | None


def fingerprint(terms: Terms) -> str:
    """SHA-256 of the terms as canonical JSON (RFC 8785): what is approved, shown and signed."""
    return hashlib.sha256(rfc8785.dumps(dict(terms))).hexdigest()


def totals(terms: Terms) -> Totals:
    """What the pay lines add up to."""
    monthly = [line for line in terms["pay"] if line["per"] == "month"]
    sure = sum(line["amount"] for line in monthly if line["fixed"])
    yearly = [(line["amount"], line["fixed"]) for line in terms["pay"] if line["per"] == "year"]
    yearly += [(line["amount"] * line["months"], line["fixed"]) for line in monthly]
    return Totals(
        monthly=sure,
        yearly_fixed=sum(amount for amount, fixed in yearly if fixed),
        target=sum(amount for amount, _ in yearly),
        probation=terms["probation"]["pay"] or 0,
    )


def contributions(terms: Terms) -> list[Contribution]:
    """A month's social insurance and housing fund on the fixed pay, within the city's limits.

    The statutory base is last year's average pay; for somebody new it is the first month's (a proposal on the
    page, never a promise of the letter).
    """
    given = terms["insurance"]
    monthly = totals(terms).monthly
    found = []
    if given["base"]:
        base = clamped(monthly, given["base"])
        found = [
            Contribution(
                part["key"],
                base,
                _share(base, part.get("employee"), part.get("employee_extra", 0)),
                _share(base, part.get("employer")),
            )
            for part in given["part"]
        ]
    fund = given["fund"]
    if fund and fund["rate"]:
        base = clamped(monthly, fund)
        amount = _share(base, fund["rate"])
        found.append(Contribution("housing_fund", base, amount, amount))
    return found


def clamped(amount: int, limits: Mapping[str, Any]) -> int:
    """Within the limits; a limit nobody told does not bind."""
    amount = max(amount, limits["low"] or 0)
    return min(amount, limits["high"]) if limits["high"] else amount


def probation_ends_on(terms: Terms) -> date | None:
    """The last day of the probation."""
    return labour_law.probation_ends_on(date.fromisoformat(terms["starts_on"]), terms["probation"]["months"])


def _share(base: int, share: int | None, extra: int = 0) -> int | None:
    if share is None:
        return None
    return (base * share + SHARE // 2) // SHARE + extra


def for_workforce(terms: Terms) -> dict[str, Any]:
    """The terms as the storeys above use them: dates as dates, lines as they are."""
    sums, fixed = totals(terms), terms["contract"]["kind"] == "fixed"
    return {
        "job_key": terms["job"]["key"],
        "job_title": dict(terms["job"]["title"]),
        "grade": terms["grade"],
        "currency": terms["currency"],
        "pay": [dict(line) for line in terms["pay"]],
        "monthly": sums.monthly,
        "yearly_target": sums.target,
        "insurance": dict(terms["insurance"]),
        "medical": dict(terms["medical"]),
        "starts_on": date.fromisoformat(terms["starts_on"]),
        "place": terms["place"],
        "contract_kind": terms["contract"]["kind"],
        "contract_months": terms["contract"]["months"] if fixed else None,
        "probation_months": terms["probation"]["months"],
        "probation_pay": terms["probation"]["pay"],
        "probation_ends_on": probation_ends_on(terms),
        "training": [dict(one) for one in terms["training"]],
        "manager_user_id": terms["manager"],
    }
