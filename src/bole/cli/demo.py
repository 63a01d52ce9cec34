"""`bole demo`: a fictional bank in which sample candidates were interviewed and rated by the real models."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from bole.cli import installation
from bole.cli.options import parser
from bole.config import demo_clock
from bole.kernel.errors import BoleError, InvalidError

PREFERRED_PORT = 8000
SPAN = re.compile(r"(?P<count>[1-9]\d{0,4})(?P<unit>[hd])")
SPANS = {"h": "hours", "d": "days"}
ANALYSIS_SECONDS = 1800.0


def run(argv: Sequence[str]) -> int:
    """Set up, interview, show, serve."""
    args = _options(argv)
    refuse_other_installation()
    installation.mark_demo()
    os.environ.setdefault("BOLE_LOG_LEVEL", "WARNING")
    if args.logins:
        return show_logins()
    if args.ahead:
        return move_clock(args.ahead)
    if not args.without_interviews:
        require_models()
    if args.fresh:
        start_anew()
    return Demo(args).run()


def _options(argv: Sequence[str]) -> argparse.Namespace:
    options = parser(
        "demo",
        "A fictional bank on this machine. Three sample candidates are interviewed through the same pages\n"
        "and upload endpoints a browser uses (two recorded, one typed) and rated by the real models.\n"
        "Everything lies in var/ (BOLE_VAR_DIR).",
        "  bole demo                              until Ctrl-C\n"
        "  bole demo --once --json summary.json   then stop, leaving nothing running\n"
        "  bole demo --lan                        HTTPS, to take an interview with a phone\n"
        "  bole demo --ahead 5d                   let five days pass in a running demo\n"
        "  bole demo --fresh                      forget everything and begin anew",
    )
    options.add_argument("--once", action="store_true", help="stop after the reports")
    options.add_argument("--json", type=Path, metavar="FILE", help="write a summary of the reports")
    options.add_argument("--port", type=int, help=f"default {PREFERRED_PORT}, or a free one when taken")
    options.add_argument("--lan", action="store_true", help="serve this network over HTTPS; prints a QR code")
    options.add_argument("--fresh", action="store_true", help="delete the demo's data first")
    options.add_argument("--without-interviews", action="store_true", help="seed and serve only")
    options.add_argument("--few", action="store_true", help="without the crowd of further applicants")
    options.add_argument(
        "--logins", action="store_true", help="show accounts with current codes of a running demo"
    )
    options.add_argument(
        "--ahead", metavar="SPAN", help="move the demo's clock on, by 36h or 5d: reminders and deadlines come"
    )
    args = options.parse_args(argv)
    if args.once and args.without_interviews:
        options.error("--once without interviews does nothing")
    return args


def refuse_other_installation() -> None:
    """A directory with a real bank's data never becomes a demo."""
    if (installation.var_dir() / "db").exists() and not installation.is_demo():
        raise InvalidError(
            f"{installation.var_dir()} holds an installation that is no demo; set BOLE_VAR_DIR"
        )
    if os.environ.get("DATABASE_URL") and os.environ.get("BOLE_DEMO") != "1":
        raise InvalidError(
            "DATABASE_URL is set: set BOLE_DEMO=1 too if that database may hold public passwords"
        )


def require_models() -> None:
    """Without every model the interviews would end as failures: say so before anything runs."""
    if missing := installation.missing_models():
        raise InvalidError(
            f"models are missing in {installation.models_dir()}: {', '.join(missing)}.\n"
            "Install them with `bole models install`, name their directory in BOLE_MODELS_DIR, "
            "or start with --without-interviews; nothing was started."
        )


def start_anew() -> None:
    """Delete database, files, mails and keys of the demo; the models stay."""
    from bole.cli.embedded_postgres import EmbeddedPostgres

    home = installation.var_dir() / "db"
    if home.exists():
        postgres = EmbeddedPostgres(home)
        if (postgres.data / "postmaster.pid").exists():
            postgres.start()
            postgres.stop()
        shutil.rmtree(postgres.data, ignore_errors=True)
        shutil.rmtree(home)
    for name in ("files", "uploads", "mail", "log"):
        shutil.rmtree(installation.var_dir() / name, ignore_errors=True)
    for name in ("master.key", "demo-secret.key", "demo.json", demo_clock.NAME):
        (installation.var_dir() / name).unlink(missing_ok=True)


def show_logins() -> int:
    """Accounts and codes of this moment, for a demo that runs in another terminal."""
    installation.set_up_django()
    from bole.cli import demo_show

    url = os.environ.get("BOLE_PUBLIC_URL", "(address: see the running demo)")
    _print(demo_show.login_lines(demo_show.logins(), url))
    return 0


def move_clock(span: str) -> int:
    """The bank's clock, for every process of the demo; a running one goes on from there."""
    found = SPAN.fullmatch(span)
    if found is None:
        raise InvalidError("--ahead takes hours or days: 36h, 5d")
    ahead = demo_clock.move_on(
        installation.var_dir(), timedelta(**{SPANS[found["unit"]]: int(found["count"])})
    )
    print(f"the demo's clock is {ahead} ahead")
    return 0


class Demo:
    """One run of the demo."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.began = time.monotonic()
        self.note = installation.var_dir() / "demo.json"  # which interviews were done, for the second call

    def run(self) -> int:
        """Everything, in order; nothing of ours runs afterwards."""
        from bole.cli.running import Running
        from bole.integrations.mail.catcher import MailCatcher

        address, advice = self._address()
        var = installation.var_dir()
        with ExitStack() as stack:
            catcher = stack.enter_context(MailCatcher(var / "mail"))
            relay = {"BOLE_SMTP_HOST": catcher.host, "BOLE_SMTP_PORT": str(catcher.port)}
            environment = {"BOLE_PUBLIC_URL": address.url, **relay}
            running = stack.enter_context(Running(address, self.say, var / "log", environment))
            self._seed()
            running.serve()
            self.say(f"web server and workers run at {address.url}")
            found = [] if self.args.without_interviews else self._reports(running, catcher.directory)
            if advice:
                print(advice, flush=True)
            if not (self.args.once or self.args.few):
                self._crowd()
            self._finish(found, address.url)
            if not self.args.once:
                self.say("serving; Ctrl-C stops everything")
                with contextlib.suppress(KeyboardInterrupt):
                    running.supervisor.run()
        return 0

    def say(self, line: str) -> None:
        """One line of progress with the time since the start."""
        print(f"[{time.monotonic() - self.began:6.1f} s] {line}\n", end="", flush=True)

    def _address(self) -> tuple[Any, str]:
        from bole.cli import up
        from bole.cli.running import Address, free_port

        if self.args.lan:
            return up.lan_address(self.args.port)
        return Address(port=self.args.port or free_port(PREFERRED_PORT)), ""

    def _seed(self) -> None:
        installation.set_up_django()
        from bole.cli import seed

        seed.plant(_now())
        self.say("the fictional bank is seeded")

    def _crowd(self) -> None:
        from bole.cli import (
            seed_agreement,
            seed_crowd,
            seed_offers,
            seed_onboarding,
            seed_panels,
            seed_performance,
            seed_scheduling,
            seed_verification,
        )

        if arrived := seed_crowd.arrive(_now()):
            self.say(f"{arrived} more applicants have come; their résumés are read and screened meanwhile")
        seed_scheduling.arrive(_now())
        seed_offers.arrive(_now())
        seed_verification.arrive(_now())
        seed_panels.arrive(_now())
        seed_onboarding.arrive(_now())
        seed_performance.arrive(_now())
        if planted := seed_agreement.arrive(_now()):
            self.say(f"{planted} panels are planted for the pages of agreement, and say so by name")

    def _reports(self, running: Any, mails: Path) -> list[dict[str, Any]]:
        """The sample interviews' reports: those of an earlier call, else made now."""
        from bole.cli import demo_interviews as interviews
        from bole.cli import demo_show, demo_typed, seed

        known = json.loads(self.note.read_text(encoding="utf-8")) if self.note.exists() else {}
        ids = [UUID(word) for word in known.get("interviews", [])]
        if not ids:
            mailbox, url = interviews.Mailbox(mails), running.address.url
            pairs = [(interviews.invite(one.application_id, mailbox, _now()), sample)
                     for one, sample in interviews.chosen(seed.applications())]  # fmt: skip
            third = demo_typed.invite_second(seed.applications(), mailbox, _now())
            ids = [*(invited.interview_id for invited, _ in pairs), third.interview_id]
            self.say(f"invited: {', '.join([*(invited.name for invited, _ in pairs), third.name])}")
            clips = installation.library_dir() / "demo"
            takes = [partial(interviews.take, invited, sample, clips, url, mailbox, self.say)
                     for invited, sample in pairs]  # fmt: skip
            takes.append(partial(demo_typed.take, third, url, mailbox, self.say))
            interviews.take_all(takes, self._tender(running))
            self.note.write_text(json.dumps({"interviews": [str(one) for one in ids]}), encoding="utf-8")
        self._wait(running, ids)
        return [demo_show.summary(one) for one in ids]

    def _wait(self, running: Any, ids: list[UUID]) -> None:
        """Until every report is there, saying how far the analysis is."""
        from bole.cli import demo_show
        from bole.foundation.access.actors import system_scope
        from bole.hiring.interviews.models import Interview

        told = ""
        deadline = time.monotonic() + ANALYSIS_SECONDS

        def all_there() -> bool:
            nonlocal told
            with system_scope("demo"):
                states = Interview.objects.filter(pk__in=ids).values_list("analysed_count", "question_count")
                line = ", ".join(f"{done} of {total}" for done, total in states)
            if line != told:
                self.say(f"answers analysed: {line}")
                told = line
            return time.monotonic() > deadline or all(demo_show.summary(one) for one in ids)

        self._tender(running)(all_there)
        if not all(demo_show.summary(one) for one in ids):
            raise BoleError(f"the reports did not come; see {installation.var_dir() / 'log'}")

    @staticmethod
    def _tender(running: Any) -> Callable[[Callable[[], bool]], None]:
        def tend(until: Callable[[], bool]) -> None:
            running.supervisor.run(until)
            if running.supervisor.stopping:
                raise KeyboardInterrupt

        return tend

    def _finish(self, found: list[dict[str, Any]], url: str) -> None:
        from bole.cli import demo_show

        for one in found:
            _print(demo_show.report_lines(one))
        accounts = demo_show.logins()
        _print(demo_show.login_lines(accounts, url))
        for one in found:
            print(f"Report    {url}/console/reports/{one['report_id']}/   {one['candidate']}")
        if self.args.json:
            self.args.json.parent.mkdir(parents=True, exist_ok=True)
            content = {"url": url, "reports": found, "logins": accounts}
            self.args.json.write_text(
                json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
            )
            self.say(f"summary written to {self.args.json}")


def _print(lines: Any) -> None:
    for line in lines:
        print(line, flush=True)


def _now() -> datetime:
    from bole.kernel.clock import utc_now

    return utc_now()
