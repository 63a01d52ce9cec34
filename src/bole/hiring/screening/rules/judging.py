"""A rule against a résumé: pass, fail, unknown (the résumé does not say) or question; always with its lines.

``all``: a fail beats an unknown, an unknown a pass. ``any``: a pass beats an unknown, an unknown a fail.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bole.hiring.screening.rules import experience
from bole.hiring.screening.rules.catalogue import Catalogue, Known, squash
from bole.hiring.screening.rules.reading import Line, Read
from bole.hiring.screening.rules.sentences import Words, sentence

Verdict = Literal["pass", "fail", "unknown", "question"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One test's verdict: its sentence, what was found (``value``), and the lines that say so."""

    kind: str
    verdict: Verdict
    sentence: Words
    value: Words
    lines: tuple[Line, ...] = ()
    parts: tuple["Judged", ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For the stored result."""
        return {
            "kind": self.kind,
            "verdict": self.verdict,
            "sentence": self.sentence,
            "value": self.value,
            "lines": [line.to_json() for line in self.lines],
            "parts": [part.to_json() for part in self.parts],
        }


Seen = tuple[Verdict, Words, Sequence[Line]]


def judge(test: Mapping[str, Any], read: Read, catalogue: Catalogue) -> Judged:
    """One checked test."""
    words = sentence(test, catalogue)
    if test["kind"] in ("all", "any"):
        return _group(test, read, catalogue, words)
    verdict, value, lines = _TESTS[test["kind"]](test, read, catalogue)
    return Judged(test["kind"], verdict, words, value, tuple(lines))


def _group(test: Mapping[str, Any], read: Read, catalogue: Catalogue, words: Words) -> Judged:
    parts = tuple(judge(one, read, catalogue) for one in test["tests"])
    verdicts = {part.verdict for part in parts}
    order: tuple[Verdict, ...] = (
        ("fail", "unknown", "pass") if test["kind"] == "all" else ("pass", "unknown", "fail")
    )
    verdict = next(one for one in order if one in verdicts)
    told = [part for part in parts if part.verdict == verdict]
    value = {
        "zh": "；".join(part.value["zh"] for part in told),
        "en": "; ".join(part.value["en"] for part in told),
    }
    return Judged(test["kind"], verdict, words, value, tuple(ln for p in told for ln in p.lines), parts)


def _degree(test: Mapping[str, Any], read: Read, catalogue: Catalogue) -> Seen:
    """The highest one counts; an entry without a level may be higher, so that it leaves the matter open."""
    wanted = catalogue.degrees[test["at_least"]].order
    rows = list(enumerate(read.entries("education")))
    if not rows:
        return "unknown", {"zh": "简历中没有读到学历", "en": "no education was found"}, []
    known = [(i, row) for i, row in rows if row.get("degree_level") in catalogue.degrees]
    known.sort(key=lambda one: -catalogue.degrees[one[1]["degree_level"]].order)
    for index, row in known:
        label = catalogue.degrees[row["degree_level"]].label
        lines = read.lines_of(f"education[{index}]", row, ("degree", "school"))
        if catalogue.degrees[row["degree_level"]].order < wanted:
            break
        if not read.sure(f"education[{index}].degree"):
            return "unknown", _uncertain(label), lines
        if test["studying_counts"] or not _studying(row, read):
            return "pass", {"zh": f"学历：{label['zh']}", "en": f"degree: {label['en']}"}, lines
        return (
            "unknown",
            {"zh": f"{label['zh']}在读，尚未毕业", "en": f"{label['en']}, still studying"},
            lines,
        )
    return _too_low(rows, known, read, catalogue)


def _too_low(rows: Sequence[Any], known: Sequence[Any], read: Read, catalogue: Catalogue) -> Seen:
    lines = [ln for i, row in rows for ln in read.lines_of(f"education[{i}]", row, ("degree", "school"))]
    if len(known) < len(rows):
        return "unknown", {"zh": "有一段学历未写明层次", "en": "one entry does not say which degree"}, lines
    label = catalogue.degrees[known[0][1]["degree_level"]].label
    if not read.sure(f"education[{known[0][0]}].degree"):
        return "unknown", _uncertain(label), lines
    return "fail", {"zh": f"最高学历：{label['zh']}", "en": f"highest degree: {label['en']}"}, lines


def _studying(row: Mapping[str, Any], read: Read) -> bool:
    if row.get("current"):
        return True
    months = read.months({**row, "start": row.get("end"), "current": False})
    return months.known and not months.possible  # it ends in months to come


def _major(test: Mapping[str, Any], read: Read, catalogue: Catalogue) -> Seen:
    family = catalogue.majors[test["family"]]
    rows = [(i, row) for i, row in enumerate(read.entries("education")) if row.get("major")]
    if not rows:
        return "unknown", {"zh": "简历中没有读到专业", "en": "no major was found"}, []
    open_ones = False
    for index, row in rows:
        verdict = _in_family(row["major"], family, catalogue)
        if verdict and read.sure(f"education[{index}].major"):
            line = read.line(f"education[{index}].major", row["major"])
            return "pass", {"zh": f"专业：{row['major']}", "en": f"major: {row['major']}"}, [line]
        open_ones = open_ones or verdict is not False or not read.sure(f"education[{index}].major")
    lines = [read.line(f"education[{i}].major", row["major"]) for i, row in rows]
    names = "、".join(row["major"] for _, row in rows)
    if open_ones:
        return "unknown", {"zh": f"专业目录中没有：{names}", "en": f"not in the catalogue: {names}"}, lines
    return "fail", {"zh": f"专业：{names}", "en": f"major: {names}"}, lines


def _in_family(major: str, family: Known, catalogue: Catalogue) -> bool | None:
    """Whether the field belongs to it; None where the catalogue does not know the field."""
    plain = squash(major)
    pieces = {plain, *_pieces(plain)}
    if pieces & family.words:
        return True
    return False if pieces & catalogue.every_major else None


def _pieces(major: str) -> set[str]:
    """「金融学(国际金融方向)」 → 金融学, 国际金融方向; with and without 专业, 方向."""
    found: set[str] = set()
    for piece in major.replace("(", "|").replace(")", "|").replace("/", "|").replace("、", "|").split("|"):
        if piece:
            found |= {piece, piece.removesuffix("专业"), piece.removesuffix("方向")}
    return {one for one in found if one}


def _certificate(test: Mapping[str, Any], read: Read, catalogue: Catalogue) -> Seen:
    wanted = [catalogue.certificates[key] for key in test["any_of"]]
    return _listed(read, "certificates", wanted, {"zh": "证书", "en": "certificates"})


def _language(test: Mapping[str, Any], read: Read, catalogue: Catalogue) -> Seen:
    """A language is said, or shown by its certificate."""
    wanted = [catalogue.languages[test["language"]]]
    label = {"zh": "语言", "en": "languages"}
    said = _listed(read, "languages", wanted, label)
    return said if said[0] == "pass" else max(said, _listed(read, "certificates", wanted, label), key=_rank)


def _rank(seen: Seen) -> int:
    return ("fail", "unknown", "pass").index(seen[0])


def _listed(read: Read, key: str, wanted: Sequence[Known], label: Words) -> Seen:
    rows = [str(row) for row in read.entries(key)]
    if not rows:
        return "unknown", {"zh": f"简历中没有读到{label['zh']}", "en": f"no {label['en']} were found"}, []
    for index, row in enumerate(rows):
        if any(word in squash(row) for one in wanted for word in one.words):
            line = read.line(f"{key}[{index}]", row)
            verdict: Verdict = "pass" if read.sure(f"{key}[{index}]") else "unknown"
            return verdict, {"zh": row, "en": row}, [line]
    lines = [read.line(f"{key}[{index}]", row) for index, row in enumerate(rows)]
    told = "、".join(rows[:6])
    return "fail", {"zh": f"{label['zh']}：{told}", "en": f"{label['en']}: {told}"}, lines


def _words(test: Mapping[str, Any], read: Read, _: Catalogue) -> Seen:
    if not read.lines:
        return "unknown", {"zh": "没有可读的简历正文", "en": "there is no text to read"}, []
    for number, text in sorted(read.lines.items()):
        for term in test["any_of"]:
            if squash(term) in squash(text):
                return (
                    "pass",
                    {"zh": f"提到“{term}”", "en": f"mentions “{term}”"},
                    [Line("text", number, text)],
                )
    return "fail", {"zh": "未提到", "en": "not mentioned"}, []


def _school_tier(test: Mapping[str, Any], read: Read, catalogue: Catalogue) -> Seen:
    wanted = frozenset().union(*(catalogue.tiers[key].words for key in test["any_of"]))
    rows = [(i, row) for i, row in enumerate(read.entries("education")) if row.get("school")]
    if not rows:
        return "unknown", {"zh": "简历中没有读到院校", "en": "no school was found"}, []
    for index, row in rows:
        plain = squash(row["school"])
        if catalogue.aliases.get(plain, plain) in wanted:
            line = read.line(f"education[{index}].school", row["school"])
            return "pass", {"zh": row["school"], "en": row["school"]}, [line]
    lines = [read.line(f"education[{i}].school", row["school"]) for i, row in rows]
    names = "、".join(row["school"] for _, row in rows)
    known = all(catalogue.aliases.get(squash(r["school"]), squash(r["school"])) in catalogue.every_school
                for _, r in rows)  # fmt: skip
    return ("fail" if known else "unknown"), {"zh": names, "en": names}, lines


def _uncertain(label: Mapping[str, str]) -> Words:
    return {"zh": f"可能是{label['zh']}，识别不确定", "en": f"perhaps {label['en']}; read uncertainly"}


_TESTS: Mapping[str, Callable[[Mapping[str, Any], Read, Catalogue], Seen]] = {
    "degree": _degree,
    "major": _major,
    "experience": experience.judge,
    "certificate": _certificate,
    "language": _language,
    "gap": experience.gaps,
    "words": _words,
    "school_tier": _school_tier,
}
