"""List and report pages with 20,000 interviews in the database: queries per page and p95.

python -m bench.pages [--interviews 20000] [--requests 60]
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import time
from typing import Any

from bench.product import bank, inside, keep, percentile
from bole.cli.visitor import Visitor

MOST_QUERIES = 15
HR = "heqian"


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--interviews", type=int, default=20_000)
    options.add_argument("--requests", type=int, default=60)
    args = options.parse_args()
    with bank() as running:
        print(f"writing {args.interviews} interviews …", file=sys.stderr)
        pages = inside(running, "bench.pages", str(args.interviews))
        figures = {name: pages[name] | timed(running, pages[name]["path"], args.requests) for name in pages}
    keep("pages", {"interviews": args.interviews, "pages": figures})
    too_many = {name: page["queries"] for name, page in figures.items() if page["queries"] > MOST_QUERIES}
    assert not too_many, f"more than {MOST_QUERIES} queries: {too_many}"


def timed(running: Any, path: str, requests: int) -> dict[str, float]:
    """Milliseconds of one page over HTTP, one request after the other, by a logged-in recruiter."""
    visitor = signed_in(running)
    visitor.http.get(path)
    times = []
    for _ in range(requests):
        began = time.perf_counter()
        answer = visitor.http.get(path)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    return {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)}


_sessions: dict[str, Visitor] = {}


def signed_in(running: Any) -> Visitor:
    """One session for all pages: the authenticator's code works once."""
    if running.url not in _sessions:
        visitor = Visitor(running.url)
        account = next(one for one in running.summary["logins"] if one["username"] == HR)
        page = visitor.open("/login/")
        form = page.form("log in", lambda f: "/login" in f.action)
        page = visitor.press(form, {"username": HR, "password": account["password"]})
        form = page.form("give the code", lambda f: "/second" in f.action)
        visitor.press(form, {"code": running.ask("totp", HR)})
        _sessions[running.url] = visitor
    return _sessions[running.url]


def in_the_product(words: list[str]) -> dict[str, dict[str, Any]]:
    """Fill the database, then count the queries of each page."""
    from bole.cli import installation

    installation.set_up_django()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bole.cli.seed_bulk import seed_bulk
    from bole.kernel.clock import utc_now

    seed_bulk(int(words[0]), utc_now())
    client = signed_in_client()
    counted = {}
    for name, path in (paths() | {"list, second page of a filter": second_page(client)}).items():
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        own = [
            q
            for q in seen
            if not q["sql"].startswith(("SELECT set_config", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
        ]
        counted[name] = {"path": path, "queries": len(own)}
    return counted


def paths() -> dict[str, str]:
    """The pages that are measured."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.assessment.models import Report

    with system_scope("benchmark"):
        some = [str(pk) for pk in Report.objects.filter(latest=True).values_list("pk", flat=True)[:2]]
        interview = Report.objects.get(pk=some[0]).interview_id
    return {
        "list": "/console/",
        "list, by score": "/console/?sort=-score",
        "interview": f"/console/interviews/{interview}/",
        "report": f"/console/reports/{some[0]}/",
    }


def second_page(client: Any) -> str:
    """Where the first page of the finished interviews leads on to."""
    first = client.get("/console/?state=finished").content.decode()
    found = re.search(r'href="(?:/console/)?(\?[^"]*after=[^"]*)"', first)
    assert found, "the list fits on one page"
    return f"/console/{html.unescape(found[1])}"


def signed_in_client() -> Any:
    """Django's client with both factors behind it."""
    from django.test import Client
    from tests.support.bank import log_in

    from bole.foundation.access.models import User

    client = Client(headers={"host": "127.0.0.1"})
    log_in(client, User.objects.get(username=HR))
    return client


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        print(json.dumps(in_the_product(sys.argv[2:])))
    else:
        main()
