"""`bole analyse`: recordings in, scores with evidence out as JSON. No database, no Django, no network."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bole.cli import output
from bole.cli.options import parser
from bole.kernel.errors import BoleError
from bole.perception.build import affect_available

if TYPE_CHECKING:
    from bole.kernel.answers import LawMode
    from bole.measurement.frameworks.schema import Question

DONE, PARTLY, INTERRUPTED = 0, 3, 130
CHANNELS = ("speech", "voice", "face", "body")
LAWS = ("default", "cn", "eu", "nyc")
_EXAMPLES = """  bole analyse a.webm --question teller-complaint --json out.json
  bole analyse a.webm b.mp4 --question my-question.toml --language zh --json out.json
  bole analyse a.webm --question teamwork-experience --channels speech --law eu --json -

A line on standard error tells each file that is done; what is done stands in OUT.part until OUT is written.
Ctrl-C keeps the files done so far in OUT; the others stand there with the error "interrupted".

exit codes: 0 all files done, 3 some files failed (they stand in the output with an error), 1 nothing could be
done (unknown question, OUT cannot be written), 2 wrong usage, 130 stopped by Ctrl-C"""


def run(argv: Sequence[str]) -> int:
    """Analyse each file by itself; one that fails does not stop the others."""
    args = _arguments(argv)
    from bole.measurement import api as measurement

    question = measurement.load_question(args.question)
    if args.language != "auto" and args.language not in question.languages:
        raise BoleError(f"{question.key} is not asked in {args.language}", code="language_outside")
    results: list[dict[str, Any]] = []
    try:
        for name in args.files:
            results.append(_analyse(name, question, args))
            _tell(len(results), len(args.files), results[-1])
            output.keep(args.json, _text(results))
    except KeyboardInterrupt:
        left = args.files[len(results) :]
        results += [_failed(name, "interrupted", "stopped before this file was done") for name in left]
        output.write(args.json, _text(results))
        return INTERRUPTED
    output.write(args.json, _text(results))
    return PARTLY if any("error" in result for result in results) else DONE


def _text(results: list[dict[str, Any]]) -> str:
    return json.dumps(results, ensure_ascii=False, indent=1) + "\n"


def _tell(number: int, files: int, result: dict[str, Any]) -> None:
    """One line on standard error as soon as a file is done: a hundred of them take half an hour."""
    error = result.get("error")
    said = f"{error['code']}: {error['message']}" if error else f"total {result['total']}"
    print(f"{number}/{files} {output.printable(result['file'])}: {said}", file=sys.stderr, flush=True)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    options = parser("analyse", "Transcribe, observe and score recorded answers to one question.", _EXAMPLES)
    options.add_argument("files", nargs="+", metavar="FILE", help="recordings, each one answer")
    options.add_argument(
        "--question", required=True, metavar="KEY_OR_TOML", help="key in the library, or a TOML file"
    )
    options.add_argument(
        "--json",
        required=True,
        type=output.target,
        metavar="OUT",
        help="where to write the result; - for standard output",
    )
    options.add_argument("--language", choices=("auto", "zh", "en"), default="auto")
    options.add_argument(
        "--channels",
        type=_channels,
        default=frozenset(CHANNELS),
        metavar="LIST",
        help="of " + ",".join(CHANNELS),
    )
    options.add_argument(
        "--law",
        choices=LAWS,
        default="default" if affect_available() else "eu",
        help="what may be computed at all (a release without affect: eu)",
    )
    return options.parse_args(argv)


def _channels(value: str) -> frozenset[str]:
    wanted = frozenset(part.strip() for part in value.split(",") if part.strip())
    if not wanted or not wanted <= set(CHANNELS):
        raise argparse.ArgumentTypeError(f"must be a list of {', '.join(CHANNELS)}")
    return wanted


def _analyse(name: str, question: Question, args: argparse.Namespace) -> dict[str, Any]:
    try:
        return {"file": name, **_measured(Path(name), question, args)}
    except BoleError as error:
        return _failed(name, error.code, error.message)
    except OSError as error:
        return _failed(name, "unreadable", error.strerror or str(error))
    except Exception as error:  # a fault of ours in one file must not cost the caller the others
        traceback.print_exc()
        return _failed(name, "internal", f"{type(error).__name__}; the trace is on standard error")


def _failed(name: str, code: str, message: str) -> dict[str, Any]:
    return {"file": name, "error": {"code": code, "message": message}}


def _measured(path: Path, question: Question, args: argparse.Namespace) -> dict[str, Any]:
    from bole.measurement import api as measurement
    from bole.perception import sandbox
    from bole.perception.api import default_plan

    if path.is_dir():
        raise BoleError("is a folder, not a recording", code="not_a_file")
    if not path.exists():
        raise BoleError("no such file", code="not_found")
    if not path.is_file():
        raise BoleError("is no ordinary file", code="not_a_file")
    plan = default_plan()
    languages = question.languages if args.language == "auto" else (args.language,)
    law = cast("LawMode", args.law)
    observation = sandbox.observe(
        [path], languages=languages, channels=args.channels, law=law, plan=plan, models_dir=_models_dir()
    )
    return measurement.assess(
        question, observation, law=law, input_sha256=_sha256(path), plan_sha256=plan.sha256
    )


def _models_dir() -> Path:
    from bole.cli import installation

    return installation.models_dir()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
