"""Screening per 1,000 résumés: rules and match, beside embedding the same lines alone, in the same run.

    python -m bench.screening [--runs 5] [--json OUT]

The 32 résumés of library/matching/labelled.toml, parsed beforehand, each against the rules and portrait of
the teller. Processor time of one core; the cheapest run counts. Limit: rules and match at most twice the
embedding alone. Exit code 1 when it is missed.
"""

import argparse
import json
import sys
from pathlib import Path

from bench.parse import cheapest
from bole.hiring.screening.rules.deciding import judge_all
from bole.hiring.screening.rules.reading import Read
from bole.measurement.matching.lines import read
from bole.measurement.matching.tests import evaluate
from bole.measurement.runtimes.usem import default_embedder
from bole.parsing import api

LIMIT = 2.0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--json", type=Path)
    wanted = options.parse_args()
    from bole.hiring.screening import lists

    resumes = [api.parse(text.encode()).to_json() for text in evaluate.labelled()[0].values()]
    told = [[one.text for one in read(r["lines"], frozenset()) if one.standing == "told"] for r in resumes]
    body, catalogue, embedder = lists.defaults("teller"), lists.catalogue(), default_embedder()
    evaluate.match("teller", resumes[0])  # lexicon and examples are read once per process

    def rules() -> None:
        for one in resumes:
            lines = {line["number"]: line["text"] for line in one["lines"]}
            judge_all(body, Read(one, evaluate.TODAY, lines), catalogue)

    def match() -> None:
        for one in resumes:
            evaluate.match("teller", one)

    def alone() -> None:
        for lines in told:
            embedder.embed(lines)

    per = 1000 / len(resumes) / 1000  # milliseconds of one round → seconds of 1,000 résumés
    found = {name: round(cheapest(work, wanted.runs) * per, 2) for name, work in
             (("rules", rules), ("match", match), ("embedding", alone))}  # fmt: skip
    found["lines"] = round(sum(map(len, told)) / len(told), 1)
    found["ratio"] = round((found["rules"] + found["match"]) / found["embedding"], 2)
    print(
        "| 1,000 résumés | rules s | match s | embedding alone s | ratio |\n| --- | --- | --- | --- | --- |"
    )
    cells = (found[name] for name in ("rules", "match", "embedding", "ratio"))
    print(f"| {found['lines']} lines each | " + " | ".join(map(str, cells)) + " |")
    if wanted.json:
        wanted.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return int(found["ratio"] > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
