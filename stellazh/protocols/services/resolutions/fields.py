"""What is typed of a resolution, checked before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import formats

from stellazh.associations.models import Association, Organisation
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.protocols.enums import AddresseeClass, UnfoldTo
from stellazh.protocols.models import Decision, Resolution, ResolutionSection
from stellazh.protocols.services.decision_fields import UNFOLDINGS
from stellazh.protocols.services.plain_text import checked_lines, checked_text
from stellazh.protocols.services.refusals import TextMissing, TextTooLong
from stellazh.protocols.services.resolutions.refusals import WrongAddressee, WrongYear

LONGEST_POINT: Final = 2_000


@dataclass(frozen=True, slots=True)
class ResolutionFields:
    """The heading. `school_year` is the calendar year in which the school year it opens begins."""

    title: str
    school_year: int
    meeting_words: str = ""
    preamble: str = ""
    proposals_until: date | None = None
    event_id: int | None = None

    @classmethod
    def of(cls, resolution: Resolution) -> ResolutionFields:
        """As it is stored."""
        return cls(
            resolution.title,
            resolution.school_year,
            resolution.meeting_words,
            resolution.preamble,
            resolution.proposals_until,
            resolution.event_id,
        )

    def texts(self) -> dict[str, str]:
        """By Russian names, as the journal and a conflict show them."""
        until = formats.date_format(self.proposals_until, "d.m.Y") if self.proposals_until else ""
        return {
            "Название": self.title,
            "На учебный год": SchoolYear(self.school_year).label,
            "Кем принимается": self.meeting_words,
            "Вступление": self.preamble,
            "Предложения до": until,
        }


@dataclass(frozen=True, slots=True)
class SectionFields:
    """For whom the points of a section are, and for whom marks of them are kept."""

    heading: str
    addressee_class: str
    unfold_to: str = UnfoldTo.ONE
    organisation_id: int | None = None

    @classmethod
    def of(cls, section: ResolutionSection) -> SectionFields:
        """As it is stored."""
        return cls(section.heading, section.addressee_class, section.unfold_to, section.organisation_id)

    def texts(self) -> dict[str, str]:
        """By Russian names."""
        organisation = Organisation.objects.filter(pk=self.organisation_id).first() if self.organisation_id else None
        return {
            "Кому": self.heading,
            "Адресат": str(AddresseeClass(self.addressee_class).label),
            "Отметки": str(UnfoldTo(self.unfold_to).label),
            "Организация": organisation.short_name if organisation else "",
        }


@dataclass(frozen=True, slots=True)
class PointFields:
    """A commitment: what, by when, and what will show it is done."""

    text: str
    term_raw: str = ""
    sign_of_done: str = ""

    @classmethod
    def of(cls, point: Decision) -> PointFields:
        """As it is stored."""
        return cls(point.text, point.term_raw, point.sign_of_done)

    def texts(self) -> dict[str, str]:
        """By Russian names."""
        return {"Пункт": self.text, "Срок": self.term_raw, "Что покажет, что сделано": self.sign_of_done}


def checked_resolution(fields: ResolutionFields) -> ResolutionFields:
    """The fields without outer blanks.

    Raises:
        TextMissing: there is no title. TextTooLong. WrongYear.
    """
    lines = checked_lines(Resolution, {"title": fields.title, "meeting_words": fields.meeting_words})
    if not lines["title"]:
        raise TextMissing("Напишите название резолюции.")
    if not FIRST_YEAR <= fields.school_year <= LAST_YEAR:
        raise WrongYear(f"Учебный год — от {FIRST_YEAR} до {LAST_YEAR}.")
    return ResolutionFields(
        lines["title"],
        fields.school_year,
        lines["meeting_words"],
        checked_text("Вступление", fields.preamble),
        fields.proposals_until,
        fields.event_id,
    )


def checked_section(fields: SectionFields, association: Association) -> SectionFields:
    """The fields without outer blanks.

    Raises:
        TextMissing, TextTooLong: the heading. WrongAddressee: marks of that class cannot be kept so, or the
            organisation is not of the association's territory.
    """
    heading = checked_lines(ResolutionSection, {"heading": fields.heading})["heading"].rstrip(":").rstrip()
    if not heading:
        raise TextMissing("Напишите, кому адресован раздел.")
    if fields.unfold_to not in UNFOLDINGS.get(fields.addressee_class, ()):
        raise WrongAddressee("Для этих адресатов так не отмечают. Выберите другой способ вести отметки.")
    if fields.organisation_id is not None:
        near = Organisation.objects.present().filter(territory__path__startswith=association.territory.path)
        if not near.filter(pk=fields.organisation_id).exists():
            raise WrongAddressee("Такой организации на территории вашего объединения нет.")
    return SectionFields(heading, fields.addressee_class, fields.unfold_to, fields.organisation_id)


def checked_point(fields: PointFields) -> PointFields:
    """The fields without outer blanks, the text without the dash before it and the semicolon after it.

    Raises:
        TextMissing: there are no words. TextTooLong.
    """
    text = checked_text("Пункт", fields.text).lstrip("-–—• ").rstrip("; ").strip()
    if not text:
        raise TextMissing("Напишите, что нужно сделать.")
    if len(text) > LONGEST_POINT:
        raise TextTooLong(f"«Пункт»: не больше {LONGEST_POINT} знаков, а набрано {len(text)}. Разделите на два.")
    lines = checked_lines(Decision, {"term_raw": fields.term_raw, "sign_of_done": fields.sign_of_done})
    return PointFields(text, lines["term_raw"], lines["sign_of_done"])
