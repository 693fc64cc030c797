"""What an editor may not learn of others, and what nobody does to the frame of a site."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from stellazh.associations.models import Association, Grant
from stellazh.common.capabilities import Role
from stellazh.jobs.worker import run_queued
from stellazh.pages.models import NewsCategory, NewsIndex, NewsPage, SectionPage, SiteHome, SitePicture, TextPage
from stellazh.pages.receivers import AddressIsTaken
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person
from tests.checks import nothing_changes
from tests.factories.associations import GrantFactory
from tests.pages.editing.conftest import MakeNews, MakePicture, fresh, news_of
from tests.pages.editing.test_publishing import form_of

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
SECRET = "Тайный черновик соседей"


@pytest.fixture
def secret(other_home: SiteHome, make_news: MakeNews) -> NewsPage:
    """A draft of the neighbours."""
    return make_news(other_home, "secret-draft", live=False, title=SECRET)


@pytest.fixture
def secret_picture(other_home: SiteHome, make_picture: MakePicture) -> SitePicture:
    return make_picture(other_home, title="Тайный снимок соседей")


def test_no_screen_names_a_draft_or_picture_of_others(
    home: SiteHome, editor: Person, secret: NewsPage, secret_picture: SitePicture, make_news: MakeNews,
    client_for: ClientFor,
) -> None:  # fmt: skip
    own = make_news(home, title="Тайны своих")
    client = client_for(editor)
    # The index of the editor's search is written in the background.
    run_queued()
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[home.pk]),
        reverse("wagtailadmin_explore", args=[home.get_parent().pk]),
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_pages:search") + "?q=Тайный",
        reverse("wagtailadmin_pages:search_results") + "?q=Тайный",
        reverse("wagtailadmin_explore", args=[home.pk]) + "?q=Тайный&search_all=1",
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page") + "?page_type=pages.newspage",
        reverse("wagtailadmin_choose_page") + "?user_perms=copy_to",
        reverse("wagtailadmin_choose_page_child", args=[news_of(secret_home(secret)).pk]),
        reverse("wagtailadmin_choose_page_child", args=[Page.get_first_root_node().pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=Тайный",
        reverse("wagtailadmin_pages:move", args=[own.pk]),
        reverse("wagtailadmin_pages:copy", args=[own.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:index") + "?q=Тайный",
        reverse("wagtailimages:index") + f"?collection_id={secret_picture.collection_id}",
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailimages_chooser:choose_results") + "?q=Тайный",
        reverse("wagtailimages_chooser:choose") + f"?collection_id={secret_picture.collection_id}",
        reverse("wagtailimages:add"),
    ]

    found = [address for address in addresses if "Тайный" in _seen(client.get(address, follow=True), address)]

    assert found == []
    for address in (reverse("wagtailadmin_pages:search"), reverse("wagtailadmin_choose_page_search")):
        assert "Тайны своих" in _seen(client.get(address, {"q": "Тайны"}), address)


def secret_home(page: NewsPage) -> SiteHome:
    return SiteHome.objects.get(path=page.path[:12])


def _seen(answer: object, address: str) -> str:
    # What was asked for stands in the box of the search again.
    text = answer.content.decode()
    # JSON writes Russian letters as codes.
    text += re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    return text.replace('value="Тайный"', "").replace("Тайный</", "</") if "q=" in address else text


def test_a_form_sent_with_keys_of_others_tells_nothing_and_keeps_nothing(
    home: SiteHome, editor: Person, secret: NewsPage, secret_picture: SitePicture, client_for: ClientFor
) -> None:
    address = reverse("wagtailadmin_pages:add", args=["pages", "newspage", news_of(home).pk])
    link = f'{{"blocks":[{{"key":"a","text":"туда","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[{{"key":0,"offset":0,"length":4}}]}}],"entityMap":{{"0":{{"type":"LINK","mutability":"MUTABLE","data":{{"id":{secret.pk},"url":"/","parentId":1}}}}}}}}'  # noqa: E501
    blocks = {
        "body-count": "3",
        "body-0-type": "link", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "",
        "body-0-value-words": "Туда", "body-0-value-page": str(secret.pk), "body-0-value-address": "",
        "body-1-type": "picture", "body-1-order": "1", "body-1-deleted": "", "body-1-id": "",
        "body-1-value-picture": str(secret_picture.pk), "body-1-value-caption": "",
        "body-2-type": "text", "body-2-order": "2", "body-2-deleted": "", "body-2-id": "", "body-2-value": link,
    }  # fmt: skip

    answer = client_for(editor).post(address, form_of(picture=secret_picture.pk, **blocks))

    text = _seen(answer, address)
    assert (answer.status_code, NewsPage.objects.child_of(news_of(home)).count()) == (200, 0)
    assert "Тайный" not in text
    assert "secret-draft" not in text
    assert str(secret_picture.public_id) not in text


def test_categories_of_others_are_not_offered_and_not_taken(
    home: SiteHome, other_home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    own = NewsCategory.objects.create(index=news_of(home), name="Наши встречи", slug="meetings")
    strange = NewsCategory.objects.create(index=news_of(other_home), name="Чужие встречи", slug="meetings")
    address = reverse("wagtailadmin_pages:add", args=["pages", "newspage", news_of(home).pk])
    client = client_for(editor)

    offered = client.get(address).content.decode()
    refused = client.post(address, form_of(categories=str(strange.pk)))
    client.post(address, form_of(categories=str(own.pk)))

    assert ("Наши встречи" in offered, "Чужие встречи" in offered) == (True, False)
    assert refused.context["form"].errors.keys() == {"categories"}
    assert [list(page.categories.all()) for page in NewsPage.objects.child_of(news_of(home))] == [[own]]


def test_a_second_page_of_one_title_gets_an_address_of_its_own(
    home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    address = reverse("wagtailadmin_pages:add", args=["pages", "newspage", news_of(home).pk])
    client = client_for(editor)

    for _ in range(2):
        client.post(address, form_of(title="Итоги месяца", slug="itogi-mesyaca"))

    slugs = NewsPage.objects.child_of(news_of(home)).order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["itogi-mesyaca", "itogi-mesyaca-2"]


def test_nothing_is_moved_or_copied_out_of_or_into_a_strange_tree(
    home: SiteHome, editor: Person, secret: NewsPage, other_home: SiteHome, make_news: MakeNews, client_for: ClientFor
) -> None:
    own, client, there = make_news(home), client_for(editor), news_of(other_home)

    answers = [
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[own.pk, there.pk])),
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[secret.pk, news_of(home).pk])),
        client.post(reverse("wagtailadmin_pages:move", args=[own.pk]), {"new_parent_page": there.pk}),
        client.post(
            reverse("wagtailadmin_pages:copy", args=[own.pk]),
            {"new_title": "К", "new_slug": "k", "new_parent_page": there.pk},
        ),
        client.post(reverse("wagtailadmin_pages:add", args=["pages", "newspage", there.pk]), form_of()),
        client.post(reverse("wagtailadmin_pages:add", args=["pages", "sitehome", home.get_parent().pk]), form_of()),
        client.post(reverse("wagtailadmin_pages:set_page_position", args=[there.pk]) + "?position=0"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 7
    assert NewsPage.objects.child_of(there).count() == 1
    assert fresh(own).get_parent().pk == news_of(home).pk


@pytest.mark.parametrize("name", ["delete", "unpublish", "move", "copy"])
def test_the_frame_of_a_site_stays(name: str, home: SiteHome, editor: Person, client_for: ClientFor) -> None:
    client = client_for(editor)

    for page in (home, news_of(home)):
        address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        given = {"new_title": "К", "new_slug": "k", "new_parent_page": home.pk}
        assert client.post(address, given).status_code == 302

    assert (SiteHome.objects.filter(live=True).count(), NewsIndex.objects.filter(live=True).count()) == (1, 1)


def test_the_frame_is_not_created_by_hand(home: SiteHome, editor: Person, client_for: ClientFor) -> None:
    client = client_for(editor)

    answers = [
        client.get(reverse("wagtailadmin_pages:add", args=["pages", kind, home.pk])).status_code
        for kind in ("sitehome", "newsindex", "sitetree")
    ]

    assert 200 not in answers
    assert (
        "лента новостей"
        not in client.get(reverse("wagtailadmin_pages:add_subpage", args=[home.pk]))
        .content.decode()
        .casefold()
        .partition("<main")[2]
    )


def test_the_address_of_a_home_never_changes(home: SiteHome, editor: Person, client_for: ClientFor) -> None:
    home.slug = "another"

    nothing_changes(home.save, AddressIsTaken)

    given = {"lead": "О нас", "slug": "another", "body-count": "0", "search_description": "", "action-publish": "1"}
    client_for(editor).post(reverse("wagtailadmin_pages:edit", args=[home.pk]), given)
    assert (fresh(home).slug, fresh(home).lead) == ("luga", "О нас")


def test_a_published_page_is_taken_down_and_not_deleted(
    home: SiteHome, editor: Person, make_news: MakeNews, client_for: ClientFor
) -> None:
    live, draft = make_news(home), make_news(home, "draft", live=False)
    client = client_for(editor)

    answer = client.post(reverse("wagtailadmin_pages:delete", args=[live.pk]), follow=True)
    client.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))

    assert "снимают с публикации" in answer.content.decode()
    assert list(NewsPage.objects.values_list("slug", flat=True)) == ["forum"]


TAKEN = ["calendar", "documents", "site", "members"]


@pytest.mark.parametrize("slug", TAKEN)
def test_an_address_of_the_product_is_taken_by_no_page(
    slug: str, home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    address = reverse("wagtailadmin_pages:add", args=["pages", "textpage", home.pk])
    given = {"title": "Планы", "slug": slug, "lead": "", "body-count": "0", "seo_title": "", "search_description": ""}

    answer = client_for(editor).post(address, given)

    assert (answer.status_code, TextPage.objects.count()) == (200, 0)
    assert "Этот адрес уже занят" in answer.content.decode()


def test_an_address_of_the_product_is_taken_by_no_other_way(
    home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    page = home.add_child(instance=TextPage(title="Планы", slug="nashi-plany"))
    section = SectionPage.objects.child_of(home).first()
    below = section.add_child(instance=TextPage(title="Планы", slug="calendar"))
    client = client_for(editor)

    nothing_changes(lambda: home.add_child(instance=TextPage(title="Планы", slug="calendar")), ValidationError)
    page.slug = "calendar"
    nothing_changes(page.save, ValidationError)
    client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Планы", "new_slug": "calendar", "new_parent_page": home.pk},
    )
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[below.pk, home.pk]))

    assert [one.slug for one in TextPage.objects.child_of(home)] == ["nashi-plany"]


def test_another_slug_leads_on_from_the_former_address(
    home: SiteHome, make_news: MakeNews, client_for: ClientFor, django_capture_on_commit_callbacks: Any
) -> None:
    page = make_news(home)
    former = page.url

    page.slug = "forum-2024"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    answer = client_for().get(former)
    assert (answer.status_code, answer["Location"]) == (301, f"{home.url}news/forum-2024/")


def test_a_role_that_ended_closes_the_editor_at_once(home: SiteHome, editor: Person, client_for: ClientFor) -> None:
    client = client_for(editor)
    before = client.get("/cms/").status_code

    Grant.objects.filter(person=editor).delete()

    assert (before, client.get("/cms/").status_code) == (200, 403)
    assert editor.groups.count() == 0


def test_somebody_shut_out_is_led_to_the_sign_in(home: SiteHome, editor: Person, client_for: ClientFor) -> None:
    client = client_for(editor)

    Person.objects.filter(pk=editor.pk).update(is_active=False)

    assert client.get("/cms/").status_code == 302


def test_a_closed_association_is_edited_by_nobody(
    home: SiteHome, editor: Person, association: Association, at: datetime, client_for: ClientFor
) -> None:
    Association.objects.filter(pk=association.pk).update(archived_at=at)

    assert client_for(editor).get("/cms/").status_code == 403


def test_who_edits_two_sites_sees_both_and_no_third(
    home: SiteHome, editor: Person, other_home: SiteHome, region: Association, head: Person, at: datetime,
    client_for: ClientFor,
) -> None:  # fmt: skip
    third = ensure_site(region, by=head, at=at)
    GrantFactory(person=editor, association=other_home.association, role=Role.EDITOR)

    text = client_for(editor).get(reverse("wagtailadmin_explore_root"), follow=True).content.decode()

    assert (home.title in text, other_home.title in text, third.title in text) == (True, True, False)


@pytest.mark.parametrize("name", ["wagtailadmin_pages:view_draft", "wagtailadmin_pages:preview_on_edit"])
def test_a_draft_is_drawn_under_the_strict_policy_in_a_frame_of_ours(
    name: str, home: SiteHome, editor: Person, make_news: MakeNews, client_for: ClientFor
) -> None:
    page, client = make_news(home, live=False), client_for(editor)
    address = reverse(name, args=[page.pk])
    if name.endswith("preview_on_edit"):
        assert client.post(address, form_of("Видно в просмотре")).json()["is_valid"]

    answer = client.get(address)

    policy = answer["Content-Security-Policy"]
    assert answer.status_code == 200
    assert ("unsafe-inline" in policy, "frame-ancestors 'self'" in policy) == (False, True)
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert ("Видно в просмотре" in answer.content.decode()) == name.endswith("preview_on_edit")


def test_a_page_closed_for_changes_is_not_deleted_either(
    home: SiteHome, writer: Person, make_news: MakeNews, client_for: ClientFor
) -> None:
    page = make_news(home, live=False)
    Page.objects.filter(pk=page.pk).update(locked=True)

    answer = client_for(writer).post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)

    assert "Страница закрыта для правки: сначала откройте её." in answer.content.decode()
    assert Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("told", ["[]", "1", "{", '{"a b": true}', '{"x": "' + "y" * 3_000 + '"}'])
def test_switches_of_the_editor_are_no_store(told: str, editor: Person, client_for: ClientFor) -> None:
    address = reverse("wagtailadmin_dismissibles")
    client = client_for(editor)

    assert client.patch(address, told, content_type="application/json").status_code == 404
    assert client.patch(address, '{"minimap-expanded": true}', content_type="application/json").status_code == 200
    lots = [json.dumps({f"switch-{first + number}": 1 for number in range(100)}) for first in (0, 100, 200)]
    answers = [client.patch(address, lot, content_type="application/json").status_code for lot in lots]
    assert answers == [200, 404, 404]


@pytest.mark.parametrize("day", ["9999-12-31", "1024-01-01"])
def test_news_of_a_mistyped_year_are_asked_about(
    day: str, home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    before = NewsPage.objects.count()

    answer = client_for(editor).post(
        reverse("wagtailadmin_pages:add", args=["pages", "newspage", news_of(home).pk]),
        form_of(on=day, **{"action-publish": "1"}),
    )

    assert "Проверьте год: новости бывают с 1990 года по следующий." in answer.content.decode()
    assert NewsPage.objects.count() == before
