"""`bole signing`: what the bank seals with, a test authority of its own, and whether a file holds."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bole.cli import installation
from bole.cli.finding import Finding
from bole.cli.options import parser
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError

if TYPE_CHECKING:
    from bole.ports.esign import Certificate, Check

FAILED = 1
SOON = timedelta(days=60)
EXAMPLES = """  bole signing show                which certificate seals, until when, with which time stamp
  bole signing init                make a test authority: root and document-signing certificate
  bole signing init --renew        another one; files sealed before still verify on the page
  bole signing verify offer.pdf    what the signature in a file proves; exit code 1 when it does not hold

A test authority proves to this bank that a file is unchanged, and to nobody else. For documents that others
rely on set BOLE_SEAL_CERTIFICATE, or BOLE_SEALER and BOLE_SEAL_SERVICE_URL: docs/how-to/sign-documents.md."""


def run(argv: Sequence[str]) -> int:
    """Dispatch to one action; returns the exit code."""
    options = parser("signing", "The seal on documents that candidates sign.", EXAMPLES)
    options.add_argument("action", choices=sorted(ACTIONS))
    options.add_argument("file", nargs="?", metavar="FILE", help="the PDF to verify")
    options.add_argument("--renew", action="store_true", help="init: although there is an authority")
    args = options.parse_args(argv)
    if (args.action == "verify") != bool(args.file):
        options.error("a file belongs to `verify`, and only there")
    installation.set_up_django()
    return ACTIONS[args.action](args.file or "", args.renew)


def _show(_file: str, _renew: bool) -> int:
    from django.conf import settings

    from bole.foundation.signing import queries

    sealer = queries.sealer()
    print(f"sealer       {sealer.name}")
    for line in _described(sealer.certificate()):
        print(line)
    print(f"time stamp   {settings.SEAL['stamp_url'] or 'none: the time is this bank’s own (PAdES B-B)'}")
    return 0


def _init(_file: str, renew: bool) -> int:
    from bole.foundation.access.actors import system_scope
    from bole.foundation.signing import queries

    if queries.authorities() and not renew:
        raise BoleError("there is a test authority already; --renew makes another", code="authority_exists")
    with system_scope("bole signing init"):
        make_authority()
    return _show("", False)


def make_authority(*, history: timedelta | None = None) -> None:
    """A test authority in the bank's name, kept from now on.

    ``history``: of a demonstration, whose documents were sealed before it began; only if there is none yet.
    """
    from bole.foundation.org import queries as org
    from bole.foundation.signing import queries, services
    from bole.integrations.esign_local import authority

    if history is not None and queries.authorities():
        return
    head = org.root()
    now = utc_now()
    since = None if history is None else now - history
    services.keep_authority(authority.make(head.name_zh if head else "bole", now, since), now)


def _verify(file: str, _renew: bool) -> int:
    from bole.foundation.access.actors import system_scope
    from bole.foundation.signing import queries

    try:
        body = Path(file).read_bytes()
    except OSError as error:
        raise BoleError(f"{file}: {error.strerror}", code="not_found") from error
    with system_scope("bole signing verify"):
        verdict = queries.verify(body)
    proof = queries.check(body)
    print(f"register     {verdict.state}")
    if verdict.difference is not None:
        print(f"             {json.dumps(dataclasses.asdict(verdict.difference))}")
    for line in _proof(proof):
        print(line)
    return 0 if verdict.state != "changed" and proof.whole and proof.trusted else FAILED


def _proof(proof: Check) -> Iterator[str]:
    if proof.certificate is None:
        yield f"signature    none ({proof.problem})"
        return
    yield f"signature    {'holds for the whole file' if proof.whole else proof.problem}"
    yield f"trusted      {'yes' if proof.trusted else 'no root known here leads to its certificate'}"
    yield f"signed at    {proof.signed_at or 'not said'}"
    yield f"time stamp   {proof.stamped_at or 'none that is trusted here'}"
    yield from _described(proof.certificate)


def _described(certificate: Certificate) -> Iterator[str]:
    yield f"certificate  {certificate.subject}"
    yield f"issued by    {certificate.issuer}"
    yield f"valid        {certificate.valid_from:%Y-%m-%d} to {certificate.valid_until:%Y-%m-%d}"
    yield f"sha256       {certificate.sha256}"
    if certificate.test:
        yield "note         a test authority: worth nothing outside this bank"


def examined() -> Iterator[Finding]:
    """For `bole doctor`."""
    from bole.foundation.signing import queries

    try:
        found = queries.sealer().certificate()
    except BoleError as error:
        yield Finding("seal", False, error.message, "bole signing init", needed=False)
        return
    left = found.valid_until - utc_now()
    kind = "test authority, " if found.test else ""
    seen = f"{kind}valid until {found.valid_until:%Y-%m-%d}"
    yield Finding("seal", left > SOON, seen, "renew the certificate: bole signing --help", needed=False)


Action = Callable[[str, bool], int]
ACTIONS: dict[str, Action] = {"show": _show, "init": _init, "verify": _verify}
