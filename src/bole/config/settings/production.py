"""A bank's installation: HTTPS only, nothing by default. ``config.checks`` refuses what is unsafe."""

from bole.config import env
from bole.config.settings.base import *  # noqa: F403  a settings module is a list of names

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BOLE_BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
