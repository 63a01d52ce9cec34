"""`bole api-client`: systems of the bank that may call the open interface."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from bole.cli import installation
from bole.cli.options import parser
from bole.kernel.errors import NotFoundError

EXAMPLES = """  bole api-client make OA --unit HO      prints the key once; keep it where OA keeps its secrets
  bole api-client revoke OA              its key opens nothing any more

Call: POST /api/v1/candidates with "Authorization: Bearer KEY" and a new "Idempotency-Key" per event."""


def run(argv: Sequence[str]) -> int:
    """Make or revoke one client; returns the exit code."""
    options = parser("api-client", "Systems of the bank that may call the open interface.", EXAMPLES)
    options.add_argument("action", choices=("make", "revoke"))
    options.add_argument("code", help="a short name; it stands in records as the source of values")
    options.add_argument("--unit", default="", metavar="CODE", help="whose candidates it makes; for make")
    args = options.parse_args(argv)
    installation.set_up_django()
    from bole.foundation.access.actors import system_scope
    from bole.kernel.clock import utc_now
    from bole.web.openapi import services

    with system_scope("bole api-client"):
        if args.action == "revoke":
            services.revoke_client(code=args.code, now=utc_now())
            print(f"{args.code}: revoked")
            return 0
        scopes = ["candidates.write"]
        _made, key = services.make_client(
            unit_id=_unit(args.unit), code=args.code, scopes=scopes, now=utc_now()
        )
    print(f"{args.code}: {key}\nshown this once; only its hash is kept")
    return 0


def _unit(code: str) -> UUID:
    from bole.foundation.org.models import Unit

    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise NotFoundError(f"there is no unit {code!r}; see `bole staff list`")
    return UUID(str(found.pk))
