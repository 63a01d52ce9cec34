"""`bole draft`: a language model drafts an interview question into a file, for a person to review."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bole.cli import installation, output
from bole.cli.options import parser
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError

KINDS = ("situational", "story", "knowledge")
_EXAMPLES = """  bole draft --job teller --competency service_orientation --out draft.toml
  bole draft --job teller --competency patience_care --kind story --seed 7 --out draft.toml

Needs a language model the bank runs (docs/how-to/connect-a-language-model.md). The file is marked as a
draft; the library refuses it until a person has reviewed it and taken the mark away."""


def run(argv: Sequence[str]) -> int:
    """Ask once, check, write; nothing is written when the draft is not fit to be reviewed."""
    args = _arguments(argv)
    target = Path(args.out)
    if target.exists():
        raise BoleError(f"{target} is there already", code="exists")
    installation.set_up_django()
    target.write_text(_drafted(args), encoding="utf-8")
    print(f"draft written to {target}; a person must review it")
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    options = parser("draft", "Draft an interview question with the bank's language model.", _EXAMPLES)
    options.add_argument("--job", required=True, metavar="KEY", help="a job of the library")
    options.add_argument("--competency", required=True, metavar="KEY", help="a competency of that job")
    options.add_argument("--kind", choices=KINDS, default="situational")
    options.add_argument("--seed", type=int, default=0, help="another number gives another draft")
    options.add_argument("--out", required=True, type=output.file, metavar="FILE")
    return options.parse_args(argv)


def _drafted(args: argparse.Namespace) -> str:
    from django.conf import settings
    from django.utils.module_loading import import_string

    from bole.foundation.workdays import bank_time
    from bole.hiring.requisitions import library
    from bole.hiring.requisitions.drafting import asking, checking

    if not settings.LANGUAGE_MODEL:
        raise BoleError("no language model is configured (BOLE_LLM_URL)", code="no_language_model")
    job = library.job(args.job)
    if args.competency not in job.labels:
        known = ", ".join(job.labels)
        raise BoleError(f"{job.key} has no competency {args.competency}; it has {known}", code="unknown")
    label = job.labels[args.competency]
    wanted = asking.ask(
        job=f"{job.title['zh']} / {job.title['en']}",
        competency=f"{label['zh']} / {label['en']}",
        kind=args.kind,
        seed=args.seed,
    )
    reply = import_string(settings.LANGUAGE_MODEL)().complete(wanted)
    return checking.to_toml(
        checking.read(reply.text),
        job=job.key,
        kind=args.kind,
        model=reply.model,
        prompt_sha256=reply.prompt_sha256,
        day=bank_time.today(utc_now()).isoformat(),
    )
