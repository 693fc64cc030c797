"""Whoever keeps a list may take in anybody known and sees more of her then: it is never done in silence."""

from __future__ import annotations

from datetime import date, datetime

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.mail.models import OutgoingMail
from stellazh.members.services import MemberFields, add_member
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from tests.factories.people import PersonFactory

DAY = date(2024, 9, 1)


def test_head_of_another_region_is_told_who_took_her_in(
    region_head: Person, stranger: Person, neighbour: Association, at: datetime
) -> None:
    add_member(neighbour.pk, person_id=region_head.pk, fields=MemberFields(), from_on=DAY, by=stranger, at=at)

    (notice,) = Notice.objects.filter(person=region_head)
    assert notice.title == "Вас внесли в список: ММО Берегового округа"
    assert "Кленова В.И." in notice.text
    assert notice.address == f"/people/{region_head.pk}/visibility/"
    assert OutgoingMail.objects.filter(to_address=region_head.email).count() == 1


def test_card_without_an_account_and_the_system_tell_nobody(
    member: Person, stranger: Person, neighbour: Association, at: datetime
) -> None:
    quiet = PersonFactory(without_account=True)

    add_member(neighbour.pk, person_id=quiet.pk, fields=MemberFields(), from_on=DAY, by=stranger, at=at)
    add_member(neighbour.pk, person_id=member.pk, fields=MemberFields(), from_on=DAY, by=System("показ"), at=at)

    assert not Notice.objects.exists()
