"""The demonstration: invented people, loopback only, a database of its own making, letters land in the outbox page."""

import secrets
from pathlib import Path

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, STORAGES, database

DEMO = True
DATA_DIR = Path(env.text("STELLAZH_DEMO_DIR", str(BASE_DIR / "var" / "demo")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
_KEY_FILE = DATA_DIR / "secret_key"
if not _KEY_FILE.exists():
    _KEY_FILE.write_text(secrets.token_urlsafe(50), encoding="utf-8")
SECRET_KEY = _KEY_FILE.read_text(encoding="utf-8")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SITE_URL = env.text("STELLAZH_SITE_URL", "http://localhost:8000").rstrip("/")
# The demo never meets a database that it did not make: DATABASE_URL is not read here.
DATABASES = {"default": database(f"sqlite:///{DATA_DIR / 'stellazh.sqlite3'}")}
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    **STORAGES,
    "default": {
        "BACKEND": "stellazh.files.storage.WholeFileStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None},
    },
}
EMAIL_BACKEND = "stellazh.mail.backends.OutboxBackend"
