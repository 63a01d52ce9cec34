"""observe() in a child process that owns nothing: no inherited environment, no credentials, hard limits.

Recordings come from strangers; decoders are large C libraries. Whatever a file does to them ends here as a
named ``PerceptionError``, within the time limit, with the child's whole process group gone.
"""

import contextlib
import dataclasses
import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bole.kernel import confinement
from bole.kernel.answers import LawMode, Observation
from bole.perception.api import default_plan
from bole.perception.errors import PerceptionError
from bole.perception.models import library_dir
from bole.perception.plan import Plan
from bole.perception.types import Progress

MIB = 1024 * 1024
FORMAT = "bole.observe/1"
_RETRYABLE = frozenset({"child_died", "timed_out"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost. ``memory``: address space, which is more than what is really used."""

    memory_bytes: int = 6144 * MIB
    cpu_seconds: int = 1200
    wall_seconds: float = 1800.0
    open_files: int = 256
    written_bytes: int = 64 * MIB
    output_bytes: int = 16 * MIB
    input_bytes: int = 1024 * MIB


def observe(
    paths: Sequence[Path],
    *,
    languages: Sequence[str],
    channels: frozenset[str],
    law: LawMode,
    plan: Plan | None = None,
    models_dir: Path,
    limits: Limits | None = None,
    progress: Progress = lambda _stage, _share: None,
) -> Observation:
    """As ``perception.api.observe``, in a limited child process.

    Further codes: ``too_large``, ``limit_exceeded``, ``timed_out``, ``child_died``.
    """
    limits = limits or Limits()
    if sum(path.stat().st_size for path in paths if path.exists()) > limits.input_bytes:
        raise PerceptionError("the recordings are larger than the limit", code="too_large")
    request = {
        "format": FORMAT,
        "paths": [str(Path(path).resolve()) for path in paths],
        "languages": list(languages),
        "channels": sorted(channels),
        "law": law,
        "plan": (plan or default_plan()).source,
        "models_dir": str(models_dir.resolve()),
        "limits": dataclasses.asdict(limits),
    }
    with tempfile.TemporaryDirectory(prefix="bole-observe-") as scratch:
        answer = _converse(request, limits, progress, Path(scratch))
    if "error" in answer:
        code = str(answer["error"]["code"])
        raise PerceptionError(str(answer["error"]["message"]), code=code, retryable=code in _RETRYABLE)
    return Observation.from_json(answer["observation"])


def _converse(request: dict[str, Any], limits: Limits, progress: Progress, scratch: Path) -> dict[str, Any]:
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            [sys.executable, "-B", "-m", "bole.perception.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            cwd=scratch,
            env=_environment(scratch),
            start_new_session=True,
        )
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            _send(child.stdin, request)
            answer = _listen(child.stdout, limits, progress)
            if answer is None:  # it closed its output without an answer: it is dying
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(timeout=5)
        finally:
            confinement.end(child)
        return answer if answer is not None else {"error": _obituary(child.returncode, complaints)}


def _environment(scratch: Path) -> dict[str, str]:
    """Only what the child needs: the sources, one thread, nowhere to be at home."""
    source = str(Path(__file__).resolve().parents[2])
    return {
        "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": source, "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1", "TMPDIR": str(scratch), "BOLE_LIBRARY_DIR": str(library_dir().resolve()),
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "GLOG_minloglevel": "2",
        "HF_HUB_OFFLINE": "1", "NO_PROXY": "*", "ORT_DISABLE_TELEMETRY": "1",
    }  # fmt: skip


def _send(stdin: IO[bytes], request: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):  # the child is gone already; its exit code tells why
        stdin.write(json.dumps(request).encode())
        stdin.close()


def _listen(stdout: IO[bytes], limits: Limits, progress: Progress) -> dict[str, Any] | None:
    """Read lines until the answer, the end, the output limit or the time limit."""
    deadline = time.monotonic() + limits.wall_seconds
    buffer, total = bytearray(), 0
    with selectors.DefaultSelector() as selector:
        selector.register(stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                return _error("timed_out", f"no result within {limits.wall_seconds:.0f} s")
            block = os.read(stdout.fileno(), 65536)
            if not block:
                return None
            total += len(block)
            if total > limits.output_bytes:
                return _error("limit_exceeded", "the child wrote more than it may")
            buffer += block
            while (end := buffer.find(b"\n")) >= 0:
                line, buffer = bytes(buffer[:end]), buffer[end + 1 :]
                answer = _understand(line, progress)
                if answer is not None:
                    return answer


def _understand(line: bytes, progress: Progress) -> dict[str, Any] | None:
    """A progress line is passed on; the answer is returned; anything else comes from a chatty library."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    if "progress" in said:
        progress(str(said["progress"]), float(said["share"]))
        return None
    return said if "observation" in said or "error" in said else None


def _obituary(code: int | None, complaints: IO[bytes]) -> dict[str, str]:
    complaints.seek(0)
    return confinement.obituary(code, complaints.read()[-100_000:].decode("utf-8", "replace"))


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}
