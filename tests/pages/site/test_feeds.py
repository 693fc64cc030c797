"""What appears in sections by itself: to whom, and for how many queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.documents.enums import DocumentAudience, DocumentStatus
from stellazh.pages.enums import SectionFeed
from stellazh.pages.models import SiteHome
from stellazh.people.models import Person
from tests.events.calendar.making import make_event
from tests.factories.documents import DocumentFactory
from tests.factories.protocols import ProtocolFactory, ProtocolPersonFactory, ResolutionFactory
from tests.factories.reports import AnnualReportFactory
from tests.factories.workplans import PlanFactory
from tests.pages.site.conftest import make_news, section
from tests.pages.test_homes import branch_of, make_plan

ClientFor = Callable[..., Client]
PUBLISHED = datetime(2025, 6, 20, 9, 0, tzinfo=UTC)


def read(client: Client, home: SiteHome, feed: str) -> str:
    """The page of the section with that feed, without masthead and foot."""
    answer = client.get(f"/o/{home.slug}/{section(home, feed).slug}/")
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def with_material(event: Any, title: str = "Раздатка", audience: str = "everybody") -> None:
    event.materials.create(title=title, audience=audience)


@pytest.mark.parametrize("count", [1, 3])
def test_sections_cost_the_same_for_one_and_for_three(
    count: int,
    region: Association,
    region_home: SiteHome,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        branch = branch_of(region)
        make_plan(branch)
        PlanFactory(association=region, published=True, school_year=2020 + number)
        make_event(region, capacity=30)
        with_material(make_event(region, days=-3 - number))
        DocumentFactory(association=region, public=True)
        AnnualReportFactory(
            association=region, school_year=2020 + number, status="sealed", published_at=PUBLISHED, title="Отчёт"
        )
        make_news(region_home, f"n{number}")
        ProtocolFactory(association=region, signed=True, published_at=PUBLISHED)
        ResolutionFactory(association=region, adopted=True, published_at=PUBLISHED)
    client = client_for()
    # A page with its site is four; then what the feed asks.
    costs = {
        SectionFeed.STRUCTURE: 8,  # how many, the associations, heads (nobody to ask consents of)
        SectionFeed.PLAN: 9,  # plans, events, places, entries found and read
        SectionFeed.RECORDINGS: 8,  # how many, events, records, materials
        SectionFeed.DOCUMENTS: 6,
        SectionFeed.PROTOCOLS: 11,  # how many, protocols, whom they name by four, resolutions, reports
        SectionFeed.REPORTS: 5,
        SectionFeed.CERTIFICATES: 4,
        SectionFeed.NEWS: 7,  # how many, news, categories
    }
    for feed, queries in costs.items():
        address = f"/o/omo/{section(region_home, feed).slug}/"
        with django_assert_num_queries(queries):
            answer = client.get(address)
        assert len(answer.content) <= 60 * 1024


def test_structure_names_heads_to_those_who_may_know_them(
    region: Association,
    region_home: SiteHome,
    association: Association,
    head: Person,
    member: Person,
    client_for: ClientFor,
) -> None:
    guest, known = (read(client_for(person), region_home, SectionFeed.STRUCTURE) for person in (None, member))

    assert association.short_name in guest
    assert "Ольхова" not in guest
    assert "руководитель назначен" in guest
    assert "Ольхова" in known


def test_plan_shows_what_is_published_and_to_members_what_is_agreed(
    association: Association, home: SiteHome, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    make_plan(association, published=False, considered=True)
    make_event(association, "Открытая встреча")
    make_event(association, "Встреча для своих", visibility="members")

    guest, own, foreign = (read(client_for(person), home, SectionFeed.PLAN) for person in (None, member, stranger))

    assert ["Открытая встреча" in text for text in (guest, own, foreign)] == [True] * 3
    assert ["Встреча для своих" in text for text in (guest, own, foreign)] == [False, True, False]
    assert ["учебный год</a>" in text for text in (guest, own, foreign)] == [False, True, False]
    assert "Плана здесь пока нет" in guest


def test_recordings_name_events_that_keep_something_for_everybody(
    association: Association, home: SiteHome, member: Person, head: Person, client_for: ClientFor
) -> None:
    for title, fields, audience in (
        ("Открытый семинар", {}, "everybody"),
        ("Для участников", {}, "participants"),
        ("Для своих", {"visibility": "members"}, "everybody"),
        ("Черновик", {"draft": True}, "everybody"),
    ):
        with_material(make_event(association, title, days=-3, **fields), audience=audience)
    make_event(association, "Без материалов", days=-3)

    def shown(person: Person | None) -> set[str]:
        text = read(client_for(person), home, SectionFeed.RECORDINGS)
        return set(re.findall(r'<a href="/events/\d+/">([^<]+)<', text))

    assert shown(None) == {"Открытый семинар"}
    assert shown(member) == {"Открытый семинар", "Для своих"}
    assert shown(head) == {"Открытый семинар", "Для своих"}


def test_documents_show_what_this_reader_may_open(
    association: Association, home: SiteHome, head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    DocumentFactory(association=association, public=True, title="Открытый приказ")
    DocumentFactory(association=association, title="Приказ для своих", audience=DocumentAudience.MEMBERS)
    DocumentFactory(association=association, unpublished=True, title="Неопубликованный")
    DocumentFactory(association=association, public=True, title="Старый приказ", status=DocumentStatus.REPEALED)

    def shown(person: Person | None) -> list[bool]:
        text = read(client_for(person), home, SectionFeed.DOCUMENTS)
        return [title in text for title in ("Открытый приказ", "Приказ для своих", "Неопубликованный")]

    assert shown(None) == [True, False, False]
    assert shown(member) == [True, True, False]
    assert shown(stranger) == [True, False, False]
    # Even its keepers find what is not published in the register, not here.
    assert shown(head) == [True, True, False]
    assert "утратил силу" in read(client_for(), home, SectionFeed.DOCUMENTS)


def test_protocols_and_resolutions_show_what_this_reader_may_open(
    association: Association, home: SiteHome, member: Person, head: Person, stranger: Person, client_for: ClientFor
) -> None:
    ProtocolFactory(association=association, signed=True, number=7, title="О фондах")
    ProtocolFactory(association=association, title="Черновик протокола")
    ResolutionFactory(association=association, title="Резолюция секции", adopted=True)
    ResolutionFactory(association=association, title="Собираем предложения")

    def shown(person: Person | None) -> list[bool]:
        text = read(client_for(person), home, SectionFeed.PROTOCOLS)
        return [title in text for title in ("О фондах", "Резолюция секции", "Черновик", "Собираем предложения")]

    assert shown(None) == [False] * 4
    assert shown(stranger) == [False] * 4
    assert shown(member) == [True, True, False, False]
    assert shown(head) == [True, True, False, False]
    assert "видны его участникам после входа" in read(client_for(), home, SectionFeed.PROTOCOLS)


def test_published_protocols_and_resolutions_are_shown_to_everybody(
    association: Association, home: SiteHome, stranger: Person, client_for: ClientFor
) -> None:
    shown = {"association": association, "published_at": PUBLISHED}
    protocol = ProtocolFactory(signed=True, title="О наставничестве Сосновской", **shown)
    ProtocolPersonFactory(protocol=protocol, person=None, name="Сосновская Елена Сергеевна")
    ResolutionFactory(adopted=True, title="Резолюция секции", **shown)

    texts = [read(client_for(person), home, SectionFeed.PROTOCOLS) for person in (None, stranger)]

    assert all("О наставничестве" in text and "Резолюция секции" in text for text in texts)
    assert not any("Сосновск" in text for text in texts)


def test_reports_are_shown_once_published_the_latest_edition_alone(
    association: Association, home: SiteHome, head: Person, client_for: ClientFor
) -> None:
    sealed = {"association": association, "school_year": 2024, "status": "sealed"}
    AnnualReportFactory(**sealed, edition=1, published_at=PUBLISHED, title="Первый отчёт")
    AnnualReportFactory(**sealed, edition=2, published_at=PUBLISHED, title="Исправленный отчёт")
    AnnualReportFactory(**{**sealed, "school_year": 2023}, title="Запечатанный отчёт")
    AnnualReportFactory(association=association, school_year=2022, title="Черновик отчёта")

    for person in (None, head):
        text = read(client_for(person), home, SectionFeed.REPORTS)
        assert re.findall(r'<li><a href="(/o/luga/year-report/[^"]+)">([^<]+)<', text) == [
            ("/o/luga/year-report/2024/", "Исправленный отчёт")
        ]


def test_certificates_are_checked_from_the_site(home: SiteHome, client_for: ClientFor) -> None:
    text = read(client_for(), home, SectionFeed.CERTIFICATES)

    assert f'action="{reverse("certificates:check_entry")}"' in text


def test_a_section_without_a_feed_shows_its_words_alone(home: SiteHome, client_for: ClientFor) -> None:
    text = read(client_for(), home, SectionFeed.NONE)

    assert "<h2" not in text


@pytest.mark.parametrize(
    ("feed", "words"),
    [
        (SectionFeed.RECORDINGS, "Записей пока нет"),
        (SectionFeed.DOCUMENTS, "Документов, открытых вам, пока нет"),
        (SectionFeed.REPORTS, "Отчётов пока нет"),
        (SectionFeed.NEWS, "Новостей пока нет"),
        (SectionFeed.PLAN, "Плана здесь пока нет"),
    ],
)
def test_an_empty_section_says_what_will_be_there(feed: str, words: str, home: SiteHome, client_for: ClientFor) -> None:
    assert words in read(client_for(), home, feed)


def test_long_feeds_have_pages(association: Association, home: SiteHome, client_for: ClientFor) -> None:
    for number in range(31):
        DocumentFactory(association=association, public=True, title=f"Приказ {number:02}")
    address = f"/o/luga/{section(home, SectionFeed.DOCUMENTS).slug}/"
    client = client_for()

    pages = [
        set(re.findall(r"Приказ \d\d", client.get(f"{address}?page={number}").content.decode())) for number in (1, 2)
    ]

    assert [len(page) for page in pages] == [30, 1]
    assert not pages[0] & pages[1]
