"""A ZIP of résumés end to end through a running product: unpacked, encrypted, read, made candidates.

python -m bench.resumes [--count 5000]

The résumés are made by code: text files and, one in ten, PDFs; every person is another one. From the finished
upload to the last file settled, by the product's own workers. Memory: the most the workers and their children
had at once.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
import threading
import time
import zipfile
from typing import Any

import psutil

from bench.product import bank, inside, keep

PART = 2 * 1024 * 1024
EVERY_PDF = 10


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--count", type=int, default=5000)
    args = options.parse_args()
    with bank() as running:
        most, over = [0], threading.Event()
        watch = threading.Thread(target=_watch, args=(most, over), daemon=True)
        watch.start()
        found = inside(running, "bench.resumes", str(args.count))
        over.set()
        watch.join()
    keep("resumes", {"count": args.count, **found, "most_memory_mib": round(most[0] / 2**20)})
    settled = sum(found["states"].get(state, 0) for state in ("made", "duplicate"))  # two may share a name
    assert settled == args.count, found["states"]


def _watch(most: list[int], over: threading.Event) -> None:
    """The product's processes below this one, but the database and this benchmark's own helper."""
    while not over.wait(0.5):
        total = 0
        for process in psutil.Process().children(recursive=True):
            try:
                line = " ".join(process.cmdline())
                if "worker" in line or "bole.parsing.child" in line:
                    total += process.memory_info().rss
            except psutil.Error:
                continue
        most[0] = max(most[0], total)


def in_the_product(words: list[str]) -> dict[str, Any]:
    """Upload an archive as HR does and wait for its last file."""
    from bole.cli import installation

    installation.set_up_django()
    from bole.foundation.access.actors import system_scope
    from bole.foundation.files import services as files
    from bole.foundation.org.queries import root
    from bole.hiring.intake import queries, services
    from bole.kernel.clock import utc_now

    body = archive(int(words[0]))
    unit = root()
    assert unit is not None
    with system_scope("bench"):
        batch = services.begin_batch(
            unit_id=unit.pk, requisition_id=None, name="bench.zip", size=len(body), now=utc_now()
        )
        assert batch.upload_id is not None
        pieces = [body[at : at + PART] for at in range(0, len(body), PART)]
        for index, piece in enumerate(pieces):
            digest = hashlib.sha256(piece).hexdigest()
            files.put_part(upload_id=batch.upload_id, index=index, sha256=digest, body=piece)
        began = time.perf_counter()
        services.finish_batch(batch_id=batch.pk, parts=len(pieces), total_bytes=len(body), now=utc_now())
        while queries.batch(batch.pk).state not in {"done", "failed"}:
            time.sleep(0.5)
        seconds = time.perf_counter() - began
        states = queries.counts(batch.pk)
    return {
        "archive_mib": round(len(body) / 2**20, 1),
        "seconds": round(seconds, 1),
        "per_second": round(int(words[0]) / seconds, 1),
        "states": states,
    }


def archive(count: int) -> bytes:
    """``count`` résumés of as many people."""
    from bole.hiring.intake.tests import making

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for number in range(count):
            phone, email = f"138{number:08d}", f"p{number}@example.org"
            if number % EVERY_PDF:
                held.writestr(f"{number}.txt", making.resume(f"甲{number}", phone, email))
            else:
                lines = f"Name: Alex Number{_letters(number)}\nPhone: {phone}\nE-mail: {email}\nSkills: Excel"
                held.writestr(f"{number}.pdf", making.pdf(lines))
    return out.getvalue()


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        print(json.dumps(in_the_product(sys.argv[2:])))
    else:
        main()
