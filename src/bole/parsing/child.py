"""The other side of ``sandbox``: everything is loaded once, then each file gets a fork of its own.

A fork sees no other person's file, has limits of its own and is gone afterwards; what it does to itself
ends there.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from bole.kernel import confinement


def main() -> int:
    """First line of standard input: limits and models; each further line a file; each answered by one
    line."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # libraries that print must not speak into our line
    settings = json.loads(sys.stdin.readline())
    confinement.leave_everything()
    from bole.parsing import api
    from bole.parsing.reference import reference

    reference()
    for line in sys.stdin:
        question = json.loads(line)
        _prepare(question, settings)
        out.write(_answer(api, question, settings) + b"\n")
        out.flush()
    return 0


def _prepare(question: dict[str, str], settings: dict[str, Any]) -> None:
    """The models of pictures are here before the first fork that needs them, not anew in every fork."""
    if "kind" in question and settings["ocr"]:
        from bole.parsing.documents import reading

        reading.recogniser(_models(settings))


def _models(settings: dict[str, Any]) -> Any:
    from bole.parsing.runtimes.models import OcrModels

    models = settings["ocr"]
    return OcrModels(**{name: Path(place) for name, place in models.items()}) if models else None


def _answer(api: Any, question: dict[str, str], settings: dict[str, Any]) -> bytes:
    limits, complaints = settings["limits"], os.memfd_create("complaints")
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        os.dup2(complaints, 2)
        _work(api, question, settings, writing)
    os.close(writing)
    answer = _collect(reading, int(limits["output_bytes"]))
    _, status = os.waitpid(pid, 0)
    try:
        if answer is None:
            return _error("limit_exceeded", "the result is larger than it may be")
        if answer.endswith(b"\n"):
            return answer.rstrip(b"\n")
        said = os.pread(complaints, 100_000, 0).decode("utf-8", "replace")
        return json.dumps({"error": confinement.obituary(os.waitstatus_to_exitcode(status), said)}).encode()
    finally:
        os.close(complaints)


def _collect(reading: int, limit: int) -> bytes | None:
    """All the fork says, None when it is too much."""
    said = b""
    with os.fdopen(reading, "rb") as stream:
        while block := stream.read(65536):
            said += block
            if len(said) > limit:
                return None
    return said


def _work(api: Any, question: dict[str, str], settings: dict[str, Any], writing: int) -> None:
    """In the fork: read one file, say what it holds, be gone."""
    try:
        confinement.leave_everything()
        confinement.limit(settings["limits"])
        answer = _read(api, question, settings)
        with os.fdopen(writing, "wb") as stream:
            stream.write(answer + b"\n")
    except BaseException as error:  # a fork must never return into its parent's loop
        os.write(2, f"{type(error).__name__}: {error}\n".encode("utf-8", "replace"))
        os._exit(1)
    os._exit(0)


def _read(api: Any, question: dict[str, str], settings: dict[str, Any]) -> bytes:
    """A résumé at ``path``; or a picture of a document in ``data`` (base64), of ``kind``, looked at
    ``today``."""
    from bole.parsing.errors import ParsingError

    ocr = _models(settings)
    try:
        if "kind" in question:
            return json.dumps({"document": _document(question, ocr)}, ensure_ascii=False).encode()
        resume = api.parse(Path(question["path"]).read_bytes(), ocr)
    except ParsingError as error:
        return _error(error.code, error.message)
    except MemoryError:
        return _error("limit_exceeded", "the child ran out of memory")
    except OSError as error:
        return _error("not_found", error.strerror or "the file cannot be opened")
    return json.dumps({"resume": resume.to_json()}, ensure_ascii=False).encode()


def _document(question: dict[str, str], ocr: Any) -> dict[str, Any]:
    import base64
    from datetime import date
    from typing import cast

    from bole.parsing.documents import reading
    from bole.parsing.documents.types import Kind
    from bole.parsing.errors import ParsingError

    if ocr is None:
        raise ParsingError("no text recogniser is installed", code="ocr_missing")
    kind, today = cast(Kind, question["kind"]), date.fromisoformat(question["today"])
    return reading.read(base64.b64decode(question["data"]), kind, ocr, today).to_json()


def _error(code: str, message: str) -> bytes:
    return json.dumps({"error": {"code": code, "message": message}}).encode()


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)
