"""Production. Refuses to start without a secret key and host names; see docs/operations/."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES, TRUSTED_PROXY_COUNT, X_ACCEL_PREFIX

SECRET_KEY = env.text("STELLAZH_SECRET_KEY")
ALLOWED_HOSTS = env.words("STELLAZH_HOSTS") or [env.text("STELLAZH_HOSTS")]
SITE_URL = env.text("STELLAZH_SITE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

_HTTPS = SITE_URL.startswith("https://")
if not _HTTPS and not SITE_URL.startswith("http://"):
    raise env.MissingSetting(f"STELLAZH_SITE_URL должна начинаться с https:// или http://, а задано «{SITE_URL}».")
if _HTTPS and TRUSTED_PROXY_COUNT < 1:
    # The server itself speaks no TLS, so somebody stands before it; unnamed, all visitors would share its address.
    raise env.MissingSetting(
        "STELLAZH_SITE_URL начинается с https://, значит, перед Стеллажом стоит свой прокси-сервер: "
        "задайте, сколько их, в STELLAZH_TRUSTED_PROXY_COUNT (обычно 1)."
    )
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = env.number("STELLAZH_HSTS_SECONDS", 31_536_000 if _HTTPS else 0)
SECURE_SSL_REDIRECT = env.flag("STELLAZH_SSL_REDIRECT", default=_HTTPS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT > 0 else None
# Neighbours below our name and the browsers' preload lists are not ours to decide about.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

if env.text("STELLAZH_S3_BUCKET", ""):
    if X_ACCEL_PREFIX:
        raise env.MissingSetting(
            "STELLAZH_X_ACCEL и STELLAZH_S3_BUCKET вместе не бывают: nginx отдаёт файлы только из папки."
        )
    STORAGES = {
        **STORAGES,
        "default": {
            "BACKEND": "stellazh.files.bucket.Bucket",
            "OPTIONS": {
                "bucket_name": env.text("STELLAZH_S3_BUCKET"),
                "endpoint_url": env.text("STELLAZH_S3_ENDPOINT"),
                "access_key": env.text("STELLAZH_S3_KEY"),
                "secret_key": env.text("STELLAZH_S3_SECRET"),
                "region_name": env.text("STELLAZH_S3_REGION", "us-east-1"),
                # What a bucket makes of its objects by itself is private; many stores refuse to be told so.
                "default_acl": None,
                "file_overwrite": False,
                "querystring_auth": True,
            },
        },
    }
