"""What `fit` reaches on made-up marked answers, what its bands hold, and whether order has a say.

    python -m bench.fitted [--questions 10] [--learnt 70] [--fresh 20]

The answers are made from the library's key points (measurement.learning.making): the figures say that the
machinery works, not how good it is on people's answers.
"""

import argparse
import json
import random
import time

from bole.measurement import api
from bole.measurement.attacks.marked import attack_gains, subject_of
from bole.measurement.attacks.targets import load_honest, targets
from bole.measurement.learning.evaluating import evaluate
from bole.measurement.learning.examples import Example
from bole.measurement.learning.fitting import fit_examples
from bole.measurement.learning.making import made_up
from bole.measurement.learning.saving import to_bytes


def answers(questions: int, count: int, seed: str) -> list[Example]:
    """``count`` answers to each of so many questions, spread over the library."""
    keys = api.question_keys()
    chosen = [api.load_question(key) for key in keys[:: max(1, len(keys) // questions)][:questions]]
    aimed = targets(chosen, load_honest(), ("zh",))
    return [example for target in aimed for example in made_up(subject_of(target), count, seed)]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.fitted")
    for name, default in (("--questions", 10), ("--learnt", 70), ("--fresh", 20)):
        options.add_argument(name, type=int, default=default)
    args = options.parse_args()
    learnt = answers(args.questions, args.learnt, "learnt")
    fresh = answers(args.questions, args.fresh, "fresh")
    begun = time.process_time()
    rater = fit_examples(learnt)
    spent = time.process_time() - begun
    random.Random(1).shuffle(learnt)
    found = {
        "fit_cpu_s": round(spent, 1),
        "same_in_any_order": to_bytes(fit_examples(learnt)) == to_bytes(rater),
        "fitted": evaluate(rater, fresh),
        "untrained": evaluate(api.score, fresh),
        "attack_gain": attack_gains(rater, fresh),
    }
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
