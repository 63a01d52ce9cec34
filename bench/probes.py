"""From the last answer to the first follow-up question on the candidate's page.

    python -m bench.probes [--times 5]

Recorded: the second answer of 45 s of sound is handed in, the first was analysed before, as for anybody who
takes longer over an answer than two cores over hearing it. Typed: the same without sound. The clock stops
when the page has the question; each time is another person's interview in the same running bank. Targets:
recorded <= 60 s, typed <= 10 s at the 95th percentile.
"""

from __future__ import annotations

import argparse
import time

from tests.journeys import product

from bench.product import bank, keep, percentile
from bench.workers import CLIP, CLIPS, KEY, PATIENCE, SECONDS, distinct, entered
from bole.cli.visitor import CandidateVisit, Visitor

RAMBLING, RAMBLING_SECONDS = CLIPS / "teamwork-experience-rambling.webm", 44.9
THIN = ("我先道歉，然后帮他解决问题，最后让客户满意。", "我们团队合作得很好，大家互相帮助，最后完成了任务。")
RECORDED_WITHIN, TYPED_WITHIN = 60.0, 10.0
LOOK = 0.1
SETTLED = {"off", "over"}  # "open" without a question: it was decided between two looks of one answer


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--times", type=int, default=5)
    args = options.parse_args()
    with bank() as running:
        typed = [after_typing(running) for _ in range(args.times)]
        recorded = [after_recording(running) for _ in range(args.times)]
    figures = {
        "times": args.times,
        "recorded_s": [round(one, 1) for one in recorded],
        "recorded_p95_s": round(percentile(recorded, 0.95), 1),
        "typed_s": [round(one, 2) for one in typed],
        "typed_p95_s": round(percentile(typed, 0.95), 2),
    }
    keep("probes", figures)
    missed = percentile(recorded, 0.95) > RECORDED_WITHIN or percentile(typed, 0.95) > TYPED_WITHIN
    raise SystemExit(int(missed))


def after_recording(running: product.Product) -> float:
    """A thin spoken second answer."""
    invitation = running.ask("invite", "teller", "zh", "", "2")
    with Visitor(running.url) as visitor:
        visit = entered(visitor, running, invitation)
        visit.answer_with_clip(KEY, 1, distinct(CLIP, running.var), SECONDS)
        running.wait_for("result_hash", invitation["interview"], seconds=PATIENCE)
        visit.answer_with_clip("teamwork-experience", 2, distinct(RAMBLING, running.var), RAMBLING_SECONDS)
        return shown(visit)


def after_typing(running: product.Product) -> float:
    """Two thin typed answers."""
    invitation = running.ask("invite", "teller", "zh", "typed", "2")
    with Visitor(running.url) as visitor:
        visit = entered(visitor, running, invitation)
        for number, (key, text) in enumerate(zip((KEY, "teamwork-experience"), THIN, strict=True), start=1):
            visit.answer_typed(key, number, text)
        return shown(visit)


def shown(visit: CandidateVisit) -> float:
    """Seconds until the page of the question can be opened."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        state = visit.state()
        probe = next((q for q in state["questions"] if q["part"] == "probe"), None)
        if probe is not None:
            visit.visitor.open(f"{visit.link.rstrip('/')}/q/{probe['ordinal']}/")
            return time.monotonic() - began
        if state["probes"]["state"] in SETTLED:
            raise SystemExit(f"the rule asks for nothing here: {state['probes']}")
        time.sleep(LOOK)
    raise SystemExit("no decision came")


if __name__ == "__main__":
    main()
