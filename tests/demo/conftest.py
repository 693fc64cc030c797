"""The demonstration, filled once for all tests of this folder, which only look; taken back after them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from stellazh.associations.models import Association
from tests.demo.filling import fill


@pytest.fixture(scope="package")
def region(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Association]:
    """The region of the filled demonstration."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO=True):
            fill()
        yield Association.objects.get(parent=None)
        transaction.set_rollback(True)
