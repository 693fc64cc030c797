"""The programme as it is read: days, sections, names, what does not fit; speakers out of typed words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from stellazh.common.actor import Guest
from stellazh.events.enums import SlotKind
from stellazh.events.models import Event, Slot
from stellazh.events.reads.materials import host_of, materials_for, size_words
from stellazh.events.reads.programme import programme_of
from stellazh.events.reads.speakers import SpeakerDirectory, offered_speakers, pasted_speakers
from stellazh.events.services.materials import MaterialFields, add_material, add_material_version
from stellazh.events.services.programme import SlotFields, SpeakerFields, add_slot, archive_slot
from stellazh.people.enums import PUBLISHED_NAME, PUBLISHED_POSTS
from stellazh.people.models import Person
from tests.events.programme.conftest import clock, pdf
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import ConsentFactory, PersonFactory


def added(event: Event, head: Person, at: datetime, title: str, **fields: object) -> Slot:
    return add_slot(event.pk, fields=SlotFields(title, **fields), by=head, at=at)  # type: ignore[arg-type]


def read(event: Event, reader: object = Guest()) -> list[tuple[str, list[str]]]:
    """Day and lines as «hours title»."""
    found = programme_of(event, reader)  # type: ignore[arg-type]
    return [
        (
            day.title,
            [
                text
                for line in day.lines
                for text in (
                    f"{line.when} {line.slot.title}".strip(),
                    *(f"- {talk.when} {talk.slot.title}" for talk in line.talks),
                )
            ],
        )
        for day in found.days
    ]


def test_a_programme_of_one_day_has_no_day(event: Event, head: Person, at: datetime) -> None:
    added(event, head, at, "Открытие", starts_at=clock(14))
    section = added(event, head, at, "Секция", kind=SlotKind.SESSION, starts_at=clock(14, 10), ends_at=clock(15))
    added(event, head, at, "Доклад", starts_at=clock(14, 10), ends_at=clock(14, 30), section_id=section.pk)
    gone = added(event, head, at, "Убранная секция", kind=SlotKind.SESSION)
    added(event, head, at, "Её доклад", section_id=gone.pk)
    archive_slot(gone.pk, by=head, at=at)

    assert read(event) == [("", ["14:00 Открытие", "14:10–15:00 Секция", "- 14:10–14:30 Доклад"])]


def test_a_programme_of_several_days_is_told_by_days(event: Event, head: Person, at: datetime) -> None:
    Event.objects.filter(pk=event.pk).update(ends_at=clock(16, day=9))
    event.refresh_from_db()
    section = added(event, head, at, "Секция", kind=SlotKind.SESSION)
    added(event, head, at, "Первый", starts_at=clock(10, day=8), section_id=section.pk)
    added(event, head, at, "Второй", starts_at=clock(10, day=9), section_id=section.pk)
    added(event, head, at, "Закрытие", starts_at=clock(15, day=9))
    added(event, head, at, "Без времени")

    assert read(event) == [
        ("8 октября, вт", ["Секция", "- 10:00 Первый", "- 09.10, 10:00 Второй"]),
        ("9 октября, ср", ["15:00 Закрытие", "Без времени"]),
    ]


def test_guests_read_only_published_names(
    event: Event, head: Person, member: Person, methodist: Person, at: datetime, consented: None
) -> None:
    speakers = (
        SpeakerFields("Ольхова Вера", "педагог", "школа № 5", person_id=head.pk),
        SpeakerFields("Липина Анна", "методист", "школа № 3", person_id=member.pk),
        SpeakerFields("Рябинина Инна", "методист", "центр", person_id=methodist.pk),
        SpeakerFields("Берестова А. И.", "доцент", "университет", is_name_public=True),
        SpeakerFields("Озерова О. А.", "учитель", "школа № 7"),
    )
    added(event, head, at, "Открытие", speakers=speakers)

    [for_guest] = programme_of(event, Guest()).lines
    [for_member] = programme_of(event, member).lines

    assert [one.text for one in for_guest.speakers] == [
        "Ольхова Вера, педагог, школа № 5",
        "Липина Анна",
        "участник объединения",
        "Берестова А. И., доцент, университет",
        "участник объединения",
    ]
    assert [one.text for one in for_member.speakers] == [one.text for one in speakers]
    assert programme_of(event, Guest()).hides_names
    assert not programme_of(event, member).hides_names


@pytest.fixture
def consented(head: Person, member: Person) -> None:
    """The head has let name and posts be shown to everybody, the member the name alone."""
    for person, subject in ((head, PUBLISHED_NAME), (head, PUBLISHED_POSTS), (member, PUBLISHED_NAME)):
        ConsentFactory(person=person, publishes=subject)


def test_what_does_not_fit_is_told_and_not_refused(event: Event, head: Person, member: Person, at: datetime) -> None:
    anna = (SpeakerFields("Липина Анна", person_id=member.pk),)
    guest = (SpeakerFields("Берестова А. И."),)
    section = added(
        event, head, at, "Секция", kind=SlotKind.SESSION, starts_at=clock(14), ends_at=clock(16), speakers=anna
    )
    added(event, head, at, "Первый", starts_at=clock(14), ends_at=clock(15), section_id=section.pk, speakers=anna)
    added(event, head, at, "Второй", starts_at=clock(14, 30), ends_at=clock(15), speakers=(*anna, *guest))
    added(event, head, at, "Третий", starts_at=clock(15), ends_at=clock(17), speakers=guest)
    early = added(event, head, at, "Ранний", starts_at=clock(14, 10))
    Slot.objects.filter(pk=early.pk).update(position=90)

    found = {line.slot.title: list(line.warnings) for line in programme_of(event, head, with_warnings=True).lines}

    assert found == {
        "Секция": ["Липина Анна: в это же время «Второй»."],
        "Первый": ["Липина Анна: в это же время «Второй»."],
        "Второй": ["Липина Анна: в это же время «Секция».", "Липина Анна: в это же время «Первый»."],
        "Третий": ["Вне времени мероприятия."],
        "Ранний": ["Начинается раньше, чем строка выше."],
    }


@pytest.mark.parametrize("count", [1, 3])
def test_a_programme_costs_the_same_for_one_and_three(
    event: Event, head: Person, at: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        speakers = (SpeakerFields(f"Озерова {number}"), SpeakerFields("Ольхова", person_id=head.pk))
        added(event, head, at, f"Доклад {number}", starts_at=clock(14), ends_at=clock(15), speakers=speakers)

    with django_assert_num_queries(3):
        programme_of(event, Guest())
    with django_assert_num_queries(2):
        programme_of(event, head, with_warnings=True)


@pytest.mark.parametrize("count", [1, 3])
def test_materials_cost_the_same_for_one_and_three(
    event: Event, talk: Slot, head: Person, at: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        fields = MaterialFields(f"Памятка {number}", slot_id=talk.pk)
        material = add_material(event.pk, fields=fields, file=pdf(), by=head, at=at)
        add_material_version(material.pk, url="https://example.org", by=head, at=at)

    with django_assert_num_queries(1):
        found = materials_for(event, Guest())

    assert len(found.rows) == count
    assert {row.version.number for row in found.rows} == {2}


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("", []),
        (" ; \n", []),
        (
            "Ольхова В. И., школа № 5; Липина А. П., методист, МБОУ СОШ № 3",
            [("Ольхова В. И.", "", "школа № 5"), ("Липина А. П.", "методист", "МБОУ СОШ № 3")],
        ),
        (
            "Берестова Анна Ильинична, доцент кафедры, университет\nОзерова О.А.",
            [("Берестова Анна Ильинична", "доцент кафедры", "университет"), ("Озерова О.А.", "", "")],
        ),
        ("В.И. Ольхова, Липина А.П., школа № 7", [("В.И. Ольхова", "", ""), ("Липина А.П.", "", "школа № 7")]),
        ("педагог-библиотекарь Ольхова В.И.", [("Ольхова В.И.", "педагог-библиотекарь", "")]),
        (
            "Озерова О. А., доцент, педагогический университет",
            [("Озерова О. А.", "доцент", "педагогический университет")],
        ),
        ("ученики 5 «А», школа № 2", [("ученики 5 «А»", "", "школа № 2")]),
    ],
)
def test_speakers_are_read_out_of_typed_words(text: str, speakers: list[tuple[str, str, str]]) -> None:
    assert [(one.name, one.post, one.organisation_name) for one in pasted_speakers(text)] == speakers


def test_known_people_are_linked_with_their_post(event: Event, member: Person, stranger: Person, at: datetime) -> None:
    post = PostFactory(person=member, title="методист")
    typed = [
        SpeakerFields(member.full_name),
        SpeakerFields(member.short_name),
        SpeakerFields(stranger.full_name),
        SpeakerFields("Озерова О. А."),
    ]

    linked = SpeakerDirectory(event, on=at.date()).linked(typed)

    assert linked[0] == SpeakerFields(
        member.full_name, "методист", post.organisation.short_name, member.pk, post.organisation_id
    )
    # She stands there already; the others are not of the lists around.
    assert linked[1:] == tuple(typed[1:])


def test_what_was_typed_of_a_known_person_stays(event: Event, member: Person, at: datetime) -> None:
    PostFactory(person=member, title="методист")
    typed = SpeakerFields(member.short_name, post="ведущая", organisation_name="клуб")

    [linked] = SpeakerDirectory(event, on=at.date()).linked([typed])

    assert linked == SpeakerFields(member.full_name, "ведущая", "клуб", member.pk)


def test_namesakes_are_told_apart_by_their_school(event: Event, at: datetime) -> None:
    twins = [PersonFactory(family_name="Тополева", given_name="Анна", patronymic="Петровна") for _ in range(2)]
    posts = [PostFactory(person=person) for person in twins]
    for person in twins:
        MembershipFactory(person=person, association=event.association)
    directory = SpeakerDirectory(event, on=at.date())
    name = "Тополева Анна Петровна"

    offered = offered_speakers(event, "топол анн", on=at.date())
    [unclear] = directory.linked([SpeakerFields(name)])
    [clear] = directory.linked([SpeakerFields(f"{name}, {posts[1].organisation.short_name}")])

    assert sorted(one.value for one in offered) == sorted(f"{name}, {post.organisation.short_name}" for post in posts)
    assert unclear.person_id is None
    assert (clear.person_id, clear.name) == (twins[1].pk, name)


def test_offered_people_are_of_the_lists_around(event: Event, member: Person, stranger: Person, at: datetime) -> None:
    assert [one.value for one in offered_speakers(event, member.family_name[:4], on=at.date())] == [member.full_name]
    assert offered_speakers(event, stranger.family_name, on=at.date()) == []
    assert offered_speakers(event, "л", on=at.date()) == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.rusneb.ru/a", "rusneb.ru"),
        ("http://xn--90axi.xn--p1ai/", "рнб.рф"),
        ("https://xn--/", "xn--"),
    ],
)
def test_hosts_are_named_as_they_are_spoken(url: str, host: str) -> None:
    assert host_of(url) == host


def test_sizes_in_words() -> None:
    assert [size_words(size) for size in (1, 20_000, 1_258_291, 2 * 1024**2)] == ["1 КБ", "20 КБ", "1,2 МБ", "2 МБ"]


def test_a_name_left_as_it_was_is_kept_by_the_fields(talk: Slot) -> None:
    fields = SlotFields.of(talk)

    assert replace(fields, title=talk.title) == fields
