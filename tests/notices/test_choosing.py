"""Choosing: the page as a whole, and the door from a letter that only switches off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from stellazh.common.actor import LinkHolder, System
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.links.models import SecretLink
from stellazh.links.services import holder, open_link
from stellazh.links.standing import standing_tokens
from stellazh.notices.enums import NoticeMail
from stellazh.notices.models import Notice, NoticePreference, NoticeSettings
from stellazh.notices.services import Choices, QuietHoursAreHalf, UnknownChoice, set_choices, switch_off
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.notices import NoticeFactory, PreferenceFactory, SettingsFactory
from tests.factories.people import PersonFactory
from tests.notices.conftest import ALARM, GAZETTE, NEWS

PLAIN = Choices(deliveries={NEWS: "at_once", GAZETTE: "digest"})


def waiting(person: Person, kind: str = GAZETTE) -> Notice:
    due_at = datetime(2024, 9, 11, 6, 0, tzinfo=UTC)
    notice = NoticeFactory(person=person, kind=kind, mail_state=NoticeMail.WAITING, mail_due_at=due_at)
    assert isinstance(notice, Notice)
    return notice


def link_of(person: Person, at: datetime) -> LinkHolder:
    (token,) = standing_tokens(
        "notices.unsubscribe", {str(person.pk): person}, label="Отписка", by=System("тест"), at=at
    ).values()
    link = open_link(token, "notices.unsubscribe", at=at)
    assert link is not None
    return holder(link)


def test_without_choices_the_kinds_decide(reader: Person) -> None:
    choices = Choices.of(reader)

    assert (choices.deliveries[NEWS], choices.deliveries[GAZETTE]) == ("at_once", "digest")
    assert ALARM not in choices.deliveries
    assert replace(choices, deliveries={}) == Choices()


def test_choices_are_kept_as_a_whole(reader: Person, at: datetime) -> None:
    wanted = Choices(
        deliveries={NEWS: "off", GAZETTE: "at_once"},
        digest_days="daily",
        digest_hour=18,
        quiet_from=None,
        quiet_to=None,
        time_zone="Asia/Omsk",
        is_mail_off=True,
    )

    stored = set_choices(reader.pk, expected_version=0, choices=wanted, by=reader, at=at)

    kept = Choices.of(reader)
    assert (stored.version, replace(kept, deliveries={}), replace(wanted, deliveries={})) == (
        1,
        replace(wanted, deliveries={}),
        replace(kept, deliveries={}),
    )
    assert {kind: kept.deliveries[kind] for kind in wanted.deliveries} == wanted.deliveries
    assert deeds(reader) == [
        (
            "notices_chosen",
            str(reader.pk),
            {
                "Новости": ["Сразу", "Не присылать"],
                "Вестник": ["В сводке", "Сразу"],
                "Сводка": ["По будням, в 9:00", "Каждый день, в 18:00"],
                "Тихие часы": ["с 21:00 до 08:00", "нет"],
                "Часовой пояс": ["как на сайте", "Asia/Omsk"],
                "Все письма": ["приходят", "отключены"],
            },
        )
    ]


def test_equal_choices_change_nothing(reader: Person, at: datetime) -> None:
    stored = set_choices(reader.pk, expected_version=0, choices=PLAIN, by=reader, at=at)

    assert (stored.version, deeds(reader), NoticeSettings.objects.count()) == (0, [], 0)


def test_what_waits_follows_the_new_hour(reader: Person, at: datetime) -> None:
    kept, dropped = waiting(reader), waiting(reader, NEWS)
    wanted = replace(PLAIN, digest_hour=18, deliveries={NEWS: "off", GAZETTE: "digest"})

    set_choices(reader.pk, expected_version=0, choices=wanted, by=reader, at=at)

    kept.refresh_from_db()
    dropped.refresh_from_db()
    assert kept.mail_due_at == datetime(2024, 9, 10, 15, 0, tzinfo=UTC)
    assert (dropped.mail_state, dropped.mail_due_at) == (NoticeMail.NONE, None)


def test_two_windows_meet(reader: Person, at: datetime) -> None:
    SettingsFactory(person=reader, version=3, digest_hour=7)

    with pytest.raises(ChangedMeanwhile) as refusal:
        set_choices(reader.pk, expected_version=2, choices=replace(PLAIN, digest_hour=8), by=reader, at=at)

    assert refusal.value.current_version == 3
    assert refusal.value.theirs == {"Сводка": "По будням, в 7:00"}
    assert refusal.value.mine == {"Сводка": "По будням, в 8:00"}


@pytest.mark.django_db(transaction=True)
def test_first_choices_of_two_windows_are_not_both_kept(reader: Person, at: datetime) -> None:
    found = at_once(
        lambda: str(
            set_choices(reader.pk, expected_version=0, choices=replace(PLAIN, digest_hour=8), by=reader, at=at).version
        )
    )

    assert sorted(found) == ["1", "ChangedMeanwhile"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"deliveries": {"tests.unknown": "off"}}, UnknownChoice),
        ({"deliveries": {ALARM: "off"}}, UnknownChoice),
        ({"deliveries": {NEWS: "by pigeon"}}, UnknownChoice),
        ({"digest_days": "never"}, UnknownChoice),
        ({"digest_hour": 24}, UnknownChoice),
        ({"time_zone": "Mars/Olympus"}, UnknownChoice),
        ({"quiet_from": None}, QuietHoursAreHalf),
        ({"quiet_from": time(8, 0)}, QuietHoursAreHalf),
    ],
)
def test_unfit_choices_are_refused(reader: Person, at: datetime, changes: dict[str, Any], refusal: Any) -> None:
    wanted = replace(PLAIN, **changes)

    nothing_changes(lambda: set_choices(reader.pk, expected_version=0, choices=wanted, by=reader, at=at), refusal)


def test_nobody_chooses_for_another(reader: Person, head: Person, at: datetime) -> None:
    for actor in (head, System("тест"), link_of(reader, at)):
        nothing_changes(
            lambda actor=actor: set_choices(  # type: ignore[misc]
                reader.pk, expected_version=0, choices=replace(PLAIN, is_mail_off=True), by=actor, at=at
            ),
            PermissionRefused,
        )


@pytest.mark.parametrize(
    ("what", "off", "is_mail_off"),
    [(NEWS, {NEWS}, False), ("digest", {GAZETTE}, False), ("all", set(), True)],
)
def test_link_switches_off_what_it_names(
    reader: Person, at: datetime, what: str, off: set[str], is_mail_off: bool
) -> None:
    notice = waiting(reader)

    switch_off(reader.pk, what=what, by=link_of(reader, at), at=at)

    notice.refresh_from_db()
    ours = NoticePreference.objects.filter(person=reader, kind__in=[NEWS, GAZETTE])
    stored = NoticeSettings.objects.get(person=reader)
    assert {row.kind for row in ours} == off
    assert set(ours.values_list("delivery", flat=True)) <= {"off"}
    assert (stored.is_mail_off, stored.version) == (is_mail_off, 1)
    assert notice.mail_state == (NoticeMail.WAITING if what == NEWS else NoticeMail.NONE)
    assert [(deed, actor) for deed, actor, _ in deeds(reader)] == [
        ("notices_switched_off", str(SecretLink.objects.get().pk))
    ]


def test_switched_off_twice_is_once(reader: Person, at: datetime) -> None:
    for _ in "ab":
        switch_off(reader.pk, what=NEWS, by=reader, at=at)

    assert (len(deeds(reader)), NoticeSettings.objects.get().version) == (1, 1)


def test_choice_made_before_is_overwritten(reader: Person, at: datetime) -> None:
    PreferenceFactory(person=reader, kind=NEWS, delivery="digest")

    switch_off(reader.pk, what=NEWS, by=reader, at=at)

    assert NoticePreference.objects.get().delivery == "off"


@pytest.mark.parametrize("what", ["", "tests.unknown", ALARM])
def test_what_cannot_be_switched_off_is_refused(reader: Person, at: datetime, what: str) -> None:
    nothing_changes(lambda: switch_off(reader.pk, what=what, by=reader, at=at), UnknownChoice)


def test_link_of_another_switches_nothing_off(reader: Person, at: datetime) -> None:
    other: Any = PersonFactory()
    foreign = link_of(other, at)
    other_purpose = LinkHolder(1, "people.invitation", "people.person", str(reader.pk))

    for actor in (foreign, other_purpose, other, System("тест")):
        nothing_changes(
            lambda actor=actor: switch_off(reader.pk, what="all", by=actor, at=at),  # type: ignore[misc]
            PermissionRefused,
        )
