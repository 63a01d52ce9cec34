"""`bole probes replay`: decide once more on an interview's follow-up questions, and compare."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from bole.cli import installation
from bole.cli.options import parser
from bole.kernel.errors import BoleError

if TYPE_CHECKING:
    from bole.hiring.assessment.services import Found

EXAMPLES = "  bole probes replay 0198f2c4-7c1e-7d55-9c2e-3f1f7a1b2c3d"


def run(argv: Sequence[str]) -> int:
    """Print both decisions as JSON; 0 when they are the same, else 1."""
    options = parser(
        "probes",
        "Follow-up questions follow from the words of the core answers by one rule. This decides again on "
        "what is kept of them and compares with what was decided then. It changes nothing.",
        EXAMPLES,
    )
    options.add_argument("action", choices=["replay"])
    options.add_argument("interview", help="the interview's id, as in its address in the console")
    args = options.parse_args(argv)
    try:
        interview_id = UUID(args.interview)
    except ValueError as error:
        raise BoleError(f"not an interview's id: {args.interview}", code="no_interview") from error
    installation.set_up_django()
    from bole.foundation.access.actors import system_scope
    from bole.hiring.assessment import services

    with system_scope("bole probes"):
        found = services.replay_probes(interview_id=interview_id)
    print(json.dumps({"same": found.same, "then": _told(found.kept), "now": _told(found.again)}, indent=2))
    return 0 if found.same else 1


def _told(found: Found) -> dict[str, object]:
    """The hash of the inputs and which probes follow; no words of the candidate."""
    kept = ("question_key", "probe_key", "when", "value", "below")
    probes = [{name: row[name] for name in kept} for row in found.chosen]
    return {"inputs_sha256": found.sha256, "probes": probes}
