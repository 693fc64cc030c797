"""Production. Refuses to start without a secret key and host names; see docs/operations/."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

SECRET_KEY = env.text("STELLAZH_SECRET_KEY")
ALLOWED_HOSTS = env.words("STELLAZH_HOSTS") or [env.text("STELLAZH_HOSTS")]
SITE_URL = env.text("STELLAZH_SITE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = env.number("STELLAZH_HSTS_SECONDS", 31_536_000 if _HTTPS else 0)
SECURE_SSL_REDIRECT = env.flag("STELLAZH_SSL_REDIRECT")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.number("STELLAZH_TRUSTED_PROXY_COUNT", 0) else None

if env.text("STELLAZH_S3_BUCKET", ""):
    STORAGES = {
        **STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": env.text("STELLAZH_S3_BUCKET"),
                "endpoint_url": env.text("STELLAZH_S3_ENDPOINT"),
                "access_key": env.text("STELLAZH_S3_KEY"),
                "secret_key": env.text("STELLAZH_S3_SECRET"),
                "region_name": env.text("STELLAZH_S3_REGION", "us-east-1"),
                "default_acl": "private",
                "file_overwrite": False,
                "querystring_auth": True,
            },
        },
    }
