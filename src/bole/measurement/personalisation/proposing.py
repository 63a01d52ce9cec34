"""Which questions a résumé leads to. Pure: the same lines, rules and month give the same proposals."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bole.measurement.frameworks.loading import load_question
from bole.measurement.personalisation.lines import Period, ResumeLine, period_of, said, says, written
from bole.measurement.personalisation.rules import Personalisation, Rule

_QUOTED = 80  # characters of a line that are quoted
_SHORTEST = 6  # characters below which a line says too little


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that quotes one line, the rule it comes from, and the question whose rubric rates it."""

    rule: str
    rule_version: int
    title: Mapping[str, str]
    reason: Mapping[str, str]
    line: ResumeLine
    prompt: Mapping[str, str]
    rubric: str

    @property
    def id(self) -> str:
        """Names it among the proposals of one résumé."""
        return f"{self.rule}-{self.line.line_no}"

    def to_json(self) -> dict[str, Any]:
        """For the interview."""
        return {"id": self.id, **asdict(self)}


@dataclass(frozen=True, slots=True)
class _Match:
    line: ResumeLine
    blanks: Mapping[str, Mapping[str, str]]  # language → blank → words


@dataclass(frozen=True, slots=True)
class _Resume:
    lines: Sequence[ResumeLine]
    free: Collection[int]  # numbers of the lines that speak of nothing protected
    quotable: Sequence[ResumeLine]  # of these, the ones that tell of something done

    def jobs(self, sections: Collection[str]) -> list[tuple[Period, ResumeLine]]:
        """The employments of these parts with their time, the earliest first."""
        return _dated([line for line in self.quotable if line.section in sections])


def protected_kinds(line: ResumeLine, rules: Personalisation) -> list[str]:
    """What of the protected a line speaks of: marriage, children, age, health, religion …"""
    if line.section == "personal":
        return ["personal"]
    return [kind for kind, words in rules.protected.items() if says(line.text, words)]


def propose(
    lines: Sequence[ResumeLine],
    rules: Personalisation,
    *,
    weights: Mapping[str, float],
    core: Collection[str],
    month: int,
) -> tuple[Proposal, ...]:
    """At most one question per rule, in the rules' order; no line is quoted for its words twice.

    ``weights``: competencies of the job; ``core``: questions everybody is asked anyway; ``month``: now, as
    year · 12 + month − 1. Lines on protected matters are never quoted, and time they explain is no gap.
    """
    resume = _read(lines, rules)
    found: list[Proposal] = []
    used: set[int] = set()
    for rule in rules.rules:
        rubric = rubric_for(rule, weights, core)
        match = _match(rule, used, resume, month) if rubric else None
        if rubric and match:
            used.add(match.line.line_no)
            found.append(_proposal(rule, match, rubric))
    return tuple(found)


def _read(lines: Sequence[ResumeLine], rules: Personalisation) -> _Resume:
    usable = [line for line in lines if not protected_kinds(line, rules)]
    told = [line for line in usable if len(line.text) >= _SHORTEST and not says(line.text, rules.unemployed)]
    return _Resume(lines, {line.line_no for line in usable}, told)


def rubric_for(rule: Rule, weights: Mapping[str, float], core: Collection[str]) -> str | None:
    """The first rubric of the rule that measures a competency of the job and is not asked anyway."""
    for key in rule.rubrics:
        if key not in core and any(c.key in weights for c in load_question(key).competencies):
            return key
    return None


def _match(rule: Rule, used: Collection[int], resume: _Resume, month: int) -> _Match | None:
    """Time and changes are told by all employments together, so their line may be one already quoted."""
    if rule.condition == "gap":
        return _gap(rule, resume, month)
    if rule.condition == "change":
        return _change(resume.jobs(rule.sections))
    return _words(rule, [line for line in resume.quotable if line.line_no not in used])


def _words(rule: Rule, fresh: Sequence[ResumeLine]) -> _Match | None:
    """The line that says most of what the rule looks for, of several the first; else the first one of a part
    that is about it as a whole."""
    mine = [line for line in fresh if line.section in rule.sections]
    best = max(mine, key=lambda line: said(line.text, rule.words), default=None)
    if best is None or not said(best.text, rule.words):
        best = next((line for line in mine if line.section in rule.whole), None)
    return None if best is None else _Match(best, {"zh": {}, "en": {}})


def _dated(lines: Sequence[ResumeLine]) -> list[tuple[Period, ResumeLine]]:
    dated = [(period, line) for line in lines if (period := period_of(line.text))]
    return sorted(dated, key=lambda row: (row[0].start, row[1].line_no))


def _gap(rule: Rule, resume: _Resume, month: int) -> _Match | None:
    """The longest stretch after the first employment that no line of the résumé covers, protected lines and
    studies included; the line quoted is the one before it."""
    jobs = resume.jobs(rule.sections)
    if not jobs:
        return None
    gaps = []
    covered, before = jobs[0][0].start - 1, jobs[0][1]
    for period, line in [row for row in _dated(resume.lines) if row[0].start >= jobs[0][0].start]:
        gaps.append((period.start - covered - 1, -covered, before, period.start - 1))
        end = month if period.end is None else period.end
        if end > covered:
            covered, before = end, line
    gaps.append((month - covered, -covered, before, month))
    known = {line.line_no for _, line in jobs}
    open_ones = [gap for gap in gaps if gap[0] >= rule.months and gap[2].line_no in known]
    if not open_ones:
        return None
    length, minus_covered, line, end = max(open_ones, key=lambda gap: gap[:2])
    if _explained(line, resume):
        return None
    return _Match(line, {lang: _span(1 - minus_covered, end, length, lang) for lang in ("zh", "en")})


def _explained(line: ResumeLine, resume: _Resume) -> bool:
    """Whether a line right beside it speaks of something protected: perhaps that is the reason."""
    place = next(i for i, one in enumerate(resume.lines) if one.line_no == line.line_no)
    beside = [resume.lines[i] for i in (place - 1, place + 1) if 0 <= i < len(resume.lines)]
    return any(one.line_no not in resume.free and one.section == line.section for one in beside)


def _span(start: int, end: int, length: int, language: str) -> dict[str, str]:
    return {"from": written(start, language), "to": written(end, language), "months": str(length)}


def _change(jobs: Sequence[tuple[Period, ResumeLine]]) -> _Match | None:
    """The employment that followed another one, the latest of them."""
    return _Match(jobs[-1][1], {"zh": {}, "en": {}}) if len(jobs) > 1 else None


def _proposal(rule: Rule, match: _Match, rubric: str) -> Proposal:
    prompt = {
        language: _filled(text, {**match.blanks[language], "line": _quoted(match.line.text)})
        for language, text in rule.question.to_json().items()
    }
    return Proposal(
        rule.key, rule.version, rule.title.to_json(), rule.reason.to_json(), match.line, prompt, rubric
    )


def _filled(text: str, blanks: Mapping[str, str]) -> str:
    """Blanks filled in one pass: braces inside a résumé line stay what they are."""
    pieces = text.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        filled.append(blanks[name] + rest)
    return "".join(filled)


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"
