"""Which installation a command speaks of: its directory, its settings, whether it is the demo."""

from __future__ import annotations

import os
from pathlib import Path

SETTINGS = "DJANGO_SETTINGS_MODULE"
MARK = "demo-installation"
CHECKOUT = Path(__file__).resolve().parents[3]


def var_dir() -> Path:
    """Where this installation keeps what it writes (as `config.env` reads it, without Django)."""
    return Path(os.environ.get("BOLE_VAR_DIR") or "var").expanduser().absolute()


def models_dir() -> Path:
    """Where the model files lie: named, else of this installation, else of the checkout (as `config.env`)."""
    own, checkout = var_dir() / "models", CHECKOUT / "var" / "models"
    found = own if own.is_dir() or not checkout.is_dir() else checkout
    return Path(os.environ.get("BOLE_MODELS_DIR") or found).expanduser().absolute()


def missing_models() -> list[str]:
    """Names of models whose files are not there, or are not those of their cards."""
    from bole.perception import models

    return [one.card.name for one in models.list_models(models_dir()) if one.state != "ready"]


def is_demo() -> bool:
    """True when asked for, or when `bole demo` made this directory."""
    return os.environ.get("BOLE_DEMO") == "1" or (var_dir() / MARK).exists()


def mark_demo() -> None:
    """From now on every command in this directory knows that its accounts are public."""
    var_dir().mkdir(parents=True, exist_ok=True)
    (var_dir() / MARK).write_text(
        "Made by `bole demo`: fictional people, public passwords.\n", encoding="utf-8"
    )
    os.environ["BOLE_DEMO"] = "1"


def settings_module() -> str:
    """The settings of this installation; DJANGO_SETTINGS_MODULE wins."""
    return os.environ.get(SETTINGS) or f"bole.config.settings.{'demo' if is_demo() else 'production'}"


def set_up_django() -> None:
    """Load settings and apps once; for commands that speak with the database."""
    os.environ[SETTINGS] = settings_module()
    import django

    django.setup()


def library_dir() -> Path:
    """Questions, guides, demo clips: of the checkout or packaged (as `config.env` reads it)."""
    named = os.environ.get("BOLE_LIBRARY_DIR")
    return Path(named) if named else CHECKOUT / "library"
