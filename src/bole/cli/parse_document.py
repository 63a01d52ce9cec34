"""`bole parse-document`: photographs of an identity card, a degree certificate or a bank card into JSON. No
database, no Django, no network."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bole.cli import output
from bole.cli.options import parser
from bole.cli.parse_resume import installed_ocr
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError

DONE, REFUSED = 0, 3
_EXAMPLES = """  bole parse-document card.jpg --kind identity_card_front --json -
  bole parse-document a.jpg b.jpg --kind degree --json out.json --today 2026-11-22

exit codes: 0 all pictures acceptable, 3 some were not (problems or an error in the output), 2 wrong usage"""


def run(argv: Sequence[str]) -> int:
    """Read each picture by itself in the limited child; one that fails does not stop the others."""
    from bole.parsing.documents import KINDS

    options = parser("parse-document", "Read photographs of documents, and check what they say.", _EXAMPLES)
    options.add_argument("files", nargs="+", metavar="FILE")
    options.add_argument("--kind", required=True, choices=KINDS)
    options.add_argument(
        "--json",
        required=True,
        type=output.target,
        metavar="OUT",
        help="where to write; - for standard output",
    )
    options.add_argument("--today", type=date.fromisoformat, metavar="DAY", help="what validity is judged at")
    args = options.parse_args(argv)
    results = _results(args.files, args.kind, args.today or utc_now().astimezone().date())
    output.write(args.json, json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    for one in results:
        if one["error"]:
            print(f"{one['file']}: {one['error']['code']}: {one['error']['message']}", file=sys.stderr)
    return DONE if all(not one["error"] and one["acceptable"] for one in results) else REFUSED


def _results(names: Sequence[str], kind: Any, today: date) -> list[dict[str, Any]]:
    from bole.parsing import documents
    from bole.parsing.errors import ParsingError
    from bole.parsing.sandbox import Workshop

    ocr, results = installed_ocr(), []
    if ocr is None:
        raise BoleError("no text recogniser is installed: bole models install", code="ocr_missing")
    with Workshop(ocr=ocr) as workshop:
        for name in names:
            try:
                read = documents.read_in(workshop, _bytes(name), kind, today)
                results.append({"file": name, "error": None, **read.to_json()})
            except ParsingError as error:
                empty = documents.Reading(kind).to_json() | {"acceptable": False}
                failed = {"code": error.code, "message": error.message}
                results.append({"file": name, "error": failed, **empty})
    return results


def _bytes(name: str) -> bytes:
    from bole.parsing.errors import ParsingError

    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise ParsingError(error.strerror or "the file cannot be opened", code="not_found") from error
