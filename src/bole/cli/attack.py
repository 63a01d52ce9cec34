"""`bole attack run`: try to earn points without an answer, and say how many. No database, no network."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bole.cli import output
from bole.cli.measure import read_examples
from bole.cli.options import parser
from bole.kernel.errors import BoleError

if TYPE_CHECKING:
    from bole.measurement.attacks.family import Family
    from bole.measurement.attacks.raters import Rater
    from bole.measurement.attacks.targets import Target
    from bole.measurement.attacks.writing import Written

KEPT, MISSED = 0, 3
_EXAMPLES = """  bole attack run --html attacks.html
  bole attack run --rater all --questions teller-complaint
  bole attack run --language zh --questions teller-complaint --families windows,glued_phrases
  bole attack run --rater learning --html typed.html
  bole attack run --rater fit --marked marked.jsonl
  bole attack run --rater my_package.my_module:score --json attacks.json

raters: rules (the report's), learning (measurement.api.score), fit (measurement.api.fit, learnt from half of
the answers of --marked and attacked on the questions marked there; without --marked learnt from made-up
answers to the library's questions), all of these, or a callable of your own
score(question, rubric_points, answer, language=...) that gives {"score": 0..1, "flags": [...]};
exit codes: 0 every limit kept, 3 a limit missed, 2 wrong usage"""


def run(argv: Sequence[str]) -> int:
    """Run the suite, write what was asked for, print the table."""
    args = _arguments(argv)
    runs = _attack(args)
    _write(args, runs)
    return KEPT if all(all(one.figures.limits.values()) for one in runs) else MISSED


def _write(args: argparse.Namespace, runs: Sequence[Written]) -> None:
    from bole.measurement.attacks import page, writing

    for one in runs:
        ending = f"-{one.rater}" if len(runs) > 1 else ""
        if args.json:
            text = json.dumps(writing.to_json(one), ensure_ascii=False, indent=1) + "\n"
            _keep(args.json, ending, text)
        if args.html:
            _keep(args.html, ending, page.to_html(one))
        if args.markdown:
            _keep(args.markdown, ending, writing.markdown(one.figures))
    for one in runs:
        print("\n".join([f"rater {one.rater}", *writing.lines(one.figures), ""]))
    if len(runs) > 1:
        print("\n".join(writing.beside(runs)))


def _keep(target: str, ending: str, text: str) -> None:
    path = Path(target)
    path.with_stem(path.stem + ending).write_text(text, encoding="utf-8")


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    options = parser("attack", "Attack the raters and write scores before and after.", _EXAMPLES)
    options.add_argument("action", choices=("run",))
    options.add_argument(
        "--rater", default="rules", metavar="rules|learning|fit|all|MODULE:NAME", help="what is attacked"
    )
    options.add_argument("--marked", type=Path, metavar="FILE.jsonl", help="aim at these marked answers")
    options.add_argument(
        "--json",
        type=output.file,
        metavar="OUT",
        help="every attack with its scores; of several raters OUT-RATER each",
    )
    options.add_argument(
        "--html", type=output.file, metavar="OUT", help="a page for people; needs no network"
    )
    options.add_argument("--markdown", type=output.file, metavar="OUT", help="tables for documentation")
    options.add_argument("--language", choices=("zh", "en"), help="attack answers in this language only")
    options.add_argument("--families", type=_words, metavar="LIST", help="keys, separated by commas")
    options.add_argument(
        "--questions", type=_words, metavar="LIST", help="keys; all of the library if not given"
    )
    options.add_argument("--material", metavar="DIR", help="honest answers other than the packaged ones")
    return options.parse_args(argv)


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _attack(args: argparse.Namespace) -> list[Written]:
    from bole.measurement.attacks import figures, raters, running, writing

    families = _families(args.families)
    aimed, marked = (_marked(args), True) if args.marked else (_library(args), False)
    chosen = frozenset(args.questions or ())
    attacked = tuple(target for target in aimed if not chosen or target.key in chosen)
    names = [args.rater]
    if args.rater == raters.ALL:
        names = [raters.TYPED, raters.FITTED] if marked else [raters.RULES, raters.TYPED, raters.FITTED]
    found = []
    for name in names:
        rater = _fitted(args, attacked) if name == raters.FITTED else raters.named(name)
        ran = running.run(rater, aimed, families, chosen)
        found.append(writing.Written(name, attacked, ran, figures.figures(ran)))
    return found


def _library(args: argparse.Namespace) -> tuple[Target, ...]:
    from bole.measurement import api
    from bole.measurement.attacks import targets

    honest = targets.load_honest(Path(args.material)) if args.material else targets.load_honest()
    if unknown := set(args.questions or ()) - set(api.question_keys()):
        raise BoleError(f"no such question: {', '.join(sorted(unknown))}", code="unknown_question")
    questions = [api.load_question(key) for key in api.question_keys()]
    return targets.targets(questions, honest, (args.language,) if args.language else ("zh", "en"))


def _marked(args: argparse.Namespace) -> tuple[Target, ...]:
    from bole.measurement.attacks.marked import halves, targets_of

    found = targets_of(halves(read_examples(args.marked, marked=True))[1])
    if args.questions or not found:
        raise BoleError("--marked names its own questions, each with a weak answer", code="unknown_question")
    return tuple(target for target in found if args.language in (None, target.language))


def _fitted(args: argparse.Namespace, attacked: tuple[Target, ...]) -> Rater:
    from bole.measurement.attacks.marked import fitted_to, halves
    from bole.measurement.attacks.raters import through
    from bole.measurement.learning.fitting import fit_examples

    if args.marked:
        return through(fit_examples(halves(read_examples(args.marked, marked=True))[0]))
    return through(fitted_to(attacked))


def _families(keys: tuple[str, ...] | None) -> tuple[Family, ...]:
    from bole.measurement.attacks.families import FAMILIES

    unknown = set(keys or ()) - {family.key for family in FAMILIES}
    if unknown:
        raise BoleError(f"no such family: {', '.join(sorted(unknown))}", code="unknown_family")
    return tuple(family for family in FAMILIES if not keys or family.key in keys)
