"""What comes into the services of the programme, checked for what the database would otherwise refuse."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from stellazh.events.enums import SlotKind
from stellazh.events.models import Slot, Speaker
from stellazh.events.services.fields import checked_texts
from stellazh.events.services.programme.refusals import SlotTimesWrong, SpeakerTwice, TooManySpeakers
from stellazh.events.services.refusals import TextMissing, TextTooLong
from stellazh.events.wording import moment_words
from stellazh.office.plain_text import printable_line, printable_lines

MOST_SPEAKERS: Final = 30
LONGEST_DESCRIPTION: Final = 5_000
LONGEST_SLOT: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class SpeakerFields:
    """Who speaks: `person_id` of somebody we know, or the name alone. `is_name_public` is a guest's word that
    everybody may read her name; of people of ours it says nothing, they decide by themselves.
    """

    name: str
    post: str = ""
    organisation_name: str = ""
    person_id: int | None = None
    organisation_id: int | None = None
    is_name_public: bool = False

    @property
    def text(self) -> str:
        """«Ольхова Вера Ильинична, педагог-библиотекарь, школа № 5»."""
        return ", ".join(part for part in (self.name, self.post, self.organisation_name) if part)


@dataclass(frozen=True, slots=True)
class SlotFields:
    """Everything of a line that is edited. Moments are aware; both may be unknown. `section_id` is where it stands."""

    title: str
    kind: str = SlotKind.TALK
    description: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    section_id: int | None = None
    speakers: tuple[SpeakerFields, ...] = ()

    @classmethod
    def of(cls, slot: Slot) -> SlotFields:
        """The fields as they are stored, with the speakers in order."""
        return cls(
            title=slot.title,
            kind=slot.kind,
            description=slot.description,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            place=slot.place,
            section_id=slot.parent_id,
            speakers=tuple(speaker_fields(one) for one in slot.speakers.all()),
        )

    def texts(self, zone: ZoneInfo) -> dict[str, str]:
        """By Russian names, as the audit and a conflict show them."""
        return {
            "Тема": self.title,
            "Что это": str(SlotKind(self.kind).label),
            "Подробно": self.description,
            "Начало": moment_words(self.starts_at, zone) if self.starts_at else "",
            "Окончание": moment_words(self.ends_at, zone) if self.ends_at else "",
            "Где": self.place,
            "Выступают": "\n".join(one.text for one in self.speakers),
        }


def speaker_fields(speaker: Speaker) -> SpeakerFields:
    """A stored speaker as she would be typed."""
    return SpeakerFields(
        name=speaker.name,
        post=speaker.post,
        organisation_name=speaker.organisation_name,
        person_id=speaker.person_id,
        organisation_id=speaker.organisation_id,
        is_name_public=speaker.is_name_public,
    )


def checked_slot(asked: SlotFields) -> SlotFields:
    """The fields without outer blanks and signs that no paper can hold.

    Raises:
        TextMissing, TextTooLong: a text is not acceptable.
        SlotTimesWrong: the moments are in a wrong order.
        SpeakerTwice, TooManySpeakers: the people are not.
    """
    title, place = printable_line(asked.title), printable_line(asked.place)
    if not title:
        raise TextMissing("Напишите тему: что это за строка программы.")
    if asked.kind not in SlotKind.values:
        raise TextMissing("Выберите из списка, что это: выступление, секция, задание или перерыв.")
    checked_texts(Slot, {"title": title, "place": place})
    description = printable_lines(asked.description)
    if len(description) > LONGEST_DESCRIPTION:
        raise TextTooLong(f"«Подробно»: не более {LONGEST_DESCRIPTION} знаков, а набрано {len(description)}.")
    _require_times(asked)
    speakers = _checked_speakers(asked.speakers)
    return replace(asked, title=title, place=place, description=description, speakers=speakers)


def _require_times(asked: SlotFields) -> None:
    if asked.ends_at is None:
        return
    if asked.starts_at is None:
        raise SlotTimesWrong("Укажите начало: известно только окончание.")
    if asked.ends_at < asked.starts_at:
        raise SlotTimesWrong("Окончание раньше начала: проверьте время.")
    if asked.ends_at - asked.starts_at > LONGEST_SLOT:
        raise SlotTimesWrong("Строка длится больше года: проверьте день.")


def _checked_speakers(speakers: tuple[SpeakerFields, ...]) -> tuple[SpeakerFields, ...]:
    checked = tuple(
        replace(
            one,
            name=printable_line(one.name),
            post=printable_line(one.post),
            organisation_name=printable_line(one.organisation_name),
            is_name_public=one.is_name_public and one.person_id is None,
        )
        for one in speakers
    )
    if len(checked) > MOST_SPEAKERS:
        raise TooManySpeakers(f"В одной строке не больше {MOST_SPEAKERS} выступающих: разделите её.")
    for one in checked:
        if not one.name:
            raise TextMissing("Напишите, кто выступает.")
        checked_texts(Speaker, {"name": one.name, "post": one.post, "organisation_name": one.organisation_name})
    people = Counter(one.person_id for one in checked if one.person_id is not None)
    for one in checked:
        if one.person_id is not None and people[one.person_id] > 1:
            raise SpeakerTwice(f"{one.name}: человек назван дважды.")
    return checked
