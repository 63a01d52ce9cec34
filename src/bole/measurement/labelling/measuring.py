"""How often the structure rater labels a clause as two labellers did.

``python -m bole.measurement.labelling.measuring --write`` puts the tables into docs/explanation/structure.md;
with two files of labels as arguments the tables rest on those instead (printed, not written).

The rater labels sentences ("units"), the set has clauses: a clause gets the label of the unit that covers
most of its characters. Where a unit has a second label (``also``) that is the clause's, the second counts.
Only clauses on which both labellers agree are looked at, only questions whose plan has the four steps.
"""

import hashlib
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bole.kernel.answers import Observation, Transcript
from bole.measurement import api
from bole.measurement.flags.isolating import isolated
from bole.measurement.frameworks.loading import library_dir
from bole.measurement.labelling.agreement import Agreement, agreement
from bole.measurement.labelling.sets import Answer, Labels, LabelSet, labels_for, read_labels, read_set
from bole.measurement.raters.labels import NONE, Labelled, label_units, parts_of
from bole.measurement.raters.scene import Scene
from bole.measurement.reliability.resampling import bootstrap
from bole.measurement.reliability.tables import Floats
from bole.measurement.runtimes.usem import default_embedder
from bole.measurement.scoring.assessing import meanings_for, scene_of
from bole.measurement.scoring.vocabulary import repair_for
from bole.measurement.text.reading import read

PARTS = ("development", "held out")
_NAMES = {"action": "measure"}  # the rater's key for what the code book calls a measure
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True, slots=True)
class Judged:
    """One clause: the labellers' label, and the rater's first and second."""

    answer: str
    question: str
    language: str
    truth: str
    first: str
    second: str

    @property
    def found(self) -> str:
        """The rater's label after the rule for second labels; a second "none" is no label."""
        return self.second if self.second == self.truth != NONE else self.first


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one label: ``clauses`` have it by the labellers."""

    clauses: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def part_of(question: str) -> str:
    """A question whose key's SHA-256 begins with an odd hex digit is held out."""
    return PARTS[int(hashlib.sha256(question.encode()).hexdigest()[0], 16) % 2]


def judged(labelled: LabelSet, first: Labels, second: Labels) -> Iterator[Judged]:
    """Every clause both labelled alike, with what the rater says."""
    for answer in labelled.answers:
        scene = scene_for(answer)
        if not {p.key for p in parts_of(scene)} >= {"problem", "cause", "action", "result"}:
            continue
        found = label_units(scene)
        for index, place in enumerate(answer.places):
            clause = (answer.id, index)
            if first.get(clause) and first.get(clause) == second.get(clause):
                label = _covering(scene, found, place)
                keys = (_NAMES.get(key, key) for key in (label.key, label.also))
                yield Judged(answer.id, answer.question, answer.language, first[clause], *keys)


def scene_for(answer: Answer) -> Scene:
    """The answer as raters see it, as if typed; the four steps also where an explanation is asked for, since
    the labellers had no others."""
    question = replace(api.load_question(answer.question), kind=None)
    transcript = Transcript(language=answer.language, text=answer.text, typed=True)
    reading = isolated(read(transcript, repair_for(question)))
    meanings = meanings_for(question, answer.language, default_embedder())
    return scene_of(question, reading, Observation(duration=60.0, transcript=transcript), meanings)


def figures(rows: Sequence[Judged], label: str, *, strict: bool = False) -> Figures:
    """Precision and recall of one label; ``strict`` leaves second labels out."""
    said = [(r.truth, r.first if strict else r.found) for r in rows]
    hits = sum(truth == found == label for truth, found in said)
    wanted, given = sum(t == label for t, _ in said), sum(f == label for _, f in said)
    return Figures(wanted, hits / max(1, given), hits / max(1, wanted))


def macro_f1(rows: Sequence[Judged], labels: Sequence[str], *, strict: bool = False) -> float:
    """Mean F1 over the labels that occur."""
    return _mean_f1(_by_answer(rows, labels, strict=strict))


def interval(rows: Sequence[Judged], labels: Sequence[str]) -> tuple[float, float] | None:
    """95 % bootstrap interval of the macro F1, whole answers drawn."""
    return bootstrap(_by_answer(rows, labels, strict=False), _mean_f1)


def tables(labelled: LabelSet, first: Labels, second: Labels) -> str:
    """Agreement, rater by half, and rater by label as Markdown."""
    rows = list(judged(labelled, first, second))
    groups = [
        (f"{part}, {name}", [r for r in rows if part_of(r.question) == part and chosen(r)])
        for part in PARTS
        for name, chosen in (
            ("all", lambda _: True),
            ("Chinese", lambda r: r.language == "zh"),
            ("English", lambda r: r.language == "en"),
            ("questions the cues had not seen", lambda r: r.question not in labelled.seen),
        )
        if part == PARTS[1] or "cues" not in name  # cues are mended with the development half open
    ]
    lines = [
        "| clauses of | N | right | right if all were called measure | macro F1 (95 %) | main label only |"
    ]
    lines += ["|---|---|---|---|---|---|"]
    lines += [_line(name, group, labelled.labels) for name, group in groups if group]
    held = [r for r in rows if part_of(r.question) == PARTS[1]]
    lines += ["", "| label, held out | N | precision | recall | F1 |", "|---|---|---|---|---|"]
    for label in labelled.labels:
        f = figures(held, label)
        lines.append(f"| {label} | {f.clauses} | {f.precision:.2f} | {f.recall:.2f} | {f.f1:.2f} |")
    return "\n".join([*agreed(agreement(labelled, first, second)), "", *lines])


def agreed(found: Agreement) -> list[str]:
    """The two labellers beside each other, as lines of Markdown."""
    kappa = found.kappa
    value = "–" if kappa.value is None else f"{kappa.value:.3f}"
    around = "" if kappa.low is None else f" (95 % {kappa.low:.3f} to {kappa.high:.3f}, answers drawn)"
    lines = [
        f"Two labellers, {found.clauses} clauses: kappa {value}{around}, {len(found.disputes)} in dispute."
    ]
    lines += ["", "| label | both | first only | second only | agreement |", "|---|---|---|---|---|"]
    for label in found.labels:
        both = found.table.get((label, label), 0)
        of_first = sum(n for (a, _), n in found.table.items() if a == label) - both
        of_second = sum(n for (_, b), n in found.table.items() if b == label) - both
        share = found.of(label)
        lines.append(
            f"| {label} | {both} | {of_first} | {of_second} | {'–' if share is None else f'{share:.2f}'} |"
        )
    return lines


def with_tables(text: str, measured: str) -> str:
    """``text`` with the tables put anew between their marks."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n{measured}\n{_END}{after}"


def shipped() -> LabelSet:
    """The set of the library."""
    return read_set(library_dir() / "labelled" / "structure.toml")


def page() -> Path:
    """The page that holds the tables."""
    return library_dir().parent / "docs" / "explanation" / "structure.md"


def _by_answer(rows: Sequence[Judged], labels: Sequence[str], *, strict: bool) -> Floats:
    """Per answer the table truth × found, flattened: shape ``(answers, labels²)``."""
    place = {label: i for i, label in enumerate(labels)}
    order = {name: i for i, name in enumerate(dict.fromkeys(r.answer for r in rows))}
    found = np.zeros((len(order), len(labels), len(labels)))
    for r in rows:
        found[order[r.answer], place[r.truth], place[r.first if strict else r.found]] += 1
    return found.reshape(len(order), -1)


def _mean_f1(answers: Floats) -> float:
    """F1 = 2·hits / (wanted + given), averaged over the labels that occur."""
    size = math.isqrt(answers.shape[1])
    table = answers.sum(axis=0).reshape(size, size)
    wanted, given = table.sum(axis=1), table.sum(axis=0)
    used = wanted > 0
    return float((2 * np.diag(table)[used] / (wanted + given)[used]).mean()) if used.any() else 0.0


def _covering(scene: Scene, labels: Sequence[Labelled], place: tuple[int, int]) -> Labelled:
    """The label of the unit that covers most of ``place``; none where no unit does."""

    def covered(index: int) -> int:
        unit = scene.reading.units[index]
        start, end = scene.reading.source_span(unit.start, unit.end)
        return min(end, place[1]) - max(start, place[0])

    best = max(range(len(labels)), key=covered, default=None)
    return labels[best] if best is not None and covered(best) > 0 else Labelled(NONE, 0.0)


def _line(name: str, rows: Sequence[Judged], labels: Sequence[str]) -> str:
    right = sum(r.found == r.truth for r in rows) / len(rows)
    always = sum(r.truth == "measure" for r in rows) / len(rows)
    lenient, strict = macro_f1(rows, labels), macro_f1(rows, labels, strict=True)
    around = interval(rows, labels)
    between = f" ({around[0]:.2f} to {around[1]:.2f})" if around else ""
    return f"| {name} | {len(rows)} | {right:.2f} | {always:.2f} | {lenient:.2f}{between} | {strict:.2f} |"


def _main(arguments: Sequence[str]) -> None:
    labelled = shipped()
    files = [Path(a) for a in arguments if not a.startswith("-")]
    if len(files) == 2:
        first, second = (labels_for(labelled, read_labels(f)) for f in files)
    else:
        first, second = tuple(labelled.by.values())[:2]
    measured = tables(labelled, first, second)
    if "--write" in arguments and not files:
        page().write_text(with_tables(page().read_text(encoding="utf-8"), measured), encoding="utf-8")
    else:
        sys.stdout.write(measured + "\n")


if __name__ == "__main__":
    _main(sys.argv[1:])
