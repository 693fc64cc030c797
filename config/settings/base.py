"""Settings common to every way of running. `dev`, `demo`, `test` and `prod` say what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
import django
from csp.constants import NONE, SELF

from config import env, sign_in

BASE_DIR = env.BASE_DIR
DATA_DIR = Path(env.text("STELLAZH_DATA_DIR", str(BASE_DIR / "var")))

DEBUG = False
DEMO = False
SECRET_KEY = ""
ALLOWED_HOSTS: list[str] = []
SITE_URL = env.text("STELLAZH_SITE_URL", "http://localhost:8000").rstrip("/")
SITE_NAME = env.text("STELLAZH_SITE_NAME", "Стеллаж")
# Who answers for personal data: the name and address that texts of consents and the policy tell (152-ФЗ).
DATA_OPERATOR = env.text("STELLAZH_DATA_OPERATOR", "")

INSTALLED_APPS = [
    "stellazh.ui",
    "stellazh.live",
    "stellazh.audit",
    "stellazh.numbering",
    "stellazh.textindex",
    "stellazh.links",
    "stellazh.jobs",
    "stellazh.files",
    "stellazh.mail",
    "stellazh.people",
    "stellazh.notices",
    "stellazh.associations",
    "stellazh.members",
    "stellazh.workplans",
    "stellazh.certificates",
    "stellazh.questionnaires",
    "stellazh.media",
    "stellazh.documents",
    "stellazh.events",
    "stellazh.protocols",
    "stellazh.reports",
    "stellazh.pages",
    "stellazh.search",
    # Texts of the sites (docs/adr/0026-wagtail.md); known to `pages` only.
    "wagtail.contrib.redirects",
    "wagtail.users",
    "wagtail.images",
    # Its screens do not open without; every address of it is closed.
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "template_partials.apps.SimpleAppConfig",
    "lucide",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stellazh.people.middleware.RequestIdMiddleware",
    "stellazh.ui.middleware.LanguageMiddleware",
    "stellazh.ui.middleware.WholeTextMiddleware",
    "stellazh.ui.middleware.PermissionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stellazh.ui.middleware.AutosaveMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "stellazh.people.middleware.ActorMiddleware",
    "stellazh.people.middleware.SeenMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "stellazh.people.asking.ConsentMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"

_LOADERS: list[Any] = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
            )
        ],
    )
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": _LOADERS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "stellazh.ui.context.page",
            ],
            "builtins": ["template_partials.templatetags.partials", "stellazh.ui.templatetags.ui"],
        },
    },
]

# SQLite is the embedded default; DATABASE_URL moves the same installation to PostgreSQL.
_SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA mmap_size=134217728;"
    ),
}


def database(url: str) -> dict[str, Any]:
    """The `DATABASES` entry for an address: `sqlite:///…` or `postgresql://…`."""
    parsed: dict[str, Any] = dict(dj_database_url.parse(url))
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed["OPTIONS"] = {**parsed.get("OPTIONS", {}), **_SQLITE_OPTIONS}
    else:
        parsed["OPTIONS"] = {**parsed.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 10, "timeout": 20}}
    return parsed


DATABASES = {"default": database(env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'stellazh.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["stellazh.people.backends.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# Of allauth we take tables, the stages of a sign-in and the dance with providers; none of its pages and no address of
# its own is mounted (docs/adr/0007-sign-in.md). Its limits count in each process's own cache, so ours count instead.
ACCOUNT_ADAPTER = "stellazh.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "stellazh.people.adapters.SecretsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_RATE_LIMITS = False
MFA_RECOVERY_CODE_COUNT = 10
SOCIALACCOUNT_ADAPTER = "stellazh.people.adapters.ProvidersAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = sign_in.providers()
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "pages:desk"
LOGOUT_REDIRECT_URL = "pages:home"
# Where an association is at home: its own shelf knows no pages.
ASSOCIATION_HOME_URL = "pages:association_home"

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "pages.SitePicture"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "stellazh.pages.forms.editing.SitePictureForm"
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_MODERATION_ENABLED = True
# Nothing is fetched from elsewhere, nobody is told of us, and accounts are ours.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ru", "Русский")]
TAGGIT_CASE_INSENSITIVE = True

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
TIME_ZONE = env.text("STELLAZH_TIME_ZONE", "Europe/Moscow")
USE_I18N = True
# What is read last wins. Django's own words stand after those of the apps: some of them (Wagtail, django-filter) say
# Django's sentences in their own way, and a form of ours would then speak otherwise than the one beside it.
LOCALE_PATHS = [Path(django.__file__).parent / "conf" / "locale"]
USE_TZ = True
FORMAT_MODULE_PATH = ["stellazh.ui.formats"]
FORM_RENDERER = "stellazh.ui.rendering.FormRenderer"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "stellazh.files.storage.WholeFileStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "stellazh.ui.storage.HashedStorage"},
}
# Behind nginx: the internal location that hands stored files out, e.g. /stored-files/ (docs/domains/files.md).
X_ACCEL_PREFIX = env.text("STELLAZH_X_ACCEL", "")
# No film that is brought is larger, whatever its place would take.
MEDIA_MAX_BYTES = env.number("STELLAZH_MEDIA_MAX_MB", 2048) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
RUN_WORKER_IN_PROCESS = env.flag("STELLAZH_RUN_WORKER", default=True)
LIVE_BUS = env.text("STELLAZH_LIVE_BUS", "process")
WEB_WORKERS = env.number("STELLAZH_WEB_WORKERS", 1)

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("STELLAZH_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("STELLAZH_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("STELLAZH_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("STELLAZH_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("STELLAZH_SMTP_TLS")
EMAIL_USE_SSL = env.flag("STELLAZH_SMTP_SSL")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("STELLAZH_MAIL_FROM", "stellazh@localhost")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
# The cache of sessions is this process's own: where several processes serve, which needs a shared bus, a session that
# ended in one must not live on in another.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if LIVE_BUS == 'process' else 'db'}"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "stellazh.ui.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# How many of our own proxies stand before us; forwarded addresses are believed only from them.
TRUSTED_PROXY_COUNT = env.number("STELLAZH_TRUSTED_PROXY_COUNT", 0)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"}},
    "filters": {
        "request_id": {"()": "stellazh.common.requests.RequestIdFilter"},
        "secret_tails": {"()": "stellazh.common.requests.SecretTailFilter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id", "secret_tails"],
        }
    },
    # Names every passkey that is used.
    "loggers": {"fido2": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
