"""The analysis beside the bare models on the same clips in the same run.

    python bench/analysis.py CLIP... [--models DIR] [--json OUT]

Each side runs in fresh processes of its own, in turn, --runs times; of each side the cheapest run counts,
since a shared machine only ever adds. Ratio: CPU seconds of work (start-up apart) of the analysis / of
bench/bare.py. Targets: ratio <= 1.15; clips >= 45 s: <= .45 CPU seconds per second in Chinese, <= .60 in
English; peak memory <= 1.2 GB. Exit code 1 when one is missed.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RATIO, ZH, EN, MEMORY_MIB, LONG = 1.15, 0.45, 0.60, 1200, 45.0

CHILD = """
import json, resource, sys, time
from pathlib import Path
begun = time.process_time()
from bole.perception import api
seen = api.observe([Path(sys.argv[1])], languages=("zh", "en"), channels=api.CHANNELS, law="default",
                   models_dir=Path(sys.argv[2]))
total = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seen.duration, "language": seen.transcript.language, "total": round(total, 3),
                  "cpu_seconds": dict(seen.cpu_seconds), "peak_mib": round(peak)}))
"""


def last_json(command, env):
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    return json.loads(done.stdout.strip().splitlines()[-1])


def compare(clip, models, runs):
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "GLOG_minloglevel": "2",
           "PYTHONPATH": str(HERE.parent / "src")}  # fmt: skip
    sides = {"bare": [], "ours": []}
    for _ in range(runs):
        sides["bare"].append(
            last_json([sys.executable, HERE / "bare.py", clip, "--models", models, "--json"], env)
        )
        sides["ours"].append(last_json([sys.executable, "-c", CHILD, clip, models], env))
    for run in sides["ours"]:
        run["work"] = round(sum(v for name, v in run["cpu_seconds"].items() if name != "start"), 3)
    bare, ours = (min(sides[side], key=lambda run: run["work"]) for side in ("bare", "ours"))
    ours["per_second"] = round(ours["work"] / ours["seconds"], 4)
    ours["other"] = round(ours["total"] - ours["work"] - ours["cpu_seconds"].get("start", 0.0), 3)
    ratio = round(ours["work"] / bare["work"], 3)
    return {"clip": clip.name, "ratio": ratio, "bare": bare, "ours": ours, "missed": missed(ours, ratio)}


def missed(ours, ratio):
    limit = ZH if ours["language"] == "zh" else EN
    found = []
    if ratio > RATIO:
        found.append("ratio")
    if ours["seconds"] >= LONG and ours["per_second"] > limit:
        found.append("per_second")
    if ours["peak_mib"] > MEMORY_MIB:
        found.append("memory")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--models", type=Path, default=Path(os.environ.get("BOLE_MODELS_DIR", "var/models")))
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    rows = []
    print("| clip | s | bare CPU s | bole CPU s | ratio | per second | peak MiB | missed |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for clip in wanted.clips:
        row = compare(clip, wanted.models.resolve(), wanted.runs)
        rows.append(row)
        ours = row["ours"]
        print(f"| {row['clip']} | {ours['seconds']:.1f} | {row['bare']['work']:.2f} | {ours['work']:.2f} | "
              f"{row['ratio']:.3f} | {ours['per_second']:.3f} | {ours['peak_mib']} | "
              f"{', '.join(row['missed']) or 'none'} |", flush=True)  # fmt: skip
    if wanted.json:
        wanted.json.write_text(json.dumps(rows, indent=1))
    return 1 if any(row["missed"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
