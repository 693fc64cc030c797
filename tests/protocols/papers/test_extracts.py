"""Extracts: what concerns whom, what the paper says, refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Organisation
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, AddresseeKind
from stellazh.protocols.models import Protocol
from stellazh.protocols.papers.extract import extract_content, extract_docx, extract_pdf
from stellazh.protocols.reads.extracts import NothingConcerns
from stellazh.protocols.services.signing import sign_protocol
from tests.factories.associations import GrantFactory, OrganisationFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory
from tests.protocols.papers.conftest import add_decision

ON = date(2024, 10, 20)
ClientFor = Callable[[Person | None], Client]


def read(protocol: Protocol) -> Protocol:
    return Protocol.objects.select_related("association__territory").get(pk=protocol.pk)


def for_person(protocol: Protocol, person: Person) -> list[str]:
    extract = extract_content(read(protocol), on=ON, for_person=person)
    return [one.text for one in extract.content.all_decisions]


def for_school(protocol: Protocol, school: Organisation) -> list[str]:
    extract = extract_content(read(protocol), on=ON, for_organisation=school)
    return [one.text for one in extract.content.all_decisions]


def test_extract_holds_what_concerns_the_person(signed: Protocol, member: Person, school: Organisation) -> None:
    assert for_person(signed, member) == ["Провести неделю", "Собрать отчёты"]
    assert for_school(signed, school) == ["Провести неделю", "Собрать отчёты"]


def test_extract_of_another_school_holds_what_concerns_all(signed: Protocol, other_school: Organisation) -> None:
    assert for_school(signed, other_school) == ["Провести неделю"]


def test_every_kind_of_owner_concerns_its_own(
    meeting: Protocol, association: Association, neighbour: Association, member: Person, school: Organisation,
    other_school: Organisation,
) -> None:  # fmt: skip
    add_decision(meeting, "школе", AddresseeKind.ORGANISATION, organisation=school)
    add_decision(meeting, "другой школе", AddresseeKind.ORGANISATION, organisation=other_school)
    add_decision(meeting, "округу", AddresseeKind.TERRITORY, territory=association.territory)
    add_decision(meeting, "соседям", AddresseeKind.TERRITORY, territory=neighbour.territory)
    add_decision(meeting, "объединению", AddresseeKind.ASSOCIATION, association=association)
    add_decision(meeting, "чужому объединению", AddresseeKind.ASSOCIATION, association=neighbour)
    add_decision(meeting, "группе с ней", AddresseeKind.GROUP, name="Липина В. И. и Озерова Т. Л.")
    add_decision(meeting, "партнёрам", AddresseeKind.CLASS, addressee_class=AddresseeClass.PARTNERS)
    add_decision(meeting, "руководителям", AddresseeKind.CLASS, addressee_class=AddresseeClass.HEADS)
    add_decision(meeting, "библиотекам", AddresseeKind.CLASS, addressee_class=AddresseeClass.LIBRARIES)
    add_decision(
        meeting, "одной из школ", AddresseeKind.CLASS, addressee_class=AddresseeClass.LIBRARIES,
        organisation=other_school,
    )  # fmt: skip

    assert for_person(meeting, member) == ["школе", "округу", "объединению", "группе с ней", "библиотекам"]
    assert for_school(meeting, school) == ["школе", "округу", "объединению", "группе с ней", "библиотекам"]


def test_heads_and_partners_are_concerned_as_classes(
    meeting: Protocol, association: Association, region: Association, head: Person
) -> None:
    add_decision(meeting, "руководителям", AddresseeKind.CLASS, addressee_class=AddresseeClass.HEADS)
    add_decision(meeting, "партнёрам", AddresseeKind.CLASS, addressee_class=AddresseeClass.PARTNERS)
    partner = OrganisationFactory.create(kind=OrganisationKind.PARTNER, territory=association.territory)
    far = OrganisationFactory.create(kind=OrganisationKind.PARTNER, territory=region.territory)

    assert for_person(meeting, head) == ["руководителям"]
    assert for_school(meeting, partner) == ["партнёрам"]
    with pytest.raises(NothingConcerns):
        for_school(meeting, far)


def test_head_of_another_place_is_no_addressee(meeting: Protocol, stranger: Person) -> None:
    add_decision(meeting, "руководителям", AddresseeKind.CLASS, addressee_class=AddresseeClass.HEADS)

    with pytest.raises(NothingConcerns):
        for_person(meeting, stranger)


def test_member_without_a_school_is_a_librarian(meeting: Protocol, association: Association) -> None:
    add_decision(meeting, "всем", AddresseeKind.CLASS)
    newcomer = PersonFactory.create()
    MembershipFactory.create(person=newcomer, association=association)

    assert for_person(meeting, newcomer) == ["всем"]


def test_nothing_concerns_is_a_clear_sentence(meeting: Protocol, member: Person, stranger: Person) -> None:
    add_decision(meeting, "ей", AddresseeKind.PERSON, person=member)

    with pytest.raises(NothingConcerns, match=f"не касается: {stranger.full_name}"):
        for_person(meeting, stranger)
    with pytest.raises(NothingConcerns, match="Отметьте хотя бы одно"):
        extract_content(read(meeting), on=ON, decision_ids=[])
    with pytest.raises(NothingConcerns):
        extract_content(read(meeting), on=ON, decision_ids=[10**6])


def test_extract_is_typed_line_by_line(signed: Protocol, member: Person, school: Organisation) -> None:
    extract = extract_content(signed, on=ON, for_person=member)

    document = docx.Document(BytesIO(extract_docx(extract, made_on=ON)))

    assert [one.text.replace("\u00a0", " ") for one in document.paragraphs] == [
        signed.association.name,
        "ВЫПИСКА ИЗ ПРОТОКОЛА № 1",
        "заседания объединения школьных библиотекарей",
        "08.10.2024\t\tСосногорск",
        f"Тема: {signed.title}",
        "Председатель – Ольхова В. И.",
        "Секретарь – Липина В. И.",
        "Присутствовали: 2 человека.",
        "Выписка дана: Липина Вера Ильинична",
        "1. О неделе книги",
        "СЛУШАЛИ: Липина Е. С.",
        "РЕШИЛИ:",
        "1.1. Провести неделю.",
        "Ответственные: Провести неделю.",
        "1.2. Собрать отчёты.",
        "Ответственный: Собрать отчёты.",
        "Подлинник подписали: председатель В. И. Ольхова, секретарь В. И. Липина.",
        "Верно",
        "Секретарь\t_______________\tВ. И. Липина",
        "«____» _______________ 20____ г.",
    ]
    pdf = extract_pdf(extract, made_at=datetime(2024, 10, 20, tzinfo=UTC))
    assert b"pdfuaid:part>1<" in pdf


def test_extract_names_nobody_from_the_lists(signed: Protocol, school: Organisation) -> None:
    content = extract_content(signed, on=ON, for_organisation=school).content

    assert (content.present, content.invited, content.absent, content.excused) == ((), (), (), ())
    assert [speech.text for speech in content.all_speeches] == [""]
    assert content.present_count == 2


def page(protocol: Protocol, tail: str = "") -> str:
    return f"/protocols/{protocol.pk}/extract/{tail}"


def choices(client: Client, protocol: Protocol) -> list[str]:
    listed = client.get(page(protocol)).context["form"].fields["whom"].choices
    return [str(value) for _, inner in listed[1:] if isinstance(inner, list) for value, _ in inner]


def test_keeper_takes_an_extract_for_anybody(
    client_for: ClientFor,
    signed: Protocol,
    head: Person,
    member: Person,
    school: Organisation,
    other_school: Organisation,
) -> None:
    client = client_for(head)

    assert choices(client, signed) == [
        f"person:{member.pk}", f"person:{head.pk}", f"organisation:{school.pk}", f"organisation:{other_school.pk}",
    ]  # fmt: skip
    shown = client.get(page(signed), {"whom": f"organisation:{other_school.pk}"})
    assert shown.status_code == 200
    assert "Провести неделю" in shown.content.decode()
    assert "Собрать отчёты" not in shown.content.decode().partition('id="extract"')[2]
    word = client.get(page(signed, "extract.docx"), {"whom": f"person:{member.pk}"})
    assert word["Content-Disposition"].endswith(
        "%D0%92%D1%8B%D0%BF%D0%B8%D1%81%D0%BA%D0%B0%20%D0%B8%D0%B7%20%D0%BF%D1%80%D0%BE%D1%82%D0%BE%D0%BA%D0%BE%D0%BB"
        "%D0%B0%20%E2%84%96%201%20%D0%BE%D1%82%2008.10.2024%20%D0%9B%D0%B8%D0%BF%D0%B8%D0%BD%D0%B0%20%D0%92%D0%B5%D1%80"
        "%D0%B0%20%D0%98%D0%BB%D1%8C%D0%B8%D0%BD%D0%B8%D1%87%D0%BD%D0%B0.docx"
    )
    assert word.content[:2] == b"PK"
    assert client.get(page(signed, "extract.pdf"), {"whom": f"person:{member.pk}"}).content[:5] == b"%PDF-"


def test_keeper_may_tick_decisions(client_for: ClientFor, signed: Protocol, head: Person) -> None:
    last = signed.decisions.get(text="Подготовить сценарий")
    client = client_for(head)

    shown = client.get(page(signed), {"decisions": [last.pk]})
    for_whom = client.get(page(signed), {"whom": f"person:{head.pk}", "decisions": [last.pk]})
    none = client.get(page(signed), {"whom": ""})

    assert [one.text for one in shown.context["extract"].content.all_decisions] == ["Подготовить сценарий"]
    assert (shown.context["extract"].whom, for_whom.context["extract"].whom) == ("", head.full_name)
    assert [one.text for one in for_whom.context["extract"].content.all_decisions] == ["Подготовить сценарий"]
    assert none.status_code == 422
    assert none.context["form"].errors["whom"] == ["Выберите, для кого выписка."]


def test_reader_takes_only_her_own(
    client_for: ClientFor,
    signed: Protocol,
    head: Person,
    member: Person,
    school: Organisation,
    other_school: Organisation,
) -> None:
    client = client_for(member)

    assert choices(client, signed) == [f"person:{member.pk}", f"organisation:{school.pk}"]
    assert client.get(page(signed), {"whom": f"person:{member.pk}"}).status_code == 200
    assert client.get(page(signed), {"whom": f"organisation:{other_school.pk}"}).status_code == 422
    for tail in ("extract.docx", "extract.pdf"):
        assert client.get(page(signed, tail), {"whom": f"person:{head.pk}"}).status_code == 404
        assert client.get(page(signed, tail), {"decisions": "1"}).status_code == 404
        assert client.get(page(signed, tail)).status_code == 404


def test_extract_is_refused_of_drafts_and_to_strangers(
    client_for: ClientFor, meeting: Protocol, signed: Protocol, head: Person, stranger: Person
) -> None:
    draft = read(signed)
    assert client_for(stranger).get(page(draft)).status_code == 404
    assert client_for(stranger).get(page(draft, "extract.pdf")).status_code == 404
    assert client_for(None).get(page(draft)).status_code == 302


def test_draft_has_no_extract(client_for: ClientFor, meeting: Protocol, head: Person) -> None:
    answer = client_for(head).get(page(meeting))

    assert answer.status_code == 403
    assert "подписанного протокола" in answer.content.decode()


def test_page_says_when_nothing_concerns(
    client_for: ClientFor, meeting: Protocol, association: Association, head: Person, member: Person
) -> None:
    add_decision(meeting, "ей", AddresseeKind.PERSON, person=member)
    sign_protocol(meeting.pk, by=head, at=datetime(2024, 10, 15, 9, 0, tzinfo=UTC))

    answer = client_for(head).get(page(meeting), {"whom": f"person:{head.pk}"})

    assert answer.status_code == 422
    assert "Ни одно решение этого протокола не касается" in answer.content.decode()


def test_reader_from_above_without_a_place_here_finds_only_herself(
    client_for: ClientFor, signed: Protocol, region: Association
) -> None:
    reader = PersonFactory.create(family_name="Тополева")
    GrantFactory.create(person=reader, role=Role.METHODIST, association=region)

    assert choices(client_for(reader), signed) == [f"person:{reader.pk}"]


def test_extract_page_costs_the_same_for_one_decision_and_for_four(
    client_for: ClientFor, signed: Protocol, member: Person, school: Organisation
) -> None:
    client = client_for(member)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(page(signed), {"whom": f"person:{member.pk}"})
        costs.append(len(queries))
        for place in range(3):
            add_decision(signed, f"Ещё {place}", AddresseeKind.PERSON, person=member)

    assert costs[0] == costs[1]
