"""The other side of ``sandbox``: one request on standard input, JSON lines on standard output."""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def main() -> int:
    """Observe what standard input names. Returns 0 whenever an answer, even an error, was written."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # libraries that print must not speak into our line
    request = json.load(sys.stdin)
    confine(request["limits"])
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


def confine(limits: Mapping[str, Any]) -> None:
    """Give up what is not needed, before any decoder is loaded.

    Where the kernel allows it the process also leaves all network interfaces behind; nothing here opens a
    connection anyway, so it goes on where the kernel does not.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # a killed worker leaves no child behind
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.unshare(CLONE_NEWNET):
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    cpu = int(limits["cpu_seconds"])
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits["memory_bytes"], limits["memory_bytes"]),
        (resource.RLIMIT_CPU, cpu, cpu + 2),  # first SIGXCPU, which can be told from other deaths
        (resource.RLIMIT_NOFILE, limits["open_files"], limits["open_files"]),
        (resource.RLIMIT_FSIZE, limits["written_bytes"], limits["written_bytes"]),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (int(soft), int(hard)))


def _observe(request: Mapping[str, Any], out: TextIO) -> dict[str, Any]:
    from bole.perception import api
    from bole.perception.plan import parse_plan

    told: set[tuple[str, int]] = set()

    def tell(stage: str, share: float) -> None:
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
