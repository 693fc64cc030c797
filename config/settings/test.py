"""The tests: SQLite in memory-like speed, or PostgreSQL by DATABASE_URL; fast hashing; real parts otherwise."""

import tempfile
from pathlib import Path

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES, database

SECRET_KEY = "a key for tests only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATA_DIR = Path(tempfile.mkdtemp(prefix="stellazh-test-"))
DATABASES = {"default": database(env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'test.sqlite3'}"))}
# A file, not memory: races between connections are tested on both databases.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"] |= {"ENGINE": "tests.databases.sqlite", "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")}}
else:
    DATABASES["default"]["ENGINE"] = "tests.databases.postgres"
    # Threads of a test close their connections one by one; a pool would keep the test database open.
    DATABASES["default"]["OPTIONS"].pop("pool", None)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "default": {
        "BACKEND": "stellazh.files.storage.WholeFileStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests that commit empty the database after themselves, the journal of deeds too (stellazh/audit/erasure.py).
AUDIT_MAY_BE_FLUSHED = True
