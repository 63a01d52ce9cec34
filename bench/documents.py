"""Fields read off photographed documents: how many are right, what gets through, and what it costs.

    python -m bench.documents [--each 12] [--json OUT]

For each kind ``--each`` documents of invented people, as drawn, photographed (perspective, tilt, turn, light,
noise, softness) and badly photographed (much too soft); then forged ones, one digit changed in the number.
Cost: processor time beside the bare recogniser (the same models on the same pictures, no fields, no checks).
Exit code 1 when a forged number gets through, or a bad picture with a wrong number is acceptable.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bole.parsing.documents import reading
from bole.parsing.documents.types import KINDS, Kind, Reading
from bole.parsing.runtimes.models import OcrModels
from bole.parsing.runtimes.ocr import Picture, Recogniser
from bole.parsing.tests import cards
from bole.perception import models

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 22)
NUMBERED: tuple[Kind, ...] = ("identity_card_front", "bank_card")


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


class Cost:
    """Processor seconds of ours and of the bare recogniser on the same pictures, in turn."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.recogniser, self.ours, self.bare = recogniser, 0.0, 0.0

    def read(self, picture: Picture, kind: Kind, *, count: bool) -> Reading:
        begun = time.process_time()
        found = reading.looked_at(self.recogniser, picture, kind, TODAY)
        between = time.process_time()
        if count:
            self.recogniser.page(picture, 1.0)
            self.ours += between - begun
            self.bare += time.process_time() - between
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
    options.add_argument("--json", type=Path, default=ROOT / "var" / "bench" / "documents.json")
    args = options.parse_args()
    folder = Path(os.environ.get("BOLE_MODELS_DIR", ROOT / "var" / "models"))
    cost = Cost(Recogniser(OcrModels(**models.locate_all("ppocr-v4", folder))))
    found: dict[str, Any] = {
        "load_average": round(os.getloadavg()[0], 1),
        "read": {kind: measured(cost, kind, args.each) for kind in KINDS},
        "forged": {kind: forged(cost, kind, args.each) for kind in NUMBERED},
    }
    counted = len(KINDS) * args.each
    found["seconds"] = {"bole": round(cost.ours / counted, 2), "bare": round(cost.bare / counted, 2)}
    found["ratio"] = round(cost.ours / cost.bare, 2)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(text, encoding="utf-8")
    print(text)
    through = sum(row["wrong_number_through"] for rows in found["read"].values() for row in rows.values())
    return int(bool(through or sum(row["through"] for row in found["forged"].values())))


if __name__ == "__main__":
    sys.exit(main())
