"""The server's own settings. What differs from test to test comes as JSON in the environment."""

import json
import os
from typing import Any

GIVEN: dict[str, Any] = json.loads(os.environ["OIDC_SERVER"])

SECRET_KEY = "a key of the other side, for tests only"
DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.people.oidc_server.urls"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tests.people.oidc_server.people.Known",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": GIVEN["database"]}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_RSA_PRIVATE_KEY": GIVEN["key"],
    "OAUTH2_VALIDATOR_CLASS": "tests.people.oidc_server.people.Claims",
    "PKCE_REQUIRED": True,
    "SCOPES": {"openid": "who you are", "profile": "your name", "email": "your address"},
}
