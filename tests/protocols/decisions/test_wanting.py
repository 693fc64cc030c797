"""What a protocol still lacks, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.people.models import Person
from stellazh.protocols import services
from stellazh.protocols.enums import (
    AddresseeKind,
    AgendaKind,
    AgendaOutcome,
    BodyForm,
    PartRole,
    QuorumRule,
    SpeechKind,
    VoteMode,
)
from stellazh.protocols.models import AgendaItem, Decision, Protocol, ProtocolPerson
from stellazh.protocols.reads.wanting import wanting
from stellazh.protocols.services import VoteFields
from tests.factories.people import PersonFactory
from tests.factories.protocols import (
    AgendaItemFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    ProtocolPersonFactory,
    SpeechFactory,
)


def said(protocol: Protocol) -> list[tuple[str, str]]:
    return [(want.text, want.anchor) for want in wanting(Protocol.objects.get(pk=protocol.pk))]


@pytest.fixture
def whole(
    protocol: Protocol, item: AgendaItem, decision: Decision, present: list[ProtocolPerson], head: Person
) -> Protocol:
    """A protocol that lacks nothing."""
    for role in (PartRole.CHAIR, PartRole.SECRETARY):
        ProtocolPersonFactory(protocol=protocol, role=role, person=head)
    SpeechFactory(protocol=protocol, item=item, kind=SpeechKind.HEARD)
    DecisionOwnerFactory(decision=decision, person=head)
    Decision.objects.filter(pk=decision.pk).update(
        term_raw="до 15 ноября", due_on=date(2024, 11, 15), sign_of_done="фото"
    )
    return protocol


def test_whole_protocol_wants_nothing(whole: Protocol) -> None:
    assert said(whole) == []


def test_empty_protocol_wants_everything(protocol: Protocol) -> None:
    assert said(protocol) == [
        ("Не отмечено, кто присутствовал.", "people"),
        ("Не указано, кто вёл заседание.", "people"),
        ("Не указан секретарь. Если его не было, оставьте так.", "people"),
        ("В повестке нет ни одного вопроса.", "agenda"),
        ("Не записано ни одного решения.", "agenda"),
    ]


# What spoils the whole one, and the only sentence about it; places are filled with keys.
@pytest.mark.parametrize(
    ("spoil", "text", "anchor"),
    [
        (
            lambda p: p.people.filter(role=PartRole.CHAIR).delete(),
            "Не указано, кто вёл заседание.",
            "people",
        ),
        (
            lambda p: Protocol.objects.filter(pk=p.pk).update(quorum=QuorumRule.HALF, member_count=10),
            "Кворума нет: 3 из 10 членов, нужно не меньше 6.",
            "people",
        ),
        (
            lambda p: Protocol.objects.filter(pk=p.pk).update(member_count=2),
            "С правом голоса отмечено 3, а членов 2: проверьте числа.",
            "people",
        ),
        (
            lambda p: p.speeches.update(text=""),
            "Вопрос «О месячнике школьных библиотек»: не записано, кого слушали.",
            "item-{item}",
        ),
        (
            lambda p: AgendaItemFactory(protocol=p, position=2, title="О сайте"),
            "Вопрос «О сайте»: не записано ни выступлений, ни решения. Рассмотрели его или перенесли?",
            "item-{last}",
        ),
        (
            lambda p: AgendaItemFactory(protocol=p, position=2, title="О сайте", outcome=AgendaOutcome.POSTPONED),
            "Вопрос «О сайте»: перенесён, в черновик следующего заседания перейдёт сам.",
            "item-{last}",
        ),
        (
            lambda p: p.decisions.update(text=""),
            "Есть решение без текста: допишите или уберите его.",
            "decision-{decision}",
        ),
        (
            lambda p: p.decisions.update(term_raw="", sign_of_done=""),
            "Решение «Провести выставку»: не указано, срок и что покажет, что сделано.",
            "decision-{decision}",
        ),
        (
            lambda p: p.decisions.get().owners.all().delete(),
            "Решение «Провести выставку»: не указано, кто отвечает.",
            "decision-{decision}",
        ),
        (
            lambda p: p.decisions.update(due_on=date(2023, 11, 15)),
            "Решение «Провести выставку»: срок раньше заседания.",
            "decision-{decision}",
        ),
        (
            lambda p: p.decisions.get().owners.update(kind=AddresseeKind.GROUP, person=None, name="Липина"),
            "Решение «Провести выставку»: уточните, кто это — «Липина».",
            "decision-{decision}",
        ),
    ],
)
def test_each_lack_is_told_once(whole: Protocol, spoil: Callable[[Protocol], object], text: str, anchor: str) -> None:
    spoil(whole)

    found = said(whole)

    keys = {
        "item": AgendaItem.objects.order_by("pk")[0].pk,
        "last": AgendaItem.objects.order_by("-pk")[0].pk,
        "decision": Decision.objects.get().pk,
    }
    assert found == [(text, anchor.format(**keys))]


def test_dropped_questions_debates_and_news_want_nothing(whole: Protocol) -> None:
    AgendaItemFactory(protocol=whole, outcome=AgendaOutcome.DROPPED)
    AgendaItemFactory(protocol=whole, kind=AgendaKind.FOLLOW_UP)
    debate: Any = AgendaItemFactory(protocol=whole, kind=AgendaKind.DEBATE)
    SpeechFactory(protocol=whole, item=debate)
    DecisionFactory(protocol=whole, item=whole.agenda.first(), text="Принять к сведению", is_for_information=True)
    DecisionFactory(protocol=whole, text="", archived_at=whole.created_at)

    assert said(whole) == []


def test_short_form_asks_for_speeches_of_the_whole(whole: Protocol) -> None:
    Protocol.objects.filter(pk=whole.pk).update(body_form=BodyForm.SHORT)
    before = said(whole)
    whole.speeches.update(archived_at=whole.created_at)

    after = said(whole)

    assert (before, after) == ([], [("Не записано ни одного выступления.", "agenda")])


def test_vote_of_one_question_asks_for_the_others(whole: Protocol, head: Person, at: datetime) -> None:
    item: Any = AgendaItemFactory(protocol=whole, position=2, title="О сайте")
    SpeechFactory(protocol=whole, item=item)
    other: Any = DecisionFactory(protocol=whole, item=item, is_for_information=True)
    before = said(whole)
    services.put_vote(
        whole.pk,
        item_id=whole.agenda.get(position=1).pk,
        decision_id=None,
        fields=VoteFields(VoteMode.UNANIMOUS),
        expected_version=None,
        by=head,
        at=at,
    )

    after = said(whole)

    assert (before, after) == (
        [],
        [("Вопрос «О сайте»: не записано, как голосовали.", f"decision-{other.pk}")],
    )


def test_vote_of_one_decision_asks_for_its_neighbours(
    whole: Protocol, item: AgendaItem, decision: Decision, head: Person, at: datetime
) -> None:
    other: Any = DecisionFactory(protocol=whole, item=item, position=2, text="Написать", is_for_information=True)
    services.put_vote(
        whole.pk,
        item_id=None,
        decision_id=decision.pk,
        fields=VoteFields(VoteMode.UNANIMOUS),
        expected_version=None,
        by=head,
        at=at,
    )

    assert said(whole) == [("Решение «Написать»: не записано, как голосовали.", f"decision-{other.pk}")]


@pytest.mark.parametrize(
    ("mode", "numbers", "text"),
    [
        (
            VoteMode.UNANIMOUS,
            (),
            "Единогласно записано 3 голоса, а с правом голоса 2 человека.",
        ),
        (
            VoteMode.COUNTS,
            (2, 1, 0),
            "Посчитано 3 голоса, а с правом голоса 2 человека. Проверьте числа или отметки присутствия.",
        ),
    ],
)
def test_vote_that_no_longer_fits_is_told(
    whole: Protocol, item: AgendaItem, head: Person, at: datetime, mode: str, numbers: tuple[int, ...], text: str
) -> None:
    services.put_vote(
        whole.pk,
        item_id=item.pk,
        decision_id=None,
        fields=VoteFields(mode, *numbers),
        expected_version=None,
        by=head,
        at=at,
    )
    gone = whole.people.filter(role=PartRole.PRESENT).order_by("-position")[:1].get()
    ProtocolPerson.objects.filter(pk=gone.pk).update(role=PartRole.EXCUSED)

    assert said(whole) == [
        (f"Вопрос «{item.title}». Голосование не сходится: {text}", f"item-{item.pk}"),
    ]


def test_vote_without_a_voice_is_told(whole: Protocol, item: AgendaItem, head: Person, at: datetime) -> None:
    services.put_vote(
        whole.pk,
        item_id=item.pk,
        decision_id=None,
        fields=VoteFields(VoteMode.ROLL),
        expected_version=None,
        by=head,
        at=at,
    )

    assert said(whole) == [(f"Вопрос «{item.title}». Голоса не посчитаны.", f"item-{item.pk}")]


def test_wanting_costs_as_much_for_many_as_for_few(whole: Protocol, head: Person, at: datetime) -> None:
    counts = []
    for _ in range(2):
        protocol = Protocol.objects.select_related("association__territory").get(pk=whole.pk)
        with CaptureQueriesContext(connection) as queries:
            wanting(protocol)
        counts.append(len(queries))
        for position in range(3):
            item: Any = AgendaItemFactory(protocol=whole, position=5 + position)
            made: Any = DecisionFactory(protocol=whole, item=item)
            DecisionOwnerFactory(decision=made, person=PersonFactory())
            services.put_vote(
                whole.pk,
                item_id=item.pk,
                decision_id=None,
                fields=VoteFields(VoteMode.COUNTS, 1, 1, 1),
                expected_version=None,
                by=head,
                at=at,
            )

    assert counts == [6, 6]
