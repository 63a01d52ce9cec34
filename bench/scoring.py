"""Speed of typed-answer scoring: one answer, and an archive with two workers beside one.

    python -m bench.scoring [--archive 10000]

Answers are the development set's, varied by a number so that no cache answers for the model. Writes
var/bench/scoring.json. Ratios travel between machines, seconds do not.
"""

import argparse
import json
import os
import time
import tomllib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

ROOT = Path(__file__).resolve().parents[1]
MATERIAL = ROOT / "src/bole/measurement/learning/tests/material/answers.toml"
Row = tuple[str, list[str], str, str]


def archive(count: int) -> list[Row]:
    """``count`` different answers to the questions of the development set."""
    questions = tomllib.loads(MATERIAL.read_text(encoding="utf-8"))["questions"]
    base = [(q["question"], q["points"], text, q["language"]) for q in questions for _, text in q["answers"]]
    return [
        (question, points, f"{text} {number}", language)
        for number in range(count)
        for question, points, text, language in [base[number % len(base)]]
    ]


def score_all(rows: list[Row]) -> int:
    """Score them one after the other."""
    from bole.measurement import api

    return sum(bool(api.score(*row)) for row in rows)


def warm() -> None:
    """Load the embedder."""
    score_all(archive(140))


def one_answer(rows: list[Row]) -> dict[str, float]:
    """Milliseconds of single answers once everything is loaded."""
    warm()
    spent = []
    for row in rows:
        begun = time.perf_counter()
        score_all([row])
        spent.append(1000 * (time.perf_counter() - begun))
    spent.sort()
    return {"median_ms": spent[len(spent) // 2], "p95_ms": spent[int(0.95 * len(spent))]}


def rule_raters(count: int = 60) -> dict[str, float]:
    """CPU milliseconds of the rule raters behind the report, per answer, without and with the sensitivity
    runs; rubrics and models loaded, every answer new."""
    from bole.kernel.answers import Observation, Transcript
    from bole.measurement import api
    from bole.measurement.attacks.raters import rules
    from bole.measurement.attacks.targets import load_honest, targets

    honest = load_honest()
    questions = [api.load_question(key) for key in sorted({a.question for a in honest})]
    aimed = {(t.key, t.language): t for t in targets(questions, honest, ("zh", "en"))}
    for answer in honest:
        rules(aimed[answer.question, answer.language], answer.text)
    alone, whole = [], []
    for number in range(count):
        answer = honest[number % len(honest)]
        text = f"{answer.text} {number}"
        begun = time.process_time()
        rules(aimed[answer.question, answer.language], text)
        alone.append(1000 * (time.process_time() - begun))
        if number % 4 == 0:
            said = Transcript(language=answer.language, text=f"{text} {number}", typed=True)
            begun = time.process_time()
            api.assess(answer.question, Observation(duration=60.0, transcript=said))
            whole.append(1000 * (time.process_time() - begun))
    alone.sort()
    return {
        "rules_median_ms": alone[len(alone) // 2],
        "rules_p95_ms": alone[int(0.95 * (len(alone) - 1))],
        "rules_with_sensitivity_mean_ms": sum(whole) / len(whole),
    }


def with_workers(workers: int, rows: list[Row]) -> float:
    """Seconds for all rows, worker start and model loading left out."""
    parts = [rows[i : i + 100] for i in range(0, len(rows), 100)]
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(score_all, [archive(1)] * workers * 4))
        begun = time.perf_counter()
        done = sum(pool.map(score_all, parts))
        spent = time.perf_counter() - begun
    if done != len(rows):
        raise RuntimeError(f"{done} of {len(rows)} answers were scored")
    return spent


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.scoring")
    options.add_argument("--archive", type=int, default=10_000)
    count = options.parse_args().archive
    rows = archive(count)
    found: dict[str, float | int] = {"answers": count, **one_answer(archive(500)[140:]), **rule_raters()}
    found["one_worker_s"] = with_workers(1, rows)
    found["two_workers_s"] = with_workers(2, rows)
    found["ratio"] = found["one_worker_s"] / found["two_workers_s"]
    target = ROOT / "var" / "bench" / "scoring.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
