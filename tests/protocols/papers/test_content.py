"""What is gathered of a protocol, and what that costs."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.protocols.enums import CarryResult, PaperKind, PartRole, SpeechKind, VoteMode
from stellazh.protocols.models import Protocol, ProtocolPaper, Vote
from stellazh.protocols.reads.content import protocol_content
from stellazh.protocols.reads.content_words import hours_words, short_name, signature_name
from stellazh.protocols.reads.text_blocks import TextBlock, text_blocks
from tests.factories.protocols import NOW, AgendaItemFactory, DecisionFactory, ProtocolFactory, SpeechFactory
from tests.protocols.papers.meeting import add_person, full_meeting, short_meeting, stored_file


def read(protocol: Protocol) -> Protocol:
    return Protocol.objects.select_related("association").get(pk=protocol.pk)


def test_full_protocol_says_everything(association: Association) -> None:
    protocol = full_meeting(association)

    content = protocol_content(read(protocol), proposed_number=2)

    assert (content.number, content.number_words, content.is_signed) == (None, "2", False)
    assert (content.hours, content.format_words, content.place) == ("14:00–15:30", "очно-дистанционно", "г. Сосногорск")
    assert [one.words for one in content.chairs] == ["Лесникова Нина Борисовна, руководитель ММО"]
    assert [(one.part, one.name) for one in content.signers] == [
        ("Председатель", "Н. Б. Лесникова"),
        ("Секретарь", "Е. С. Липина"),
    ]
    assert (content.present_count, content.remote_count, len(content.present)) == (8, 2, 8)
    assert [one.reason for one in content.excused] == ["отпуск"]
    assert [one.name for one in content.absent] == ["Ольхова Дарья Романовна"]
    assert content.quorum_words == "Членов с правом голоса — 12, присутствуют 8. Кворум имеется."
    assert [(item.number, item.title) for item in content.items] == [
        (1, "О выполнении решений прошлого заседания"),
        (2, "О подготовке к месячнику школьных библиотек"),
        (3, "О плане на II полугодие"),
        (4, "Разное"),
    ]
    assert [item.title for item in content.postponed] == ["Разное"]


def test_question_holds_its_speeches_decisions_and_vote(association: Association) -> None:
    content = protocol_content(full_meeting(association))

    topic = content.items[1]
    assert [one.speaker for one in topic.heard] == ["Липина Е. С., педагог-библиотекарь МБОУ СОШ № 5"]
    assert topic.heard[0].is_attached
    assert topic.heard[0].blocks == (
        TextBlock("paragraph", ("рассказала о плане месячника:",)),
        TextBlock("bullets", ("выставка «Осень в книге»;", "день открытых дверей.")),
        TextBlock("paragraph", ("Просила поддержать.",)),
    )
    assert [one.speaker for one in topic.spoke] == ["Озерова Т. Л."]
    assert [(one.number, one.owners_words, one.term) for one in topic.decisions] == [
        ("2.1", "все школьные библиотекари", "до 25 октября 2024 г."),
        ("2.2", "Липина Е. С.", ""),
    ]
    assert topic.vote is not None
    assert topic.vote.words == "Голосовали: «за» — 7, «против» — 0, «воздержались» — 1."
    roll = content.items[2].decisions[0].vote
    assert roll is not None
    assert roll.words == (
        "Голосовали поимённо: «за» — 2 (Берестова М. П., Калинина А. И.), «против» — 1 (Лесникова Н. Б.), "
        "«воздержались» — 0."
    )


def test_earlier_decision_stands_under_its_question(association: Association) -> None:
    content = protocol_content(full_meeting(association))

    (carried,) = content.items[0].carried
    assert (carried.point, carried.text) == ("п. 1.2 протокола от 12.09.2024 № 1", "Сдать паспорта библиотек")
    assert (carried.result, carried.words) == (CarryResult.PARTLY, "Сдали семь школ из девяти.")
    assert (carried.owners_words, carried.term) == ("все школьные библиотекари", "до 1 октября")
    assert content.loose_carried == ()


def test_earlier_decisions_without_a_question_stand_alone(association: Association) -> None:
    protocol = full_meeting(association)
    protocol.agenda.filter(kind="follow_up").update(kind="topic")

    content = protocol_content(protocol)

    assert [one.number for one in content.loose_carried] == ["1.2"]
    assert content.items[0].carried == ()
    assert len(list(content.all_carried)) == 1


def test_short_form_counts_decisions_through(association: Association) -> None:
    protocol = short_meeting(association)
    item = protocol.agenda.all()[0]
    of_item = DecisionFactory.create(protocol=protocol, item=item, text="Решение по вопросу")

    content = protocol_content(protocol)

    assert [(one.number, one.text) for one in content.all_decisions] == [
        ("1", "Решение по вопросу"),
        ("2", "Провести акцию."),
        ("3", "Участвовать в конкурсах."),
        ("4", "Составить памятку."),
    ]
    assert content.decision_numbers[of_item.pk] == "1"
    assert (content.present_count, content.has_appended_list, content.attachments) == (13, False, ())
    assert [one.speaker for one in content.loose_speeches] == ["Лесникова Н. Б., методист МЦ", "Калинина А. И."]
    assert [(one.part, one.name) for one in content.signers] == [
        ("Ведущий", "Н. Б. Лесникова"),
        ("Ведущий", "А. И. Калинина"),
    ]


def test_what_was_put_away_is_left_out(association: Association) -> None:
    protocol = full_meeting(association)
    before = protocol_content(protocol)
    item = AgendaItemFactory.create(protocol=protocol, title="Снятый вопрос", archived_at=NOW, position=0)
    SpeechFactory.create(protocol=protocol, item=item, name="Кто-то")
    DecisionFactory.create(protocol=protocol, item=item)
    SpeechFactory.create(protocol=protocol, archived_at=NOW)
    gone = DecisionFactory.create(protocol=protocol, archived_at=NOW)
    Vote.objects.create(protocol=protocol, item=item, mode=VoteMode.UNANIMOUS)
    Vote.objects.create(protocol=protocol, decision=gone, mode=VoteMode.UNANIMOUS)
    paper = {"protocol": protocol, "file": stored_file(), "added_at": NOW, "added_by": "Липина"}
    ProtocolPaper.objects.create(kind=PaperKind.ATTACHMENT, title="Убранное", archived_at=NOW, **paper)
    ProtocolPaper.objects.create(kind=PaperKind.SCAN, title="Скан", **paper)

    after = protocol_content(protocol)

    assert asdict(after) == asdict(before)


def test_attachments_are_named_after_the_list_of_those_present(association: Association) -> None:
    protocol = full_meeting(association, present_shown="count")
    paper = {"protocol": protocol, "file": stored_file(), "added_at": NOW, "added_by": "Липина"}
    ProtocolPaper.objects.create(kind=PaperKind.ATTACHMENT, title="План месячника", **paper)

    content = protocol_content(protocol)

    assert content.attachments == ("Список присутствующих", "План месячника")


def test_fixed_numbers_are_kept(association: Association) -> None:
    protocol = ProtocolFactory.create(association=association, signed=True, number=3)
    DecisionFactory.create(protocol=protocol, number_text="4.7")

    content = protocol_content(protocol, proposed_number=9)

    assert [one.number for one in content.all_decisions] == ["4.7"]
    assert (content.number_words, content.is_signed, content.proposed_number) == ("3", True, None)


def test_a_long_protocol_costs_the_same_queries_as_a_short_one(association: Association) -> None:
    protocol = full_meeting(association)
    costs = []

    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            protocol_content(read(protocol))
        costs.append(len(queries))
        for place in range(2):
            item = AgendaItemFactory.create(protocol=protocol, position=10 + place)
            SpeechFactory.create(protocol=protocol, item=item, kind=SpeechKind.HEARD)
            decision = DecisionFactory.create(protocol=protocol, item=item)
            Vote.objects.create(protocol=protocol, item=item, decision=decision, mode=VoteMode.UNANIMOUS)
            add_person(protocol, PartRole.PRESENT, f"Вербина {place}")

    assert costs == [10, 10]


@pytest.mark.parametrize(
    ("name", "short", "signature"),
    [
        ("Липина Елена Сергеевна", "Липина Е. С.", "Е. С. Липина"),
        ("Римская-Корсакова Анна Ильинична", "Римская-Корсакова А. И.", "А. И. Римская-Корсакова"),
        ("Липина Е.С.", "Липина Е.С.", "Е. С. Липина"),
        ("Липина", "Липина", "Липина"),
        ("", "", ""),
    ],
)
def test_names_are_shortened(name: str, short: str, signature: str) -> None:
    assert (short_name(name), signature_name(name)) == (short, signature)


def test_hours_without_an_end_or_a_beginning() -> None:
    assert hours_words(None, None) == ""


def test_lists_are_read_in_plain_text() -> None:
    text = "Начало.\n\n1. Один\n2) Два\n4. Четыре\n– раз\n• два\n2024. Год\nконец"

    assert text_blocks(text) == (
        TextBlock("paragraph", ("Начало.",)),
        TextBlock("numbers", ("Один", "Два")),
        TextBlock("numbers", ("Четыре",), 4),
        TextBlock("bullets", ("раз", "два")),
        TextBlock("paragraph", ("2024. Год",)),
        TextBlock("paragraph", ("конец",)),
    )
