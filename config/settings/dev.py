"""For a developer's own machine: DEBUG on, a throw-away key, letters land in the outbox page."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

DEBUG = True
DEMO = True
SECRET_KEY = env.text("STELLAZH_SECRET_KEY", "a key for development only, never for people's data")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "stellazh.mail.backends.OutboxBackend"
