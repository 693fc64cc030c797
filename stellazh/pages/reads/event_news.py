"""News proposed from what an event's data say: words, links, films, pictures. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urljoin

from django.conf import settings

from stellazh.common.actor import Actor, Guest
from stellazh.events.access import can_read_figures
from stellazh.events.enums import EventStatus, EventVisibility, SlotKind
from stellazh.events.models import Event, Recording
from stellazh.events.reads.event_page import page_figures
from stellazh.events.reads.materials import ShownMaterial, materials_for
from stellazh.events.reads.programme import ShownSlot, programme_of
from stellazh.events.reads.recordings import recordings_for
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models import NewsCategory, NewsIndex, NewsPage, SiteHome, SitePicture
from stellazh.pages.reads import event_news_words as words
from stellazh.pages.reads.event_news_words import Stage

MOST_TALKS: Final = 6
MOST_PICTURES: Final = 12
_DESCRIPTION: Final = 1500
_SHOWN_TYPES: Final = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class OfferedLink:
    """A material that everybody may open, or a film."""

    key: int
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class OfferedPicture:
    """A picture that may be taken: a material of the event (`m12`), or one of the site's own (`p3`).

    `people`, `consent_note` and `description` are what somebody has answered already; none of it is guessed.
    """

    key: str
    title: str
    material: ShownMaterial | None = None
    picture: SitePicture | None = None

    @property
    def people(self) -> str:
        is_answered = self.picture is not None and self.picture.people != PicturedPeople.UNKNOWN
        return str(self.picture.people) if self.picture is not None and is_answered else ""

    @property
    def consent_note(self) -> str:
        return self.picture.consent_note if self.picture is not None else ""

    @property
    def description(self) -> str:
        return str(self.picture.description) if self.picture is not None else ""

    @property
    def href(self) -> str:
        """Where the picture of a material is seen."""
        return self.material.href if self.material is not None else ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is offered: nothing of it is published before somebody says so. `paragraphs` may hold lines of a list."""

    event: Event
    stage: Stage
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    materials: tuple[OfferedLink, ...]
    recordings: tuple[OfferedLink, ...]
    pictures: tuple[OfferedPicture, ...]
    categories: tuple[NewsCategory, ...]
    earlier: tuple[NewsPage, ...]
    may_enrol: bool
    is_open: bool
    has_site: bool

    @property
    def text(self) -> str:
        """The words for one field, paragraphs apart by an empty line."""
        return "\n\n".join(self.paragraphs)


def propose_news(event: Event, *, by: Actor, at: datetime) -> Proposal:
    """What could be told of the event now. Asks nobody's rights; names only whom a guest may know by name.

    Figures are told of a public event, as its own page tells them, of others to whoever reads figures. Materials and
    films are those that everybody may open.
    """
    stage = words.stage_of(event, at=at)
    is_open = event.visibility == EventVisibility.PUBLIC
    fact = words.fact_of(event, at=at)
    lead = event.summary.strip() if stage == Stage.AHEAD and event.summary.strip() else fact
    told = [] if lead == fact else [fact]
    if stage != Stage.CANCELLED:
        told.append(words.way_of(event, at=at))
    if (
        stage == Stage.HELD
        and event.status == EventStatus.HELD
        and (is_open or can_read_figures(by, event.association))
    ):
        figures = page_figures(event, at=at)
        told.append(words.figures_words(figures.attendance_count, figures.municipality_count))
    if stage == Stage.AHEAD:
        told += [words.ended(f"Для кого: {event.audience.strip()}") if event.audience.strip() else ""]
        told += _description(event)
    if stage != Stage.CANCELLED:
        told += _programme(event, stage)
    told += _last_words(event, stage, at=at)
    home = SiteHome.objects.filter(association=event.association).first()
    index = NewsIndex.objects.child_of(home).first() if home is not None else None
    materials = materials_for(event, by).rows if stage != Stage.CANCELLED else []
    return Proposal(
        event=event,
        stage=stage,
        title=words.title_of(event, at=at),
        lead=words.shortened(lead, words.LONGEST_LEAD),
        paragraphs=tuple(one for one in told if one),
        materials=_links(materials) if is_open else (),
        recordings=_films(event) if is_open and stage == Stage.HELD else (),
        pictures=_pictures(materials, home),
        categories=tuple(index.categories.all()) if index is not None else (),
        earlier=tuple(earlier_news(event, home)),
        may_enrol=words.may_enrol(event, at=at),
        is_open=is_open,
        has_site=home is not None,
    )


def earlier_news(event: Event, home: SiteHome | None) -> Iterable[NewsPage]:
    """News that the association's site has of the event already, drafts too, the last first."""
    if home is None:
        return []
    found: Iterable[NewsPage] = NewsPage.objects.filter(event=event, path__startswith=home.path).order_by("-pk")
    return found


def absolute(path: str) -> str:
    """An address as it is given away."""
    return urljoin(settings.SITE_URL, path)


def _description(event: Event) -> list[str]:
    """The first paragraphs of what the event says of itself; its lines begin nothing of our own."""
    told, signs = [], 0
    for paragraph in event.description.replace("\r\n", "\n").split("\n\n"):
        one = " ".join(paragraph.split()).lstrip("#-–•— ")
        signs += len(one)
        if one and signs <= _DESCRIPTION:
            told.append(one)
    return told


def _programme(event: Event, stage: Stage) -> list[str]:
    """The main talks; a speaker is named when a guest may know her name."""
    lines = [line for day in programme_of(event, Guest()).days for line in day.lines]
    kinds = (SlotKind.SESSION, SlotKind.TALK)
    topics = [_topic(line) for line in lines if line.slot.kind in kinds]
    if not topics:
        return []
    shown = topics[:MOST_TALKS]
    heading = "# В программе" if stage == Stage.AHEAD else "# О чём говорили"
    more = ["Вся программа – на странице мероприятия."] if len(topics) > len(shown) else []
    return [heading, "\n".join(f"– {topic}" for topic in shown), *more]


def _topic(line: ShownSlot) -> str:
    names = [one.text for one in line.speakers if not one.is_hidden]
    title = " ".join(line.slot.title.split())
    return f"{title} ({'; '.join(names)})" if names else title


def _last_words(event: Event, stage: Stage, *, at: datetime) -> list[str]:
    if stage == Stage.CANCELLED:
        return ["Приносим извинения тем, кто собирался участвовать. Если появится новая дата, мы о ней сообщим."]
    if stage == Stage.HELD:
        return ["Благодарим всех, кто участвовал и выступал."]
    return [words.enrolment_words(event, at=at)] if at < event.starts_at else []


def _links(rows: Iterable[ShownMaterial]) -> tuple[OfferedLink, ...]:
    return tuple(
        OfferedLink(row.material.pk, row.material.title, absolute(row.href))
        for row in rows
        if not row.is_for_participants and not _is_picture(row)
    )


def _films(event: Event) -> tuple[OfferedLink, ...]:
    """Films of other hosts; what lies here is seen on the event's own page."""

    def offered(row: Recording) -> OfferedLink | None:
        address = row.item.address
        return OfferedLink(row.pk, row.item.title, address.watch_url) if address is not None else None

    return tuple(film for row in recordings_for(event, Guest()).rows if (film := offered(row)) is not None)


def _is_picture(row: ShownMaterial) -> bool:
    return row.version.file is not None and row.version.file.media_type in _SHOWN_TYPES


def _pictures(rows: Iterable[ShownMaterial], home: SiteHome | None) -> tuple[OfferedPicture, ...]:
    """Pictures among the materials, then the last ones that were brought to the site."""
    of_event = [
        OfferedPicture(f"m{row.material.pk}", row.material.title, material=row) for row in rows if _is_picture(row)
    ]
    own: list[OfferedPicture] = []
    if home is not None and home.collection_id is not None:
        found = SitePicture.objects.filter(collection=home.collection_id, hidden_at=None).order_by("-created_at", "-pk")
        own = [OfferedPicture(f"p{one.pk}", str(one.title), picture=one) for one in found[:MOST_PICTURES]]
    return (*of_event[:MOST_PICTURES], *own)
