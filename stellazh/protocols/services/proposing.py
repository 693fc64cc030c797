"""What a new protocol is proposed: as the last one of the association had it, else out of what is known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from stellazh.associations.models import Association, Territory
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.protocols.models import Protocol
from stellazh.protocols.services.fields import ProtocolFields
from stellazh.protocols.services.refusals import EventHasNoProtocol
from stellazh.russian.genitives import genitive_of

_TOWN: Final = re.compile(r"(?<![А-Яа-яё])(?:г|пгт|рп|с|пос|п|д|ст-ца)\.\s?[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁ][а-яё]+)?")
_NO_TOWN: Final = re.compile(r"район|округ|област|кра[йя]\b|республик|муницип|№|\d", re.IGNORECASE)
_TOWN_WORD: Final = re.compile(r"^(?:город|г\.)\s+", re.IGNORECASE)


def fields_of_event(event: Event) -> ProtocolFields:
    """The heading of a protocol of that event.

    Raises:
        EventHasNoProtocol: it was called off or put away.
    """
    if event.archived_at is not None:
        raise EventHasNoProtocol("Мероприятие в архиве: сначала верните его.")
    if event.status == EventStatus.CANCELLED:
        raise EventHasNoProtocol("Мероприятие отменено: протокола у него не бывает.")
    begins, ends = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
    is_one_day = begins.date() == ends.date()
    last = last_protocol(event.association)
    town = _TOWN.search(event.place)
    return _as_before(
        ProtocolFields(
            title=event.title,
            held_on=begins.date(),
            meeting_words=meeting_words(event.association, event.get_form_display(), event.number),
            starts_at=None if event.is_all_day else begins.time().replace(second=0, microsecond=0),
            ends_at=None if event.is_all_day or not is_one_day else ends.time().replace(second=0, microsecond=0),
            format=event.format,
            place=town.group() if town else last.place if last else town_of(event.association.territory),
        ),
        last,
    )


def blank_fields(association: Association, on: date) -> ProtocolFields:
    """The heading of a protocol without an event: its title is still to be typed."""
    last = last_protocol(association)
    place = last.place if last else town_of(association.territory)
    return _as_before(ProtocolFields("", on, meeting_words=meeting_words(association), place=place), last)


def meeting_words(association: Association, form: str = "заседание", number: int | None = None) -> str:
    """What was held, in the genitive: «заседания № 3 муниципального методического объединения …»."""
    if "," in form:
        # «анкета, опрос» is no kind of a meeting.
        form = "заседание"
    count = f" № {number}" if number else ""
    return f"{genitive_of(form)}{count} {genitive_of(association.name)}"[:400]


def town_of(territory: Territory) -> str:
    """The town that the territory is, or nothing: a district or a region is no place to make out a paper."""
    name = _TOWN_WORD.sub("", territory.name)
    return "" if _NO_TOWN.search(name) else f"г.\xa0{name}"


def last_protocol(association: Association) -> Protocol | None:
    """The protocol of the association's latest meeting."""
    return Protocol.objects.present().filter(association=association).in_order().first()


def _as_before(fields: ProtocolFields, last: Protocol | None) -> ProtocolFields:
    if last is None:
        return fields
    return replace(
        fields,
        body_form=last.body_form,
        present_shown=last.present_shown,
        present_words=last.present_words,
        quorum=last.quorum,
        member_count=last.member_count,
    )
