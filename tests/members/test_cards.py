"""The card of a librarian: what its services write, what they refuse and that nothing changed then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry, type_of
from stellazh.common.actor import Guest, LinkHolder, System
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.members.access.cards import CONFIRMATION, can_edit_card
from stellazh.members.enums import CampaignState, ConfirmedHow, Level
from stellazh.members.models import Campaign, CampaignAnswer, Card
from stellazh.members.services import card_values as refusals
from stellazh.members.services import cards as services
from stellazh.members.services.cards import CardFields
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, update_person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.members import CardFactory, MembershipFactory
from tests.factories.people import PersonFactory

FILLED: dict[str, Any] = {
    "birth_on": date(1972, 3, 8),
    "phone": "8 (921) 000-11-22",
    "contact_email": " lipina@example.org ",
    "max_contact": "lipina-max",
    "vk_contact": "https://vk.example/lipina",
    "other_work": "учитель   технологии",
    "experience_stated_on": date(2024, 9, 1),
    "experience_total": 25,
    "experience_library": 15,
    "experience_teaching": 10,
    "experience_here": 8,
    "education_level": "higher_library",
    "education_institution": "Заречный институт культуры",
    "education_year": 1995,
    "speciality": "библиотековедение",
    "qualification": "библиотекарь-библиограф",
    "category": "first",
    "category_on": date(2022, 4, 15),
    "category_order": "№ 112 от 15.04.2022",
    "self_education_theme": "Смысловое чтение",
}


def fill(person: Person, by: Any, at: datetime, *, version: int = 0, **changes: Any) -> Card:
    fields = CardFields(**{**FILLED, **changes})
    return services.update_card(person.pk, expected_version=version, fields=fields, by=by, at=at)


def link_to(person: Person, association: Association, *, state: str = CampaignState.OPEN) -> LinkHolder:
    campaign = Campaign.objects.create(
        association=association,
        school_year=2024,
        title="Уточнение",
        letter="…",
        closes_on=date(2024, 10, 1),
        state=state,
    )
    answer = CampaignAnswer.objects.create(
        campaign=campaign, person=person, association=association, territory=association.territory
    )
    return LinkHolder(1, CONFIRMATION, type_of(answer), str(answer.pk))


def test_update_card_makes_the_first_card_and_keeps_every_field(member: Person, at: datetime) -> None:
    made = fill(member, member, at)

    made.refresh_from_db()
    expected = CardFields(
        **{
            **FILLED,
            "phone": "+7 921 000-11-22",
            "contact_email": "lipina@example.org",
            "other_work": "учитель технологии",
        }
    )
    assert CardFields.of(made) == expected
    assert (made.version, made.changed_at, made.confirmed_at) == (1, at, None)


def test_update_card_tells_the_journal_of_each_association_without_secrets(
    member: Person, association: Association, neighbour: Association, region: Association, at: datetime
) -> None:
    MembershipFactory(person=member, association=neighbour)
    MembershipFactory(person=member, association=region)

    fill(member, member, at)

    entries = AuditEntry.objects.filter(action="card_changed")
    assert sorted(entries.values_list("scope", flat=True)) == [neighbour.path, association.path]
    changes = entries[0].changes
    assert changes["Категория"] == ["", "первая"]
    assert changes["Стаж общий, лет"] == ["", "25"]
    hidden = [name for name, pair in changes.items() if pair == ["скрыто", "изменено"]]
    assert sorted(hidden) == sorted(["Дата рождения", "Телефон", "Почта для связи", "MAX", "ВКонтакте"])
    assert not [text for pair in changes.values() for text in pair if "921" in text or "1972" in text]


def test_journal_keeps_no_text_of_a_field_that_the_person_narrowed(member: Person, at: datetime) -> None:
    CardFactory(person=member, visibility={"category": Level.SELF, "experience": Level.HEAD})

    fill(member, member, at, version=1)

    changes = deeds(member)[-1][2]
    assert changes["Категория"] == changes["Приказ"] == changes["Стаж общий, лет"] == ["скрыто", "изменено"]


def test_update_card_with_the_same_writes_nothing(member: Person, at: datetime) -> None:
    fill(member, member, at)
    before = len(deeds(member))

    again = fill(member, member, at, version=1)

    assert (again.version, len(deeds(member))) == (1, before)


def test_cards_are_corrected_by_the_person_and_keepers_of_the_list(
    member: Person, head: Person, methodist: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    colleague: Any = PersonFactory()
    for actor in (stranger, region_head, colleague, Guest()):
        nothing_changes(lambda actor=actor: fill(member, actor, at), PermissionRefused)

    fill(member, head, at)
    fill(member, methodist, at, version=1, category="highest")
    fill(member, System("импорт"), at, version=2, category="none")

    assert Card.objects.get(person=member).version == 3


def test_personal_link_of_an_open_campaign_edits_its_one_card(
    member: Person, head: Person, association: Association, at: datetime
) -> None:
    holder = link_to(member, association)

    fill(member, holder, at)
    services.confirm_card(member.pk, how=ConfirmedHow.LINK, by=holder, at=at)

    card = Card.objects.get(person=member)
    assert (card.phone, card.confirmed_how) == ("+7 921 000-11-22", "link")
    nothing_changes(lambda: fill(head, holder, at), PermissionRefused)


@pytest.mark.parametrize("spoilt", ["purpose", "object_type", "closed", "nonsense"])
def test_other_links_edit_nothing(member: Person, association: Association, at: datetime, spoilt: str) -> None:
    state = CampaignState.CLOSED if spoilt == "closed" else CampaignState.OPEN
    holder = link_to(member, association, state=state)
    changes = {"purpose": "people.invitation", "object_type": "people.person"}
    if spoilt in changes:
        holder = replace(holder, **{spoilt: changes[spoilt]})
    if spoilt == "nonsense":
        holder = replace(holder, object_id="1 or 1")

    nothing_changes(lambda: fill(member, holder, at), PermissionRefused)


def test_card_in_no_list_is_edited_by_nobody_else(head: Person, region_head: Person, at: datetime) -> None:
    unlisted: Any = PersonFactory(without_account=True)
    left: Any = PersonFactory(without_account=True)
    MembershipFactory(person=left, association=head.memberships.get().association, to_on=date(2024, 6, 1))

    for person in (unlisted, left):
        for actor in (head, region_head):
            nothing_changes(lambda person=person, actor=actor: fill(person, actor, at), PermissionRefused)
            names = PersonFields("Вербина", "Анна", "")
            nothing_changes(
                lambda person=person, actor=actor, names=names: update_person(
                    person.pk, expected_version=1, fields=names, by=actor, at=at
                ),
                PermissionRefused,
            )
        fill(person, person, at)


def test_archived_card_is_edited_by_nobody(member: Person, head: Person, at: datetime) -> None:
    member.archived_at = at
    member.save()

    for actor in (member, head, System("импорт")):
        assert not can_edit_card(actor, member)
        nothing_changes(lambda actor=actor: fill(member, actor, at), PermissionRefused, "в архиве")


def test_editor_keeps_what_she_may_not_see(member: Person, head: Person, at: datetime) -> None:
    card = CardFactory(person=member, filled=True, visibility={"phone": Level.SELF, "category": Level.SELF})

    fill(member, head, at, version=1, phone="112", category="none", other_work="лаборант")

    card.refresh_from_db()
    assert (card.phone, card.category, card.category_order) == ("+7 921 000-11-22", "first", "№ 112 от 15.04.2022")
    assert card.other_work == "лаборант"


def test_conflict_shows_both_texts_but_no_hidden_field(member: Person, head: Person, at: datetime) -> None:
    CardFactory(person=member, filled=True, visibility={"phone": Level.SELF}, version=5)

    with pytest.raises(ChangedMeanwhile) as clash:
        fill(member, head, at, version=4, phone="8 900 111 22 33", other_work="лаборант")

    assert clash.value.theirs["Совместительство"] == "учитель технологии"
    assert clash.value.mine["Совместительство"] == "лаборант"
    assert "Телефон" not in {*clash.value.theirs, *clash.value.mine}
    nothing_changes(lambda: fill(member, head, at, version=0), ChangedMeanwhile)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"education_year": 2025}, refusals.EducationYearIsWrong),
        ({"education_year": 1901}, refusals.EducationYearIsWrong),
        ({"education_year": 1972}, refusals.EducationYearIsWrong),
        ({"experience_library": 26}, refusals.ExperienceIsImpossible),
        ({"experience_teaching": 26}, refusals.ExperienceIsImpossible),
        ({"experience_here": 26}, refusals.ExperienceIsImpossible),
        ({"experience_total": 81, "birth_on": None}, refusals.ExperienceIsImpossible),
        ({"experience_total": -1}, refusals.ExperienceIsImpossible),
        ({"experience_total": 60}, refusals.ExperienceIsImpossible),
        ({"experience_stated_on": date(2024, 9, 11)}, refusals.ExperienceDayIsAhead),
        ({"category": "", "category_on": None}, refusals.CategoryIsMissing),
        ({"category": "", "category_order": ""}, refusals.CategoryIsMissing),
        ({"category": "fitness", "category_on": None}, refusals.CategoryDayIsWrong),
        ({"category_on": date(2024, 9, 11)}, refusals.CategoryDayIsWrong),
        ({"category": "third"}, refusals.UnknownChoice),
        ({"education_level": "phd"}, refusals.UnknownChoice),
        ({"birth_on": date(2010, 1, 1)}, refusals.BirthIsImplausible),
        ({"birth_on": date(1899, 1, 1)}, refusals.BirthIsImplausible),
        ({"contact_email": "lipina"}, refusals.AddressIsWrong),
        ({"speciality": "я" * 201}, refusals.TextTooLong),
        ({"phone": "1" * 41}, refusals.TextTooLong),
    ],
)
def test_update_card_refuses(member: Person, at: datetime, changes: dict[str, Any], refusal: type[DomainError]) -> None:
    fill(member, member, at)

    nothing_changes(lambda: fill(member, member, at, version=1, **changes), refusal)


def test_no_category_has_neither_day_nor_order(member: Person, at: datetime) -> None:
    card = fill(member, member, at, category="none")

    assert (card.category, card.category_on, card.category_order) == ("none", None, "")


def test_day_of_the_experience_is_filled_in_and_cleared(member: Person, at: datetime) -> None:
    without_day = fill(member, member, at, experience_stated_on=None)
    assert without_day.experience_stated_on == date(2024, 9, 10)

    none: dict[str, Any] = dict.fromkeys(
        name for name in FILLED if name.startswith("experience_") and "stated" not in name
    )
    assert fill(member, member, at, version=1, **none).experience_stated_on is None


@pytest.mark.parametrize("name", [name for name, value in FILLED.items() if isinstance(value, str)])
@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "=1+1", "a\x00b\u202ec", "{{ 7*7 }}"])
def test_hostile_texts_are_kept_as_words_or_refused(member: Person, at: datetime, name: str, hostile: str) -> None:
    try:
        card = fill(member, member, at, **{name: hostile})
    except (refusals.UnknownChoice, refusals.AddressIsWrong):
        assert name in {"category", "education_level", "contact_email"}
        return

    card.refresh_from_db()
    assert getattr(card, name) == hostile.replace("\x00", "").replace("\u202e", "")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_save_one_card_and_tell_the_other(member: Person, head: Person, at: datetime) -> None:
    fill(member, member, at)

    found = at_once(lambda: str(fill(member, member, at, version=1, other_work="лаборант").version))

    assert sorted(found) == ["2", "ChangedMeanwhile"]
    assert Card.objects.get(person=member).version == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_card(member: Person, at: datetime) -> None:
    found = at_once(lambda: str(fill(member, member, at).version))

    assert sorted(found) == ["1", "ChangedMeanwhile"]
    assert Card.objects.filter(person=member).count() == 1


def test_confirm_card_says_how_and_keeps_the_version(member: Person, head: Person, at: datetime) -> None:
    CardFactory(person=member, version=3)

    services.confirm_card(member.pk, how=ConfirmedHow.SELF, by=member, at=at)
    by_self = Card.objects.get(person=member)
    services.confirm_card(member.pk, how=ConfirmedHow.BY_HEAD, by=head, at=at)

    by_head = Card.objects.get(person=member)
    assert (by_self.confirmed_at, by_self.confirmed_how, by_self.version) == (at, "self", 3)
    assert (by_head.confirmed_how, by_head.version) == ("by_head", 3)
    assert [deed[2] for deed in deeds(member)] == [
        {"Подтверждена": ["", "на сайте"]},
        {"Подтверждена": ["", "со слов, руководителем"]},
    ]


def test_confirm_card_refusals(member: Person, head: Person, stranger: Person, at: datetime) -> None:
    CardFactory(person=member)

    def confirm(by: Any, how: str) -> Card:
        return services.confirm_card(member.pk, how=how, by=by, at=at)

    nothing_changes(lambda: confirm(stranger, ConfirmedHow.BY_HEAD), PermissionRefused)
    nothing_changes(lambda: confirm(head, ConfirmedHow.SELF), DomainError)
    nothing_changes(lambda: confirm(member, ConfirmedHow.LINK), DomainError)
    nothing_changes(lambda: confirm(member, "telepathy"), DomainError)


def test_years_are_counted_on() -> None:
    card = Card(experience_stated_on=date(2024, 9, 1), experience_library=15)

    assert card.years_on(date(2026, 9, 1), card.experience_library) == 17
    assert card.years_on(date(2026, 8, 31), card.experience_library) == 16
    assert card.years_on(date(2020, 1, 1), card.experience_library) == 15
