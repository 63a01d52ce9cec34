"""Fields read off photographed documents: how many are right, what gets through, and what it costs.

    python -m bench.documents [--each 12] [--rapidocr FOLDER] [--json OUT]

For each kind ``--each`` documents of invented people, as drawn, photographed (perspective, tilt, turn, light,
noise, softness) and badly photographed (much too soft); then forged ones, one digit changed in the number.
Cost: processor time of the product's way (JPEG → child, fork, models, fields, checks, answer) on the
photographed ones, beside the package rapidocr in this process, its models loaded before, on the same bytes
in the same run. ``--rapidocr``: where that package and what it needs is unpacked; it is none of ours
(``pip install --target FOLDER --no-deps rapidocr-onnxruntime pyclipper shapely six PyYAML Pillow tqdm``).
Exit code 1 when a forged number gets through, or a bad picture with a wrong number is acceptable.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bole.parsing import documents
from bole.parsing.documents.types import KINDS, Kind, Reading
from bole.parsing.runtimes.models import OcrModels
from bole.parsing.runtimes.ocr import Picture
from bole.parsing.sandbox import Workshop
from bole.parsing.tests import cards
from bole.perception import models

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 22)
NUMBERED: tuple[Kind, ...] = ("identity_card_front", "bank_card")
TICK = os.sysconf("SC_CLK_TCK")
Bare = Callable[[bytes], object]


def conditions(made: cards.Made, seed: int) -> dict[str, Picture]:
    """The document as drawn, photographed, and badly so."""
    soft = float(np.random.default_rng(seed).uniform(3.5, 5.5))
    return {
        "clean": made.picture,
        "photographed": cards.photographed(made.picture, seed),
        "bad": cards.photographed(made.picture, seed, softness=soft),
    }


def right(made: cards.Made, found: Reading) -> int:
    """Fields that say what is printed."""
    return sum(
        name in found.fields and found.fields[name].value == value for name, value in made.truth.items()
    )


def bare_rapidocr(folder: Path) -> Bare:
    """The package as it is, on one thread, warmed up."""
    sys.path.append(str(folder))
    import cv2
    from rapidocr_onnxruntime import RapidOCR  # type: ignore[import-not-found]  # none of our dependencies

    cv2.setNumThreads(1)
    reader: Bare = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
    reader(cards.jpeg(cards.make("bank_card", 0).picture))
    return reader


def spent() -> float:
    """Processor seconds of this process, its children, and what those have reaped."""
    own = os.times()
    return own.user + own.system + sum(map(_of_process, _children()))


def _children() -> list[str]:
    return [pid for tasks in Path("/proc/self/task").glob("*/children") for pid in tasks.read_text().split()]


def _of_process(pid: str) -> float:
    facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, facts[11:15])) / TICK  # utime, stime, cutime, cstime


class Cost:
    """Processor seconds of ours and of bare rapidocr on the same pictures, in turn."""

    def __init__(self, workshop: Workshop, bare: Bare | None) -> None:
        self.workshop, self.bare = workshop, bare
        self.ours: list[float] = []
        self.theirs: list[float] = []
        self.read(cards.make("bank_card", 0).picture, "bank_card", count=False)  # models are there now

    def read(self, picture: Picture, kind: Kind, *, count: bool) -> Reading:
        data = cards.jpeg(picture)
        begun = spent()
        found = documents.read_in(self.workshop, data, kind, TODAY)
        if count:
            self.ours.append(spent() - begun)
            if self.bare is not None:
                between = time.process_time()
                self.bare(data)
                self.theirs.append(time.process_time() - between)
        return found


def measured(cost: Cost, kind: Kind, each: int) -> dict[str, Counter[str]]:
    """Per condition: fields, right ones, pictures, acceptable ones, acceptable with a wrong number."""
    rows: dict[str, Counter[str]] = {}
    for seed in range(each):
        made = cards.make(kind, seed)
        for how, picture in conditions(made, seed).items():
            found = cost.read(picture, kind, count=how == "photographed")
            row = rows.setdefault(how, Counter())
            number = made.truth.get("number")
            wrong = "number" in found.fields and found.fields["number"].value != number
            row.update(fields=len(made.truth), right=right(made, found), pictures=1)
            row.update(acceptable=found.acceptable, wrong_number_through=found.acceptable and wrong)
            if found.acceptable:
                row.update(shown=len(made.truth), shown_right=right(made, found))
    return rows


def forged(cost: Cost, kind: Kind, each: int) -> Counter[str]:
    """Numbers with one digit changed: how many are refused for it, how many get through."""
    row: Counter[str] = Counter()
    for seed in range(each):
        number, chance = cards.make(kind, seed).truth["number"], random.Random(seed)
        at = chance.randrange(len(number) - 1)
        digit = str((int(number[at]) + chance.randrange(1, 10)) % 10)
        made = cards.make(kind, seed, number=number[:at] + digit + number[at + 1 :])
        found = cost.read(cards.photographed(made.picture, seed), kind, count=False)
        row.update(pictures=1, refused="number_checksum" in found.problems, through=found.acceptable)
    return row


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--each", type=int, default=12)
    options.add_argument("--rapidocr", type=Path)
    options.add_argument("--json", type=Path, default=ROOT / "var" / "bench" / "documents.json")
    args = options.parse_args()
    folder = Path(os.environ.get("BOLE_MODELS_DIR", ROOT / "var" / "models"))
    bare = bare_rapidocr(args.rapidocr) if args.rapidocr else None
    with Workshop(ocr=OcrModels(**models.locate_all("ppocr-v4", folder))) as workshop:
        cost = Cost(workshop, bare)
        found: dict[str, Any] = {
            "load_average": round(os.getloadavg()[0], 1),
            "read": {kind: measured(cost, kind, args.each) for kind in KINDS},
            "forged": {kind: forged(cost, kind, args.each) for kind in NUMBERED},
        }
    found["seconds"] = {"bole": round(sum(cost.ours) / len(cost.ours), 2)}
    if cost.theirs:
        found["seconds"]["rapidocr"] = round(sum(cost.theirs) / len(cost.theirs), 2)
        found["ratio"] = round(sum(cost.ours) / sum(cost.theirs), 2)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(text, encoding="utf-8")
    print(text)
    through = sum(row["wrong_number_through"] for rows in found["read"].values() for row in rows.values())
    return int(bool(through or sum(row["through"] for row in found["forged"].values())))


if __name__ == "__main__":
    sys.exit(main())
