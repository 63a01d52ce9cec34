"""Board, list and monitor with 100,000 applications: queries per page, p50 and p95, and a move.

python -m bench.board [--applications 100000] [--requests 40]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from bench.pages import signed_in, signed_in_client, timed
from bench.product import bank, inside, keep, percentile

MOST_QUERIES = 15
AROUND = ("SELECT set_config", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
# All are received within this time, so that a monitor of 30 days counts about half of them.
SPREAD_DAYS = 60


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--applications", type=int, default=100_000)
    options.add_argument("--requests", type=int, default=40)
    args = options.parse_args()
    with bank() as running:
        print(f"writing {args.applications} applications …", file=sys.stderr)
        pages = inside(running, "bench.board", str(args.applications))
        moves = pages.pop("moves")
        figures = {name: pages[name] | timed(running, pages[name]["path"], args.requests) for name in pages}
        figures["move"] = moved(running, moves)
    keep("board", {"applications": args.applications, "pages": figures})
    too_many = {
        name: page["queries"] for name, page in figures.items() if page.get("queries", 0) > MOST_QUERIES
    }
    assert not too_many, f"more than {MOST_QUERIES} queries: {too_many}"


def moved(running: Any, moves: list[tuple[str, int]]) -> dict[str, float]:
    """Milliseconds of a move from the board, with the card and all counts in the answer."""
    visitor = signed_in(running)
    visitor.open("/console/board/")
    times = []
    for address, version in moves:
        wanted = {"to": "panel", "version": str(version)}
        began = time.perf_counter()
        answer = visitor.http.post(address, data=wanted, headers=visitor.script_headers())
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:200])
    return {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)}


def in_the_product(words: list[str]) -> dict[str, Any]:
    """Fill the database, then count the queries of each page."""
    from bole.cli import installation

    installation.set_up_django()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bole.cli.seed_bulk import seed_bulk
    from bole.kernel.clock import utc_now

    whole = int(words[0])
    held = whole // 5  # interviewed and reported; the others wait in screening
    seed_bulk(held, utc_now(), every=SPREAD_DAYS * 1440 / held, waiting=whole - held)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = signed_in_client()
    counted: dict[str, Any] = {}
    for name, path in paths().items():
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        own = [q for q in seen if not q["sql"].startswith(AROUND)]
        counted[name] = {"path": path, "queries": len(own)}
    return counted | {"moves": addresses(40)}


def paths() -> dict[str, str]:
    """The pages that are measured."""
    return {
        "board": "/console/board/",
        "list": "/console/board/list/",
        "list, by score": "/console/board/list/?sort=-score",
        "monitor, today": "/console/monitor/",
        "monitor, 30 days": "/console/monitor/?period=month",
    }


def addresses(count: int) -> list[tuple[str, int]]:
    """Where moves out of the deep assessment are sent, with the version to move."""
    from django.urls import reverse

    from bole.foundation.access.actors import system_scope
    from bole.hiring.pipeline.models import Application

    with system_scope("benchmark"):
        rows = Application.objects.filter(stage="deep_assessment").order_by("pk").values_list("pk", "version")
        return [(reverse("console:board-move", args=[pk]), version) for pk, version in rows[:count]]


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        print(json.dumps(in_the_product(sys.argv[2:])))
    else:
        main()
