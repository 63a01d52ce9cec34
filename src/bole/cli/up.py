"""`bole up`: everything one machine needs, until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
from collections.abc import Sequence
from pathlib import Path

from bole.cli import installation
from bole.cli.options import parser
from bole.cli.running import EVERYWHERE, Address, Running, manage
from bole.kernel.errors import InvalidError

NEW_KEY = "export BOLE_SECRET_KEY=\"$(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')\""


def run(argv: Sequence[str]) -> int:
    """Start, serve, stop all."""
    options = parser("up", "Start the database (unless DATABASE_URL is set), web server and workers.",
                     "  bole up --port 8000      behind the bank's own HTTPS proxy\n"
                     "  bole up --lan            HTTPS for phones in this network, with a QR code\n"
                     "  bole up --certificate c.pem --key k.pem --host 0.0.0.0 --port 443")  # fmt: skip
    options.add_argument("--host", help="address to listen on (default: this machine only)")
    options.add_argument("--port", type=int, help="default 8000, with --lan 8443")
    options.add_argument(
        "--lan", action="store_true", help="HTTPS with a locally made authority; prints a QR code"
    )
    options.add_argument("--certificate", help="PEM file of the bank's certificate")
    options.add_argument("--key", help="PEM file of its private key")
    args = options.parse_args(argv)
    if bool(args.certificate) != bool(args.key):
        options.error("--certificate and --key belong together")
    refuse_unsafe()
    address, note = lan_address(args.port) if args.lan else (_address(args), "")
    os.environ["BOLE_PUBLIC_URL"] = address.url
    check_settings()
    running = Running(address, _say)
    with running:
        refuse_demo_accounts()
        running.serve()
        _say(f"serving at {address.url}; Ctrl-C stops everything")
        if note:
            print(note, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            running.supervisor.run()
    return 0


def refuse_unsafe() -> None:
    """Outside the demo: no demo directory, no default key, no debug switch. The error tells the way out."""
    if os.environ.get("BOLE_DEMO") == "1":
        return
    if installation.is_demo():
        raise InvalidError(
            f"{installation.var_dir()} holds the demo bank with public passwords; set BOLE_VAR_DIR to "
            "a directory of its own (or `bole demo` for the demo)"
        )
    settings = os.environ.get(installation.SETTINGS, "")
    if settings and not settings.endswith(".production"):
        raise InvalidError(
            f"refusing the settings {settings}: real people are served with production settings only"
        )
    if not os.environ.get("BOLE_SECRET_KEY"):
        raise InvalidError(f"BOLE_SECRET_KEY is not set. Make one and keep it:\n  {NEW_KEY}")
    if os.environ.get("DJANGO_DEBUG") or os.environ.get("BOLE_DEBUG"):
        raise InvalidError("DEBUG is refused: it shows what it should hide")


def check_settings(*words: str) -> None:
    """Keyring, keys, addresses, cookies, as `config.checks` and its like see them; a demo may be careless."""
    if installation.is_demo():
        return
    os.environ[installation.SETTINGS] = installation.settings_module()
    manage(["check", "--deploy", "--fail-level", "ERROR", *words])


def refuse_demo_accounts() -> None:
    """An installation that serves real people has no account with a public password."""
    if installation.is_demo():
        return
    check_settings("--database", "default")
    installation.set_up_django()
    from bole.foundation.access.models import User

    if names := list(User.objects.filter(is_demo=True).values_list("username", flat=True)):
        raise InvalidError(f"the database holds demo accounts with public passwords: {', '.join(names)}")


def lan_address(port: int | None) -> tuple[Address, str]:
    """Address with certificate for this machine's network, and what to tell people."""
    from bole.cli import lan

    hosts = lan.addresses()
    now = datetime.datetime.now(datetime.UTC)
    files = lan.certificate_for([*hosts, "127.0.0.1"], installation.var_dir() / "lan", now)
    url = f"https://{hosts[0]}:{port or 8443}"
    os.environ["BOLE_HOSTS"] = ",".join([*hosts, "127.0.0.1", "localhost"])
    address = Address(EVERYWHERE, port or 8443, url, files.certificate, files.key)
    return address, lan.instructions(url, files.authority)


def _address(args: argparse.Namespace) -> Address:
    certificate, key = (Path(word) if word else None for word in (args.certificate, args.key))
    public = os.environ.get("BOLE_PUBLIC_URL", "")
    return Address(args.host or "127.0.0.1", args.port or 8000, public, certificate, key)


def _say(line: str) -> None:
    print(f"bole: {line}", flush=True)
