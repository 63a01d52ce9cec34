"""Match of a résumé to a job, 0–100: every point names the lines that earned it.

``T = Σ shareᵢ · strengthᵢ``. Competencies: the portrait's weights share 60; the strength of one is
``min(1, Σ credits of its ideas / ideas_needed)``. Experience 25: weighted months / 36. Skills seen in use 10,
certificates 5. A part the job does not have gives its share to the others in proportion.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bole.measurement.matching import evidence, experience, lines
from bole.measurement.matching.lexicon import Lexicon, Occupation, load_lexicon
from bole.measurement.matching.lines import Told
from bole.measurement.runtimes.usem import default_embedder
from bole.measurement.text.normalise import normalise
from bole.ports.embedding import Embedder

FORMAT = "bole.match/1"
VERSION = 1
LABELS = {
    "experience": {"zh": "相关工作经历", "en": "Related experience"},
    "skills": {"zh": "用过的技能", "en": "Skills used"},
    "certificates": {"zh": "相关证书", "en": "Certificates"},
}
RELATIONS = {
    "same": {"zh": "同类岗位", "en": "the same work"},
    "near": {"zh": "相近岗位", "en": "work near to it"},
    "industry": {"zh": "同行业", "en": "the same industry"},
}


@dataclass(frozen=True, slots=True)
class _Hit:
    """``amount`` of a part's ``needed`` that lines earned."""

    line: int | None
    text: str
    amount: float
    why: Mapping[str, str]
    way: str


@dataclass(frozen=True, slots=True)
class _Part:
    key: str
    label: Mapping[str, str]
    weight: float
    needed: float
    hits: Sequence[_Hit]


def match(
    *,
    job: str,
    weights: Mapping[str, float],
    labels: Mapping[str, Mapping[str, str]],
    parsed: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    barred: frozenset[int],
    today: date,
    embedder: Embedder | None = None,
) -> dict[str, Any]:
    """The object ``bole.match/1``; ``score`` is None where there is not one line to read.

    ``weights``, ``labels``: of the portrait; ``parsed``: the fields of ``bole parse-resume``; ``lines``:
    ``{number, text, section}``; ``barred``: numbers of lines that count for nothing. Deterministic.
    """
    lexicon, chosen = load_lexicon(), embedder or default_embedder()
    told = _read(lines, barred)
    parts = _parts(lexicon, job, weights, labels, parsed, told, today, chosen)
    rows = [_row(part) for part in parts]
    return {
        "format": FORMAT,
        "version": VERSION,
        "score": round(sum(row["points"] for row in rows), 1) if told else None,
        "parts": rows,
        "not_read": sorted(key for key in weights if key not in lexicon.competencies),
        "set_aside": [{"line": one.number, "why": one.standing} for one in told if one.standing in _ASIDE],
        "lexicon": lexicon.sha256,
        "model": {"name": chosen.name, "sha256": chosen.sha256},
    }


_ASIDE = ("barred", "list", "claim", "denied")
_read = lines.read


def identity() -> str:
    """Lexicon, formula and embedder: what a match follows from beside résumé and portrait."""
    embedder = default_embedder()
    return f"{FORMAT} {VERSION} {load_lexicon().sha256} {embedder.sha256}"


def score_of(found: Mapping[str, Any], competencies: Iterable[str]) -> float | None:
    """0–100 over some competencies only; None where the match has none of them."""
    wanted = {f"competency/{key}" for key in competencies}
    rows = [row for row in found["parts"] if row["key"] in wanted]
    weight = sum(row["weight"] for row in rows)
    if found["score"] is None or not weight:
        return None
    points = sum(float(row["points"]) for row in rows)
    return round(100 * points / float(weight), 1)


def _parts(
    lexicon: Lexicon,
    job: str,
    weights: Mapping[str, float],
    labels: Mapping[str, Mapping[str, str]],
    parsed: Mapping[str, Any],
    told: Sequence[Told],
    today: date,
    embedder: Embedder,
) -> list[_Part]:
    """All parts with their weights of 100."""
    known = [key for key in weights if key in lexicon.competencies]
    occupation = lexicon.occupations.get(job)
    shares = _shares(lexicon, known, occupation)
    found = evidence.credits(lexicon, known, told, embedder)
    whole = sum(weights[key] for key in known)
    parts = [
        _Part(
            f"competency/{key}",
            dict(labels.get(key) or {"zh": key, "en": key}),
            shares["competencies"] * weights[key] / whole,
            lexicon.formula.competencies["ideas_needed"],
            [_from(one) for one in found if one.competency == key],
        )
        for key in known
    ]
    if occupation is None:
        return parts
    numbers = lexicon.formula
    rest = {
        "experience": (
            numbers.experience["months_needed"],
            _experience(parsed, occupation, lexicon, told, today),
        ),
        "skills": (numbers.skills["needed"], _skills(occupation, told)),
        "certificates": (1.0, _certificates(parsed, occupation, told)),
    }
    return parts + [
        _Part(key, LABELS[key], shares[key], needed, hits)
        for key, (needed, hits) in rest.items()
        if shares.get(key)
    ]


def _shares(lexicon: Lexicon, known: Sequence[str], occupation: Occupation | None) -> dict[str, float]:
    shares = dict(lexicon.formula.shares)
    missing = {
        "competencies": not known,
        "experience": occupation is None,
        "skills": occupation is None or not occupation.skills,
        "certificates": occupation is None or not occupation.certificates,
    }
    kept = {key: share for key, share in shares.items() if not missing[key]}
    whole = sum(kept.values())
    return {key: 100 * share / whole for key, share in kept.items()}


def _from(credit: evidence.Credit) -> _Hit:
    why = credit.idea.label.to_json()
    return _Hit(credit.line.number, credit.line.text, credit.amount, why, credit.way)


def _experience(
    parsed: Mapping[str, Any], job: Occupation, lexicon: Lexicon, told: Sequence[Told], today: date
) -> list[_Hit]:
    barred = {one.number for one in told if one.standing == "barred"}
    hits = []
    for stay in experience.stays(parsed, job, lexicon.formula, today):
        name = f"work[{stay.index}]"
        line, text = _line(parsed, (f"{name}.title", f"{name}.employer"))
        if line not in barred:
            hits.append(_Hit(line, text, stay.months, RELATIONS[stay.relation], "fields"))
    return hits


def _skills(job: Occupation, told: Sequence[Told]) -> list[_Hit]:
    """A skill counts where a line tells of its use: merely listed it earns nothing."""
    hits = []
    used: dict[int, int] = {}
    for skill, pattern in job.skills.items():
        for one in told:
            if one.standing == "told" and used.get(one.number, 0) < 2 and pattern.found(one.plain):
                used[one.number] = used.get(one.number, 0) + 1
                hits.append(_Hit(one.number, one.text, 1.0, {"zh": skill, "en": skill}, "words"))
                break
    return hits


def _certificates(parsed: Mapping[str, Any], job: Occupation, told: Sequence[Told]) -> list[_Hit]:
    barred = {one.number for one in told if one.standing == "barred"}
    for index, name in enumerate(parsed.get("certificates") or []):
        line, text = _line(parsed, (f"certificates[{index}]",))
        plain = normalise(str(name)).text
        if line not in barred and any(words.found(plain) for words in job.certificates.values()):
            return [_Hit(line, text or str(name), 1.0, {"zh": str(name), "en": str(name)}, "fields")]
    return []


def _line(parsed: Mapping[str, Any], names: Sequence[str]) -> tuple[int | None, str]:
    spans = parsed.get("spans") or {}
    span: Mapping[str, Any] = next((spans[name] for name in names if name in spans), {})
    return span.get("line"), span.get("text") or ""


def _row(part: _Part) -> dict[str, Any]:
    """Points of the part, shared out among the lines that earned them."""
    earned = sum(hit.amount for hit in part.hits)
    strength = min(1.0, earned / part.needed)
    points = part.weight * strength
    ranked = sorted(part.hits, key=lambda hit: (-hit.amount, hit.line or 0))
    return {
        "key": part.key,
        "label": dict(part.label),
        "weight": round(part.weight, 2),
        "strength": round(strength, 4),
        "points": round(points, 2),
        "evidence": [
            {
                "line": hit.line,
                "text": hit.text,
                "points": round(points * hit.amount / earned, 2),
                "why": dict(hit.why),
                "way": hit.way,
            }
            for hit in ranked
        ],
    }
