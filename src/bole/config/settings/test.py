"""For pytest and mypy. The database is a throw-away embedded server, put in by ``conftest.py``."""

import tempfile
from pathlib import Path

from bole.config.settings.base import *  # noqa: F403  a settings module is a list of names

SECRET_KEY = "for-tests-only-0123456789-0123456789-0123456789-0123456789"  # noqa: S105
TESTING = True
VAR_DIR = Path(tempfile.gettempdir()) / "bole-tests"
FILES_DIR = VAR_DIR / "files"
MASTER_KEY_FILE = VAR_DIR / "master.key"
STATIC_ROOT = VAR_DIR / "static"
ALLOWED_HOSTS = ["*"]
LANGUAGE_CODE = "zh-hans"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # speed; the real list is tested by itself
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
LOGGING_CONFIG = None
QUIET_HOURS = ""  # tests about them set them
SEALER = "bole.ports.fakes.esign.sealer"  # tests of the real one name it
