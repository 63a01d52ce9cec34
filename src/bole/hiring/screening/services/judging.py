"""A résumé against rules and portrait, nothing written: what screening and preview both do."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.screening import lists
from bole.hiring.screening.queries import Rules
from bole.hiring.screening.resumes import Facts
from bole.hiring.screening.rules import deciding, surging
from bole.measurement import matching


@dataclass(frozen=True, slots=True)
class Weighed:
    """``match``: the object of ``measurement.matching``; ``score``, ``core``: 0–100, None without a line."""

    match: Mapping[str, Any]
    score: float | None
    core: float | None


def weigh(requisition: Any, facts: Facts, core_share: int, now: datetime) -> Weighed:
    """The match of a résumé to the portrait in force; ``core_share`` as in ``surging.Plan``."""
    portrait = requisitions.portrait_for(requisition)
    found = matching.match(
        job=requisition.job_key,
        weights=portrait["weights"],
        labels=portrait["labels"],
        parsed=facts.parsed,
        lines=facts.lines,
        barred=facts.barred,
        today=bank_time.today(now),
    )
    keys = surging.core({key: Decimal(str(w)) for key, w in portrait["weights"].items()}, core_share)
    return Weighed(found, found["score"], matching.score_of(found, keys))


def judge(
    rules: Rules, facts: Facts, score: float | None, now: datetime
) -> tuple[deciding.Decided, list[dict[str, Any]]]:
    """Outcome and verdicts."""
    catalogue = lists.catalogue()
    judged = deciding.judge_all(rules.body, facts.read(bank_time.today(now)), catalogue)
    decided = deciding.decide(
        judged, score=score, hold_below=rules.body["hold_below"], warnings=facts.warnings
    )
    return decided, [{"need": need, **one.to_json()} for need, one in judged]


def inputs_sha256(rules: Rules, facts: Facts | None, requisition: Any, core_share: int) -> str:
    """Everything a screening follows from, but the date it is made on."""
    parts = [
        rules.sha256,
        requisition.portrait_sha256,
        facts.sha256 if facts else "",
        matching.identity(),
    ]
    if core_share != surging.DEFAULT.core_share:  # what was screened before there was a choice stays valid
        parts.append(f"core {core_share}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
