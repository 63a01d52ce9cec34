"""Writes of assessment: one verb, one transaction."""

from bole.hiring.assessment.services.blinding import keep_blind, lift_blind, release_blind
from bole.hiring.assessment.services.compiling import compile_report, ready_to_compile
from bole.hiring.assessment.services.holding import erase, export
from bole.hiring.assessment.services.printing import compare_reports, print_report
from bole.hiring.assessment.services.probing import Found, Replay, decide_probes, replay_probes
from bole.hiring.assessment.services.rating import rate_answer
from bole.hiring.assessment.services.rescoring import rescore_batch, start_rescoring
from bole.hiring.assessment.services.reviewing import (
    note_seen,
    open_report,
    override,
    start_review,
    submit_review,
)
from bole.hiring.assessment.services.second_opinion import give_second_opinion, switch_second_rater
from bole.hiring.assessment.services.settling import settle
from bole.hiring.assessment.services.showing import set_result_rule
from bole.hiring.assessment.services.statistics import (
    expect_statistics,
    freeze_errors,
    freeze_norms,
    freeze_statistics,
)

__all__ = [
    "Found",
    "Replay",
    "compare_reports",
    "compile_report",
    "decide_probes",
    "erase",
    "expect_statistics",
    "export",
    "freeze_errors",
    "freeze_norms",
    "freeze_statistics",
    "give_second_opinion",
    "keep_blind",
    "lift_blind",
    "note_seen",
    "open_report",
    "override",
    "print_report",
    "rate_answer",
    "ready_to_compile",
    "release_blind",
    "replay_probes",
    "rescore_batch",
    "set_result_rule",
    "settle",
    "start_rescoring",
    "start_review",
    "submit_review",
    "switch_second_rater",
]
