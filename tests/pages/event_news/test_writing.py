"""Writing news of an event: what is made, by whom, with which pictures; what is refused changes nothing."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.common.errors import PermissionRefused
from stellazh.events.models import Event
from stellazh.notices.models import Notice
from stellazh.pages.enums import NewsStep, PicturedPeople
from stellazh.pages.models import EventNews, NewsCategory, NewsIndex, NewsPage, SiteHome, SitePicture
from stellazh.pages.reads.event_news import propose_news
from stellazh.pages.services import event_news as services
from stellazh.pages.services.pictures import ConsentIsMissing, PictureIsHidden, hide_picture
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.events import EventFactory
from tests.pages.editing.conftest import MakeNews, MakePicture, make_news, make_picture
from tests.pages.event_news.conftest import AFTER, Write, photo

__all__ = ["make_news", "make_picture"]
pytestmark = pytest.mark.django_db
CONSENT = "Родители учениц 5 «А», 1 октября 2024 г., папка у директора"


def test_published_news_have_words_pictures_films_and_the_event(
    event: Event, home: SiteHome, editor: Person, write: Write
) -> None:
    index = NewsIndex.objects.child_of(home).get()
    category = NewsCategory.objects.create(index=index, name="Встречи", slug="meetings")
    offered = propose_news(event, by=editor, at=AFTER)
    chosen = {
        "text": "# Итоги\nДоговорились.",
        "category_ids": [category.pk],
        "material_ids": [offered.materials[0].key],
        "recording_ids": [offered.recordings[0].key],
    }

    page = write(photo(event), words=chosen).page

    assert (page.live, page.slug, page.event, page.owner, str(page.on)) == (
        True, "proshel-seminar", event, editor, "2024-10-09",
    )  # fmt: skip
    assert list(page.categories.all()) == [category]
    assert [block.block_type for block in page.body] == ["text", "video", "text"]
    assert "<h2>Итоги</h2><p>Договорились.</p>" in str(page.body[0].value)
    assert "Памятка" in str(page.body[2].value)
    assert page.picture is not None
    assert (page.picture.people, page.picture.description) == ("adults", "Участницы за столом")
    assert page.picture.collection == home.collection
    assert [(action, who) for action, who, _ in deeds(page)] == [
        ("site_page_created", str(editor.pk)),
        ("site_page_published", str(editor.pk)),
    ]
    assert ("site_picture_added", str(editor.pk)) in [(action, who) for action, who, _ in deeds(page.picture)]
    assert {one.scope for one in AuditEntry.objects.about(page)} == {event.association.path}


def test_a_site_is_made_where_there_was_none(event: Event, write: Write) -> None:
    page = write().page

    assert SiteHome.objects.get().association == event.association
    assert page.url_path == "/sites/luga/news/proshel-seminar/"


def test_children_are_shown_by_a_consent_that_is_kept(event: Event, editor: Person, write: Write) -> None:
    picture = write(photo(event, PicturedPeople.CHILDREN, consent_note=CONSENT)).page.picture

    assert picture is not None
    assert (picture.consent_note, picture.consent_by, picture.consent_at) == (CONSENT, editor, AFTER)
    assert picture.consent_by_name == editor.actor_name


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"people": PicturedPeople.CHILDREN}, ConsentIsMissing),
        ({"people": PicturedPeople.CHILDREN, "consent_note": "  "}, ConsentIsMissing),
        ({"people": None}, services.PictureNotAnswered),
        ({"people": PicturedPeople.UNKNOWN}, services.PictureNotAnswered),
        ({"description": " "}, services.PictureNotAnswered),
        ({"key": "m999999"}, services.NoSuchPicture),
        ({"key": "../etc"}, services.NoSuchPicture),
    ],
)
@pytest.mark.parametrize("step", NewsStep.values)
def test_a_picture_without_its_answers_is_refused(
    step: str, answers: dict[str, Any], refusal: Any, event: Event, home: SiteHome, write: Write
) -> None:
    nothing_changes(lambda: write(photo(event, **answers), step=NewsStep(step)), refusal)


def test_a_picture_of_another_site_is_not_to_be_taken(
    event: Event, home: SiteHome, neighbour: Association, stranger: Person, make_picture: MakePicture, write: Write,
    at: datetime,
) -> None:  # fmt: skip
    strange = make_picture(services.ensure_site(neighbour, by=stranger, at=at))

    nothing_changes(lambda: write(photo(event, key=f"p{strange.pk}")), services.NoSuchPicture)


def test_a_picture_of_the_site_is_taken_with_new_answers(
    event: Event, home: SiteHome, make_picture: MakePicture, write: Write
) -> None:
    own = make_picture(home, people=PicturedPeople.UNKNOWN)

    page = write(photo(event), photo(event, key=f"p{own.pk}", people=PicturedPeople.NOBODY, description="Зал")).page

    own.refresh_from_db()
    assert (own.people, own.description) == ("nobody", "Зал")
    gallery = next(block for block in page.body if block.block_type == "gallery")
    assert [one["picture"].pk for one in gallery.value["pictures"]] == [own.pk]


def test_the_same_photograph_is_copied_once(event: Event, write: Write) -> None:
    first, second = write(photo(event)).page, write(photo(event)).page

    assert first.picture == second.picture
    assert SitePicture.objects.count() == 1
    assert (first.slug, second.slug) == ("proshel-seminar", "proshel-seminar-2")


def test_a_photograph_that_was_hidden_is_not_brought_again(event: Event, editor: Person, write: Write) -> None:
    picture = write(photo(event)).page.picture
    assert picture is not None
    hide_picture(picture.pk, reason="Согласие отозвано", by=editor, at=AFTER)

    nothing_changes(lambda: write(photo(event)), PictureIsHidden)


def test_two_clicks_make_one_page(event: Event, write: Write) -> None:
    key = uuid.uuid4()

    first = write(photo(event), submission_key=key)
    pages = NewsPage.objects.count()
    second = write(photo(event), submission_key=key)

    assert (first.is_new, second.is_new, second.page.pk) == (True, False, first.page.pk)
    assert NewsPage.objects.count() == pages


def test_a_key_of_another_event_is_refused(event: Event, association: Association, write: Write) -> None:
    other: Any = EventFactory(association=association)
    key = uuid.uuid4()
    write(submission_key=key)

    nothing_changes(lambda: write(event_id=other.pk, submission_key=key), services.KeyOfAnotherPage)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_page(event: Event, home: SiteHome, write: Write) -> None:
    key = uuid.uuid4()

    found = at_once(lambda: str(write(submission_key=key).is_new))

    assert sorted(found) == ["False", "True"]
    assert NewsPage.objects.count() == 1


def test_a_key_is_kept_once(home: SiteHome, make_news: MakeNews) -> None:
    key = uuid.uuid4()
    EventNews.objects.create(page=make_news(home, "one"), submission_key=key)
    page = make_news(home, "two")

    with pytest.raises(IntegrityError), transaction.atomic():
        EventNews.objects.create(page=page, submission_key=key)


def test_a_copy_of_the_news_may_be_published(event: Event, home: SiteHome, write: Write) -> None:
    page = write().page

    copied = page.copy(update_attrs={"slug": "kopiya"})
    copied.get_latest_revision().publish()

    assert NewsPage.objects.get(slug="kopiya").event == event


def test_who_only_writes_keeps_drafts_and_sends_for_a_check(
    event: Event, home: SiteHome, writer: Person, editor: Person, write: Write
) -> None:
    draft, sent = (write(by=writer, step=step).page for step in (NewsStep.DRAFT, NewsStep.CHECK))

    assert (draft.live, draft.current_workflow_state) == (False, None)
    assert sent.live is False
    assert sent.current_workflow_state.requested_by == writer
    assert list(Notice.objects.filter(person=editor).values_list("kind", flat=True)) == ["pages.to_check"]
    nothing_changes(lambda: write(by=writer, step=NewsStep.PUBLISH), PermissionRefused)


@pytest.mark.parametrize("who", ["member", "stranger", "region_head"])
def test_others_write_nothing(
    who: str, request: pytest.FixtureRequest, event: Event, home: SiteHome, write: Write
) -> None:
    person = request.getfixturevalue(who)

    for step in NewsStep:
        nothing_changes(lambda step=step: write(by=person, step=step), PermissionRefused)  # type: ignore[misc]


@pytest.mark.parametrize("state", [{"archived_at": AFTER}, {"status": "draft", "held_at": None}])
def test_of_an_event_that_was_put_away_or_is_a_draft_nothing_is_told(
    state: dict[str, Any], event: Event, home: SiteHome, write: Write
) -> None:
    Event.objects.filter(pk=event.pk).update(**state)

    nothing_changes(write, PermissionRefused)


def test_an_editor_tells_nothing_of_an_event_that_she_may_not_open(event: Event, home: SiteHome, write: Write) -> None:
    Event.objects.filter(pk=event.pk).update(visibility="invited")

    nothing_changes(write, services.NoSuchEvent)


@pytest.mark.parametrize("words", [{"title": "  "}, {"lead": "\n"}])
def test_news_without_words_are_refused(words: dict[str, str], event: Event, home: SiteHome, write: Write) -> None:
    nothing_changes(lambda: write(words=words), services.NewsHasNoWords)


def test_what_was_not_offered_is_not_put_in(event: Event, write: Write) -> None:
    page = write(words={"material_ids": [10**12], "recording_ids": [-1], "with_button": True, "text": ""}).page

    assert list(page.body) == []


def test_a_title_without_letters_has_an_address_too(event: Event, write: Write) -> None:
    assert write(words={"title": "!!!"}).page.slug == "novost"
