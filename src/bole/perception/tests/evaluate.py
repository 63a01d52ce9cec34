"""How well the real models find what truth files script.

python -m bole.perception.tests.evaluate FOLDER [--models DIR]

FOLDER holds clips with a truth file of the same name. Prints one line per clip and the sums; exit code 1 when
a target is missed: nods, smiles and look-aways >= 90 % found and <= 1 invented per minute each, mean Chinese
character error <= .12, every pause found, no second face and no absence where none is scripted.
"""

import argparse
import os
import sys
from pathlib import Path

from bole.kernel.answers import Observation
from bole.perception import api, sandbox
from bole.perception.tests import truth as truths

KINDS = ("nod", "smile", "look_away", "blink", "posture_shift")
TARGETED = ("nod", "smile", "look_away")


def clips(folder: Path) -> list[Path]:
    found = [*folder.glob("*.webm"), *folder.glob("*.mp4")]
    return sorted(clip for clip in found if clip.with_suffix(".json").exists())


def observe(clip: Path, models: Path) -> Observation:
    return sandbox.observe(
        [clip], languages=("zh", "en"), channels=api.CHANNELS, law="default", models_dir=models
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, default=Path(os.environ.get("BOLE_MODELS_DIR", "var/models")))
    wanted = parser.parse_args()
    sums = {kind: [0, 0, 0] for kind in (*KINDS, "pause")}
    errors: list[float] = []
    minutes, strays = 0.0, 0
    for clip in clips(wanted.folder):
        truth, seen = truths.load(clip), observe(clip, wanted.models)
        rows = {kind: truths.events(seen, truth, kind) for kind in KINDS}
        rows["pause"] = truths.pauses(seen, truth)
        for kind, row in rows.items():
            for place, count in enumerate((row.scripted, row.found, row.invented)):
                sums[kind][place] += count
        error = truths.error_rate(seen, truth)
        if truth["language"] == "zh":
            errors.append(error)
        stray = sum(e.kind in ("second_face", "face_absent") for e in seen.events)
        strays += stray if not truth["second_face"] and not truth["face_absent"] else 0
        minutes += seen.duration / 60
        shown = " ".join(f"{kind} {r.found}/{r.scripted}+{r.invented}" for kind, r in rows.items())
        print(
            f"{clip.stem:32} error {error:.3f} {shown} cpu {sum(seen.cpu_seconds.values()):.1f}", flush=True
        )
    return judge(sums, errors, minutes, strays)


def judge(sums: dict[str, list[int]], errors: list[float], minutes: float, strays: int) -> int:
    mean = sum(errors) / len(errors) if errors else 0.0
    for kind, (scripted, found, invented) in sums.items():
        print(f"{kind:14} {found} of {scripted}, {invented} invented ({invented / minutes:.2f} a minute)")
    print(f"mean Chinese character error {mean:.3f}; stray second_face/face_absent {strays}")
    bad = [k for k in TARGETED if sums[k][1] < 0.9 * sums[k][0] or sums[k][2] > minutes]
    return int(bool(bad) or mean > 0.12 or sums["pause"][1] < sums["pause"][0] or strays > 0)


if __name__ == "__main__":
    sys.exit(main())
