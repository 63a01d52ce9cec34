"""Environment variables → typed values. The only module that reads ``os.environ``."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent.parent
ROLE_VARIABLES = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "backup": "DATABASE_BACKUP_URL"}


def text(name: str, default: str = "") -> str:
    """The variable, or ``default`` when unset or empty."""
    return os.environ.get(name) or default


def given(name: str, default: str) -> str:
    """The variable as it was given, empty included; ``default`` only when unset."""
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """``1/true/yes/on`` and ``0/false/no/off``; anything else is an error."""
    word = text(name).lower()
    if not word:
        return default
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}")


def number(name: str, default: int) -> int:
    """A whole number."""
    word = text(name)
    try:
        return int(word) if word else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def path(name: str, default: Path) -> Path:
    """An absolute path; a relative one counts from the working directory."""
    return Path(text(name, str(default))).expanduser().absolute()


def var_dir() -> Path:
    """Where this installation keeps what it writes."""
    return path("BOLE_VAR_DIR", Path("var"))


def models_dir() -> Path:
    """Model files: named, else of this installation, else of the checkout."""
    own, checkout = var_dir() / "models", REPOSITORY / "var" / "models"
    return path("BOLE_MODELS_DIR", own if own.is_dir() or not checkout.is_dir() else checkout)


def library_dir() -> Path:
    """Questions, competencies, guides …: of the checkout, or packaged with the release."""
    packaged = PACKAGE / "library"
    return path("BOLE_LIBRARY_DIR", packaged if packaged.is_dir() else REPOSITORY / "library")


def database_url(role: str = "app") -> str:
    """The URL of one database role: from the environment, else from the embedded server's credentials."""
    if text("DATABASE_URL"):
        return text(ROLE_VARIABLES[role])
    stored = var_dir() / "db" / "credentials.json"
    if not stored.exists():
        return ""
    return str(json.loads(stored.read_text())["urls"][role])


def database(url: str, engine: str) -> dict[str, Any]:
    """A Django ``DATABASES`` entry from ``postgresql://user:password@host:port/name?option=value``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": engine,
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def user_of(url: str) -> str:
    """The role a database URL logs in as; empty without a URL."""
    return unquote(urlsplit(url).username or "")
