"""The fictional bank on one machine. Public passwords, plain http on loopback: never for real people."""

import secrets
from pathlib import Path

from bole.config import env
from bole.config.settings.base import *  # noqa: F403  a settings module is a list of names

DEMO = True


def _demo_key(path: Path) -> str:
    """A key of this demo installation, so that sessions survive a restart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = env.text("BOLE_SECRET_KEY") or _demo_key(env.var_dir() / "demo-secret.key")
ALLOWED_HOSTS = env.words("BOLE_HOSTS", "*")
_https = env.text("BOLE_PUBLIC_URL").startswith("https://")
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
QUIET_HOURS = env.text("BOLE_QUIET_HOURS")  # a demo is looked at by night too
