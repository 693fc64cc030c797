"""The way of a page: written, sent for a check, published, planned, taken down; the journal and the notices of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision, TaskState

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.common import clock
from stellazh.common.errors import PermissionRefused
from stellazh.mail.models import OutgoingMail
from stellazh.notices.models import Notice
from stellazh.pages.models import NewsPage, SiteHome
from stellazh.pages.services import planned, publishing
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.pages.editing.conftest import MakeNews, MakePicture, fresh, news_of

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def form_of(title: str = "Открыт форум", *, picture: int | None = None, **more: str) -> dict[str, str]:
    """What the editor sends of a piece of news."""
    given = {
        "title": title, "slug": "otkryt-forum", "on": "2024-09-10", "lead": "Коротко о форуме.", "author_words": "",
        "picture": str(picture or ""), "body-count": "0", "seo_title": "", "search_description": "",
        "go_live_at": "", "expire_at": "",
    }  # fmt: skip
    return given | more


def add(client: Client, home: SiteHome, **more: str) -> NewsPage | None:
    address = reverse("wagtailadmin_pages:add", args=["pages", "newspage", news_of(home).pk])
    client.post(address, form_of(**more))
    return NewsPage.objects.filter(slug="otkryt-forum").first()


def told(person: Person) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", "title"))


def test_a_writer_sends_and_a_publisher_publishes(
    home: SiteHome, writer: Person, editor: Person, head: Person, client_for: ClientFor
) -> None:
    page = add(client_for(writer), home, **{"action-submit": "1"})
    assert page is not None
    seen_before = client_for().get(page.url).status_code
    state = TaskState.objects.get()

    client_for(editor).post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": "Хорошо"}
    )

    assert (seen_before, client_for().get(page.url).status_code) == (404, 200)
    assert told(editor) == told(head) == [("pages.to_check", "Ждёт проверки: Открыт форум")]
    assert told(writer) == [("pages.decided", "Опубликовано: Открыт форум")]
    known = [(action, who) for action, who, _ in deeds(fresh(page))]
    assert ("site_page_sent", writer.actor_id) in known
    assert ("site_page_published", editor.actor_id) in known
    assert set(AuditEntry.objects.about(fresh(page)).values_list("scope", flat=True)) == {home.association.path}
    assert mail.outbox == []
    assert not OutgoingMail.objects.filter(subject__icontains="Wagtail").exists()


def test_a_writer_publishes_nothing_by_any_button(home: SiteHome, writer: Person, client_for: ClientFor) -> None:
    page = add(client_for(writer), home, **{"action-publish": "1"})

    assert page is None or not page.live


def test_a_page_comes_back_with_a_remark(home: SiteHome, writer: Person, editor: Person, client_for: ClientFor) -> None:
    page = add(client_for(writer), home, **{"action-submit": "1"})
    assert page is not None

    client_for(editor).post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", TaskState.objects.get().pk]),
        {"comment": "Добавьте дату"},
    )

    notice = Notice.objects.get(person=writer)
    assert (notice.title, notice.text) == ("Вернули с замечанием: Открыт форум", "Замечание: Добавьте дату")
    assert notice.address == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not fresh(page).live


def test_publishing_past_the_check_tells_the_author(
    home: SiteHome, writer: Person, editor: Person, client_for: ClientFor
) -> None:
    page = add(client_for(writer), home, **{"action-submit": "1"})
    assert page is not None

    client_for(editor).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(**{"action-publish": "1"}))

    assert fresh(page).live
    assert told(writer) == [("pages.decided", "Опубликовано: Открыт форум")]


@pytest.mark.parametrize("button", ["action-publish", "action-submit"])
def test_the_form_names_pictures_that_keep_a_page_back(
    button: str, home: SiteHome, editor: Person, make_picture: MakePicture, client_for: ClientFor
) -> None:
    picture = make_picture(home, people="unknown", title="Неизвестные")
    address = reverse("wagtailadmin_pages:add", args=["pages", "newspage", news_of(home).pk])

    answer = client_for(editor).post(address, form_of("Набранное", picture=picture.pk, **{button: "1"}))

    text = answer.content.decode()
    assert (answer.status_code, NewsPage.objects.count()) == (200, 0)
    assert "«Неизвестные»" in text
    assert "Набранное" in text


def test_a_draft_with_such_a_picture_is_kept_and_its_approval_refused_with_a_sentence(
    home: SiteHome, writer: Person, editor: Person, make_picture: MakePicture, client_for: ClientFor
) -> None:
    picture = make_picture(home)
    page = add(client_for(writer), home, picture=picture.pk, **{"action-submit": "1"})
    assert page is not None
    picture.people = "unknown"
    picture.save()
    client = client_for(editor)

    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", TaskState.objects.get().pk])
    answer = client.post(address, {"comment": ""}, follow=True)

    assert not fresh(page).live
    assert "ещё нельзя показывать" in answer.content.decode()
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_publish_due_publishes_in_time_and_once(
    home: SiteHome, editor: Person, make_news: MakeNews, at: datetime, client_for: ClientFor
) -> None:
    page = make_news(home, live=False)
    page.go_live_at = clock.now() + timedelta(hours=1)
    page.save_revision(user=editor)
    publishing.publish_page(page.pk, by=editor, at=at)
    before = (fresh(page).live, planned.publish_due(at=clock.now()))
    # The hour passes.
    past = clock.now() - timedelta(minutes=1)
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        content = {**revision.content, "go_live_at": past.isoformat()}
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)

    first, second = planned.publish_due(at=clock.now()), planned.publish_due(at=clock.now())

    assert before == (False, planned.Due())
    assert (first, second) == (planned.Due(published=1), planned.Due())
    assert fresh(page).live
    assert [code for code, _, _ in deeds(fresh(page))][-1] == "site_page_came_out"


def test_publish_due_takes_down_what_has_expired(home: SiteHome, make_news: MakeNews) -> None:
    page, other = make_news(home), make_news(home, "stays")
    NewsPage.objects.filter(pk=page.pk).update(expire_at=clock.now() - timedelta(minutes=1))

    found = planned.publish_due(at=clock.now())

    assert (found, fresh(page).live, fresh(other).live) == (planned.Due(taken_down=1), False, True)


def test_publish_due_tells_of_a_page_that_may_not_come_out(
    home: SiteHome, writer: Person, editor: Person, make_news: MakeNews, make_picture: MakePicture, at: datetime
) -> None:
    page, picture = make_news(home, live=False), make_picture(home)
    page.picture = picture
    revision = page.save_revision(user=writer)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=at)
    picture.people = "unknown"
    picture.save()

    first, second = planned.publish_due(at=clock.now()), planned.publish_due(at=clock.now())

    assert (first, second) == (planned.Due(refused=1), planned.Due())
    assert told(editor) == told(writer) == [("pages.due_refused", "Не вышло в срок: Новость forum")]
    assert not fresh(page).live


def test_nothing_planned_comes_out_on_the_site_of_a_closed_association(
    home: SiteHome, editor: Person, make_news: MakeNews, at: datetime
) -> None:
    page = make_news(home, live=False)
    revision = page.save_revision(user=editor)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=at)
    Association.objects.filter(pk=home.association_id).update(archived_at=at)

    first, second = planned.publish_due(at=clock.now()), planned.publish_due(at=clock.now())

    assert (first, second, fresh(page).live) == (planned.Due(refused=1), planned.Due(), False)


def test_unpublish_page_takes_down_what_stands_below_too(
    home: SiteHome, editor: Person, make_news: MakeNews, at: datetime
) -> None:
    page = make_news(home)

    publishing.unpublish_page(page.pk, by=editor, at=at)

    assert not fresh(page).live
    assert deeds(fresh(page))[-1][:2] == ("site_page_unpublished", editor.actor_id)


def test_publishing_and_taking_down_are_refused(
    home: SiteHome, writer: Person, editor: Person, other_editor: Person, make_news: MakeNews, at: datetime
) -> None:
    live, draft = make_news(home), make_news(home, "draft", live=False)

    for stranger in (writer, other_editor):
        nothing_changes(lambda by=stranger: publishing.publish_page(draft.pk, by=by, at=at), PermissionRefused)
        nothing_changes(lambda by=stranger: publishing.unpublish_page(live.pk, by=by, at=at), PermissionRefused)
    for page in (home, news_of(home), draft):
        nothing_changes(
            lambda page=page: publishing.unpublish_page(page.pk, by=editor, at=at), publishing.PageMayNotBeTakenDown
        )


def test_an_address_that_nobody_wrote_is_made_of_the_title(
    home: SiteHome, editor: Person, client_for: ClientFor
) -> None:
    client = client_for(editor)
    address = reverse("wagtailadmin_pages:add", args=["pages", "newspage", news_of(home).pk])

    for _ in range(2):
        client.post(address, form_of("Щучья ночь: объезд и ёлка", slug=""))

    made = NewsPage.objects.order_by("path").values_list("slug", flat=True)
    assert list(made) == ["shchuchya-noch-obezd-i-elka", "shchuchya-noch-obezd-i-elka-2"]


def test_a_text_that_was_taken_away_again_is_asked_for_before_the_check(
    home: SiteHome, writer: Person, client_for: ClientFor
) -> None:
    empty = '{"blocks":[{"key":"a","text":"","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}'  # noqa: E501
    blocks = {
        "body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "",
        "body-0-value": empty, "action-submit": "1",
    }  # fmt: skip

    page = add(client_for(writer), home, **blocks)

    assert page is None
