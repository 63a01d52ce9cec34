"""The interview report as the page and the PDF print it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bole.hiring.assessment.presenting import additions, branches, marks, scenes, timeline, words
from bole.hiring.assessment.presenting.answers import gates_of, lines_of, words_of
from bole.hiring.assessment.presenting.bars import bar, side_of_cut
from bole.hiring.assessment.presenting.evidence import basis_words, evidence_words, unsaid, why_of
from bole.hiring.assessment.presenting.formats import clock, number, one_decimal, pick, short, signed
from bole.hiring.assessment.presenting.rated_by import rated_by
from bole.hiring.assessment.presenting.shapes import (
    Anchor,
    Chip,
    Competency,
    Measure,
    Note,
    Page,
    Question,
    Sentence,
)
from bole.measurement.frameworks.schema import CRITERIA

FIRST = 4  # pieces of evidence shown at once per competency


class Presenter:
    """Turns one report JSON into a ``Page`` in the active language."""

    def __init__(
        self, body: Mapping[str, Any], *, may_play: bool = True, withheld: Mapping[str, str] | None = None
    ) -> None:
        """``may_play`` is False for readers without the right to recordings: chips then carry a padlock.

        ``withheld``: channel → words, for channels the bank switched on and the candidate keeps back.
        A body blinded for a reviewer (``assessment.rules.blinded``) gives a page without anything rated.
        """
        self.body = body
        self.may_play = may_play
        self.withheld = withheld or {}
        self.by_key = {answer["question_key"]: answer for answer in body["answers"]}
        self.sets = {key: self._sets(answer) for key, answer in self.by_key.items()}
        self.cut = number(body["portrait"].get("pass_mark"))

    def page(self) -> Page:
        """The page."""
        body = self.body
        score, band = number(body.get("total")), body.get("total_band")
        side = side_of_cut(score, band, self.cut)
        missing = number(body.get("total_missing_weight")) or 0
        recommendation = body.get("recommendation") or {}
        return Page(
            total=bar(score, number(body.get("total_sem")), band, self.cut),
            pass_mark=short(self.cut),
            side=side,
            side_text=words.side_sentence(side, short(self.cut)),
            missing_weight=short(missing) if missing else "",
            no_total=score is None,
            questions=[self.question(a) for a in sorted(body["answers"], key=lambda a: a["ordinal"])],
            competencies=[self.competency(c) for c in by_weight(body["competencies"])],
            notes=[*self.insufficient(), *self.flags()],
            needs_review=bool(body.get("needs_review")),
            review_reasons=[words.say(words.REVIEW, code) for code in body.get("review_reasons") or ()],
            advance=recommendation.get("outcome") == "advance",
            reasons=[words.reason_sentence(r) for r in recommendation.get("reasons") or ()],
            hash=str((body.get("provenance") or {}).get("hash") or ""),
            versions=self.versions(),
            portrait_version=str(body["portrait"].get("version", "")),
            beside=additions.sentences(body),
            branch=branches.sentences(body),
        )

    def _sets(self, answer: Mapping[str, Any]) -> dict[str, list[marks.Region]]:
        """Competency or criterion → its regions in this answer."""
        result, key = answer["result"], answer["question_key"]
        text, times = words_of(result), self._times(result)
        found = {}
        for competency in self.body["competencies"]:
            mine = [item for item in competency.get("evidence") or () if item.get("question_key") == key]
            found[competency["competency"]] = marks.regions(text, mine, times)
        for rating in result.get("ratings") or ():
            if rating["kind"] == "criterion":
                mine = [e for e in rating.get("evidence") or () if self.stands_in(e, answer) == key]
                found[rating["competency"]] = marks.regions(text, mine, times)
        return {name: regions for name, regions in found.items() if regions}

    @staticmethod
    def _times(result: Mapping[str, Any]) -> list[tuple[int, float]]:
        text = words_of(result)
        lines = [s for s in lines_of(result) if s.get("start") is not None]
        places = marks.sentence_offsets(text, [s["text"] for s in lines])
        return [
            (begin, line["start"]) for (begin, _end), line in zip(places, lines, strict=True) if begin >= 0
        ]

    def question(self, answer: Mapping[str, Any]) -> Question:
        """One answer with everything around it."""
        result, key = answer["result"], answer["question_key"]
        sets = self.sets[key]
        title = pick(answer.get("title")) or pick(answer.get("label")) or pick(answer.get("prompt"))
        return Question(
            ordinal=answer["ordinal"],
            key=key,
            answer_id=str(answer.get("answer_id") or ""),
            title=title,
            prompt=pick(answer.get("prompt")),
            kind=answer.get("kind") or "video",
            state=self.state_of(answer),
            duration=float(answer.get("duration") or 0),
            clock=clock(answer.get("duration")),
            sentences=self.sentences(result, sets),
            measures=[self.measure(answer, criterion) for criterion in CRITERIA],
            gates=gates_of(answer, self.withheld),
            counts=timeline.counts(result),
            strip=timeline.strip(answer, sets),
            rows=timeline.table(answer),
            joints=list(answer.get("joints") or ()),
            cut_off=bool(answer.get("cut_off")),
            language=(result.get("transcript") or {}).get("language") or "",
            rubric_kept=bool((result.get("provenance") or {}).get("rubric_sha256")),
        )

    def state_of(self, answer: Mapping[str, Any]) -> str:
        """Whether the tab shows a tick, a pennant or a triangle."""
        key = answer["question_key"]
        if key in {i["question_key"] for i in (self.body.get("feedback") or {}).get("insufficient") or ()}:
            return "insufficient"
        ratings = answer["result"].get("ratings") or ()
        if "error" in answer["result"] or (ratings and all(r.get("score") is None for r in ratings)):
            return "insufficient"
        return "flag" if any(f["question_key"] == key for f in self.body.get("flags") or ()) else "ok"

    def sentences(self, result: Mapping[str, Any], sets: marks.Sets) -> list[Sentence]:
        """The transcript by sentences, each cut at its evidence."""
        lines, text = lines_of(result), words_of(result)
        places = marks.sentence_offsets(text, [line["text"] for line in lines])
        return [
            Sentence(
                start=line.get("start"),
                end=line.get("end"),
                time=clock(line.get("start")),
                label=words.say(words.SENTENCE_LABELS, line.get("label")),
                label_key=line.get("label") or "",
                parts=marks.cut(line["text"], begin, sets),
            )
            for line, (begin, _end) in zip(lines, places, strict=True)
        ]

    def chip(self, item: Mapping[str, Any], key: str, name: str) -> Chip:
        """One piece of evidence of the answer to ``key``, in the set ``name``."""
        answer = self.by_key.get(key)
        ordinal = answer["ordinal"] if answer else 0
        at = item.get("start")
        offset = marks.locate(words_of(answer["result"]), item) if answer else -1
        playable = bool(
            self.may_play and answer and answer.get("kind") in ("video", "audio") and at is not None
        )
        where = f"Q{ordinal} {clock(at)}" if at is not None else f"Q{ordinal}"
        return Chip(
            ordinal=ordinal,
            at=at,
            where=where if ordinal else "",
            quote=item.get("quote") or evidence_words(item),
            why=why_of(item),
            kind="quote" if item.get("quote") else item.get("kind") or "count",
            points=signed(float(item.get("points") or 0)),
            set=name,
            number=marks.number_at(self.sets.get(key, {}).get(name, ()), offset) if offset >= 0 else None,
            playable=playable,
        )

    def measure(self, answer: Mapping[str, Any], criterion: str) -> Measure:
        """One content measure; without a score it says why."""
        ratings = answer["result"].get("ratings") or ()
        rating = next((r for r in ratings if r["competency"] == criterion), None)
        rating = rating or {"label": words.say(words.CRITERIA, criterion), "reason": "not_assessed"}
        score, evidence = number(rating.get("score")), rating.get("evidence") or ()
        drawn = bar(score, number(rating.get("sem")))
        reason = rating.get("reason") or "not_assessed"
        return Measure(
            key=criterion,
            label=pick(rating.get("label")) or criterion,
            score=short(score),
            band=f"{drawn.low}–{drawn.high}" if drawn.low else "",
            basis=basis_words(rating.get("sem_basis")),
            reason="" if score is not None else words.say(words.QUALITY, reason),
            chips=[self.chip(e, self.stands_in(e, answer), criterion) for e in evidence if not unsaid(e)],
            missing=[why_of(e) for e in evidence if unsaid(e) and why_of(e)],
        )

    @staticmethod
    def stands_in(item: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
        """The question whose answer holds this evidence: a probe is read with the answer it adds to."""
        adds = "parent_key" in answer and item.get("of") != "addition"
        return str(answer["parent_key"] if adds else answer["question_key"])

    def competency(self, raw: Mapping[str, Any]) -> Competency:
        """One competency of the right pane, its strongest evidence first."""
        score, level, name = number(raw.get("score")), number(raw.get("level")), raw["competency"]
        better, evidence = raw.get("raise") or {}, raw.get("evidence") or ()
        said = sorted((e for e in evidence if not unsaid(e)), key=lambda e: -abs(e.get("points") or 0))
        chips = [self.chip(item, item.get("question_key", ""), name) for item in said]
        return Competency(
            key=name,
            label=pick(raw.get("label")),
            weight=short(number(raw.get("weight"))),
            bar=bar(score, number(raw.get("sem")), raw.get("band"), self.cut),
            level=one_decimal(level),
            level_at="" if level is None else f"{25 * (level - 1):.2f}%",
            basis=basis_words(raw.get("sem_basis")),
            reason="" if score is not None else words.say(words.QUALITY, raw.get("reason") or "insufficient"),
            anchors=anchors_of(raw, level),
            chips=chips[:FIRST],
            more=chips[FIRST:],
            missing=[why_of(e) for e in evidence if unsaid(e) and why_of(e)],
            raise_text=pick(better.get("text")),
            raise_score=short(number(better.get("score"))),
            raters=rated_by(self.body, name),
            scenes=scenes.inside(self.body, name),
        )

    def insufficient(self) -> list[Note]:
        """Answers that could not be rated, and nothing more than that."""
        notes = []
        for item in (self.body.get("feedback") or {}).get("insufficient") or ():
            answer = self.by_key.get(item["question_key"])
            if answer is None:
                continue
            text = words.say(words.QUALITY, item.get("reason") or "insufficient")
            notes.append(Note("insufficient", answer["ordinal"], text, []))
        return notes

    def flags(self) -> list[Note]:
        """What needs a look by a person; never a deduction."""
        notes = []
        for item in self.body.get("flags") or ():
            answer = self.by_key.get(item["question_key"])
            chips = [self.chip(e, item["question_key"], "") for e in item.get("evidence") or ()]
            shown = [chip for chip in chips if chip.kind != "absence"]
            notes.append(
                Note("flag", answer["ordinal"] if answer else 0, words.say(words.FLAGS, item["kind"]), shown)
            )
        return notes

    def versions(self) -> list[str]:
        """Which versions made this report, for the foot."""
        portrait, guide = self.body["portrait"], self.body["guide"]
        software = (self.body.get("provenance") or {}).get("software")
        lines = [
            _("Portrait v%(version)s") % {"version": portrait.get("version")},
            _("Guide v%(version)s") % {"version": guide.get("version")},
        ]
        return [*lines, str(software)] if software else lines


def by_weight(cards: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The heaviest first; JSON objects of the database keep no order of their own."""
    return sorted(cards, key=lambda card: (-(card.get("weight") or 0), card["competency"]))


def anchors_of(raw: Mapping[str, Any], level: float | None) -> list[Anchor]:
    """The described levels; the one nearest to the level is marked (of two equally near the lower one)."""
    texts = raw.get("anchors") or {}
    levels = sorted(int(key) for key in texts)
    nearest = (
        min(levels, key=lambda one: (abs(one - level), one), default=None) if level is not None else None
    )
    return [Anchor(one, pick(texts[str(one)]), one == nearest) for one in levels]
