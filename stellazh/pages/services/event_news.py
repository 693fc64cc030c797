"""News of an event written in one step: the page, its pictures with their consents, on its way at once."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.events.models import Event
from stellazh.files.services import open_file
from stellazh.media.pictures import clean_picture
from stellazh.pages.access import can_publish_site, can_tell_of_event
from stellazh.pages.enums import NewsStep, PicturedPeople
from stellazh.pages.models import EventNews, NewsCategory, NewsIndex, NewsPage, SiteHome, SitePicture
from stellazh.pages.plain_words import html_of_lines, links_html
from stellazh.pages.reads.event_news import OfferedPicture, Proposal, absolute, propose_news
from stellazh.pages.services import pictures as site_pictures
from stellazh.pages.services import publishing
from stellazh.pages.services.sites import ensure_site
from stellazh.people.models import Person

LONGEST_SLUG: Final = 80


class NewsHasNoWords(DomainError):
    """The title or the short words are missing."""


class PictureNotAnswered(DomainError):
    """A picture was chosen, and nobody said who is on it or what it shows."""


class NoSuchPicture(DomainError):
    """The picture is neither the event's nor the site's any more."""


class NoSuchEvent(DomainError):
    """She may not open the event."""


class KeyOfAnotherPage(DomainError):
    """The key of the form has made another page."""


@dataclass(frozen=True, slots=True)
class NewsFields:
    """What was written. `text` is plain, by lines; materials and recordings are keys of what was offered."""

    title: str
    lead: str
    text: str
    category_ids: Sequence[int] = ()
    material_ids: Sequence[int] = ()
    recording_ids: Sequence[int] = ()
    with_button: bool = False


@dataclass(frozen=True, slots=True)
class ChosenPicture:
    """A picture that was offered under `key`, with what was answered of it."""

    key: str
    people: PicturedPeople | None
    description: str
    consent_note: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The page, and whether this call has made it: of two clicks the second finds the first one's."""

    page: NewsPage
    is_new: bool = field(default=True)


@transaction.atomic
def write_news(
    event_id: int,
    fields: NewsFields,
    pictures: Sequence[ChosenPicture],
    step: NewsStep,
    *,
    submission_key: uuid.UUID,
    by: Actor,
    at: datetime,
) -> Written:
    """Make the news in the feed of the event's association, and publish it, send it for a check or keep it a draft.

    Chosen pictures are copied into the site's own with the answers; the first one stands above the text. The same key
    again changes nothing.

    Raises:
        PermissionRefused: `by` does not write this site, or does not publish it; the event is put away or a draft.
        NoSuchEvent: she may not open the event.
        NewsHasNoWords: no title, or no short words.
        PictureNotAnswered, ConsentIsMissing: who is on a picture, what it shows, or whose consent is not told.
        PictureIsHidden, NoSuchPicture: the picture may not be taken.
        KeyOfAnotherPage: see there.
    """
    event = Event.objects.select_related("association__territory").get(pk=event_id)
    association = event.association
    require(can_tell_of_event(by, event))
    if not Event.objects.present().visible_to(by).filter(pk=event_id).exists():
        raise NoSuchEvent("Этого мероприятия больше нет.")
    if step == NewsStep.PUBLISH:
        require(can_publish_site(by, association))
    home = ensure_site(association, by=by, at=at)
    # Of two clicks at once the second waits here.
    index = NewsIndex.objects.select_for_update().get(pk=NewsIndex.objects.child_of(home).get().pk)
    known = EventNews.objects.select_related("page").filter(submission_key=submission_key).first()
    if known is not None:
        if known.page.event_id != event_id:
            raise KeyOfAnotherPage("Эта форма уже отправлена. Откройте страницу ещё раз.")
        return Written(known.page, is_new=False)
    title, lead = " ".join(fields.title.split()), " ".join(fields.lead.split())
    if not title or not lead:
        raise NewsHasNoWords("Напишите заголовок и одно-два предложения коротко: их видно в ленте новостей.")
    proposal = propose_news(event, by=by, at=at)
    taken = [_taken(one, proposal, home, by=by, at=at) for one in pictures]
    page = NewsPage(
        title=title,
        slug=_free_slug(index, title),
        on=at.astimezone(ZoneInfo(association.time_zone)).date(),
        lead=lead,
        picture=taken[0] if taken else None,
        body=body_of(fields, proposal, taken[1:]),
        event=event,
        live=False,
        has_unpublished_changes=True,
    )
    user = by if isinstance(by, Person) else None
    page.owner = user
    index.add_child(instance=page)
    page.categories = list(NewsCategory.objects.filter(index=index, pk__in=fields.category_ids))
    page.save()
    EventNews.objects.create(page=page, submission_key=submission_key)
    page.save_revision(user=user)
    if step == NewsStep.PUBLISH:
        publishing.publish_page(page.pk, by=by, at=at)
    elif step == NewsStep.CHECK:
        workflow = page.get_workflow()
        if workflow is not None:
            workflow.start(page, user)
    return Written(NewsPage.objects.get(pk=page.pk))


def body_of(fields: NewsFields, proposal: Proposal, pictures: Sequence[SitePicture]) -> list[tuple[str, Any]]:
    """The blocks of the page: the words, films, materials, photographs, the button. Nothing that was not offered."""
    blocks: list[tuple[str, Any]] = []
    if html := html_of_lines(fields.text):
        blocks.append(("text", html))
    if pictures:
        shown = [{"picture": one, "caption": ""} for one in pictures]
        blocks.append(("gallery", {"title": "Фотографии" if len(shown) > 1 else "", "pictures": shown}))
    films = [one for one in proposal.recordings if one.key in fields.recording_ids]
    blocks += [("video", {"address": one.address, "title": one.title[:200]}) for one in films]
    chosen = [(one.title, one.address) for one in proposal.materials if one.key in fields.material_ids]
    if html := links_html("Материалы", chosen):
        blocks.append(("text", html))
    if fields.with_button and proposal.may_enrol:
        address = absolute(proposal.event.get_absolute_url())
        blocks.append(("link", {"words": "Зарегистрироваться", "page": None, "address": address}))
    return blocks


def _taken(chosen: ChosenPicture, proposal: Proposal, home: SiteHome, *, by: Actor, at: datetime) -> SitePicture:
    """The site's picture with its answers: its own one, or a copy of the event's."""
    offered = next((one for one in proposal.pictures if one.key == chosen.key), None)
    if offered is None:
        raise NoSuchPicture("Одной из картинок больше нет. Откройте страницу ещё раз и выберите другую.")
    if chosen.people is None or chosen.people == PicturedPeople.UNKNOWN:
        raise PictureNotAnswered(f"Скажите, кто на картинке «{offered.title}».")
    if not chosen.description.strip():
        raise PictureNotAnswered(f"Опишите картинку «{offered.title}» одним предложением: для тех, кто её не видит.")
    if chosen.people == PicturedPeople.CHILDREN and not chosen.consent_note.strip():
        raise site_pictures.ConsentIsMissing(
            f"На картинке «{offered.title}» есть дети. Напишите, кто из родителей и когда дал согласие и где оно лежит."
        )
    picture = offered.picture or _known_copy(offered, home)
    if picture is None:
        return _copied(offered, chosen, home, by=by, at=at)
    return site_pictures.describe_people(
        picture.pk,
        people=chosen.people,
        consent_note=chosen.consent_note if chosen.people == PicturedPeople.CHILDREN else "",
        description=chosen.description[:255],
        by=by,
        at=at,
    )


def _known_copy(offered: OfferedPicture, home: SiteHome) -> SitePicture | None:
    """The same picture, taken before. One that was hidden since stays so: it is not brought again by the back door."""
    sha256 = hashlib.sha256(clean_picture(_content(offered)).content).hexdigest()
    same = SitePicture.objects.filter(collection=home.collection_id or 0, stored__sha256=sha256).order_by("pk")
    hidden = next((one for one in same if one.hidden_at is not None), None)
    if hidden is not None:
        raise site_pictures.PictureIsHidden(
            f"Картинка «{offered.title}» была скрыта с сайта: показывать её больше нельзя."
        )
    found: SitePicture | None = same.first()
    return found


def _copied(offered: OfferedPicture, chosen: ChosenPicture, home: SiteHome, *, by: Actor, at: datetime) -> SitePicture:
    is_children = chosen.people == PicturedPeople.CHILDREN
    picture = SitePicture(
        title=offered.title[:255],
        file=ImageFile(io.BytesIO(_content(offered)), name=f"{uuid.uuid4()}.jpg"),
        description=chosen.description.strip()[:255],
        people=chosen.people or PicturedPeople.UNKNOWN,
        consent_note=chosen.consent_note.strip()[:300] if is_children else "",
        collection=home.collection,
        uploaded_by_user=by if isinstance(by, Person) else None,
    )
    picture.save()
    # The row itself was saved in the name of the site: it is the writer who noted the consent.
    if is_children:
        picture.consent_by = by if isinstance(by, Person) else None
        picture.consent_by_name, picture.consent_at = by.actor_name[:200], at
        picture.save(update_fields=["consent_by", "consent_by_name", "consent_at"])
    record("site_picture_added", picture, by=by, at=at, scope=home.association.path)
    return picture


def _content(offered: OfferedPicture) -> bytes:
    stored = offered.material.version.file if offered.material is not None else None
    if stored is None:
        raise NoSuchPicture("Одной из картинок больше нет. Откройте страницу ещё раз и выберите другую.")
    with open_file(stored) as content:
        return content.read()


def _free_slug(index: NewsIndex, title: str) -> str:
    base = slugify(string_to_ascii(title))[:LONGEST_SLUG].strip("-") or "novost"
    taken = set(index.get_children().values_list("slug", flat=True)) | {"rss"}
    return next(one for one in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
