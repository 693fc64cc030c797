"""Materials as they are read: at the event and at its lines, with what they are now and were before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q

from stellazh.common.actor import Actor
from stellazh.events.access.programme import PARTICIPANTS, audiences_open_to
from stellazh.events.enums import Audience
from stellazh.events.models import Event, Material, MaterialVersion, Slot
from stellazh.files.media_types import DOCX, PPTX, XLSX

_KINDS: Final = {
    DOCX: "Word", XLSX: "Excel", PPTX: "PowerPoint", "application/msword": "Word", "application/vnd.ms-excel": "Excel",
    "application/vnd.ms-powerpoint": "PowerPoint", "application/pdf": "PDF", "application/zip": "архив",
    "application/epub+zip": "книга EPUB", "text/plain": "текст", "application/rtf": "RTF", "image/jpeg": "картинка",
    "image/png": "картинка",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """A material as it is now."""

    material: Material
    version: MaterialVersion

    @property
    def href(self) -> str:
        return self.version.file.get_absolute_url() if self.version.file else self.version.url

    @property
    def is_link(self) -> bool:
        return self.version.file is None

    @property
    def about(self) -> str:
        """«PDF, 1,2 МБ» or the host of a link, so that nobody is led away unawares."""
        file = self.version.file
        if file is None:
            return host_of(self.version.url)
        kind = _KINDS.get(file.media_type, "документ")
        return f"{kind}, {size_words(file.size_bytes)}"

    @property
    def is_for_participants(self) -> bool:
        return self.material.audience == Audience.PARTICIPANTS


@dataclass(frozen=True, slots=True)
class MaterialGroup:
    """The materials of one line of the programme; `slot` is None for those of the event as a whole."""

    slot: Slot | None
    rows: list[ShownMaterial]


@dataclass(frozen=True, slots=True)
class MaterialList:
    """What the reader may open. `has_more` when something is open to participants alone, and she is none."""

    groups: tuple[MaterialGroup, ...] = ()
    has_more: bool = False

    @property
    def rows(self) -> list[ShownMaterial]:
        return [row for group in self.groups for row in group.rows]


def materials_for(event: Event, reader: Actor) -> MaterialList:
    """The materials of an event whose page the reader may open. One query for them, and who she is to the event only
    when something is for participants.
    """
    rows = present_materials(event)
    open_to = PARTICIPANTS
    if any(row.is_for_participants for row in rows):
        open_to = audiences_open_to(reader, event)
    seen = [row for row in rows if row.material.audience in open_to]
    return MaterialList(grouped(seen), has_more=len(seen) < len(rows))


def present_materials(event: Event, *, archived: bool = False) -> list[ShownMaterial]:
    """Every material as it is now, or those put away. One query."""
    later = MaterialVersion.objects.filter(material=OuterRef("material"), number__gt=OuterRef("number"))
    versions = (
        MaterialVersion.objects.filter(
            ~Q(Exists(later)), material__event=event, material__archived_at__isnull=not archived
        )
        .select_related("file", "material__slot__parent")
        .order_by("material__position", "material_id")
    )
    return [ShownMaterial(version.material, version) for version in versions]


def grouped(rows: Iterable[ShownMaterial]) -> tuple[MaterialGroup, ...]:
    """Those of the event first, then by the lines of the programme; of a line put away with those of the event."""
    groups: dict[int | None, MaterialGroup] = {}
    for row in rows:
        slot = row.material.slot
        if slot is not None and (slot.archived_at or (slot.parent and slot.parent.archived_at)):
            slot = None
        groups.setdefault(slot.pk if slot else None, MaterialGroup(slot, [])).rows.append(row)

    def place(group: MaterialGroup) -> tuple[int, int, int]:
        if group.slot is None:
            return (0, 0, 0)
        section = group.slot.parent
        return (1, section.position if section else group.slot.position, group.slot.position if section else 0)

    return tuple(sorted(groups.values(), key=place))


def versions_of(materials: Sequence[Material]) -> dict[int, list[MaterialVersion]]:
    """Every version of these materials, the last first. One query."""
    found: dict[int, list[MaterialVersion]] = {material.pk: [] for material in materials}
    for version in MaterialVersion.objects.filter(material__in=materials).select_related("file").order_by("-number"):
        found[version.material_id].append(version)
    return found


def host_of(url: str) -> str:
    """«rusneb.ru»; Cyrillic hosts as they are spoken."""
    host = urlsplit(url).hostname or ""
    try:
        spoken = host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        spoken = host
    return spoken.removeprefix("www.")


def size_words(size_bytes: int) -> str:
    """«12 КБ», «1,2 МБ»."""
    if size_bytes < 1024 * 1024:
        return f"{max(1, round(size_bytes / 1024))} КБ"
    return f"{size_bytes / 1024**2:.1f} МБ".replace(".", ",").replace(",0 ", " ")
