"""How many fields are exact, and what was read that the file does not hold.

    python -m bole.parsing.tests.evaluate FOLDER [--all]

FOLDER holds truth files NAME.json beside NAME.pdf, NAME.docx … as in the open samples: name, phone, email,
education[{school, degree, major, start, end}], work[{employer, title, start, end}], skills, certificates;
further lists when given. A truth with no name stands for a file that must fail.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bole.parsing import sandbox
from bole.parsing.runtimes.models import OcrModels
from bole.parsing.types import Resume

ENTRIES = {
    "education": ("school", "degree", "major", "start", "end"),
    "work": ("employer", "title", "start", "end"),
}
LISTS = ("skills", "certificates", "languages", "projects")
NOW = ("至今", "Present", "now")


@dataclass(slots=True)
class Tally:
    """Right and all fields by kind; what was missed; what was read that is not there."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Exact fields of all."""
        return sum(self.right.values()) / max(1, sum(self.all.values()))

    def count(self, kind: str, wanted: object, got: object) -> None:
        """One field."""
        self.all[kind] += 1
        if _same(wanted, got):
            self.right[kind] += 1
        else:
            self.missed.append(f"{kind}: wanted {wanted!r}, got {got!r}")

    def add(self, other: "Tally") -> None:
        """Sum of two."""
        self.right.update(other.right)
        self.all.update(other.all)
        self.missed += other.missed
        self.extra += other.extra


def compare(truth: Mapping[str, Any], found: Resume) -> Tally:
    """One file against its truth."""
    tally = Tally()
    for key in ("name", "phone", "email"):
        tally.count(key, truth[key], getattr(found, key))
    for key, fields in ENTRIES.items():
        _entries(tally, key, truth.get(key, []), list(getattr(found, key)), fields)
    for key in LISTS:
        if key in truth:
            got = [_flat(value) for value in getattr(found, key)]
            for value in truth[key]:
                tally.count(key, value, value if _flat(value) in got else None)
            wanted = [_flat(value) for value in truth[key]]
            tally.extra += [f"{key}: {value}" for value in getattr(found, key) if _flat(value) not in wanted]
    return tally


def _entries(
    tally: Tally, key: str, truth: list[dict[str, Any]], found: list[Any], fields: tuple[str, ...]
) -> None:
    for wanted in truth:
        best = max(
            found, key=lambda one: sum(_same(_end(wanted, f), _got(one, f)) for f in fields), default=None
        )
        if best is not None and not any(
            _same(_end(wanted, f), _got(best, f)) for f in fields if wanted.get(f)
        ):
            best = None
        for name in (*fields, *(("kind",) if "kind" in wanted else ())):
            tally.count(f"{key}.{name}", _end(wanted, name), _got(best, name) if best else None)
        if best is not None:
            found.remove(best)
    tally.extra += [f"{key}: {one}" for one in found]


def _end(wanted: Mapping[str, Any], name: str) -> object:
    return "now" if wanted.get(name) in NOW else wanted.get(name)


def _got(found: Any, name: str) -> object:
    return "now" if name == "end" and found.current else getattr(found, name)


def _flat(value: object) -> object:
    return "".join(str(value).split()) if value is not None else None


def _same(wanted: object, got: object) -> bool:
    return _flat(wanted) == _flat(got)


def cases(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """(file, truth) of a folder."""
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        for file in sorted(folder.glob(f"{path.stem}.*")):
            if file != path:
                yield file, truth


def main() -> None:
    """Print a table of fields and every fault."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--models", type=Path, default=Path("var/models/ppocr-v4"))
    args = options.parse_args()
    names = ("detection", "direction", "recognition")
    ocr = OcrModels(*(args.models / f"{name}.onnx" for name in names))
    found = list(cases(args.folder))
    total, wrong = Tally(), 0
    for (file, truth), one in zip(found, sandbox.parse_files((f for f, _ in found), ocr=ocr), strict=True):
        if not isinstance(one, Resume) or truth["name"] is None:
            failed = not isinstance(one, Resume)
            wrong += failed != (truth["name"] is None)
            said = f"error {one.code}" if not isinstance(one, Resume) else "READ ALTHOUGH BROKEN"
            print(f"{file.name:42} {said}")
            continue
        tally = compare(truth, one)
        total.add(tally)
        print(f"{file.name:42} {sum(tally.right.values()):3}/{sum(tally.all.values()):3}")
        for fault in tally.missed + [f"not in the file: {extra}" for extra in tally.extra]:
            print(f"    {fault}")
    for kind in sorted(total.all):
        print(
            f"{kind:20} {total.right[kind]:4}/{total.all[kind]:4} {total.right[kind] / total.all[kind]:.3f}"
        )
    whole = sum(total.all.values())
    print(f"exact {total.share:.3f} of {whole}; {len(total.extra)} extra; {wrong} wrong errors")


if __name__ == "__main__":
    main()
