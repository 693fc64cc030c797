"""Production refuses to start half-configured: one Russian sentence, exit code 1, nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.processes import inherited
from tests.processes import ROOT

WHERE = "Её назначение: docs/operations/settings.md"
WITHOUT_PROXY = (
    "STELLAZH_SITE_URL начинается с https://, значит, перед Стеллажом стоит свой прокси-сервер: "
    "задайте, сколько их, в STELLAZH_TRUSTED_PROXY_COUNT (обычно 1)."
)
BOTH_STORAGES = "STELLAZH_X_ACCEL и STELLAZH_S3_BUCKET вместе не бывают: nginx отдаёт файлы только из папки."


def complete(tmp_path: Path) -> dict[str, str]:
    """Variables with which production would start."""
    return inherited() | {
        "PYTHONPATH": str(ROOT),
        "STELLAZH_SECRET_KEY": "a key for this test alone, long enough to be taken for one",
        "STELLAZH_HOSTS": "stellazh.test",
        "STELLAZH_SITE_URL": "https://stellazh.test",
        "STELLAZH_TRUSTED_PROXY_COUNT": "1",
        "STELLAZH_DATA_DIR": str(tmp_path),
    }


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"STELLAZH_SECRET_KEY": ""}, f"Не задана переменная STELLAZH_SECRET_KEY. {WHERE}"),
        ({"STELLAZH_HOSTS": " "}, f"Не задана переменная STELLAZH_HOSTS. {WHERE}"),
        ({"STELLAZH_SITE_URL": ""}, f"Не задана переменная STELLAZH_SITE_URL. {WHERE}"),
        (
            {"STELLAZH_SITE_URL": "stellazh.test"},
            "STELLAZH_SITE_URL должна начинаться с https:// или http://, а задано «stellazh.test».",
        ),
        ({"STELLAZH_TRUSTED_PROXY_COUNT": "0"}, WITHOUT_PROXY),
        (
            {"STELLAZH_TRUSTED_PROXY_COUNT": "да"},
            "Переменная STELLAZH_TRUSTED_PROXY_COUNT должна быть целым числом, а задано «да».",
        ),
        ({"STELLAZH_S3_BUCKET": "b", "STELLAZH_X_ACCEL": "/stored-files/"}, BOTH_STORAGES),
        ({"STELLAZH_S3_BUCKET": "b"}, f"Не задана переменная STELLAZH_S3_ENDPOINT. {WHERE}"),
    ],
)
def test_production_refuses_what_is_missing_or_contradicts(
    changed: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "stellazh", "serve"],
        cwd=ROOT, env=complete(tmp_path) | changed, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"stellazh: {sentence}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "proxies", "expected"),
    [
        ("https://stellazh.test", "1", ["True", "True", "31536000", "True", "('HTTP_X_FORWARDED_PROTO', 'https')"]),
        ("http://stellazh.test", "1", ["False", "False", "0", "False", "('HTTP_X_FORWARDED_PROTO', 'https')"]),
        ("http://stellazh.test", "0", ["False", "False", "0", "False", "None"]),
    ],
)
def test_production_believes_in_tls_only_where_it_is(
    address: str, proxies: str, expected: list[str], tmp_path: Path
) -> None:
    names = (
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT",
        "SECURE_PROXY_SSL_HEADER",
    )  # fmt: skip
    script = f"from config.settings import prod; print(*(getattr(prod, name) for name in {names}), sep='\\n')"
    changed = {"STELLAZH_SITE_URL": address, "STELLAZH_TRUSTED_PROXY_COUNT": proxies}

    shown = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, env=complete(tmp_path) | changed, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    assert shown.stdout.splitlines() == expected
