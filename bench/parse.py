"""Reading a text PDF as a résumé, beside bare text extraction by pypdfium2 in the same run.

    python -m bench.parse [FILE.pdf ...] [--runs 30] [--json OUT]

Without files, three résumés are made: one column, two columns, tables. Processor time of one core; of each
side the cheapest run counts, since a shared machine only ever adds. The child's start is measured apart.
Limit: 25 ms a file. Exit code 1 when it is missed.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium

from bole.parsing import api, sandbox
from bole.parsing.tests import layouts, making

LIMIT = 25.0


def bare(data: bytes) -> str:
    """What reading the text costs at least."""
    document = pdfium.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def cheapest(work: Callable[[], object], runs: int) -> float:
    """Processor milliseconds of the cheapest run."""
    times = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return round(1000 * min(times), 2)


def start(path: Path) -> float:
    """Seconds from nothing to the first answer of the limited child."""
    begun = time.perf_counter()
    with sandbox.Workshop() as workshop:
        workshop.parse(path)
        return round(time.perf_counter() - begun, 2)


def made(folder: Path) -> list[Path]:
    """The three résumés of the benchmark."""
    sources = {"one-column": layouts.ONE_COLUMN, "two-columns": layouts.TWO_COLUMNS, "tables": layouts.TABLES}
    for name, source in sources.items():
        (folder / f"{name}.pdf").write_bytes(making.pdf(source, folder))
    return [folder / f"{name}.pdf" for name in sources]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("files", type=Path, nargs="*")
    options.add_argument("--runs", type=int, default=30)
    options.add_argument("--json", type=Path)
    wanted = options.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        files = wanted.files or made(Path(scratch))
        print("| file | letters | bare ms | bole ms | ratio |\n| --- | --- | --- | --- | --- |")
        for path in files:
            data = path.read_bytes()
            sides = [cheapest(partial(work, data), wanted.runs) for work in (bare, api.parse)]
            rows.append(
                {"file": path.name, "letters": len(bare(data)), "bare_ms": sides[0], "bole_ms": sides[1]}
            )
            ratio = sides[1] / sides[0]
            print(
                f"| {path.name} | {rows[-1]['letters']} | {sides[0]} | {sides[1]} | {ratio:.1f} |", flush=True
            )
        print(f"start of the child with its first file: {start(files[0])} s")
    if wanted.json:
        wanted.json.write_text(json.dumps(rows, indent=1))
    return 1 if any(float(str(row["bole_ms"])) > LIMIT for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
