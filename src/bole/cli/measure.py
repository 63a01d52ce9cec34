"""`bole measure`: score typed answers, fit a rater on marked ones, evaluate it. No database, no network."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bole.cli import output
from bole.cli.options import parser
from bole.kernel.errors import InvalidError, NotFoundError

if TYPE_CHECKING:
    from bole.measurement.learning.examples import Example
    from bole.measurement.learning.fitted import Fitted

_EXAMPLES = """  bole measure score --in answers.jsonl --out scores.jsonl
  bole measure fit --in marked.jsonl --out rater.npz
  bole measure score --in answers.jsonl --out scores.jsonl --model rater.npz
  bole measure evaluate --in other-marked.jsonl --out figures.json --model rater.npz
  bole measure label --by wang --out wang.toml         (label clauses of answers; has a --help of its own)
  bole measure train --question teller-complaint       (on the bank's double-marked answers; the same)
  bole measure agreement wang.toml li.toml             (how far two labellers agree; the same)

each line of FILE.jsonl: {"question": "…", "rubric_points": ["…"], "answer": "…", "language": "zh"};
fit and evaluate also need "score", a person's mark from 0 to 1. docs/how-to/score-typed-answers.md"""


def run(argv: Sequence[str]) -> int:
    """Score, fit or evaluate; label, agreement, train have arguments of their own. Returns the exit code."""
    if argv and argv[0] in ("label", "agreement"):
        from bole.cli import label

        return label.run(argv)
    if argv and argv[0] == "train":
        from bole.cli import train

        return train.run(argv[1:])
    args = _arguments(argv)
    rows = read_examples(args.file, marked=args.action != "score")
    return {"score": _score, "fit": _fit, "evaluate": _evaluate}[args.action](rows, args)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    options = parser("measure", "Score typed answers to any question, or learn from marked ones.", _EXAMPLES)
    options.add_argument("action", choices=["score", "fit", "evaluate"])
    options.add_argument("--in", dest="file", required=True, type=Path, metavar="FILE.jsonl")
    options.add_argument(
        "--out",
        required=True,
        type=output.target,
        metavar="FILE",
        help="- for standard output (not for fit)",
    )
    options.add_argument("--model", type=Path, metavar="RATER", help="a file `bole measure fit` has written")
    options.add_argument("--no-attacks", action="store_true", help="evaluate without the attack families")
    args = options.parse_args(argv)
    if args.action == "fit" and (args.model or args.out == "-"):
        options.error("fit writes a new file and takes no --model")
    return args


def _score(rows: list[Example], args: argparse.Namespace) -> int:
    from bole.measurement import api

    rater = _model(args.model) or api.score
    lines = [rater(row.question, row.points, row.answer, row.language) for row in rows]
    output.write(args.out, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    return 0


def _fit(rows: list[Example], args: argparse.Namespace) -> int:
    from bole.measurement.learning.fitting import fit_examples
    from bole.measurement.learning.saving import save

    fitted = fit_examples(rows)
    save(fitted, Path(args.out))
    learnt = len(fitted.learners)
    print(
        f"fitted on {fitted.count} marked answers; learners of their own: {learnt} questions", file=sys.stderr
    )
    return 0


def _evaluate(rows: list[Example], args: argparse.Namespace) -> int:
    from bole.measurement import api
    from bole.measurement.attacks.marked import attack_gains
    from bole.measurement.learning.evaluating import evaluate

    rater = _model(args.model) or api.score
    gains = {} if args.no_attacks else attack_gains(rater, rows)
    figures = evaluate(rater, rows) | {"attack_gain": gains}
    output.write(args.out, json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    return 0


def _model(path: Path | None) -> Fitted | None:
    if path is None:
        return None
    from bole.measurement.learning.saving import load

    try:
        return load(path)
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror}") from error


def read_examples(path: Path, *, marked: bool) -> list[Example]:
    """Answers from a file of lines of JSON. Raises InvalidError that names the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InvalidError(f"{path} is not UTF-8: {error.reason}", code="not_utf8") from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InvalidError(f"{path} holds no line", code="no_examples")
    return [_parsed(path, number, line, marked=marked) for number, line in lines]


def _parsed(path: Path, number: int, line: str, *, marked: bool) -> Example:
    from bole.measurement.learning.examples import example_of

    try:
        row: Any = json.loads(line)
        return example_of(row, marked=marked)
    except json.JSONDecodeError as error:
        raise InvalidError(f"{path}, line {number}: no JSON ({error.msg})", code="bad_line") from error
    except InvalidError as error:
        raise InvalidError(
            f"{path}, line {number}: {error.message}", code=error.code, fields=error.fields
        ) from error
