"""What every installation shares. Secrets and addresses come from the environment, see ``config.env``."""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from bole.config import env
from bole.perception.build import affect_available

DEMO = env.flag("BOLE_DEMO")
DEBUG = False
ALLOWED_HOSTS = env.words("BOLE_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = env.words("BOLE_ORIGINS")
PUBLIC_URL = env.text("BOLE_PUBLIC_URL", "http://localhost:8000")

VAR_DIR = env.var_dir()
MODELS_DIR = env.models_dir()
LIBRARY_DIR = env.library_dir()
FILES_DIR = env.path("BOLE_FILES_DIR", VAR_DIR / "files")
PLAIN_DIR = env.text("BOLE_PLAIN_DIR")  # decrypted copies for the models; empty: memory, if there is room
MASTER_KEY_FILE = env.path("BOLE_MASTER_KEY_FILE", VAR_DIR / "master.key")
LAW = env.text("BOLE_LAW", "default" if affect_available() else "eu")
INSECURE_SECRET_KEY = "insecure-default-key-refused-outside-demo-and-tests"  # noqa: S105  refused by checks.py
SECRET_KEY = env.text("BOLE_SECRET_KEY", INSECURE_SECRET_KEY)

# --- storeys, lowest last so that a higher template of the same name wins
INSTALLED_APPS = [
    "bole.config",
    "bole.web.console",
    "bole.web.portal",
    "bole.web.openapi",
    "bole.insight.accountability",
    "bole.insight.agreement",
    "bole.insight.effort",
    "bole.insight.experience",
    "bole.insight.funnel",
    "bole.workforce.onboarding",
    "bole.workforce.performance",
    "bole.workforce.employees",
    "bole.hiring.worklists",
    "bole.hiring.offers",
    "bole.hiring.verification",
    "bole.hiring.panels",
    "bole.hiring.viewings",
    "bole.hiring.scheduling",
    "bole.hiring.calibration",
    "bole.hiring.feedback",
    "bole.hiring.opinions",
    "bole.hiring.engines",
    "bole.hiring.assessment",
    "bole.hiring.raters",
    "bole.hiring.integrity",
    "bole.hiring.analysis",
    "bole.hiring.interviews",
    "bole.hiring.screening",
    "bole.hiring.intake",
    "bole.hiring.enquiries",
    "bole.hiring.pipeline",
    "bole.hiring.personal_links",
    "bole.hiring.requisitions",
    "bole.hiring.candidates",
    "bole.foundation.ui",
    "bole.foundation.approvals",
    "bole.foundation.surveys",
    "bole.foundation.messaging",
    "bole.foundation.signing",
    "bole.foundation.files",
    "bole.foundation.privacy",
    "bole.foundation.queue",
    "bole.foundation.events",
    "bole.foundation.workdays",
    "bole.foundation.access",
    "bole.foundation.audit",
    "bole.foundation.org",
    "bole.foundation.keys",
    "procrastinate.contrib.django",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "django_vite",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bole.config.static_files.AsyncFiles",
    "bole.config.static_files.BuiltFiles",
    "csp.middleware.CSPMiddleware",
    "bole.foundation.access.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bole.foundation.ui.zones.ZoneMiddleware",
    "bole.foundation.access.middleware.ActorMiddleware",
    "bole.foundation.access.middleware.ErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "bole.config.urls"
ASGI_APPLICATION = "bole.config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bole.foundation.access.context.actor",
                "bole.foundation.ui.zones.offset",
            ],
        },
    },
]

# --- database: one alias; which role it logs in as is decided by who starts the process
DATABASE_ENGINE = "bole.foundation.access.postgresql"
DATABASE_ROLE = env.text("BOLE_DATABASE_ROLE", "app")
DATABASES = {
    "default": env.database(
        env.database_url(DATABASE_ROLE) or "postgresql://bole_app@127.0.0.1:5432/bole", DATABASE_ENGINE
    ),
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a pooled connection may have died with the server
DATABASE_ROLES = {
    role: env.user_of(env.database_url(role)) or f"bole_{role}" for role in ("owner", "app", "backup")
}
DATABASE_POOL_SIZE = env.number(
    "BOLE_DATABASE_POOL", 0
)  # 0: one connection per thread; the web server sets it
if DATABASE_POOL_SIZE:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 2, "max_size": DATABASE_POOL_SIZE, "timeout": 20}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES: dict[str, str] = {}

SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # we lock by user name alone, which no change of address or browser gets round
    "security.W021",  # whether a bank enters the browsers' preload list is the bank's decision
]

# --- people
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/console/"
LOGOUT_REDIRECT_URL = "/login/"
OTP_TOTP_ISSUER = "bole"
OTP_TOTP_THROTTLE_FACTOR = 1

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]  # an address may be a whole branch behind one router
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "bole.foundation.access.failures.locked_out"

# --- sessions, cookies, headers
SESSION_COOKIE_NAME = "bole_session"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would log people out who come from a link in a mail
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_NAME = "bole_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "bole.foundation.access.failures.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF, *env.words("BOLE_S3_PUBLIC_ORIGIN")],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["bole-htmx", "default"],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- languages and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "bole_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [env.PACKAGE / "locale"]
TIME_ZONE = env.text("BOLE_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# --- static files, built by Vite
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
DIST_DIR = env.PACKAGE / "web" / "static" / "dist"
STATICFILES_DIRS = [env.PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DJANGO_VITE: dict[str, Any] = {
    "default": {"dev_mode": False, "static_url_prefix": "dist", "manifest_path": DIST_DIR / "manifest.json"},
}

# --- outside systems
EMAIL_HOST = env.text("BOLE_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = env.number("BOLE_SMTP_PORT", 25)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("BOLE_MAIL_FROM", "bole@localhost")
S3 = {
    "bucket": env.text("BOLE_S3_BUCKET"),
    "endpoint_url": env.text("BOLE_S3_ENDPOINT"),
    "region": env.text("BOLE_S3_REGION"),
    "access_key": env.text("BOLE_S3_ACCESS_KEY"),
    "secret_key": env.text("BOLE_S3_SECRET_KEY"),
    "public_url": env.text("BOLE_S3_PUBLIC_ORIGIN"),  # where browsers reach the store, if not at the endpoint
}

# adapters: dotted paths of factories, chosen here and only here
FILE_STORAGE = (
    "bole.integrations.s3.adapter.storage" if S3["bucket"] else "bole.foundation.files.disk.storage"
)
MAIL_SENDER = env.text("BOLE_MAIL_SENDER", "bole.integrations.mail.adapter.sender")
SMS_SENDER = env.text("BOLE_SMS_SENDER")  # empty: what should go by SMS goes by mail, and the row says so
# every way a message can take: key → factory of a ports.channel.Channel (None: not configured here)
MESSAGE_CHANNELS = {
    "mail": "bole.foundation.messaging.channels.mail",
    "sms": "bole.foundation.messaging.channels.sms",
}
MESSAGE_PACE = {  # messages a second a channel is handed at most; 0: no limit
    "mail": env.number("BOLE_MAIL_PER_SECOND", 0),
    "sms": env.number("BOLE_SMS_PER_SECOND", 50),
}
QUIET_HOURS = env.given("BOLE_QUIET_HOURS", "21:00-08:00")  # head office may set others; empty: none
SMS = {
    "endpoint": env.text("BOLE_SMS_ENDPOINT"),  # empty: the vendor's own
    "key_id": env.text("BOLE_SMS_KEY_ID"),
    "secret": env.text("BOLE_SMS_SECRET"),
    "sign": env.text("BOLE_SMS_SIGN"),
    "templates": env.words("BOLE_SMS_TEMPLATES"),
    "app_id": env.text("BOLE_SMS_APP_ID"),
    "region": env.text("BOLE_SMS_REGION"),
    "hook_secret": env.text(
        "BOLE_SMS_HOOK_SECRET"
    ),  # part of the address gateways report to; empty: no reports
}
KMS = env.text("BOLE_KMS")  # empty: the master keys stand in MASTER_KEY_FILE
KMS_OPTIONS = {
    "key_id": env.text("BOLE_KMS_KEY_ID"),
    "endpoint_url": env.text("BOLE_KMS_ENDPOINT"),
    "region": env.text("BOLE_KMS_REGION"),
    "access_key": env.text("BOLE_KMS_ACCESS_KEY"),
    "secret_key": env.text("BOLE_KMS_SECRET_KEY"),
}
SMTP = {
    "security": env.text("BOLE_SMTP_SECURITY", "none"),  # none (loopback relay only), starttls, tls
    "user": env.text("BOLE_SMTP_USER"),
    "password": env.text("BOLE_SMTP_PASSWORD"),
    "ca_file": env.text("BOLE_SMTP_CA_FILE"),
}
MAILBOX_READER = "bole.integrations.imap.adapter.reader"
IMAP_CA_FILE = env.text("BOLE_IMAP_CA_FILE")
LLM: dict[str, Any] = {
    "url": env.text("BOLE_LLM_URL"),  # of a server with the OpenAI chat interface, up to and with /v1
    "model": env.text("BOLE_LLM_MODEL"),
    "key": env.text("BOLE_LLM_KEY"),
    "hosts": env.words("BOLE_LLM_HOSTS"),  # beyond loopback and private addresses
    "plain_http": env.flag("BOLE_LLM_PLAIN_HTTP"),
    "ca_file": env.text("BOLE_LLM_CA_FILE"),
    "format": env.text("BOLE_LLM_FORMAT", "json_schema"),  # json_schema, json_object, none
    "timeout": env.number("BOLE_LLM_TIMEOUT", 60),
    "budget": env.number("BOLE_LLM_BUDGET", 150),
    "runs": env.number("BOLE_LLM_RUNS", 3),  # how often a second rater is asked the same
}
LANGUAGE_MODEL = "bole.integrations.language_model.adapter.model" if LLM["url"] else ""
SEALER = env.text("BOLE_SEALER", "bole.integrations.esign_local.adapter.sealer")
SEAL = {
    "certificate": env.text("BOLE_SEAL_CERTIFICATE"),  # PKCS#12, or PEM chain; empty: the own test authority
    "key": env.text("BOLE_SEAL_KEY"),  # PEM, where the certificate is no PKCS#12
    "passphrase": env.text("BOLE_SEAL_PASSPHRASE"),
    "roots": env.text("BOLE_SEAL_ROOTS"),  # PEM: what a sealed file is checked against
    "stamp_url": env.text("BOLE_SEAL_STAMP_URL"),  # a time-stamp authority (RFC 3161); empty: no time stamp
    "stamp_roots": env.text("BOLE_SEAL_STAMP_ROOTS"),
    "service_url": env.text("BOLE_SEAL_SERVICE_URL"),  # of a remote signing service, see esign_remote
    "service_key": env.text("BOLE_SEAL_SERVICE_KEY"),
}
# candidates' questions: office hours a person has to answer, and when the office is open
INTERVIEW_ENGINES_FILE = env.text("BOLE_ENGINES_FILE")  # which third-party engines, for which jobs
INTERVIEW_ENGINE = "bole.integrations.interview_engine.adapter.HttpEngine"
CHECK_SOURCES_FILE = env.text("BOLE_CHECKS_FILE")  # which sources of background checks, and their secrets
CHECK_SOURCES = {  # key in that file → factory of a ports.verification.VerificationSource
    "identity": "bole.integrations.identity.adapter.source",
    "chsi": "bole.integrations.chsi.adapter.source",
    "tianyancha": "bole.integrations.tianyancha.adapter.source",
    "certificates": "bole.integrations.certificates.adapter.source",
    "credit_conduct": "bole.integrations.credit_conduct.adapter.source",
}
ENQUIRIES: dict[str, Any] = {
    "reply_hours": env.number("BOLE_REPLY_HOURS", 8),
    "opens": env.text("BOLE_OFFICE_OPENS", "09:00"),
    "closes": env.text("BOLE_OFFICE_CLOSES", "18:00"),
}
RETENTION_DAYS: dict[str, int] = {}  # purpose → days, where the bank differs from privacy.rules

# --- queue
PROCRASTINATE_ON_APP_READY = "bole.foundation.queue.app.on_ready"
PROCRASTINATE_READONLY_MODELS = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("BOLE_LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "pyhanko": {"level": "CRITICAL"},  # logs a traceback for every file that proves nothing
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
