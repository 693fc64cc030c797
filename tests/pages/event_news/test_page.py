"""The page: who may open it, what it keeps of what was typed, where it leads."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellazh.events.models import Event, Material
from stellazh.pages.models import NewsPage, SiteHome, SitePicture
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.pages.event_news.conftest import AFTER, Write

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def address(event: Event) -> str:
    return reverse("pages:event_news", args=[event.pk])


def form(step: str = "publish", **more: Any) -> dict[str, Any]:
    given = {"title": "Прошёл семинар", "lead": "Коротко.", "text": "Слова.", "submission_key": uuid.uuid4()}
    return {**given, "step": step, **more}


def picture(event: Event, **answers: str) -> dict[str, str]:
    key = event.materials.get(title="Общий снимок").pk
    return {f"picture-m{key}-{name.replace('__', '-')}": value for name, value in answers.items()}


def test_the_page_proposes_and_chooses_no_picture(event: Event, editor: Person, client_for: ClientFor) -> None:
    answer = client_for(editor).get(address(event))

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Прошёл семинар «Читаем вместе»" in html
    assert "Общий снимок" in html
    assert not re.search(r"is_taken[^>]*checked", html)
    assert not re.search(r'type="radio"[^>]*checked', html)
    assert "https://rutube.ru" in answer["Content-Security-Policy"]


def test_strangers_find_no_such_page(
    event: Event, member: Person, stranger: Person, region_head: Person, client_for: ClientFor
) -> None:
    before = fingerprint()

    codes = [client_for(one).get(address(event)).status_code for one in (member, stranger, region_head)]
    posted = [client_for(one).post(address(event), form()).status_code for one in (member, stranger, region_head)]

    assert (codes, posted, fingerprint()) == ([404] * 3, [404] * 3, before)
    assert client_for().get(address(event)).status_code == 302


def test_publishing_leads_to_the_news(event: Event, editor: Person, client_for: ClientFor) -> None:
    client = client_for(editor)

    answer = client.post(address(event), form(), follow=True)

    assert answer.redirect_chain == [("/o/luga/news/proshel-seminar/", 302)]
    assert "Слова." in client_for().get("/o/luga/news/proshel-seminar/").content.decode()


def test_a_draft_and_one_to_be_checked_lead_to_the_site(event: Event, writer: Person, client_for: ClientFor) -> None:
    client = client_for(writer)

    answers = [client.post(address(event), form(step))["Location"] for step in ("draft", "check")]

    assert answers == ["/o/luga/site/"] * 2
    assert not NewsPage.objects.live().exists()


def test_who_may_not_publish_is_told_so_and_loses_nothing(
    event: Event, home: SiteHome, writer: Person, client_for: ClientFor
) -> None:
    shown = client_for(writer).get(address(event)).content.decode()

    answer = client_for(writer).post(address(event), form(text="Долго набранный текст."))

    assert 'value="publish"' not in shown
    assert answer.status_code == 422
    assert "Долго набранный текст." in answer.content.decode()
    assert not NewsPage.objects.exists()


def test_children_without_a_consent_are_refused_and_nothing_is_lost(
    event: Event, home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    before = fingerprint()
    answers = picture(event, is_taken="on", people="children", description="Дети у полки")

    answer = client_for(editor).post(address(event), form(text="Долго набранный текст.", **answers))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "запишите, кто, когда и на что дал согласие" in html
    assert "Долго набранный текст." in html
    assert 'value="Дети у полки"' in html
    assert re.search(r'value="children"[^>]*checked', html)
    assert "<p>Долго набранный текст.</p>" in html
    assert fingerprint() == before


def test_unanswered_questions_of_taken_pictures_are_asked_again(
    event: Event, home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    answer = client_for(editor).post(address(event), form(**picture(event, is_taken="on")))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Скажите, кто на картинке." in html
    assert "Опишите картинку одним предложением." in html


def test_a_picture_with_its_answers_is_published(event: Event, editor: Person, client_for: ClientFor) -> None:
    answers = picture(
        event, is_taken="on", people="children", description="Дети у полки", consent_note="Родители, 1 октября"
    )

    client_for(editor).post(address(event), form(**answers))

    shown = SitePicture.objects.get()
    assert (shown.consent_note, shown.consent_by, NewsPage.objects.get().picture) == (
        "Родители, 1 октября", editor, shown,
    )  # fmt: skip


def test_a_picture_that_is_not_taken_is_asked_nothing(event: Event, editor: Person, client_for: ClientFor) -> None:
    answer = client_for(editor).post(address(event), form(**picture(event, people="children")))

    assert answer.status_code == 302
    assert not SitePicture.objects.exists()


def test_hostile_words_are_shown_as_words(event: Event, editor: Person, client_for: ClientFor) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"

    client_for(editor).post(address(event), form(title=f"Итоги {bad}", lead=bad, text=f"# {bad}\n\n– {bad}\n\n{bad}"))

    page = NewsPage.objects.live().get()
    html = client_for().get(f"/o/luga/news/{page.slug}/").content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert" in html


def test_a_preview_writes_nothing_and_shows_what_was_typed(
    event: Event, home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    before = fingerprint()

    answer = client_for(editor).post(address(event), form("preview", text="# Итоги дня", title="Другой заголовок"))
    empty = client_for(editor).post(address(event), form("preview", title=""))

    html = answer.content.decode()
    assert (answer.status_code, empty.status_code, fingerprint()) == (200, 200, before)
    assert '<h3 class="title">Другой заголовок</h3>' in html
    assert ">Итоги дня</h2>" in html


def test_a_double_click_makes_one_page(event: Event, editor: Person, client_for: ClientFor) -> None:
    client, sent = client_for(editor), form("draft")

    codes = [client.post(address(event), sent).status_code for _ in range(2)]

    assert (codes, NewsPage.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize("sent", [{}, {**form(), "step": "burn"}, {**form(), "submission_key": "x"}])
def test_strange_forms_are_refused(
    sent: dict[str, Any], event: Event, home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    answer = client_for(editor).post(address(event), sent)

    assert answer.status_code == 422
    assert not NewsPage.objects.exists()


def test_the_second_news_are_told_of_the_first(
    event: Event, editor: Person, write: Write, client_for: ClientFor
) -> None:
    page = write(words={"title": "Первая новость"}).page

    html = client_for(editor).get(address(event)).content.decode()

    assert "Новость об этом мероприятии уже есть" in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html


def test_the_event_leads_its_writers_there(event: Event, head: Person, member: Person, client_for: ClientFor) -> None:
    pages = (reverse("events:event_work", args=[event.pk]), event.get_absolute_url())

    shown = [address(event) in client_for(head).get(page).content.decode() for page in pages]

    assert shown == [True, True]
    assert address(event) not in client_for(member).get(event.get_absolute_url()).content.decode()
    assert address(event) not in client_for().get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", [{"archived_at": AFTER}, {"status": "draft", "held_at": None}])
def test_of_an_event_that_went_away_there_is_no_page(
    state: dict[str, Any], event: Event, head: Person, client_for: ClientFor
) -> None:
    client = client_for(head)
    client.get(address(event))
    Event.objects.filter(pk=event.pk).update(**state)

    assert client.get(address(event)).status_code == 404
    assert client.post(address(event), form()).status_code == 404
    assert not NewsPage.objects.exists()


def test_queries_do_not_grow_with_materials(
    event: Event, home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    client = client_for(editor)
    client.get(address(event))
    with CaptureQueriesContext(connection) as first:
        client.get(address(event))
    for material in list(event.materials.all()):
        for number in range(2):
            copied = Material.objects.create(event=event, title=f"{material.title} {number}")
            copied.versions.create(number=1, file=material.versions.get().file, added_at=AFTER, added_by="Ольхова")

    with CaptureQueriesContext(connection) as second:
        client.get(address(event))

    assert len(second) == len(first)
