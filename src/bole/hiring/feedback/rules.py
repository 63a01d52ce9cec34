"""What a candidate is told, and when: words from evidence only, a clock of 24 hours, true edits."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from string import Template
from typing import Any, Final, Literal

from bole.kernel.errors import InvalidError
from bole.kernel.workdays import Due

FORMAT: Final = "bole.feedback/1"
IN_DANGER: Final = timedelta(hours=6)  # before the clock runs out HR hears for the first time
STRONG: Final = 65.0  # as in the report: below, an answer is never called strong
QUOTES: Final = 2
LONGEST: Final = 800  # characters of one passage
OPENING: Final = "opening"
CLOSING: Final = "closing"
Kind = Literal["strong", "fair", "grow", "unscored"]
Words = Mapping[str, str]
_QUOTED = re.compile(r"「([^「」]+)」|“([^“”]+)”|\"([^\"]+)\"|『([^『』]+)』")


def draft(
    body: Mapping[str, Any],
    words: Words,
    *,
    language: str,
    name: str,
    job: str,
    scores: Mapping[str, float],
) -> dict[str, Any]:
    """Opening, one passage per competency (the heaviest first) and closing.

    ``body``: a report (bole.report/1); ``scores``: what people set or rated, before the machine's figure.
    """
    pass_mark = float(body["portrait"].get("pass_mark") or 0.0)
    cards = sorted(body["competencies"], key=lambda c: (-c["weight"], c["competency"]))
    return {
        "format": FORMAT,
        "language": language,
        "opening": _filled(words["opening"], name=name, job=job),
        "parts": [_part(card, words, language, scores, pass_mark) for card in cards],
        "closing": words["closing"],
    }


def _part(
    card: Mapping[str, Any],
    words: Words,
    language: str,
    scores: Mapping[str, float],
    pass_mark: float,
) -> dict[str, Any]:
    score = scores.get(card["competency"], card["score"])
    proofs = _proofs(card["evidence"])
    kind = kind_of(score, pass_mark, proven=bool(proofs))
    told = _passage(kind, card, proofs, words, language)
    quotes = [] if kind == "unscored" else list(dict.fromkeys(e["quote"] for e in proofs))[:QUOTES]
    return {
        "key": card["competency"],
        "label": dict(card["label"]),
        "kind": kind,
        "text": told,
        "generated": told,
        "quotes": quotes,
    }


def kind_of(score: float | None, pass_mark: float, *, proven: bool) -> Kind:
    """How an answer is spoken of. Without a sentence that proves it nothing is called strong."""
    if score is None:
        return "unscored"
    if proven and score >= max(STRONG, pass_mark):
        return "strong"
    return "fair" if proven and score >= 0.6 * max(STRONG, pass_mark) else "grow"


def _passage(
    kind: Kind, card: Mapping[str, Any], proofs: Sequence[Mapping[str, Any]], words: Words, language: str
) -> str:
    did = _did(proofs, language, words["listed"])
    raising = str(((card.get("raise") or {}).get("text") or {}).get(language, ""))
    if kind == "strong":
        return _filled(words["strong" if did else "strong_plain"], did=did)
    if kind == "unscored":
        return words["unscored"]
    if kind == "fair" and did and raising:
        return _filled(words["fair"], did=did, **{"raise": raising})
    return _filled(words["grow"], **{"raise": raising}) if raising else words["grow_plain"]


def _proofs(evidence: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Sentences that speak for the candidate, the best first."""
    found = [
        e for e in evidence if e.get("kind") == "quote" and (e.get("points") or 0) > 0 and e.get("quote")
    ]
    return sorted(found, key=lambda e: -e["points"])


def _did(proofs: Sequence[Mapping[str, Any]], language: str, listed: str) -> str:
    """What the best two sentences showed, in the rubric's words."""
    said: list[str] = []
    for proof in proofs[:QUOTES]:
        pairs = zip(proof.get("indicators", ()), proof.get("labels", ()), strict=False)
        named = sorted(pairs, key=lambda pair: not str(pair[0]).startswith("point:"))
        if named and (text := str(named[0][1].get(language, ""))):
            said.append(text.rstrip("。."))
    return listed.join(dict.fromkeys(said))


def check_edit(text: str, said: Iterable[str]) -> str:
    """A passage as somebody rewrote it. It must say something, briefly, and what stands in quotation marks
    must have been said: InvalidError (``required``, ``too_long``, ``not_said``).
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise InvalidError("not a passage", fields={"text": "too_long" if text else "required"})
    known = list(said)
    for quoted in ("".join(groups) for groups in _QUOTED.findall(text)):
        if not any(quoted in one for one in known):
            raise InvalidError("a quotation that was not said", fields={"text": "not_said"})
    return text


def edited(told: Mapping[str, Any], part: str, text: str) -> dict[str, Any]:
    """The draft with another wording of one passage. InvalidError for a passage it does not have."""
    if part in {OPENING, CLOSING}:
        return {**told, part: text}
    if part not in {one["key"] for one in told["parts"]}:
        raise InvalidError(f"no passage {part}", fields={"part": "unknown"})
    parts = [{**one, "text": text} if one["key"] == part else one for one in told["parts"]]
    return {**told, "parts": parts}


def wording_of(told: Mapping[str, Any], part: str) -> str:
    """What a passage says now."""
    if part in {OPENING, CLOSING}:
        return str(told[part])
    return next((str(one["text"]) for one in told["parts"] if one["key"] == part), "")


def renewed(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """A new draft that keeps what people rewrote, where the ground of the passage is the same as before."""
    if not before:
        return dict(after)
    known = {one["key"]: one for one in before["parts"]}
    kept = [
        {**one, "text": known[one["key"]]["text"]}
        if one["key"] in known and known[one["key"]]["generated"] == one["generated"]
        else one
        for one in after["parts"]
    ]
    return {**after, "parts": kept}


def next_step(words: Words, *, outcome: str, stage: str, due: Due, days: int, language: str) -> str:
    """What comes now and by when. ``outcome``: advanced, open or declined."""
    if outcome not in {"advanced", "open"}:
        return words["declined"]
    told = _filled(words[outcome], stage=stage, date=day_words(due.date, language), days=str(days))
    return f"{told} {words['provisional']}" if due.provisional else told


def score_line(words: Words, total: float | None, margin: float | None) -> str:
    """The total with its margin; nothing without one."""
    if total is None or margin is None:
        return ""
    return _filled(words["score"], total=_short(total), margin=_short(margin))


def place_line(words: Words, place: Mapping[str, Any] | None, job: str) -> str:
    """The percentile with the group it speaks of; nothing where the norm rule hides it."""
    if place is None:
        return ""
    period = {"from": place["period_from"].isoformat(), "to": place["period_to"].isoformat()}
    return _filled(words["place"], top=_short(place["top"]), n=str(place["n"]), job=job, **period)


def day_words(day: date, language: str) -> str:
    """「11 月 25 日（周三）」 / “Wednesday, 25 November”."""
    if language.startswith("zh"):
        return f"{day.month} 月 {day.day} 日（周{'一二三四五六日'[day.weekday()]}）"
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def standing(*, due_at: datetime, sent_at: datetime | None, now: datetime) -> str:
    """Where the clock is: sent, late (sent after it ran out), over, danger or running."""
    if sent_at is not None:
        return "sent" if sent_at <= due_at else "late"
    if now >= due_at:
        return "over"
    return "danger" if now >= due_at - IN_DANGER else "running"


def goes(*, mode: str, planned_at: datetime | None, released: bool, decided: bool, now: datetime) -> bool:
    """Whether the feedback leaves now: a person's word is enough; otherwise the opening's setting decides."""
    if released:
        return True
    if mode == "decision":
        return decided
    return mode == "automatic" and planned_at is not None and now >= planned_at


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _filled(text: str, **values: str) -> str:
    return Template(text).substitute(values)
