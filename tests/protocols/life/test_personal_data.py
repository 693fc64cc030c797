"""What protocols know of a person: given out, erased, moved when two cards become one, and moved back."""

from __future__ import annotations

from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.files.models import StoredFile
from stellazh.people.holders import holders
from stellazh.people.models import Person
from stellazh.people.services.erasure import erase_person
from stellazh.people.services.merging import merge_people, undo_merge
from stellazh.protocols.models import (
    Assignment,
    DecisionOwner,
    ProgressEntry,
    Proposal,
    ProposalVote,
    Protocol,
    ProtocolPaper,
    ProtocolPerson,
    Remark,
    Speech,
    TextRevision,
)
from tests.factories.people import PersonFactory
from tests.factories.protocols import (
    NOW,
    AssignmentFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    ProposalFactory,
    ProtocolFactory,
    ProtocolPersonFactory,
    ResolutionFactory,
    SpeechFactory,
)

BY = System("проверка")
NAME = "Озерова Нина Львовна"


@pytest.fixture
def person(db: None) -> Person:
    made: Any = PersonFactory(family_name="Озерова", given_name="Нина", patronymic="Львовна", email=None)
    return made  # type: ignore[no-any-return]


@pytest.fixture
def twin(db: None) -> Person:
    """The same woman entered twice."""
    made: Any = PersonFactory(family_name="Озёрова", given_name="Н", patronymic="Л", email=None)
    return made  # type: ignore[no-any-return]


@pytest.fixture
def draft(association: Association) -> Protocol:
    return ProtocolFactory.create(association=association, title="О чтении")


@pytest.fixture
def signed(association: Association) -> Protocol:
    return ProtocolFactory.create(association=association, title="О выставках", signed=True)


def stored_file() -> StoredFile:
    return StoredFile.objects.create(
        sha256="0" * 64, size_bytes=1, media_type="application/pdf", name="скан.pdf", purpose="x", stored_at=NOW
    )


def told(person: Person, code: str) -> Any:
    return holders[code].export(person).value


def erased(person: Person) -> dict[str, tuple[int, int]]:
    report = erase_person(person.pk, by=BY, at=NOW).report
    return {line["label"]: (line["count"], line["kept_count"]) for line in report}


def test_person_gets_everything_protocols_know_of_her(draft: Protocol, person: Person) -> None:
    ProtocolPersonFactory.create(protocol=draft, person=person, name=NAME, post="библиотекарь", reason="")
    ProtocolPersonFactory.create(protocol=draft)
    SpeechFactory.create(protocol=draft, person=person, name="Озерова Н. Л.", text="О выставке.")
    Remark.objects.create(protocol=draft, person=person, name=NAME, text="Ошибка в дате", made_at=NOW)
    owner = DecisionOwnerFactory.create(decision__protocol=draft, decision__text="Провести неделю", person=person)
    made = AssignmentFactory.create(person=person, decision__text="Собрать отзывы")
    ProgressEntry.objects.create(decision=made.decision, assignment=made, state="open", text="Начато", made_at=NOW)
    proposal = ProposalFactory.create(person=person, text="Читать вслух")
    ProposalVote.objects.create(proposal=proposal, person=person, voted_at=NOW)

    meetings, decisions = told(person, "protocols.meetings"), told(person, "protocols.decisions")

    paper = f"Протокол от 08.10.2024, {draft.association}: О чтении"
    assert meetings == {
        "Вы в протоколах": [
            {"Протокол": paper, "Кто": "присутствует", "Записано": f"{NAME}, библиотекарь", "Причина": ""}
        ],
        "Ваши выступления": [{"Протокол": paper, "Вопрос": "", "Записано": "Озерова Н. Л.", "О чём": "О выставке."}],
    }
    assert told(person, "protocols.remarks") == [
        {
            "Протокол": paper, "Замечание": "Ошибка в дате", "Состояние": "ждёт ответа", "Ответ": "",
            "День": "08.10.2024 17:00",
        }
    ]  # fmt: skip
    assert [row["Решение"] for row in decisions["Вы отвечаете за решения"]] == ["Провести неделю", "Собрать отзывы"]
    assert decisions["Вы отвечаете за решения"][0]["Записано"] == owner.name
    assert decisions["Поручения вам"] == [
        {
            "Решение": "Собрать отзывы", "Исполнить до": "", "Состояние": "в работе", "Что сделано": "",
            "Ход": ["08.10.2024 17:00: Начато"],
        }
    ]  # fmt: skip
    assert [row["Предложение"] for row in told(person, "protocols.proposals")["Ваши предложения"]] == ["Читать вслух"]
    assert [row["Предложение"] for row in told(person, "protocols.proposals")["Вы поддержали"]] == ["Читать вслух"]


def test_erasing_takes_the_name_out_of_a_draft_and_of_its_former_texts(draft: Protocol, person: Person) -> None:
    row = ProtocolPersonFactory.create(protocol=draft, person=person, name=NAME, post="библиотекарь", reason="болеет")
    other = ProtocolPersonFactory.create(protocol=draft)
    speech = SpeechFactory.create(protocol=draft, person=person, name=NAME, post="школа № 5", text="О выставке.")
    owner = DecisionOwnerFactory.create(decision__protocol=draft, person=person, name="Озерова Н. Л.")
    before = TextRevision.objects.create(
        protocol=draft, block=f"speech-{speech.pk}", fields={"name": NAME, "text": f"{NAME} и Озерова Н. Л.", "n": 3},
        first_at=NOW, saved_at=NOW, saved_by_kind="person", saved_by_id=str(person.pk), saved_by_name=NAME,
    )  # fmt: skip

    report = erased(person)

    for one in (row, speech, owner, before):
        one.refresh_from_db()
    assert (row.person, row.name, row.post, row.reason) == (None, "Участник заседания", "", "")
    assert (speech.person, speech.name, speech.post, speech.text) == (None, "Участник заседания", "", "О выставке.")
    assert (owner.person, owner.name) == (None, "Ответственный не назван")
    assert before.fields == {
        "name": "Участник заседания", "text": "Участник заседания и Ответственный не назван", "n": 3,
    }  # fmt: skip
    assert before.saved_by_name == f"Удалённая карточка № {person.pk}"
    assert ProtocolPerson.objects.get(pk=other.pk).name == other.name
    assert report["Имя в черновиках протоколов"] == (2, 0)
    assert report["Имя ответственного в черновиках"] == (1, 0)


def test_erasing_leaves_a_signed_protocol_as_it_was_signed(signed: Protocol, person: Person) -> None:
    row = ProtocolPersonFactory.create(protocol=signed, person=person, name=NAME, post="библиотекарь")
    speech = SpeechFactory.create(protocol=signed, person=person, name=NAME)
    decision = DecisionFactory.create(protocol=signed, binding_at=NOW)
    owner = DecisionOwnerFactory.create(decision=decision, person=person, name=NAME)
    mark = AssignmentFactory.create(decision=decision, owner=owner, person=person, name=NAME)
    remark = Remark.objects.create(protocol=signed, person=person, name=NAME, text="Дата", made_at=NOW)
    paper = ProtocolPaper.objects.create(
        protocol=signed, kind="scan", file=stored_file(), title="Скан", added_at=NOW,
        added_by=person.actor_name,
    )  # fmt: skip

    report = erased(person)

    for one in (row, speech, owner, mark, remark, paper):
        one.refresh_from_db()
    assert [one.name for one in (row, speech, owner, mark)] == [NAME] * 4
    assert (row.post, row.person_id, mark.person_id) == ("библиотекарь", person.pk, person.pk)
    assert (remark.person, remark.name, remark.text) == (None, "Участник заседания", "Дата")
    assert paper.added_by == f"Удалённая карточка № {person.pk}"
    assert report["Имя в подписанных протоколах"] == (0, 2)
    assert report["Принятые решения и поручения"] == (0, 2)
    assert report["Имя под замечаниями к протоколам"] == (1, 0)


def test_erasing_forgets_who_showed_papers_to_everybody(signed: Protocol, person: Person) -> None:
    adopted = ResolutionFactory.create(adopted=True, published_at=NOW, published_by_name=person.actor_name)
    others = ResolutionFactory.create(adopted=True, published_at=NOW, published_by_name="Рябинина О.П.")
    Protocol.objects.filter(pk=signed.pk).update(published_at=NOW, published_by_name=person.actor_name)

    erased(person)

    for one in (signed, adopted, others):
        one.refresh_from_db()
    nobody = f"Удалённая карточка № {person.pk}"
    assert [one.published_by_name for one in (signed, adopted, others)] == [nobody, nobody, "Рябинина О.П."]
    assert (signed.published_at, adopted.published_at) == (NOW, NOW)


def test_erasing_keeps_votes_that_are_counted_already(person: Person) -> None:
    open_one = ProposalFactory.create(resolution=ResolutionFactory.create(), person=person)
    adopted = ProposalFactory.create(resolution=ResolutionFactory.create(adopted=True), person=person)
    for proposal in (open_one, adopted):
        ProposalVote.objects.create(proposal=proposal, person=person, voted_at=NOW)

    report = erased(person)

    assert list(ProposalVote.objects.values_list("proposal", flat=True)) == [adopted.pk]
    assert set(Proposal.objects.values_list("person", "name")) == {(None, "Участник")}
    assert report["Имя под предложениями в резолюции"] == (2, 0)
    assert report["Голоса за предложения"] == (1, 1)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that merging may touch, row by row."""
    return {
        model.__name__: list(model.objects.order_by("pk").values_list("pk", "person", *more))
        for model, more in (
            (ProtocolPerson, ()),
            (Speech, ()),
            (Remark, ()),
            (DecisionOwner, ()),
            (Assignment, ("key",)),
            (Proposal, ()),
            (ProposalVote, ()),
        )
    }


def test_merging_moves_everything_and_moves_it_back(
    draft: Protocol, signed: Protocol, person: Person, twin: Person
) -> None:
    rows: list[Any] = [
        ProtocolPersonFactory.create(protocol=signed, person=twin),
        SpeechFactory.create(protocol=draft, person=twin),
        Remark.objects.create(protocol=draft, person=twin, name=NAME, text="Дата", made_at=NOW),
        DecisionOwnerFactory.create(decision__protocol=draft, person=twin),
        AssignmentFactory.create(person=twin),
        ProposalFactory.create(person=twin),
    ]
    rows.append(ProposalVote.objects.create(proposal=rows[-1], person=twin, voted_at=NOW))
    before = everything()

    merge = merge_people(person.pk, twin.pk, by=BY, at=NOW)

    for row in rows:
        row.refresh_from_db()
    assert [row.person for row in rows] == [person] * 7
    assert rows[4].key == f"person:{person.pk}"
    assert rows[4].owner.person == person
    assert undo_merge(merge.pk, by=BY, at=NOW) == 0
    assert everything() == before


def test_merging_leaves_what_both_cards_have(draft: Protocol, person: Person, twin: Person) -> None:
    for card in (person, twin):
        ProtocolPersonFactory.create(protocol=draft, person=card, role="present")
    ProtocolPersonFactory.create(protocol=draft, person=twin, role="chair")
    proposal = ProposalFactory.create()
    for card in (person, twin):
        ProposalVote.objects.create(proposal=proposal, person=card, voted_at=NOW)
    owner = DecisionOwnerFactory.create(decision__binding=True, person=None, kind="group", name="группа")
    for card in (person, twin):
        AssignmentFactory.create(decision=owner.decision, owner=owner, person=card)
    before = everything()

    merge = merge_people(person.pk, twin.pk, by=BY, at=NOW)

    assert sorted(ProtocolPerson.objects.values_list("role", "person")) == sorted(
        [("present", person.pk), ("present", twin.pk), ("chair", person.pk)]
    )
    assert sorted(ProposalVote.objects.values_list("person", flat=True)) == sorted([person.pk, twin.pk])
    assert sorted(Assignment.objects.values_list("person", "key")) == sorted(
        (card.pk, f"person:{card.pk}") for card in (person, twin)
    )
    assert undo_merge(merge.pk, by=BY, at=NOW) == 0
    assert everything() == before
