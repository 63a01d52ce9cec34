"""What one person was asked beside the guide, and why, in words for HR."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.ui.formats import say
from bole.hiring.interviews import policies
from bole.hiring.interviews import queries as interviews


@dataclass(frozen=True, slots=True)
class Personal:
    """A question from the résumé: its rule, the line, the reason."""

    ordinal: int
    rule: str
    reason: str
    line: str
    where: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Probe:
    """A follow-up question and what it follows from."""

    prompt: str
    about: str
    lacked: str
    figures: str
    state: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything beside the guide of one interview; ``outcome`` is empty while nothing was decided."""

    personal: list[Personal]
    chosen_by: str
    outcome: str
    probes: list[Probe]
    inputs_sha256: str
    maximum: int


def beside_of(interview: Any, answers: Iterable[Any]) -> Beside:
    """For the page of one interview and its answers."""
    decision = interviews.decision_of(interview)
    states = {a.question_key: a.let_go or a.state for a in answers}
    asked = [q for q in interview.questions if q.get("part") == "probe"]
    return Beside(
        personal=[_personal(q) for q in interview.questions if q.get("part") == "personal" and "source" in q],
        chosen_by=_chosen_by(interview.personal_by),
        outcome=_outcome(decision.outcome) if decision else "",
        probes=_probes(interview, decision.chosen if decision else [], asked, states),
        inputs_sha256=decision.inputs_sha256 if decision else "",
        maximum=interview.guide.get("probes", 0),
    )


def _personal(question: dict[str, Any]) -> Personal:
    source = question["source"]
    return Personal(
        question["ordinal"],
        say(source["title"]),
        say(source["reason"]),
        source["line"]["text"],
        _("line %(n)s") % {"n": source["line"]["line_no"]},
        say(question["prompt"]),
    )


def _probes(
    interview: Any, chosen: list[dict[str, Any]], asked: list[dict[str, Any]], states: dict[str, str]
) -> list[Probe]:
    ordinals = {q["key"]: q["ordinal"] for q in interview.questions}
    keys = [q["key"] for q in asked] or [""] * len(chosen)
    return [
        Probe(
            say(row["text"]),
            _("Question %(n)s") % {"n": ordinals.get(row["question_key"], "")},
            say(row["label"]),
            _("found %(value)s of 100, asked below %(below)s")
            % {"value": f"{row['value']:g}", "below": f"{row['below']:g}"},
            str(policies.PROBE_STATES[states.get(key, "")]),
        )
        for key, row in zip(keys, chosen, strict=False)
    ]


def _outcome(outcome: str) -> str:
    return {
        "none": _("No follow-up question was needed."),
        "asked": _("Follow-up questions were asked by the rule that holds for everyone."),
        "withheld": _(
            "The rule wanted a follow-up question; without consent none was asked: a person looks."
        ),
    }[outcome]


def _chosen_by(who: str) -> str:
    return {
        "rule": _("chosen by the rules"),
        "bank": _("chosen by HR from what the rules propose"),
        "person": _("chosen by the rules from what the candidate pasted"),
        "": "",
    }[who]
