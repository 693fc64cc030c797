"""No table that knows people is forgotten: every reference to a person is held by somebody."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import models

from stellazh.people.holders import holders
from stellazh.people.models import Person

pytestmark = pytest.mark.django_db


def references() -> set[str]:
    """«members.Post.person» of every foreign key to a person, in our tables and in those of others."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model is Person
    }


def test_every_reference_to_a_person_is_held():
    held = {reference for holder in holders for reference in holder.references}

    assert "members.Post.person" in references()
    assert sorted(references() - held) == []


def test_no_holder_names_a_reference_that_does_not_exist():
    held = {reference for holder in holders for reference in holder.references}

    assert sorted(held - references()) == []


def test_no_reference_is_held_twice():
    counts = Counter(reference for holder in holders for reference in holder.references)

    assert [reference for reference, count in counts.items() if count > 1] == []


def test_each_holder_moves_its_rows_or_says_why_not(at, association):
    from stellazh.people.holders import nothing_to_move

    silent = [holder.code for holder in holders if holder.repoint is nothing_to_move and not holder.stays]

    assert silent == []
