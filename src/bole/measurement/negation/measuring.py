"""How good the method is on the labelled pairs.

``python -m bole.measurement.negation.measuring --write`` puts the table into docs/explanation/negation.md.
"""

import hashlib
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bole.measurement.frameworks.loading import library_dir
from bole.measurement.negation.judging import judge

SETS = ("development", "held out", "fresh")
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True, slots=True)
class Pair:
    """One labelled pair; ``label`` is contradiction, negation or none, ``why`` the kind of a hard none."""

    part: str
    language: str
    statement: str
    clause: str
    label: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Pairs that are opposed (contradiction or negation) against those that are not."""

    pairs: int
    precision: float
    recall: float
    recall_contradiction: float
    recall_negation: float
    false_alarms: int
    none: int


def pairs() -> Iterator[Pair]:
    """All labelled pairs. A statement whose SHA-256 begins with an odd hex digit is held out."""
    for name, fixed in (("negation", ""), ("negation-fresh", "fresh")):
        path = library_dir() / "labelled" / f"{name}.toml"
        for group in tomllib.loads(path.read_text(encoding="utf-8"))["groups"]:
            statement, language = group["statement"], group["language"]
            odd = int(hashlib.sha256(statement.encode()).hexdigest()[0], 16) % 2
            part = fixed or ("held out" if odd else "development")
            for label in ("contradiction", "negation"):
                for clause in group[label]:
                    yield Pair(part, language, statement, clause, label)
            for why, clause in group["none"].items():
                yield Pair(part, language, statement, clause, "none", why)


def figures(part: str, language: str | None = None) -> Figures:
    """Precision and recall of one part of the set."""
    chosen = [p for p in pairs() if p.part == part and language in (None, p.language)]
    found = [(p, judge(p.statement, p.clause, p.language).relation == "opposed") for p in chosen]
    false_alarms = sum(hit for p, hit in found if p.label == "none")
    hits = sum(hit for _, hit in found) - false_alarms
    recalls = {
        label: _share([hit for p, hit in found if p.label == label])
        for label in ("contradiction", "negation")
    }
    return Figures(
        pairs=len(chosen),
        precision=hits / max(1, hits + false_alarms),
        recall=_share([hit for p, hit in found if p.label != "none"]),
        recall_contradiction=recalls["contradiction"],
        recall_negation=recalls["negation"],
        false_alarms=false_alarms,
        none=sum(p.label == "none" for p in chosen),
    )


def table() -> str:
    """The figures as a Markdown table."""
    lines = [
        "| set | language | pairs | precision | recall | of contradictions | of negations | false alarms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for part in SETS:
        for language in ("zh", "en"):
            f = figures(part, language)
            lines.append(
                f"| {part} | {language} | {f.pairs} | {f.precision:.2f} | {f.recall:.2f} | "
                f"{f.recall_contradiction:.2f} | {f.recall_negation:.2f} | {f.false_alarms} of {f.none} |"
            )
    return "\n".join(lines)


def page() -> Path:
    """The page that holds the table."""
    return library_dir().parent / "docs" / "explanation" / "negation.md"


def with_table(text: str) -> str:
    """``text`` with the table put anew between its marks."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n{table()}\n{_END}{after}"


def _share(hits: list[bool]) -> float:
    return sum(hits) / max(1, len(hits))


if __name__ == "__main__":
    if "--write" in sys.argv:
        page().write_text(with_table(page().read_text(encoding="utf-8")), encoding="utf-8")
    else:
        sys.stdout.write(table() + "\n")
