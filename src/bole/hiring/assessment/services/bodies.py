"""The JSON a report freezes, format bole.report/1."""

from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from bole.hiring.analysis import queries as analysis
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews.queries import AnswerFacts
from bole.measurement import api as measurement
from bole.measurement.api import AnswerResult

if TYPE_CHECKING:
    from bole.hiring.assessment.services.compiling import Material


def machine_body(material: "Material") -> dict[str, Any]:
    """Everything measurement makes of the rated answers; a failed one stands there with its code."""
    interview = material.interview
    body = measurement.report(
        portrait=interview.portrait,
        guide=_guide(interview.guide),
        law=interview.law,
        language=interview.language,
        answers=[_answer(facts, material) for facts in material.facts],
        measured={key: table.sem for key, table in material.errors.items()},
        probes=material.probes,
    )
    _name_tables(body, material)
    if any(_other_rubric(answer, interview) for answer in body["answers"]):
        body["needs_review"] = True
        body["review_reasons"] = [*body["review_reasons"], "rubric_changed"]
    measurement.seal(body)
    return body


def _name_tables(body: dict[str, Any], material: "Material") -> None:
    """The frozen tables the report was read against: its norm group, and the errors its bands rest on."""
    provenance = body["provenance"]
    if material.norms is not None:
        table = material.norms
        provenance["norms"] = {
            "job_key": table.job_key,
            "portrait_version": table.portrait_version,
            "version": table.version,
            "n": table.n,
            "period": [table.period_from.isoformat(), table.period_to.isoformat()],
            "sha256": table.sha256,
        }
    used = [c["competency"] for c in body["competencies"] if c["sem_basis"] == "measured"]
    if used:
        tables = {key: material.errors[key] for key in sorted(used)}
        provenance["errors"] = {k: {"version": t.version, "n": t.n, "sem": t.sem} for k, t in tables.items()}


def human_body(material: "Material") -> dict[str, Any]:
    """The candidate refused analysis, or took his recordings back: questions, what is left of the answers and
    an empty card. A person rates; no machine figure."""
    interview, why = material.interview, why_a_person(material.facts)
    weights, labels = interview.portrait["weights"], interview.portrait["labels"]
    anchors = measurement.competencies(list(weights))
    body = {
        "format": "bole.report/1",
        "portrait": interview.portrait,
        "guide": _guide(interview.guide),
        "law": interview.law,
        "language": interview.language,
        "answers": [_answer(facts, material) for facts in material.facts],
        "competencies": [
            {
                "competency": key,
                "label": labels[key],
                "weight": weight,
                "level": None,
                "score": None,
                "sem": None,
                "sem_basis": None,
                "band": None,
                "reason": why,
                "anchors": anchors[key],
                "evidence": [],
                "raise": None,
            }
            for key, weight in weights.items()
        ],
        "total": None,
        "total_sem": None,
        "total_band": None,
        "total_missing_weight": 100.0,
        "needs_review": True,
        "review_reasons": [why],
        "flags": [],
        "recommendation": {"outcome": "hold", "reasons": [{"code": why, "params": {}}]},
        "feedback": {"strengths": [], "improve": [], "insufficient": []},
        "provenance": {},
    }
    measurement.seal(body)
    return body


def probes_of(interview: Any) -> Mapping[str, Any] | None:
    """What a report says of probes: what was asked and why, and what became of it."""
    decision = interviews.probe_decision(interview.pk)
    if decision is None:
        return None
    states = {a.question_key: a.let_go or a.state for a in interviews.answers_of(interview.pk)}
    asked = [q for q in interview.questions if q.get("part") == "probe"]
    return {
        "outcome": decision.outcome,
        "maximum": decision.maximum,
        "inputs_sha256": decision.inputs_sha256,
        "asked": [
            {"key": q["key"], "state": states.get(q["key"], ""), "text": row["text"], "label": row["label"],
             "question_key": row["question_key"], "when": row["when"], "value": row["value"],
             "below": row["below"]}
            for q, row in zip(asked, decision.chosen, strict=False)
        ],
    }  # fmt: skip


def why_a_person(facts: Iterable[AnswerFacts]) -> str:
    """The reason code of a report without machine figures."""
    gone = any(one.kind != "typed" and not one.files for one in facts)
    return "recording_withdrawn" if gone else "analysis_refused"


def _other_rubric(answer: dict[str, Any], interview: Any) -> bool:
    """Whether the answer was rated by another rubric than the one the candidate was invited under."""
    used = answer["result"].get("provenance", {}).get("rubric_sha256")
    asked = next(q for q in interview.questions if q["key"] == answer["question_key"])
    return used is not None and used != asked["sha256"]


def _guide(guide: dict[str, Any]) -> dict[str, Any]:
    return {key: guide[key] for key in ("key", "version", "sha256")}


def _answer(facts: AnswerFacts, material: "Material") -> AnswerResult:
    asked = next(q for q in material.interview.questions if q["key"] == facts.question_key)
    rating = material.ratings.get(facts.answer_id)
    result = rating.result if rating and rating.result else {}
    if rating and rating.error_code:
        result = {"error": {"code": rating.error_code}}
    duration, joints = _length(facts)
    answer: AnswerResult = {
        "question_key": facts.question_key,
        "ordinal": facts.ordinal,
        "answer_id": str(facts.answer_id),
        "kind": facts.kind,
        "title": asked["title"],
        "prompt": asked["prompt"],
        "duration": duration,
        "joints": joints,
        "result": result,
    }
    if facts.cut_off:
        answer["cut_off"] = True
    if facts.part != "core":
        answer["part"], answer["source"] = facts.part, asked["source"]
    if facts.part == "probe":
        answer["parent_key"] = asked["parent"]
    return answer


def _length(facts: AnswerFacts) -> tuple[float, list[float]]:
    """Seconds and joints as decoded, or as the phone told where nothing was analysed."""
    seen = analysis.outcome_of(facts.answer_id).observation if facts.kind != "typed" else None
    if seen is not None:
        return seen.duration, list(seen.joints)
    starts = list(accumulate(facts.seconds))
    return round(sum(facts.seconds), 3), [round(start, 3) for start in starts[:-1]]
