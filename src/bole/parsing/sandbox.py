"""parse() in a child process that owns nothing: no inherited environment, no credentials, hard limits per
file.

Résumés come from strangers and are opened by C libraries. Whatever a file does to them ends as a
``ParsingError`` of that file; the others go on.
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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from bole.kernel import confinement
from bole.parsing.errors import ParsingError
from bole.parsing.reference import library_dir
from bole.parsing.runtimes.models import OcrModels
from bole.parsing.types import Resume

MIB = 1024 * 1024
_RETRYABLE = frozenset({"child_died", "timed_out"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. ``memory_bytes``: address space, which is more than what is really used."""

    memory_bytes: int = 3072 * MIB
    cpu_seconds: int = 90
    wall_seconds: float = 180.0
    open_files: int = 64
    written_bytes: int = 8 * MIB
    output_bytes: int = 2 * MIB


def parse_files(
    paths: Iterable[Path], *, ocr: OcrModels | None = None, limits: Limits | None = None
) -> Iterator[Resume | ParsingError]:
    """Each file's résumé, or why there is none, in the order given."""
    with Workshop(ocr=ocr, limits=limits) as workshop:
        for path in paths:
            try:
                yield workshop.parse(path)
            except ParsingError as error:
                yield error


class Workshop:
    """A child that is ready to read; it is started anew when a file brought it down."""

    def __init__(self, *, ocr: OcrModels | None = None, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        models = (
            {name: str(Path(place).resolve()) for name, place in dataclasses.asdict(ocr).items()}
            if ocr
            else None
        )
        self._settings = {"limits": dataclasses.asdict(self._limits), "ocr": models}
        self._child: subprocess.Popen[bytes] | None = None
        self._rest = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child and whatever it left."""
        if self._child is not None:
            confinement.end(self._child)
            self._child = None
        self._rest.close()

    def parse(self, path: Path) -> Resume:
        """One file. Raises ``ParsingError``, also ``limit_exceeded``, ``timed_out``, ``child_died``,
        ``not_found``."""
        if not path.is_file():
            raise ParsingError("no such file", code="not_found")
        return Resume.from_json(self.ask({"path": str(path.resolve())})["resume"])

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """What the child's fork answers to a question of ``child``. Raises ``ParsingError``."""
        answer = self._ask(question)
        if "error" in answer:
            code = str(answer["error"]["code"])
            raise ParsingError(str(answer["error"]["message"]), code=code, retryable=code in _RETRYABLE)
        return answer

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        child = self._child or self._start()
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # gone already; the silence that follows tells
            child.stdin.write(json.dumps(question).encode() + b"\n")
            child.stdin.flush()
        line = _line(child.stdout, self._limits)
        if isinstance(line, bytes):
            answer: dict[str, Any] = json.loads(line)
            return answer
        self.close()
        return {"error": line}

    def _start(self) -> subprocess.Popen[bytes]:
        scratch = Path(self._rest.enter_context(tempfile.TemporaryDirectory(prefix="bole-parse-")))
        child = subprocess.Popen(
            [sys.executable, "-B", "-m", "bole.parsing.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=scratch,
            env=_environment(scratch),
            start_new_session=True,
        )
        self._child = child
        assert child.stdin is not None
        child.stdin.write(json.dumps(self._settings).encode() + b"\n")
        return child


def _environment(scratch: Path) -> dict[str, str]:
    """Only what the child needs: the sources, one thread, nowhere to be at home."""
    return {
        "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONHASHSEED": "0", "TMPDIR": str(scratch), "BOLE_LIBRARY_DIR": str(library_dir().resolve()),
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1", "NO_PROXY": "*",
        "ORT_DISABLE_TELEMETRY": "1",
    }  # fmt: skip


def _line(stdout: IO[bytes], limits: Limits) -> bytes | dict[str, str]:
    """The next line, or the error {code, message} that there is none."""
    deadline, said = time.monotonic() + limits.wall_seconds, bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(stdout, selectors.EVENT_READ)
        while not said.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                return {"code": "timed_out", "message": f"no result within {limits.wall_seconds:.0f} s"}
            block = os.read(stdout.fileno(), 65536)
            if not block:
                return {"code": "child_died", "message": "the child ended without an answer"}
            said += block
            if len(said) > limits.output_bytes + 65536:
                return {"code": "limit_exceeded", "message": "the child wrote more than it may"}
    return bytes(said)
