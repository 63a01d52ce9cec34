"""`bole web`: the web server (uvicorn, ASGI)."""

from __future__ import annotations

import os
from collections.abc import Sequence

from bole.cli import installation
from bole.cli.options import parser

POOL = "BOLE_DATABASE_POOL"
POOL_SIZE = "24"  # database connections of one web process; requests above wait, PostgreSQL's 100 are shared


def run(argv: Sequence[str]) -> int:
    """Serve until stopped."""
    options = parser(
        "web",
        "Serve the portal and the console. The database must be running and migrated.",
        "  bole web --port 8000\n  bole web --host 0.0.0.0 --port 8443 --certificate c.pem --key k.pem",
    )
    options.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--certificate", help="PEM file; with --key the server speaks HTTPS")
    options.add_argument("--key", help="PEM file of the certificate's private key")
    args = options.parse_args(argv)
    if bool(args.certificate) != bool(args.key):
        options.error("--certificate and --key belong together")
    os.environ.setdefault(installation.SETTINGS, installation.settings_module())
    os.environ.setdefault(POOL, POOL_SIZE)
    import uvicorn

    from bole.config import env

    uvicorn.run(
        "bole.config.asgi:application", host=args.host, port=args.port, lifespan="off", log_level="warning",
        ssl_certfile=args.certificate, ssl_keyfile=args.key, server_header=False, timeout_graceful_shutdown=5,
        proxy_headers=env.flag("BOLE_BEHIND_PROXY"),
        forwarded_allow_ips=env.text("BOLE_PROXY_ADDRESSES", "127.0.0.1"),
    )  # fmt: skip
    return 0
