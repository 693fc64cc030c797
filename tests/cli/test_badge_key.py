"""A new key for badges from the command line."""

from __future__ import annotations

from datetime import datetime

import pytest

from stellazh.certificates.models import SigningKey
from stellazh.certificates.services.keys import ensure_key
from stellazh.cli import main


@pytest.mark.django_db
def test_key_is_replaced(at: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    old = ensure_key(at=at)

    code = main(["badge-key"])

    new = SigningKey.objects.get(is_current=True)
    assert code == 0
    assert new != old
    assert new.kid in capsys.readouterr().out
