"""What everybody reads: not one word of what is hidden, by page, list and preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeKind, CarryResult, PartRole, VoteChoice, VoteMode
from stellazh.protocols.models import CarryOver, ProblemPoint, Protocol, Resolution, RollCall, Vote
from stellazh.protocols.reads.open_words import HIDDEN_CONTACT, HIDDEN_NAME, Veil, indexed
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.protocols import (
    AgendaItemFactory,
    DecisionFactory,
    DecisionOwnerFactory,
    PointFactory,
    ProposalFactory,
    ProtocolFactory,
    ProtocolPersonFactory,
    ResolutionFactory,
    SpeechFactory,
)

AT = datetime(2024, 10, 20, 9, 0, tzinfo=UTC)
HIDDEN = (
    "Сосновск", "Лесникова", "Лесников", "Тополева", "Тополев", "Калинина", "Калинин", "Вербина", "Вербин",
    "Берестова", "Берестов", "директорша", "школаскрытая", "отпускскрытый", "приложениескрытое", "замечаниескрытое",
    "скрытая@example.org", "765-43-21", "докладчицаскрытая",
)  # fmt: skip


@pytest.fixture
def published(association: Association) -> Protocol:
    """Everything that may be hidden stands in it."""
    protocol = ProtocolFactory.create(
        association=association, signed=True, published_at=AT, title="О наставничестве Сосновской",
        present_words="библиотекари округа, Лесникова Т. П.",
    )  # fmt: skip
    named = PersonFactory(family_name="Ольхова")
    ConsentFactory(person=named, publishes="name")
    ProtocolPersonFactory.create(protocol=protocol, person=named, role=PartRole.CHAIR, post="директорша")
    for role in (PartRole.SECRETARY, PartRole.PRESENT, PartRole.INVITED, PartRole.EXCUSED, PartRole.ABSENT):
        ProtocolPersonFactory.create(
            protocol=protocol, person=None, name="Сосновская Елена Сергеевна", role=role, post="директорша",
            organisation_name="школаскрытая", reason="отпускскрытый",
        )  # fmt: skip
    item: Any = AgendaItemFactory.create(
        protocol=protocol, title="Об опыте Лесниковой", reporters="докладчицаскрытая", position=1
    )
    SpeechFactory.create(
        protocol=protocol, item=item, name="Лесникова Т. П.", post="школаскрытая", is_attached=True,
        text="Поблагодарила Сосновскую и Н. А. Тополеву. Писать: скрытая@example.org, звонить 8 (813) 765-43-21.",
    )  # fmt: skip
    SpeechFactory.create(protocol=protocol, item=item, person=named, name="Ольхова В. И.", post="директорша", text="О.")
    decision: Any = DecisionFactory.create(
        protocol=protocol, item=item, text="Поручить Калининой Вере Олеговне сборник", term_raw="до отпуска Калининой",
        sign_of_done="папка у Калининой", number_text="1.1", binding_at=AT,
    )  # fmt: skip
    DecisionOwnerFactory.create(decision=decision, kind=AddresseeKind.PERSON, person=None, name="Калинина В. О.")
    DecisionOwnerFactory.create(decision=decision, kind=AddresseeKind.GROUP, person=None, name="группа Вербиной О. И.")
    vote = Vote.objects.create(protocol=protocol, item=item, mode=VoteMode.ROLL, for_count=1, against_count=0)
    voter = ProtocolPersonFactory.create(protocol=protocol, person=None, name="Берестова Зоя Ильинична")
    RollCall.objects.create(vote=vote, voter=voter, choice=VoteChoice.FOR)
    earlier: Any = DecisionFactory.create(
        protocol=ProtocolFactory.create(association=association, signed=True), text="Отчёт Берестовой", number_text="1"
    )
    DecisionOwnerFactory.create(decision=earlier, person=None, name="Вербина О. И.")
    CarryOver.objects.create(
        protocol=protocol, decision=earlier, result=CarryResult.PARTLY, words="Вербина О. И. рассказала."
    )
    protocol.remarks.create(name="Калинина", text="замечаниескрытое", made_at=AT)
    return protocol


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_guest_reads_the_text_without_names(
    published: Protocol, client_for: Callable[[Person | None], Client], stranger: Person, head: Person
) -> None:
    listed = reverse("protocols:association_protocols", args=[published.association.code])
    addresses = [published.get_absolute_url(), listed]
    preview = reverse("protocols:protocol_as_guest", args=[published.pk])

    pages = [text_of(client_for(reader), address) for reader in (None, stranger) for address in addresses]
    pages.append(text_of(client_for(head), preview))

    assert [(word, number) for number, page in enumerate(pages) for word in HIDDEN if word in page] == []
    said = ("Поручить", "сборник", HIDDEN_NAME, HIDDEN_CONTACT, "Ольхова", "Выступающая", "участник объединения")
    shut = ("protocol.docx", "/files/", "remarks")
    for page in (pages[0], pages[2], pages[4]):
        assert [word for word in said if word not in page] == []
        assert [word for word in shut if word in page] == []


def test_a_reader_of_the_association_reads_it_whole(
    published: Protocol, client_for: Callable[[Person | None], Client], member: Person
) -> None:
    page = text_of(client_for(member), published.get_absolute_url())

    assert "Сосновская Елена Сергеевна" in page
    assert "protocol.docx" in page


def test_nothing_else_of_a_published_protocol_opens(
    published: Protocol, client_for: Callable[[Person | None], Client], stranger: Person
) -> None:
    names = ("protocol_word", "protocol_pdf", "protocol_extract", "extract_docx", "extract_as_pdf", "remark_new")
    addresses = [reverse(f"protocols:{name}", args=[published.pk]) for name in names]

    got = {(client_for(reader).get(one).status_code) for reader in (None,) for one in addresses}
    stood = {(client_for(stranger).get(one).status_code) for one in addresses}

    assert (got, stood) == ({302}, {404})
    assert not Protocol.objects.visible_to(stranger).exists()


def test_a_hidden_protocol_leads_a_guest_to_sign_in(
    published: Protocol, client_for: Callable[[Person | None], Client], stranger: Person
) -> None:
    Protocol.objects.update(published_at=None)
    address = published.get_absolute_url()
    missing = reverse("protocols:protocol_detail", args=[10**6])

    got = [client_for(None).get(one) for one in (address, missing)]

    assert [one.status_code for one in got] == [302, 302]
    assert got[0]["Location"].replace(str(published.pk), "N") == got[1]["Location"].replace(str(10**6), "N")
    assert client_for(stranger).get(address).status_code == 404


def test_a_post_is_named_only_by_its_own_consent(
    published: Protocol, client_for: Callable[[Person | None], Client]
) -> None:
    chair = published.people.get(role=PartRole.CHAIR)
    assert chair.person
    ConsentFactory(person=chair.person, publishes="posts")

    assert "директорша" in text_of(client_for(None), published.get_absolute_url())


def test_a_withdrawn_consent_hides_the_name_at_once(
    published: Protocol, client_for: Callable[[Person | None], Client]
) -> None:
    chair = published.people.get(role=PartRole.CHAIR)
    assert chair.person
    chair.person.consents.update(withdrawn_at=AT)

    assert "Ольхов" not in text_of(client_for(None), published.get_absolute_url())


def test_a_resolution_is_read_without_names_and_answers(
    association: Association, client_for: Callable[[Person | None], Client], stranger: Person, head: Person
) -> None:
    made: Any = ResolutionFactory.create(
        association=association, closed=True, published_at=AT, title="Резолюция о чтении",
        preamble="По словам Сосновской Е. С.", closing_words="Спасибо Лесниковой Т. П.", meeting_words="секцией",
    )  # fmt: skip
    ProblemPoint.objects.create(resolution=made, text="Опыт Тополевой Н. А.")
    ProposalFactory(resolution=made, text="замечаниескрытое", name="Калинина В. О.")
    PointFactory(
        section__resolution=made, text="Читать с Вербиной О. И.", term_raw="до приезда Берестовой З. И.",
        sign_of_done="письмо на скрытая@example.org", closing_words="отпускскрытый", number_text="1.1", binding_at=AT,
    )  # fmt: skip
    preview = reverse("protocols:resolution_as_guest", args=[made.pk])

    pages = [text_of(client_for(reader), made.get_absolute_url()) for reader in (None, stranger)]
    pages.append(text_of(client_for(head), preview))

    assert [(word, number) for number, page in enumerate(pages) for word in HIDDEN if word in page] == []
    assert all("Читать с" in page and "resolution.docx" not in page for page in pages)
    Resolution.objects.update(published_at=None)
    assert client_for(None).get(made.get_absolute_url()).status_code == 302
    assert client_for(stranger).get(made.get_absolute_url()).status_code == 404


def test_a_head_shows_and_hides_by_pages(
    published: Protocol, client_for: Callable[[Person | None], Client], head: Person
) -> None:
    client, address = client_for(head), reverse("protocols:protocol_publish", args=[published.pk])

    client.post(address, {"deed": "Скрыть", "expected_version": published.version})
    client.post(address, {"deed": "Скрыть", "expected_version": published.version})

    published.refresh_from_db()
    assert published.published_at is None
    assert "Показать всем" in text_of(client, published.get_absolute_url())
    client.post(address, {"deed": "Показать всем", "expected_version": published.version})
    published.refresh_from_db()
    assert published.published_by_name == head.actor_name
    assert "Скрыть от посетителей" in text_of(client, published.get_absolute_url())


def test_a_stale_look_shows_nothing(
    association: Association, client_for: Callable[[Person | None], Client], head: Person
) -> None:
    signed = ProtocolFactory.create(association=association, signed=True)
    address = reverse("protocols:protocol_publish", args=[signed.pk])

    answer = client_for(head).post(address, {"deed": "Показать всем", "expected_version": signed.version + 1})

    assert answer.status_code == 422
    assert Protocol.objects.get(pk=signed.pk).published_at is None


def test_the_public_pages_ask_as_much_of_one_as_of_three(
    association: Association, client_for: Callable[[Person | None], Client]
) -> None:
    client = client_for(None)
    address = reverse("protocols:association_protocols", args=[association.code])

    def asked(one: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(one).status_code == 200
        return len(found)

    def shown() -> Protocol:
        protocol = ProtocolFactory.create(association=association, signed=True, published_at=AT)
        more_of(protocol)
        return protocol

    def more_of(protocol: Protocol) -> None:
        item: Any = AgendaItemFactory.create(protocol=protocol)
        SpeechFactory.create(protocol=protocol, item=item)
        ProtocolPersonFactory.create(protocol=protocol)
        DecisionOwnerFactory.create(decision=DecisionFactory.create(protocol=protocol, item=item))

    first = shown()
    one_listed, one_read = asked(address), asked(first.get_absolute_url())
    for _ in range(2):
        shown()
        more_of(first)

    assert (asked(address), asked(first.get_absolute_url())) == (one_listed, one_read) == (8, 7)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Поручить Ольховой В.И. и Липиной Елене Сергеевне отчёт", f"Поручить {HIDDEN_NAME} и {HIDDEN_NAME} отчёт"),
        ("И.П. Рябинина, ОЛЬХОВА В. И.", f"{HIDDEN_NAME}, {HIDDEN_NAME}"),
        ("Вера Ильинична предложила", f"{HIDDEN_NAME} предложила"),
        ("В. Ольхова начала", f"{HIDDEN_NAME} начала"),
        ("Рябининой помогла КЛЕНОВА", f"{HIDDEN_NAME} помогла {HIDDEN_NAME}"),
        ("Встреча в школе им. А.С. Пушкина", "Встреча в школе им. А.С. Пушкина"),
        ("рябининой рощи нет в г. Сосногорск, МБОУ СОШ № 5", "рябининой рощи нет в г. Сосногорск, МБОУ СОШ № 5"),
        ("ISBN 978-5-17-123456-7, 12.10.2024, 2024-10-12", "ISBN 978-5-17-123456-7, 12.10.2024, 2024-10-12"),
        ("звонить 8 (813) 123-45-67 или 2-34-56", f"звонить {HIDDEN_CONTACT} или {HIDDEN_CONTACT}"),
        ("писать a.b@example.org, @olhova", f"писать {HIDDEN_CONTACT}, {HIDDEN_CONTACT}"),
        ("Рябининская область, г. Рябинин", "Рябининская область, г. Рябинин"),
        ("Встреча с Рябининой, г Рябининой", f"Встреча с {HIDDEN_NAME}, г {HIDDEN_NAME}"),
        ("", ""),
    ],
)
def test_a_veil_hides_names_and_contacts(text: str, shown: str) -> None:
    assert Veil(["Рябинина-Кленова О. И."])(text) == shown


def test_what_stands_for_names_is_not_searched() -> None:
    assert indexed(f"Поручить {HIDDEN_NAME} отчёт: {HIDDEN_CONTACT}").split() == ["Поручить", "отчёт:"]
