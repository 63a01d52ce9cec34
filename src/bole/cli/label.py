"""`bole measure label` and `bole measure agreement`: people label clauses, and how far two of them agree."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bole.cli.options import parser
from bole.kernel.errors import BoleError, InvalidError

if TYPE_CHECKING:
    from bole.measurement.labelling.agreement import Agreement
    from bole.measurement.labelling.sets import Answer, ClauseId, LabelFile, Labels, LabelSet

_LABEL = """  bole measure label --by wang --out wang.toml
  bole measure label --set library/labelled/structure.toml --by li --out li.toml --language zh

Stop at any time; the same line goes on where you stopped. Work alone: docs/how-to/label-structure.md"""
_AGREEMENT = """  bole measure agreement wang.toml li.toml
  bole measure agreement wang.toml model-run-1

each is a file of `bole measure label` or the name of a labeller in the set"""
_TEXTS = {
    "en": {
        "question": "Question",
        "resumed": "{done} of {all} clauses are labelled; going on.",
        "keys": "  {choices}\n  b = back, a = the whole answer again, q = stop (what is labelled stays)",
        "now": " (now {label}; Enter keeps it)",
        "unknown": "  please one of: {choices}, b, a, q",
        "stopped": "{done} of {all} clauses are labelled in {file}.",
    },
    "zh": {
        "question": "题目",
        "resumed": "已标注 {done} / {all} 个分句，继续。",
        "keys": "  {choices}\n  b = 上一句，a = 再看整段回答，q = 停止（已标注的会保留）",
        "now": "（现为 {label}，回车保留）",
        "unknown": "  请输入：{choices}、b、a 或 q",
        "stopped": "{file} 中已标注 {done} / {all} 个分句。",
    },
}
_CHINESE = {"problem": "问题", "cause": "原因", "measure": "措施", "result": "结果", "none": "无"}


def run(argv: Sequence[str]) -> int:
    """``argv`` begins with ``label`` or ``agreement``; returns the exit code."""
    return (_label if argv[0] == "label" else _agreement)(argv[1:])


def _label(argv: Sequence[str]) -> int:
    options = parser("measure label", "Label the clauses of a set, one by one.", _LABEL)
    _add_set(options)
    options.add_argument("--by", required=True, metavar="NAME", help="who labels")
    options.add_argument("--out", required=True, type=Path, metavar="FILE")
    options.add_argument("--language", choices=sorted(_TEXTS), default=_own_language(), help="of the prompts")
    args = options.parse_args(argv)
    from bole.measurement.labelling.sets import write_labels

    labelled = _set(args.set)
    file = _begun(args.out, args.by, labelled)
    session = _Session(labelled, file, _TEXTS[args.language], chinese=args.language == "zh")
    try:
        for _ in session.steps():
            write_labels(args.out, file, labelled)
    except (EOFError, KeyboardInterrupt):
        print()
    done, every = len(file.labels), len(labelled.clauses)
    print(_TEXTS[args.language]["stopped"].format(done=done, all=every, file=args.out))
    return 0


class _Session:
    """Asks from the first open clause on, through standard input and output."""

    def __init__(self, labelled: LabelSet, file: LabelFile, texts: dict[str, str], *, chinese: bool) -> None:
        self.set, self.file, self.texts = labelled, file, texts
        self.names = {n: f"{n} {_CHINESE[n]}" if chinese and n in _CHINESE else n for n in labelled.labels}
        self.choices = "  ".join(f"{i} {self.names[n]}" for i, n in enumerate(labelled.labels, 1))
        self.keys = {str(i): n for i, n in enumerate(labelled.labels, 1)} | {n: n for n in labelled.labels}
        self.answers = {a.id: a for a in labelled.answers}
        self.shown = ""

    def steps(self) -> Iterator[None]:
        """One step per label given, so that the caller can keep it; ends with the last clause or at q."""
        clauses = self.set.clauses
        at = next((i for i, c in enumerate(clauses) if c not in self.file.labels), len(clauses))
        if 0 < len(self.file.labels) < len(clauses):
            print(self.texts["resumed"].format(done=len(self.file.labels), all=len(clauses)))
        while at < len(clauses):
            said = self._ask(clauses[at])
            if said == "q":
                return
            if said == "b":
                at = max(0, at - 1)
            elif said == "a":
                self.shown = ""
            else:
                self.file.labels[clauses[at]] = said
                at += 1
                yield

    def _ask(self, clause: ClauseId) -> str:
        """A label, or b, a, q."""
        name, index = clause
        if name != self.shown:
            self._show(self.answers[name])
        before = self.file.labels.get(clause, "")
        now = self.texts["now"].format(label=self.names[before]) if before else ""
        answer = self.answers[name]
        print(f"[{name} {index + 1}/{len(answer.places)}]  {answer.clause(index)}{now}")
        while True:
            said = input("> ").strip().lower()
            if not said and before:
                return before
            if said in self.keys or said in ("b", "a", "q"):
                return self.keys.get(said, said)
            print(self.texts["unknown"].format(choices=self.choices))

    def _show(self, answer: Answer) -> None:
        self.shown = answer.id
        print(f"\n== {answer.id} == {self.texts['question']}: {_asked(answer)}\n\n{answer.text}\n")
        print(self.texts["keys"].format(choices=self.choices))


def _asked(answer: Answer) -> str:
    """The question's words; its key where the library does not know it."""
    from bole.measurement import api

    try:
        return api.load_question(answer.question).prompt(answer.language)
    except BoleError:
        return answer.question


def _begun(path: Path, by: str, labelled: LabelSet) -> LabelFile:
    """What is there already, or a new file. InvalidError when it is another person's or another set's."""
    from bole.measurement.labelling.sets import LabelFile, labels_for, read_labels

    if not path.exists():
        return LabelFile(labelled.key, by, labelled.fingerprint)
    file = read_labels(path)
    if file.by != by:
        raise InvalidError(f"{path} holds the labels of {file.by}", code="other_labeller")
    labels_for(labelled, file)
    return file


def _agreement(argv: Sequence[str]) -> int:
    options = parser("measure agreement", "How far two labellers agree.", _AGREEMENT)
    options.add_argument("first", metavar="A")
    options.add_argument("second", metavar="B")
    _add_set(options)
    args = options.parse_args(argv)
    from bole.measurement.labelling.agreement import agreement

    labelled = _set(args.set)
    first, second = (_labels_of(labelled, name) for name in (args.first, args.second))
    found = agreement(labelled, first, second)
    print("\n".join([*_figures(found), "", *_confusion(found)]))
    answers = {a.id: a for a in labelled.answers}
    for name, index in found.disputes:
        clause = (name, index)
        print(f"[{name} {index + 1}]  {first[clause]} | {second[clause]}  {answers[name].clause(index)}")
    return 0


def _figures(found: Agreement) -> list[str]:
    kappa = found.kappa
    lines = [f"clauses both have labelled: {found.clauses}; left out, a label is missing: {found.open}"]
    if found.share is not None:
        lines.append(f"the same label: {found.share:.3f}")
    value = f"{kappa.value:.3f}" if kappa.value is not None else f"none ({kappa.reason})"
    around = f", 95 % {kappa.low:.3f} to {kappa.high:.3f}" if kappa.low is not None else ", no interval"
    return [*lines, f"Cohen's kappa: {value}{around} (bootstrap over answers)"]


def _confusion(found: Agreement) -> list[str]:
    """Rows are the first labeller's, columns the second's."""
    width = max(map(len, found.labels)) + 2
    head = "A \\ B".ljust(width) + "".join(label.rjust(width) for label in found.labels)
    rows = [
        a.ljust(width) + "".join(str(found.table.get((a, b), 0)).rjust(width) for b in found.labels)
        for a in found.labels
    ]
    return [head, *rows, "", f"in dispute: {len(found.disputes)}"]


def _labels_of(labelled: LabelSet, name: str) -> Labels:
    from bole.measurement.labelling.sets import labels_for, read_labels

    return labelled.by[name] if name in labelled.by else labels_for(labelled, read_labels(Path(name)))


def _add_set(options: argparse.ArgumentParser) -> None:
    options.add_argument(
        "--set", type=Path, metavar="FILE", help="default: labelled/structure.toml of the library"
    )


def _set(path: Path | None) -> LabelSet:
    from bole.measurement.frameworks.loading import library_dir
    from bole.measurement.labelling.sets import read_set

    return read_set(path or library_dir() / "labelled" / "structure.toml")


def _own_language() -> str:
    """Chinese where the terminal's locale is Chinese."""
    locale = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    return "zh" if locale.startswith("zh") else "en"
