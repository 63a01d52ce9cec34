"""Whether terms can be offered: shape, plausibility, and what the Labour Contract Law says."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bole.hiring.offers.rules.terms import Terms, totals
from bole.kernel import labour_law
from bole.kernel.errors import InvalidError

HIGHEST = 100_000_000_00  # fen a line: beyond is a slip of the keyboard
MOST_LINES = 12
LATEST_START = timedelta(days=365)
LONGEST_CONTRACT = 120  # months


def check(terms: Terms, *, today: date, lowest_of_post: int | None, had_probation: bool = False) -> None:
    """InvalidError (``fields``: field → reason code), or LabourLawError with the article.

    ``lowest_of_post``: the low end of the job's lowest band in fen a month, for §20.
    """
    problems = _pay(terms) | _dates(terms, today) | _insurance(terms["insurance"])
    if problems:
        raise InvalidError("these terms cannot be offered", fields=problems)
    check_law(terms, lowest_of_post=lowest_of_post, had_probation=had_probation)


def check_law(terms: Terms, *, lowest_of_post: int | None, had_probation: bool = False) -> None:
    """§19 for the length of the probation, §20 for its pay."""
    contract, probation = terms["contract"], terms["probation"]
    months = contract["months"] if contract["kind"] == "fixed" else None
    task = contract["kind"] == "task"
    labour_law.check_probation(probation["months"], months, task_bound=task, had_before=had_probation)
    if probation["months"]:
        labour_law.check_probation_pay(
            probation["pay"],
            totals(terms).monthly,
            lowest_of_post=lowest_of_post,
            local_minimum=terms["local_minimum"],
        )


def _pay(terms: Terms) -> dict[str, str]:
    lines = terms["pay"]
    problems = {f"pay.{line['key']}": "out_of_range" for line in lines if not 0 <= line["amount"] <= HIGHEST}
    problems |= {
        f"pay.{line['key']}": "out_of_range"
        for line in lines
        if line["per"] == "month" and not 1 <= line["months"] <= 24
    }
    keys = [line["key"] for line in lines]
    if len(set(keys)) != len(keys) or len(lines) > MOST_LINES:
        problems["pay"] = "doubled"
    if not any(line["per"] == "month" and line["fixed"] and line["amount"] > 0 for line in lines):
        problems["pay"] = "nothing_fixed"
    if any(not line["label"][language].strip() for line in lines for language in ("zh", "en")):
        problems["pay"] = "unnamed"
    return problems


def _dates(terms: Terms, today: date) -> dict[str, str]:
    problems = {}
    if not today <= date.fromisoformat(terms["starts_on"]) <= today + LATEST_START:
        problems["starts_on"] = "out_of_range"
    contract = terms["contract"]
    if contract["kind"] not in {"fixed", "open", "task"}:
        problems["contract"] = "unknown"
    if contract["kind"] == "fixed" and not 1 <= (contract["months"] or 0) <= LONGEST_CONTRACT:
        problems["contract_months"] = "out_of_range"
    return problems


def _insurance(given: Mapping[str, Any]) -> dict[str, str]:
    problems = {}
    for name in ("base", "fund"):
        limits = given[name]
        if limits and limits["low"] and limits["high"] and limits["low"] > limits["high"]:
            problems[f"insurance.{name}"] = "limits_crossed"
    fund = given["fund"]
    if fund and fund["rate"] and not 500 <= fund["rate"] <= 1200:  # 住房公积金: 5–12 %
        problems["fund_rate"] = "out_of_range"
    return problems
