"""From the last answer to the report, and two workers beside one.

    python -m bench.workers [--answers 6] [--rounds 3]

Run it on an otherwise idle machine. Every answer is made distinct (results are reused by content). One worker
and two take turns, as a shared host's speed drifts within minutes by more than what is measured; the quickest
run of each counts, and all are told.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from tests.journeys import product
from tests.journeys.media import CLIPS

from bench.product import bank, inside, keep
from bole.cli.visitor import CandidateVisit, Visitor
from bole.cli.worker import QUEUES

KEY = "teller-complaint"
CLIP = CLIPS / "teller-complaint-strong.webm"
SECONDS = 53.7
PATIENCE = 1200.0
HOUR, INTERVIEWS, INTERVIEW_SECONDS = 3600, 1000, 8 * 60


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--answers", type=int, default=6)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--drain-only", action="store_true", help="without the time to the report")
    args = options.parse_args()
    latency = None
    if not args.drain_only:
        with bank() as running:
            latency = round(report_latency(running), 1)
    turns = [(drained(args.answers, 1), drained(args.answers, 2)) for _ in range(args.rounds)]
    one, two = (min(runs, key=lambda run: float(run["seconds"])) for runs in zip(*turns, strict=True))
    per_hour = args.answers * SECONDS * HOUR / two["seconds"]
    figures = {
        "cores": os.cpu_count(), "answer_seconds": SECONDS, "report_after_last_answer_s": latency,
        "all_seconds": [[run["seconds"] for run in turn] for turn in turns],
        "one_worker": one, "two_workers": two, "speed_up": round(one["seconds"] / two["seconds"], 2),
        "recording_seconds_per_hour": round(per_hour),
        "machines_for_1000_interviews_of_8_min_in_1_h": round(INTERVIEWS * INTERVIEW_SECONDS / per_hour, 1),
    }  # fmt: skip
    keep("workers", figures)


def report_latency(running: product.Product) -> float:
    """Seconds from "I am finished" to the report; the first answer was analysed before."""
    invitation = running.ask("invite", "teller")
    with Visitor(running.url) as visitor:
        visit = entered(visitor, running, invitation)
        visit.answer_with_clip(KEY, 1, distinct(CLIP, running.var), SECONDS)
        running.wait_for("result_hash", invitation["interview"], seconds=PATIENCE)
        second = CLIPS / "rm-elderly-product-strong.webm"
        visit.answer_with_clip("teamwork-experience", 2, second, 57.9)
        visit.finish()
    began = time.monotonic()
    running.wait_for("report", invitation["interview"], seconds=PATIENCE)
    return time.monotonic() - began


def drained(answers: int, workers: int) -> dict[str, Any]:
    """Seconds in which ``workers`` processes bring the waiting answers from the queue to their scores.

    Each is a plain ``bole worker``: all queues, one task at a time. A further process for the small tasks
    would use the second core while one worker is measured, and take it away from two.
    """
    import tempfile

    from bole.cli.running import Address, Running

    with tempfile.TemporaryDirectory(prefix="bole-bench-") as folder:
        os.environ.update(product.environment(Path(folder)))
        address = Address(port=product.free_port())
        bench = {f"worker-{n}": (",".join(QUEUES), 1) for n in range(workers)}
        with Running(address, print, Path(folder) / "log", {}, bench) as running:
            waiting = inside(
                product.Product(Path(folder), address.url, None), "bench.workers", str(answers), folder
            )
            began = time.monotonic()
            running.serve()
            place = product.Product(Path(folder), address.url, None)
            done: list[float] = []
            while len(done) < len(waiting) and time.monotonic() - began < PATIENCE:
                running.supervisor.run(until=pause(1.0))
                finished = rated(Path(folder))
                done += [time.monotonic() - began] * (finished - len(done))
            spent = inside(place, "bench.workers", "spent")
        return {"answers": answers, "with_start_up_s": round(done[-1], 1), **spent}


def rated(var: Path) -> int:
    """How many answers have their scores, asked with a bare connection: a program that loads the product for
    each look would take a good part of a core from the workers it watches."""
    url = json.loads((var / "db" / "credentials.json").read_text())["urls"]["backup"]
    with psycopg.connect(url) as connection:
        return int(connection.execute("SELECT count(*) FROM assessment_answerrating").fetchone()[0])


def pause(seconds: float) -> Any:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def entered(visitor: Visitor, running: product.Product, invitation: dict[str, str]) -> CandidateVisit:
    since = running.ask("last_mail")
    address = invitation["address"]
    visit = CandidateVisit(visitor, invitation["link"], lambda: running.wait_for("code", address, str(since)))
    visit.enter()
    visit.agree()
    return visit


def distinct(clip: Path, folder: Path) -> Path:
    """The same film with random bytes in a Void element at its end: other content, same picture and sound."""
    target = folder / f"{os.urandom(4).hex()}.webm"
    target.write_bytes(clip.read_bytes() + b"\xec\x88" + os.urandom(8))
    return target


def in_the_product(words: list[str]) -> Any:
    """Put answers into the queue without a web server, or say how long they took."""
    from bole.cli import installation

    installation.set_up_django()
    from bole.foundation.access.actors import system_scope
    from bole.hiring.analysis.models import AnalysisRun
    from bole.hiring.assessment.models import AnswerRating

    with system_scope("benchmark"):
        if words[0] == "spent":
            return spent(list(AnalysisRun.objects.filter(state="done")), list(AnswerRating.objects.all()))
    return [submitted(Path(words[1])) for _ in range(int(words[0]))]


def spent(runs: list[Any], ratings: list[Any]) -> dict[str, float]:
    """``seconds`` from the first task taken up to the last score; how long the oldest answer waited."""
    took = max(rating.rated_at for rating in ratings) - min(run.started_at for run in runs)
    waited = max(waited_seconds(run) for run in runs)
    return {"seconds": round(took.total_seconds(), 1), "oldest_waited_s": waited}


def waited_seconds(run: Any) -> float:
    """From the candidate's "submit" until a worker took the answer up."""
    from bole.hiring.interviews.models import Answer

    handed_in = Answer.objects.get(pk=run.answer_id).submitted_at
    return round((run.started_at - handed_in).total_seconds(), 1)


def submitted(folder: Path) -> str:
    """One candidate's answer by the same services the pages call."""
    import hashlib
    from datetime import timedelta

    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.foundation.files import services as files
    from bole.hiring.candidates import services as candidates
    from bole.hiring.interviews import queries, services
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import queries as requisitions
    from bole.kernel.clock import utc_now

    seed.plant(utc_now())
    now = utc_now()
    with acting_as(seed.actor_named("heqian")) as chief:
        need = requisitions.open_for(chief).filter(job_key="teller").first()
        name = os.urandom(3).hex()
        person = candidates.register(unit_id=need.unit_id, name=name, email=f"{name}@people.example", now=now)
        application = pipeline.apply(candidate_id=person.pk, requisition_id=need.pk, now=now)
        interview, _ = services.invite(
            application_id=application.pk, opens_at=now, closes_at=now + timedelta(days=1), now=now
        )
    with acting_as(queries.candidate_actor(interview)):
        decisions = {"recording": True, "analysis": True, "face": True}
        services.consent(interview_id=interview.pk, decisions=decisions, now=utc_now())
        services.begin_question(interview_id=interview.pk, question_key=KEY, now=utc_now())
        recording = services.start_recording(
            interview_id=interview.pk, question_key=KEY, content_type="video/webm", now=utc_now()
        )
        body = distinct(CLIP, folder).read_bytes()
        files.put_part(
            upload_id=recording.upload_id, index=0, sha256=hashlib.sha256(body).hexdigest(), body=body
        )
        services.finish_recording(
            recording_id=recording.pk, parts=1, total_bytes=len(body), seconds=SECONDS, now=utc_now()
        )
        services.submit_answer(interview_id=interview.pk, question_key=KEY, now=utc_now())
    return str(interview.pk)


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        print(json.dumps(in_the_product(sys.argv[2:])))
    else:
        main()
