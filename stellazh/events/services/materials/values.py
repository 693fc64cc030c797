"""What comes into the services of materials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from stellazh.common.errors import DomainError
from stellazh.events.enums import Audience
from stellazh.events.models import Event, Material, Slot
from stellazh.events.services.fields import checked_address, checked_texts
from stellazh.events.services.refusals import TextMissing, TextTooLong
from stellazh.office.plain_text import printable_line

MOST_MATERIALS: Final = 300
LONGEST_ADDRESS: Final = 500


class FileOrLink(DomainError):
    """A material is a file or an address: neither was brought, or both."""


class UnknownSlot(DomainError):
    """The line of the programme is of another event or put away."""


class TooManyMaterials(DomainError):
    """More materials than a page can show."""


@dataclass(frozen=True, slots=True)
class MaterialFields:
    """Everything of a material that is edited. An empty title becomes the file's name or the address's host."""

    title: str = ""
    audience: str = Audience.EVERYBODY
    slot_id: int | None = None

    @classmethod
    def of(cls, material: Material) -> MaterialFields:
        """The fields as they are stored."""
        return cls(material.title, material.audience, material.slot_id)

    def texts(self, slot: Slot | None) -> dict[str, str]:
        """By Russian names, as the audit and a conflict show them."""
        return {
            "Название": self.title,
            "Кому открыт": str(Audience(self.audience).label),
            "К чему": str(slot) if slot is not None else "",
        }


def checked_material(asked: MaterialFields) -> MaterialFields:
    """The fields with the title on one line.

    Raises:
        TextMissing, TextTooLong: a text is not acceptable.
    """
    title = printable_line(asked.title)
    if not title:
        raise TextMissing("Напишите название: по нему материал узнают в списке.")
    checked_texts(Material, {"title": title})
    if asked.audience not in Audience.values:
        raise TextMissing("Выберите из списка, кому открыт материал.")
    return replace(asked, title=title)


def checked_link(url: str) -> str:
    """The address of the web.

    Raises:
        TextTooLong, UnsafeAddress: it is not acceptable.
    """
    address = checked_address(url)
    if len(address) > LONGEST_ADDRESS:
        raise TextTooLong(f"Ссылка длиннее {LONGEST_ADDRESS} знаков: возьмите короткую, из «Поделиться».")
    return address


def slot_of(event: Event, slot_id: int | None, stored_id: int | None = None) -> Slot | None:
    """The line of the programme that the material is to stand at. The one it stands at already may be put away.

    Raises:
        UnknownSlot.
    """
    if slot_id is None:
        return None
    slot = event.slots.filter(pk=slot_id).first()
    if slot is None or (slot.archived_at is not None and slot_id != stored_id):
        raise UnknownSlot("Этой строки программы больше нет: выберите другую.")
    return slot
