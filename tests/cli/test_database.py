"""`stellazh migrate` gives installations made before the texts of consents that they lack, and new ones nothing."""

from __future__ import annotations

import argparse

import pytest

from stellazh.associations.models import Association
from stellazh.cli.database import migrate
from stellazh.people.models import ConsentText

pytestmark = pytest.mark.django_db


def test_migrate_publishes_the_texts_that_a_started_installation_lacks(
    region: Association, capsys: pytest.CaptureFixture[str]
) -> None:
    assert migrate(argparse.Namespace()) == 0
    first = capsys.readouterr().out
    assert migrate(argparse.Namespace()) == 0
    second = capsys.readouterr().out

    assert ConsentText.objects.count() == 2
    assert (first.count("Опубликовано: "), second.count("Опубликовано: ")) == (2, 0)


def test_migrate_publishes_nothing_before_the_start(db: None) -> None:
    assert migrate(argparse.Namespace()) == 0

    assert not ConsentText.objects.exists()
