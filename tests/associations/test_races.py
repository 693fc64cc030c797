"""Two people at once, on both databases."""

from __future__ import annotations

import threading
import uuid
from datetime import datetime
from typing import Any

import pytest

from stellazh.associations import services
from stellazh.associations.models import Association, Grant, Organisation
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from tests.associations.making import association_fields, grant, organisation_fields
from tests.checks import at_once
from tests.factories.people import PersonFactory


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_give_one_role(head: Person, association: Association, at: datetime) -> None:
    person: Any = PersonFactory()
    found = at_once(lambda: grant(person, Role.EDITOR, association, head, at).role)

    assert sorted(found) == ["GrantExists", "editor"]
    assert Grant.objects.filter(person=person).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["organisation", "association"])
def test_two_forms_with_one_key_at_once_make_one_row(
    kind: str, region_head: Person, region: Association, at: datetime
) -> None:
    key = uuid.uuid4()

    def make() -> str:
        if kind == "organisation":
            fields = organisation_fields(region.territory)
            return str(services.create_organisation(fields=fields, submission_key=key, by=region_head, at=at).pk)
        return str(
            services.create_association(
                code="sever",
                parent_id=region.pk,
                fields=association_fields(region.territory),
                submission_key=key,
                by=region_head,
                at=at,
            ).pk
        )

    found = at_once(make)

    assert len(set(found)) == 1, found
    assert Organisation.objects.count() + Association.objects.filter(code="sever").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_lose_nobodys_text(head: Person, association: Association, at: datetime) -> None:
    def save() -> str:
        fields = association_fields(association.territory, about=threading.current_thread().name)
        return services.update_association(association.pk, expected_version=1, fields=fields, by=head, at=at).about

    found = at_once(save)

    association.refresh_from_db()
    assert sorted(found)[0] == "ChangedMeanwhile"
    assert (association.about, association.version) == (sorted(found)[1], 2)
