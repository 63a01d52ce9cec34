"""`bole measure train`: train raters of a question on the bank's own double-marked answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bole.cli import installation
from bole.cli.options import parser
from bole.kernel.clock import utc_now

if TYPE_CHECKING:
    from bole.hiring.calibration.services import Training

EXAMPLES = """  bole measure train --question teller-complaint
  bole measure train --question teller-complaint --competency service_orientation"""
WHY = {
    "too_few": "too few answers that two people rated blind (30 are needed)",
    "not_beyond_chance": "not better than the rules by more than chance",
    "order_worse": "nearer to people's marks, but puts the answers in a worse order",
    "error_worse": "a better order, but farther from people's marks",
}


def run(argv: Sequence[str]) -> int:
    """Train what there are marks for and print how each compares; 0 when at least one version was made."""
    options = parser(
        "measure train",
        "Train a rater per competency on answers two people rated blind. It is kept with its card, switched "
        "off; head office puts it in force on the page of raters.",
        EXAMPLES,
    )
    options.add_argument("--question", required=True, help="the question's key")
    options.add_argument("--competency", default="", help="only this one")
    args = options.parse_args(argv)
    installation.set_up_django()
    from bole.foundation.access.actors import system_scope
    from bole.hiring.calibration import services

    with system_scope("bole measure train"):
        found = services.train(question_key=args.question, competency=args.competency, now=utc_now())
    for one in found:
        print(_line(one))
    return 0 if any(one.version for one in found) else 1


def _line(one: Training) -> str:
    head = f"{one.competency}: {one.answers} double-marked answers"
    why = "; ".join(WHY.get(code, code) for code in one.reasons)
    if one.version is None:
        return f"{head}; nothing trained: {why}"
    rules, learnt, gain = one.figures["rules"], one.figures["trained"], one.figures["error_gain"]
    figures = f"error {rules['error']} -> {learnt['error']} (gain {gain['value']}, 95 % {gain['interval']})"
    figures += f", r {rules['r']} -> {learnt['r']}"
    verdict = "may be put in force" if one.better else f"may not be put in force: {why}"
    return f"{head}; version {one.version}: {figures}; {verdict}"
