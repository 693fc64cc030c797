"""Headings, questions and speeches: typed, changed by two, put in order, put away; nothing typed is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from threading import current_thread

import pytest

from stellazh.associations.models import Association
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.people.models import Person
from stellazh.protocols import services
from stellazh.protocols.enums import AgendaOutcome, BodyForm, PartRole, SpeechKind
from stellazh.protocols.models import AgendaItem, Protocol, Speech, TextRevision
from stellazh.protocols.services import ItemFields, ProtocolFields, SpeechFields, Way
from stellazh.protocols.services.proposing import town_of
from stellazh.russian.genitives import genitive_of
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import TerritoryFactory
from tests.factories.protocols import (
    AgendaItemFactory,
    DecisionFactory,
    ProtocolFactory,
    ProtocolPersonFactory,
    SpeechFactory,
    everything_of,
)
from tests.protocols.editor.conftest import WRITING

HEADING = ProtocolFields("О чтении", date(2024, 10, 8), starts_at=time(14), place="г. Сосногорск")
SAID = SpeechFields("Липина Е. С.", "", "Рассказала о выставках и чтениях.")


def begin(association: Association, by: Person, fields: ProtocolFields = HEADING) -> Protocol:
    return services.create_protocol(association.pk, fields=fields, submission_key=uuid.uuid4(), by=by, at=WRITING)


def say(speech: Speech, fields: SpeechFields, by: Person, version: int | None = None, minute: int = 0) -> Speech:
    return services.update_speech(
        speech.pk,
        expected_version=version or Speech.objects.get(pk=speech.pk).version,
        fields=fields,
        by=by,
        at=WRITING + timedelta(minutes=minute),
    )


def kept(block: str, *, is_lost: bool = False) -> list[str]:
    rows = TextRevision.objects.filter(block=block, is_lost=is_lost).order_by("pk")
    return [row.fields.get("text", row.fields.get("title", "")) for row in rows]


# The heading


def test_a_protocol_begins_without_an_event(association: Association, head: Person) -> None:
    key = uuid.uuid4()

    made = services.create_protocol(association.pk, fields=HEADING, submission_key=key, by=head, at=WRITING)
    again = services.create_protocol(association.pk, fields=HEADING, submission_key=key, by=head, at=WRITING)

    assert (made.title, made.school_year, made.status, made.event) == ("О чтении", 2024, "draft", None)
    assert again == made
    assert Protocol.objects.count() == 1


def test_the_heading_is_changed(protocol: Protocol, head: Person) -> None:
    fields = replace(ProtocolFields.of(protocol), title="  О  лете ", held_on=date(2024, 8, 28), said_count=13)

    changed = services.update_heading(protocol.pk, expected_version=1, fields=fields, by=head, at=WRITING)
    same = services.update_heading(protocol.pk, expected_version=2, fields=fields, by=head, at=WRITING)

    assert (changed.title, changed.held_on, changed.said_count, changed.version) == ("О лете", date(2024, 8, 28), 13, 2)
    assert same.version == 2
    assert kept("protocol") == [protocol.title]
    assert [action for action, _, _ in deeds(protocol)] == ["protocol_updated"]


def test_another_school_year_follows_the_day(protocol: Protocol, head: Person) -> None:
    fields = replace(ProtocolFields.of(protocol), held_on=date(2025, 9, 2))

    changed = services.update_heading(protocol.pk, expected_version=1, fields=fields, by=head, at=WRITING)

    assert changed.school_year == 2025


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": "  "}, services.TextMissing),
        ({"title": "а" * 401}, services.TextTooLong),
        ({"place": "а" * 201}, services.TextTooLong),
        ({"held_on": date(1950, 1, 1)}, services.WrongTimes),
        ({"ends_at": time(13)}, services.WrongTimes),
        ({"said_count": -1}, services.WrongNumber),
        ({"member_count": 0}, services.WrongNumber),
        ({"quorum": "most"}, services.TextMissing),
    ],
)
def test_headings_that_make_no_sense(
    wrong: dict[str, object], refusal: type[DomainError], protocol: Protocol, head: Person
) -> None:
    fields = replace(HEADING, **wrong)  # type: ignore[arg-type]

    nothing_changes(lambda: begin(protocol.association, head, fields), refusal)
    nothing_changes(
        lambda: services.update_heading(protocol.pk, expected_version=1, fields=fields, by=head, at=WRITING), refusal
    )


def test_the_form_of_the_body_loses_no_text(protocol: Protocol, speech: Speech, head: Person) -> None:
    before = everything_of(protocol)

    services.set_body_form(protocol.pk, body_form=BodyForm.SHORT, by=head, at=WRITING)

    after = everything_of(protocol)
    assert after["protocol"]["body_form"] == "short"
    assert {**after, "protocol": None} == {**before, "protocol": None}
    nothing_changes(
        lambda: services.set_body_form(protocol.pk, body_form="poem", by=head, at=WRITING), services.TextMissing
    )


def test_two_see_each_others_heading(protocol: Protocol, head: Person, methodist: Person) -> None:
    fields = ProtocolFields.of(protocol)
    mine, theirs = replace(fields, place="Озёрск"), replace(fields, place="Красносельск")
    services.update_heading(protocol.pk, expected_version=1, fields=theirs, by=methodist, at=WRITING)

    with pytest.raises(ChangedMeanwhile) as clash:
        services.update_heading(protocol.pk, expected_version=1, fields=mine, by=head, at=WRITING)

    assert clash.value.theirs == {"Место составления": "Красносельск"}
    assert clash.value.mine == {"Место составления": "Озёрск"}


# Questions


def test_questions_are_added_in_order(protocol: Protocol, item: AgendaItem, head: Person) -> None:
    key = uuid.uuid4()

    made = services.add_item(protocol.pk, fields=ItemFields("О лете"), submission_key=key, by=head, at=WRITING)
    again = services.add_item(protocol.pk, fields=ItemFields("О лете"), submission_key=key, by=head, at=WRITING)

    assert again == made
    assert list(protocol.agenda.values_list("position", "title")) == [(1, item.title), (2, "О лете")]
    assert [action for action, _, _ in deeds(made)] == ["protocol_item_added"]


def test_a_question_is_changed(item: AgendaItem, head: Person) -> None:
    fields = ItemFields("О лете", "Липина Е. С.", outcome=AgendaOutcome.DISCUSSED)

    changed = services.update_item(item.pk, expected_version=1, fields=fields, by=head, at=WRITING)
    services.update_item(item.pk, expected_version=2, fields=fields, by=head, at=WRITING)

    assert (changed.title, changed.reporters, changed.outcome) == ("О лете", "Липина Е. С.", "discussed")
    assert AgendaItem.objects.get().version == 2
    assert kept(f"item-{item.pk}") == [item.title]
    with pytest.raises(ChangedMeanwhile):
        services.update_item(item.pk, expected_version=1, fields=ItemFields("О зиме"), by=head, at=WRITING)


def test_questions_change_places(protocol: Protocol, item: AgendaItem, head: Person, at: object) -> None:
    away = AgendaItemFactory(protocol=protocol, position=2, archived_at=WRITING)
    last = AgendaItemFactory(protocol=protocol, position=3)

    moved = services.move_item(last.pk, way=Way.UP, by=head, at=WRITING)
    at_the_end = services.move_item(item.pk, way=Way.DOWN, by=head, at=WRITING)

    assert (moved, at_the_end) == (True, False)
    assert list(protocol.agenda.filter(archived_at=None)) == [last, item]
    nothing_changes(lambda: services.move_item(away.pk, way=Way.UP, by=head, at=WRITING), services.RowIsArchived)


def test_a_question_is_put_away_and_brought_back(item: AgendaItem, speech: Speech, head: Person) -> None:
    archived = services.archive_item(item.pk, by=head, at=WRITING)
    services.archive_item(item.pk, by=head, at=WRITING)

    assert archived.archived_at == WRITING
    nothing_changes(
        lambda: services.update_item(item.pk, expected_version=2, fields=ItemFields("О"), by=head, at=WRITING),
        services.RowIsArchived,
    )
    restored = services.restore_item(item.pk, by=head, at=WRITING)
    services.restore_item(item.pk, by=head, at=WRITING)
    assert (restored.archived_at, restored.version) == (None, 3)
    assert list(item.speeches.values_list("text", flat=True)) == [speech.text]


def test_a_question_with_decisions_stays(item: AgendaItem, head: Person) -> None:
    DecisionFactory(protocol=item.protocol, item=item)

    nothing_changes(lambda: services.archive_item(item.pk, by=head, at=WRITING), services.ItemHasDecisions, "решения")


# Speeches


def test_speeches_are_added(protocol: Protocol, item: AgendaItem, speech: Speech, head: Person) -> None:
    key = uuid.uuid4()

    def add() -> Speech:
        return services.add_speech(
            protocol.pk, item_id=item.pk, kind=SpeechKind.HEARD, fields=SAID, submission_key=key, by=head, at=WRITING
        )

    made, again = add(), add()
    whole = services.add_speech(
        protocol.pk, item_id=None, fields=SpeechFields(), submission_key=None, by=head, at=WRITING
    )

    assert again == made
    assert (made.item_id, made.kind, made.position, made.text) == (item.pk, "heard", 2, SAID.text)
    assert (whole.item_id, whole.name, whole.text, whole.position) == (None, "", "", 1)
    assert [action for action, _, _ in deeds(made)] == ["protocol_speech_added"]


def test_a_speech_belongs_to_a_question_of_its_protocol(protocol: Protocol, head: Person) -> None:
    foreign, away = AgendaItemFactory(), AgendaItemFactory(protocol=protocol, archived_at=WRITING)

    for other in (foreign, away):
        nothing_changes(
            lambda pk=other.pk: services.add_speech(  # type: ignore[misc]
                protocol.pk, item_id=pk, fields=SAID, submission_key=None, by=head, at=WRITING
            ),
            services.RowOfAnotherProtocol,
        )


def test_a_key_of_another_protocol_is_refused(protocol: Protocol, head: Person) -> None:
    key = uuid.uuid4()
    SpeechFactory(submission_key=key)

    nothing_changes(
        lambda: services.add_speech(protocol.pk, item_id=None, fields=SAID, submission_key=key, by=head, at=WRITING),
        FormSentTwice,
    )


def test_a_name_of_those_present_is_linked(protocol: Protocol, speech: Speech, member: Person, head: Person) -> None:
    ProtocolPersonFactory(protocol=protocol, person=member, post="методист", organisation_name="школа № 5")

    changed = say(speech, SpeechFields(member.short_name.replace(".В", ". В"), text="Сказала."), head)
    unlinked = say(speech, SpeechFields("Кленова А. И.", changed.post, "Сказала."), head)

    assert (changed.person_id, changed.post) == (member.pk, "методист, школа № 5")
    assert (unlinked.person_id, unlinked.post) == (None, "методист, школа № 5")


def test_namesakes_are_not_guessed(protocol: Protocol, speech: Speech, head: Person) -> None:
    for _ in range(2):
        ProtocolPersonFactory(protocol=protocol, person__family_name="Озерова", role=PartRole.PRESENT)

    changed = say(speech, SpeechFields("Озерова В.И."), head)

    assert changed.person_id is None


def test_paragraphs_of_word_stay(speech: Speech, head: Person) -> None:
    pasted = "Первый абзац.\r\nВторой\vстрока\u2029\r\n\r\n\r\n\r\n•\tвыставка \r\n1.\tчтения\u00ad\x00"

    changed = say(speech, SpeechFields(text=pasted), head)

    assert changed.text == "Первый абзац.\nВторой\nстрока\n\n- выставка\n1. чтения"


def test_a_speech_has_room_for_thirty_thousand_signs(speech: Speech, head: Person) -> None:
    full = say(speech, SpeechFields(text="а" * 30_000), head)

    assert len(full.text) == 30_000
    nothing_changes(lambda: say(speech, SpeechFields(text="а" * 30_001), head), services.TextTooLong, "30 000 знаков")
    nothing_changes(lambda: say(speech, SpeechFields(name="а" * 201), head), services.TextTooLong, "Кто")


def test_speeches_change_places_within_their_kind(protocol: Protocol, item: AgendaItem, head: Person) -> None:
    heard = SpeechFactory(protocol=protocol, item=item, kind=SpeechKind.HEARD, position=1)
    first, second = (SpeechFactory(protocol=protocol, item=item, position=place) for place in (2, 3))

    assert services.move_speech(second.pk, way=Way.UP, by=head, at=WRITING)
    assert not services.move_speech(second.pk, way=Way.UP, by=head, at=WRITING)

    assert list(item.speeches.all()) == [heard, second, first]


def test_a_speech_is_put_away_and_brought_back(speech: Speech, head: Person) -> None:
    services.archive_speech(speech.pk, by=head, at=WRITING)

    nothing_changes(lambda: say(speech, SAID, head), services.RowIsArchived)
    nothing_changes(lambda: services.move_speech(speech.pk, way=Way.UP, by=head, at=WRITING), services.RowIsArchived)
    assert services.restore_speech(speech.pk, by=head, at=WRITING).archived_at is None
    assert services.restore_speech(speech.pk, by=head, at=WRITING).version == 3
    assert kept(f"speech-{speech.pk}") == [speech.text]


# Earlier texts


def test_saves_within_minutes_are_one_earlier_text(speech: Speech, head: Person, methodist: Person) -> None:
    for minute, text in enumerate(["Рассказала о выставках и", "Рассказала о выставках и книгах."]):
        say(speech, SpeechFields(text=text), head, minute=minute)
    say(speech, SpeechFields(text="Рассказала о выставках, книгах и чтениях."), methodist, minute=2)
    say(speech, SpeechFields(text="Рассказала о выставках, о книгах и чтениях."), methodist, minute=8)

    assert kept(f"speech-{speech.pk}") == [
        "Рассказала о выставках.",
        "Рассказала о выставках и книгах.",
        "Рассказала о выставках, книгах и чтениях.",
    ]
    assert list(TextRevision.objects.order_by("pk").values_list("saved_by_id", flat=True)) == [
        str(head.pk), str(methodist.pk), str(methodist.pk)
    ]  # fmt: skip
    assert [action for action, _, _ in deeds(speech)] == ["protocol_speech_updated"] * 3


def test_much_taken_away_at_once_is_kept(speech: Speech, head: Person) -> None:
    long = "Слово. " * 100
    say(speech, SpeechFields(text=long), head)

    say(speech, SpeechFields(text="Сло"), head)

    assert kept(f"speech-{speech.pk}") == ["Рассказала о выставках.", long.strip()]


def test_what_was_not_taken_in_a_clash_is_kept_once(speech: Speech, head: Person) -> None:
    def settle() -> Speech:
        return services.update_speech(
            speech.pk,
            expected_version=1,
            fields=SpeechFields.of(speech),
            set_aside={"text": "Рассказала о лесе."},
            by=head,
            at=WRITING,
        )

    settle()
    settle()

    assert kept(f"speech-{speech.pk}", is_lost=True) == ["Рассказала о лесе."]
    assert Speech.objects.get().version == 1


# Who may, and two at once


def every_deed(protocol: Protocol, item: AgendaItem, speech: Speech, by: Person) -> list[Callable[[], object]]:
    fields = ProtocolFields.of(protocol)
    return [
        lambda: services.update_heading(protocol.pk, expected_version=1, fields=fields, by=by, at=WRITING),
        lambda: services.set_body_form(protocol.pk, body_form="short", by=by, at=WRITING),
        lambda: services.add_item(protocol.pk, fields=ItemFields("О"), submission_key=None, by=by, at=WRITING),
        lambda: services.update_item(item.pk, expected_version=1, fields=ItemFields("О"), by=by, at=WRITING),
        lambda: services.move_item(item.pk, way=Way.UP, by=by, at=WRITING),
        lambda: services.archive_item(item.pk, by=by, at=WRITING),
        lambda: services.restore_item(item.pk, by=by, at=WRITING),
        lambda: services.add_speech(protocol.pk, item_id=item.pk, fields=SAID, submission_key=None, by=by, at=WRITING),
        lambda: say(speech, SAID, by),
        lambda: services.move_speech(speech.pk, way=Way.UP, by=by, at=WRITING),
        lambda: services.archive_speech(speech.pk, by=by, at=WRITING),
        lambda: services.restore_speech(speech.pk, by=by, at=WRITING),
    ]


def test_others_change_nothing(
    protocol: Protocol, item: AgendaItem, speech: Speech, member: Person, region_head: Person, stranger: Person
) -> None:
    for person in (member, region_head, stranger):
        for deed in every_deed(protocol, item, speech, person):
            nothing_changes(deed, PermissionRefused)
        nothing_changes(lambda who=person: begin(protocol.association, who), PermissionRefused)  # type: ignore[misc]


def test_what_is_signed_or_put_away_stays(protocol: Protocol, item: AgendaItem, speech: Speech, head: Person) -> None:
    for state in ({"status": "signed", "number": 1}, {"status": "draft", "number": None, "archived_at": WRITING}):
        Protocol.objects.filter(pk=protocol.pk).update(**state)
        for deed in every_deed(protocol, item, speech, head):
            nothing_changes(deed, PermissionRefused)


@pytest.mark.django_db(transaction=True)
def test_two_in_two_places_both_save(
    protocol: Protocol, item: AgendaItem, speech: Speech, head: Person, methodist: Person
) -> None:
    def write() -> str:
        if current_thread().name == "ane":
            return say(speech, SAID, head, 1).text
        return services.update_item(
            item.pk, expected_version=1, fields=ItemFields("О зиме"), by=methodist, at=WRITING
        ).title

    found = at_once(write)

    assert sorted(found) == ["О зиме", SAID.text]
    assert (Speech.objects.get().text, AgendaItem.objects.get().title) == (SAID.text, "О зиме")


@pytest.mark.django_db(transaction=True)
def test_two_in_one_place_clash(protocol: Protocol, speech: Speech, head: Person, methodist: Person) -> None:
    people = {"ane": head, "bob": methodist}

    found = at_once(
        lambda: say(speech, SpeechFields(text=current_thread().name), people[current_thread().name], 1).text
    )

    assert "ChangedMeanwhile" in found
    assert Speech.objects.get().text in found


@pytest.mark.django_db(transaction=True)
def test_a_double_click_adds_one_row(protocol: Protocol, item: AgendaItem, head: Person) -> None:
    key = uuid.uuid4()

    def add() -> str:
        made = services.add_speech(protocol.pk, item_id=item.pk, fields=SAID, submission_key=key, by=head, at=WRITING)
        return str(made.pk)

    found = at_once(add)

    assert found == [str(Speech.objects.get().pk)] * 2


# Words


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Областное методическое объединение библиотекарей", "областного методического объединения библиотекарей"),
        ("Ассоциация школьных библиотекарей", "ассоциации школьных библиотекарей"),
        ("ММО школьных библиотекарей", "ММО школьных библиотекарей"),
        ("веб-форум", "веб-форума"),
        ("горячая линия", "горячей линии"),
        ("", ""),
    ],
)
def test_genitives(name: str, genitive: str) -> None:
    assert genitive_of(name) == genitive


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("Сосногорск", "г.\xa0Сосногорск"),
        ("город Озёрск", "г.\xa0Озёрск"),
        ("Лужский округ", ""),
        ("Заречный край", ""),
    ],
)
def test_towns(name: str, town: str, db: None) -> None:
    assert town_of(TerritoryFactory(name=name)) == town


def test_the_factory_makes_a_draft_nobody_else_sees(protocol: Protocol, member: Person, head: Person) -> None:
    other = ProtocolFactory()

    assert list(Protocol.objects.visible_to(head)) == [protocol]
    assert not Protocol.objects.visible_to(member).exists()
    assert other not in Protocol.objects.visible_to(head)
