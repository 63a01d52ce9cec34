"""`bole attack run`: try to earn points without an answer, and say how many. No database, no network."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bole.cli.options import parser
from bole.kernel.errors import BoleError

if TYPE_CHECKING:
    from bole.measurement.attacks.family import Family
    from bole.measurement.attacks.writing import Written

KEPT, MISSED = 0, 3
_EXAMPLES = """  bole attack run --html attacks.html
  bole attack run --language zh --questions teller-complaint --families windows,glued_phrases
  bole attack run --rater learning --html typed.html
  bole attack run --rater my_package.my_module:score --json attacks.json

a rater of your own is a callable score(question, rubric_points, answer, language=...) that gives
{"score": 0..1, "flags": [...]}; exit codes: 0 every limit kept, 3 a limit missed, 2 wrong usage"""


def run(argv: Sequence[str]) -> int:
    """Run the suite, write what was asked for, print the table."""
    args = _arguments(argv)
    from bole.measurement.attacks import page, writing

    written = _attack(args)
    if args.json:
        text = json.dumps(writing.to_json(written), ensure_ascii=False, indent=1) + "\n"
        Path(args.json).write_text(text, encoding="utf-8")
    if args.html:
        Path(args.html).write_text(page.to_html(written), encoding="utf-8")
    if args.markdown:
        Path(args.markdown).write_text(writing.markdown(written.figures), encoding="utf-8")
    print("\n".join(writing.lines(written.figures)))
    return KEPT if all(written.figures.limits.values()) else MISSED


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    options = parser("attack", "Attack the raters and write scores before and after.", _EXAMPLES)
    options.add_argument("action", choices=("run",))
    options.add_argument(
        "--rater", default="rules", metavar="rules|learning|MODULE:NAME", help="what is attacked"
    )
    options.add_argument("--json", metavar="OUT", help="every attack with its scores")
    options.add_argument("--html", metavar="OUT", help="a page for people; needs no network")
    options.add_argument("--markdown", metavar="OUT", help="tables for documentation")
    options.add_argument("--language", choices=("zh", "en"), help="attack answers in this language only")
    options.add_argument("--families", type=_words, metavar="LIST", help="keys, separated by commas")
    options.add_argument(
        "--questions", type=_words, metavar="LIST", help="keys; all of the library if not given"
    )
    options.add_argument("--material", metavar="DIR", help="honest answers other than the packaged ones")
    return options.parse_args(argv)


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _attack(args: argparse.Namespace) -> Written:
    from bole.measurement import api
    from bole.measurement.attacks import figures, raters, running, targets, writing

    honest = targets.load_honest(Path(args.material)) if args.material else targets.load_honest()
    questions = [api.load_question(key) for key in api.question_keys()]
    languages = (args.language,) if args.language else ("zh", "en")
    aimed = targets.targets(questions, honest, languages)
    chosen = frozenset(args.questions or ())
    if unknown := chosen - set(api.question_keys()):
        raise BoleError(f"no such question: {', '.join(sorted(unknown))}", code="unknown_question")
    found = running.run(raters.named(args.rater), aimed, _families(args.families), chosen)
    attacked = tuple(target for target in aimed if not chosen or target.question.key in chosen)
    return writing.Written(args.rater, attacked, found, figures.figures(found))


def _families(keys: tuple[str, ...] | None) -> tuple[Family, ...]:
    from bole.measurement.attacks.families import FAMILIES

    unknown = set(keys or ()) - {family.key for family in FAMILIES}
    if unknown:
        raise BoleError(f"no such family: {', '.join(sorted(unknown))}", code="unknown_family")
    return tuple(family for family in FAMILIES if not keys or family.key in keys)
