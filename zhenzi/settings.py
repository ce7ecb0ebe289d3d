"""All settings, from the environment (`.env` is read where it exists). Production is the default.

A missing or nonsensical value stops the start with one sentence that names it.
"""

import datetime as dt
import sys
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")


def stop(sentence: str) -> None:
    """End the start with one sentence instead of a traceback."""
    sys.exit(f"Cannot start: {sentence}")


def required(name: str) -> str:
    """A value without which nothing may run."""
    value = env.str(name, default="").strip()
    if not value:
        stop(f"{name} is not set (see .env.example; `make run` writes a private .env on a fresh checkout).")
    return value


def flag(name: str) -> bool:
    """A switch; anything but 1/0, true/false, yes/no, on/off stops the start."""
    value = env.str(name, default="").strip().lower()
    if value in ("", "0", "false", "no", "off"):
        return False
    if value in ("1", "true", "yes", "on"):
        return True
    stop(f"{name} must be 1 or 0, not {value!r}.")


DEBUG = flag("DEBUG")
ALLOW_DEMO = flag("ALLOW_DEMO")
TEST_MODE = flag("TEST_MODE")
PLAIN_HTTP = flag("PLAIN_HTTP")
BEHIND_PROXY = flag("BEHIND_PROXY")
SECRET_KEY = required("SECRET_KEY")
# Keyed hash of the citizens' numbers; kept apart from backups, so that a backup alone recognises nobody.
ID_HASH_KEY = required("ID_HASH_KEY")
if len(SECRET_KEY) < 32:
    stop("SECRET_KEY is shorter than 32 characters.")
if len(ID_HASH_KEY) < 32:
    stop("ID_HASH_KEY is shorter than 32 characters.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
if not ALLOWED_HOSTS:
    stop("ALLOWED_HOSTS is not set: name the addresses under which the township is reached, separated by commas.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
for origin in CSRF_TRUSTED_ORIGINS:
    if urlsplit(origin).scheme not in ("http", "https") or not urlsplit(origin).hostname:
        stop(f"CSRF_TRUSTED_ORIGINS: {origin!r} needs its scheme, for example https://{origin}.")
# What QR codes and printed pages name: a clerk who prints from http://10.0.0.5:8000 must not put that on the wall.
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", default="").strip().rstrip("/")
if PUBLIC_ADDRESS and not (urlsplit(PUBLIC_ADDRESS).scheme in ("http", "https") and urlsplit(PUBLIC_ADDRESS).hostname):
    stop("PUBLIC_ADDRESS is not an address such as https://town.example.")

TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
NOW_OVERRIDE = None
if env.str("NOW_OVERRIDE", default=""):
    if not TEST_MODE:
        stop("NOW_OVERRIDE is honoured only with TEST_MODE=1.")
    try:
        NOW_OVERRIDE = dt.datetime.fromisoformat(env.str("NOW_OVERRIDE"))
    except ValueError:
        stop("NOW_OVERRIDE is not an ISO time such as 2026-11-23T10:00.")
    if NOW_OVERRIDE.tzinfo is None:
        NOW_OVERRIDE = NOW_OVERRIDE.replace(tzinfo=ZoneInfo(TIME_ZONE))
if TEST_MODE and not (DEBUG or ALLOW_DEMO):
    stop("TEST_MODE=1 is refused where DEBUG is off, unless ALLOW_DEMO=1.")

DATA_DIR = Path(env.str("DATA_DIR", default="") or BASE_DIR / "data").resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError:
    stop(f"DATA_DIR: the folder {DATA_DIR} cannot be made.")
DATABASE_URL = env.str("DATABASE_URL", default="")
if not DATABASE_URL:
    # As a path, not as an address: a folder may be called a+b or 50%.
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "zhenzi.sqlite3")}}
elif not DATABASE_URL.startswith(
    ("sqlite:///", "sqlite://:memory:", "postgres://", "postgresql://", "psql://", "pgsql://")
):
    stop("DATABASE_URL must name SQLite (sqlite:////folder/file) or PostgreSQL (postgres://user:password@host/name).")
else:
    try:
        DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        stop("DATABASE_URL is not an address such as postgres://user:password@host/name.")
    if not DATABASES["default"].get("NAME"):
        stop("DATABASE_URL names no database: postgres://user:password@host/name.")
if DATABASES["default"].get("ENGINE") == "django.db.backends.sqlite3":
    # IMMEDIATE: DEFERRED answers "database is locked" at once to almost every second writer, in spite of the timeout.
    # FULL: with NORMAL a power cut loses work that was already acknowledged.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
elif DATABASES["default"].get("ENGINE") == "django.db.backends.postgresql":
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c statement_timeout=60s -c lock_timeout=15s -c idle_in_transaction_session_timeout=60s"
    )
else:
    stop("DATABASE_URL must name SQLite or PostgreSQL.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "zhenzi",
    "front.desk",
    "front.board",
    "pledges",
    "plans",
    "groups",
    "notices",
    "meetings",
    "members",
    "tools.exchange",
    "tools.papers",
    "tools.upkeep",
    "tools.workflow",
    "tools.accounts",
    "zhenzi.apps.TownshipAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "import_export",
    "simple_history",
    "axes",
    "csp",
]

MIDDLEWARE = [
    # First, so that files and the way to https bear these headers too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tools.accounts.middleware.NotKeptMiddleware",
    "tools.upkeep.middleware.DatabaseAwayMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tools.accounts.middleware.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tools.upkeep.bodies.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tools.upkeep.middleware.NoNullMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tools.upkeep.middleware.WordsForMethodsMiddleware",
    "tools.accounts.middleware.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "tools.accounts.middleware.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zhenzi.urls"
WSGI_APPLICATION = "zhenzi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tools.accounts.preferences.page",
                "members.context.township",
            ],
        },
    },
]

# Who signs in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "tools.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "members.passwords.NotWhatEverybodyKnows"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "board:home"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
# An office is one address: locked by name and address together, never by address alone.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "tools.accounts.views.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "tools.accounts.address.address_of"
# So many wrong passwords a day for one name, from wherever; beyond it only addresses from which that name signed in before.
AXES_ENABLE_ACCESS_FAILURE_LOG = True
SIGN_IN_DAILY_BUDGET = 20

# Words
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "lang"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "zhenzi.formats"

# Static files: hashed names once collected; nothing is ever fetched from elsewhere.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Photos of papers lie here: outside whatever is served, and carried by every backup.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default="") or DATA_DIR / "files").resolve()

# Headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tools.accounts.views.csrf_refused"
if not (DEBUG or PLAIN_HTTP):
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Sheets and papers
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

QUIET = {"axes": {"level": "ERROR"}, "weasyprint": {"handlers": ["errors"], "level": "WARNING", "propagate": False}}
CONSOLE = {"class": "logging.StreamHandler", "formatter": "line"}
LINE = {"()": "tools.upkeep.logs.MaskNumbers", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": LINE},
    "handlers": {"console": CONSOLE, "errors": CONSOLE | {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}, **QUIET},
}

# How much of a sheet is read. Each is set here only where a town needs another limit than tools/exchange/limits.py has:
# IMPORT_MAX_BYTES, IMPORT_MAX_ROWS, IMPORT_MAX_BYTES_COMMAND, IMPORT_MAX_ROWS_COMMAND. The same of photos of papers,
# in tools/papers/limits.py: PAPERS_MIN_BYTES, PAPERS_MAX_BYTES, PAPERS_MAX_PIXELS, PAPERS_MAX_PIXELS_WHOLE, PAPERS_MAX_PAGES,
# PAPERS_LONGEST_SIDE, PAPERS_MAX_TEMPLATE_BYTES.
