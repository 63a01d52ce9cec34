"""The archive of one question by another rubric: two workers beside one, through the queue and the database.

    python -m bench.rescore [--answers 10000]

Run it on an otherwise idle machine. The archive is the benchmarks' bulk of finished typed interviews, every
answer a little different, so that no result is found again; the rubric is the question's own with another
version. The clock runs from the first answer rated anew to the last, by the database's own times.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from tests.journeys import product

from bench.product import inside, keep
from bole.cli.running import Address, Running

KEY, PATIENCE = "teller-complaint", 7200.0


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--answers", type=int, default=10_000)
    count = options.parse_args().answers
    load = round(os.getloadavg()[0], 1)
    one, two = (rescored(count, workers) for workers in (1, 2))
    keep("rescore", {
        "cores": os.cpu_count(), "load_before": load, "answers": count,
        "one_worker_s": one, "two_workers_s": two,
        "speed_up": round(one / two, 2), "ms_an_answer": round(1000 * one / count, 1),
    })  # fmt: skip


def rescored(count: int, workers: int) -> float:
    """Seconds for the whole archive with nothing but these workers running."""
    with tempfile.TemporaryDirectory(prefix="bole-bench-") as folder:
        os.environ.update(product.environment(Path(folder)))
        address = Address(port=product.free_port())
        chosen = {f"worker-{n}": ("rating", 1) for n in range(workers)}
        with Running(address, print, Path(folder) / "log", {}, chosen) as running:
            inside(product.Product(Path(folder), address.url, None), "bench.rescore", str(count))
            began = time.monotonic()
            running.serve()
            while time.monotonic() - began < PATIENCE:
                running.supervisor.run(until=pause(1.0))
                done, seconds = so_far(Path(folder))
                if done >= count:
                    return seconds
    raise SystemExit("not every answer was rated anew in time")


def so_far(var: Path) -> tuple[int, float]:
    """Answers rated anew without an error, and the seconds between the first and the last of them."""
    url = json.loads((var / "db" / "credentials.json").read_text())["urls"]["backup"]
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(rated_at), coalesce(extract(epoch FROM max(rated_at) - min(rated_at)), 0), "
            "count(*) FILTER (WHERE error_code <> '') FROM assessment_rescoredanswer"
        ).fetchone()
    assert row is not None
    if row[2]:
        raise SystemExit(f"{row[2]} answers could not be rated")
    return int(row[0]), float(row[1])


def pause(seconds: float) -> Any:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def archived(count: int) -> int:
    """The archive and the run that is to rate it anew."""
    from bole.cli import installation

    installation.set_up_django()
    from bole.cli.seed_bulk import seed_bulk
    from bole.foundation.access.actors import system_scope
    from bole.hiring.assessment import services
    from bole.hiring.assessment.models import AnswerRating
    from bole.hiring.interviews.models import Answer
    from bole.kernel.clock import utc_now
    from bole.measurement import api
    from bole.measurement.frameworks.loading import library_dir

    seed_bulk(count, utc_now())
    with system_scope("benchmark"):
        found = Answer.objects.filter(question_key=KEY, kind="typed")
        answers = [answer for answer in found if answer.typed_text]  # encrypted: the database cannot tell
        for number, answer in enumerate(answers):
            answer.typed_text += f"我的工号是{number}。"
            answer.save(update_fields=["typed_text"])
        card = api.assess_typed(KEY, answers[0].typed_text, "zh")
        AnswerRating.objects.bulk_create((standing(answer, card) for answer in answers), batch_size=500)
        rubric = (Path(library_dir()) / "questions" / f"{KEY}.toml").read_text("utf-8")
        other = re.sub(r'(?m)^version = ".*"$', 'version = "bench"', rubric)
        services.start_rescoring(question_key=KEY, rubric=other, now=utc_now())
    return len(answers)


def standing(answer: Any, card: dict[str, Any]) -> Any:
    """A rating as the archive holds it."""
    from bole.hiring.assessment.models import AnswerRating
    from bole.kernel.clock import utc_now

    return AnswerRating(
        unit_id=answer.unit_id, candidate_id=answer.candidate_id, interview_id=answer.interview_id,
        answer_id=answer.pk, attempt=answer.attempt, input_sha256=str(answer.pk.hex) * 2, result=card,
        hash=card["provenance"]["hash"], rated_at=utc_now(),
    )  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        print(json.dumps(archived(int(sys.argv[2]))))
    else:
        main()
