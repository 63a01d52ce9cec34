"""`bole parse-resume`: résumés in, fields with their lines out as JSON. No database, no Django, no
network."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bole.cli import installation, output
from bole.cli.options import parser

if TYPE_CHECKING:
    from bole.parsing.runtimes.models import OcrModels

DONE, PARTLY = 0, 3
_EXAMPLES = """  bole parse-resume anna.pdf bert.docx scan.jpg --json out.json
  bole parse-resume anna.pdf --json -

exit codes: 0 all files read, 3 some files failed (they stand in the output with an error), 2 wrong usage"""


def run(argv: Sequence[str]) -> int:
    """Read each file by itself in the limited child; one that fails does not stop the others."""
    options = parser("parse-resume", "Read résumés: PDF, DOCX, scans, photographs, text.", _EXAMPLES)
    options.add_argument("files", nargs="+", metavar="FILE")
    options.add_argument(
        "--json",
        required=True,
        type=output.target,
        metavar="OUT",
        help="where to write the result; - for standard output",
    )
    args = options.parse_args(argv)
    results = _parsed(args.files)
    output.write(args.json, json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    failed = [one for one in results if one["error"]]
    for one in failed:
        print(f"{one['file']}: {one['error']['code']}: {one['error']['message']}", file=sys.stderr)
    return PARTLY if failed else DONE


def _parsed(names: Sequence[str]) -> list[dict[str, Any]]:
    from bole.parsing import sandbox
    from bole.parsing.types import Resume

    found = sandbox.parse_files(map(Path, names), ocr=installed_ocr())
    return [
        {"file": name, "error": None, **one.fields_json()}
        if isinstance(one, Resume)
        else {"file": name, "error": {"code": one.code, "message": one.message}, **Resume().fields_json()}
        for name, one in zip(names, found, strict=True)
    ]


def installed_ocr() -> OcrModels | None:
    """The text recogniser, when its models and its runtime are installed here; a changed model is an
    error."""
    from importlib.util import find_spec

    from bole.parsing.runtimes.models import OcrModels
    from bole.perception import models
    from bole.perception.errors import PerceptionError

    if find_spec("onnxruntime") is None or find_spec("cv2") is None:
        return None
    try:
        return OcrModels(**models.locate_all("ppocr-v4", installation.models_dir()))
    except PerceptionError as error:
        if error.code != "model_missing":
            raise
        return None
