"""The other side of ``sandbox``: one request on standard input, JSON lines on standard output."""

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from bole.kernel import confinement


def main() -> int:
    """Observe what standard input names. Returns 0 whenever an answer, even an error, was written."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries that print must not speak into our line
    request = json.load(sys.stdin)
    confinement.leave_everything()  # before any decoder is loaded
    confinement.limit(request["limits"])
    from bole.perception.errors import PerceptionError

    try:
        answer: dict[str, Any] = {"observation": _observe(request, out)}
    except PerceptionError as error:
        answer = {"error": {"code": error.code, "message": error.message}}
    except MemoryError:
        answer = {"error": {"code": "limit_exceeded", "message": "the child ran out of memory"}}
    out.write(json.dumps(answer, ensure_ascii=False, sort_keys=True) + "\n")
    out.flush()
    return 0


def _observe(request: Mapping[str, Any], out: TextIO) -> dict[str, Any]:
    from bole.perception import api
    from bole.perception.core import Core
    from bole.perception.plan import parse_plan

    told: set[tuple[str, int]] = set()
    core = Core()
    if {"face", "body"} & set(request["channels"]):  # hearing has one thread, the system places it well
        core.settle()

    def tell(stage: str, share: float) -> None:
        core.keep()
        if (stage, int(share * 50)) not in told:
            told.add((stage, int(share * 50)))
            out.write(json.dumps({"progress": stage, "share": round(share, 3)}) + "\n")
            out.flush()

    observation = api.observe(
        [Path(path) for path in request["paths"]],
        languages=request["languages"],
        channels=frozenset(request["channels"]),
        law=request["law"],
        plan=parse_plan(request["plan"].encode("utf-8")),
        models_dir=Path(request["models_dir"]),
        progress=tell,
    )
    return observation.to_json()


if __name__ == "__main__":
    code = 1
    with contextlib.suppress(BrokenPipeError):
        code = main()
    # Model libraries keep threads and destructors that may hang or complain; the answer is out.
    sys.stderr.flush()
    os._exit(code)
