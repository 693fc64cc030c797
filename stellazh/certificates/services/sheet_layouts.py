"""What stands where on a template: saved, put back as it was in the ready one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.certificates.access import can_manage_templates, can_use_signatures
from stellazh.certificates.designs.shipped import shipped
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.layout import (
    ALIGNS,
    BLOCK_KINDS,
    COLOURS,
    DESIGNS,
    FONTS,
    ORIENTATIONS,
    WEIGHTS,
    Block,
    Layout,
    LayoutUnfit,
    check_layout,
    layout_from_json,
    layout_to_json,
)
from stellazh.certificates.models import CertificatePicture, CertificateTemplate
from stellazh.certificates.services.templates import locked_template, require_in_use
from stellazh.certificates.wording import wording_faults
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.common.versions import require_version

_PICTURES: Final = {
    "background": (PictureKind.BACKGROUND, "Свой фон"),
    "emblem": (PictureKind.EMBLEM, "Эмблема"),
    "seal": (PictureKind.SEAL, "Печать"),
}


class PictureUnknown(DomainError):
    """The picture is not of this association, of another kind, or put away."""


class NoReadyTemplate(DomainError):
    """The template did not begin as a ready one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet: its layout and the pictures beside it, by their keys."""

    layout: Layout
    background_id: int | None = None
    emblem_id: int | None = None
    seal_id: int | None = None

    @classmethod
    def of(cls, template: CertificateTemplate) -> Sheet:
        """As it is stored.

        Raises:
            LayoutUnfit: it was stored by another release and cannot be read.
        """
        layout = layout_from_json(template.layout)
        return cls(layout, template.background_id, template.emblem_id, template.seal_id)


@transaction.atomic
def save_sheet(
    template_id: int, sheet: Sheet, *, expected_version: int, by: Actor, at: datetime
) -> CertificateTemplate:
    """Keep the sheet as it was arranged. Papers already issued stay as they are; equal sheets change nothing.

    Raises:
        PermissionRefused: `by` does not keep templates there, or changes the seal without the right to place one.
        ChangedMeanwhile: somebody saved first; both sheets in words are in it.
        TemplateIsArchived. LayoutUnfit: it cannot be printed, or a text names an unknown field. PictureUnknown.
    """
    template = locked_template(template_id)
    require(can_manage_templates(by, template.association))
    require_unfaulty(sheet.layout)
    stored = Sheet.of(template)
    if stored != sheet:
        _require_pictures(template, stored, sheet, by)
    before, wanted = sheet_texts(stored), sheet_texts(sheet)
    require_version(template.version, expected_version, theirs=before, mine=wanted)
    require_in_use(template)
    if stored == sheet:
        return template
    return _put(template, sheet, "certificate_template_changed", compare(before, wanted), by=by, at=at)


@transaction.atomic
def reset_sheet(template_id: int, *, expected_version: int, by: Actor, at: datetime) -> CertificateTemplate:
    """Put the blocks back as they were in the ready template; the pictures chosen stay.

    Raises:
        PermissionRefused: `by` does not keep templates there. TemplateIsArchived.
        NoReadyTemplate: there is none that it began as. ChangedMeanwhile: somebody saved first.
    """
    template = locked_template(template_id)
    require(can_manage_templates(by, template.association))
    ready = shipped(template.shipped_code)
    if ready is None:
        raise NoReadyTemplate("Этот шаблон сделан не из готового: возвращать его не к чему.")
    sheet = Sheet(ready.layout, template.background_id, template.emblem_id, template.seal_id)
    try:
        before = sheet_texts(Sheet.of(template))
    except LayoutUnfit:
        before = {}
    require_version(template.version, expected_version, theirs=before, mine=sheet_texts(sheet))
    require_in_use(template)
    return _put(template, sheet, "certificate_template_reset", compare(before, sheet_texts(sheet)), by=by, at=at)


def require_unfaulty(layout: Layout) -> None:
    """Pass when the layout can be printed and its texts name known fields only.

    Raises:
        LayoutUnfit: with every fault found; those of a block begin with «Блок 3 («Текст»)».
    """
    try:
        check_layout(layout)
        faults: tuple[str, ...] = ()
    except LayoutUnfit as unfit:
        faults = unfit.faults
    if faults := (*faults, *text_faults(layout)):
        raise LayoutUnfit(faults)


def text_faults(layout: Layout) -> tuple[str, ...]:
    """What is wrong with the fields in the texts of the blocks, with the names that were probably meant."""
    return tuple(
        f"Блок {number} («{BLOCK_KINDS[block.kind]}»). {fault}"
        for number, block in enumerate(layout.blocks, start=1)
        for fault in wording_faults(block.text)
    )


def sheet_texts(sheet: Sheet) -> dict[str, str]:
    """The sheet in words, by Russian names: for the journal, and for two who saved at once."""
    keys = {name: getattr(sheet, f"{name}_id") for name in _PICTURES}
    names = dict(
        CertificatePicture.objects.filter(pk__in=[key for key in keys.values() if key]).values_list("pk", "name")
    )
    texts = {
        "Положение листа": ORIENTATIONS[sheet.layout.orientation],
        "Оформление": DESIGNS[sheet.layout.design],
        **{label: names.get(keys[name], "") for name, (_, label) in _PICTURES.items()},
    }
    for block in sheet.layout.blocks:
        texts[f"{BLOCK_KINDS[block.kind]} ({block.key})"] = _block_words(block)
    return texts


def _block_words(block: Block) -> str:
    height = "" if block.height is None else f", высота {_mm(block.height)}"
    look = (
        f"{block.size:g} пт".replace(".", ","),
        ALIGNS[block.align],
        FONTS[block.font].lower(),
        WEIGHTS[block.weight],
        *(["курсив"] if block.italic else []),
        COLOURS[block.colour][0].lower(),
    )
    place = f"слева {_mm(block.x)}, сверху {_mm(block.y)}, ширина {_mm(block.width)}{height}"
    return "\n".join(part for part in (block.text, place, ", ".join(look)) if part)


def _mm(length: float) -> str:
    return f"{length:g} мм".replace(".", ",")


def _require_pictures(template: CertificateTemplate, stored: Sheet, sheet: Sheet, by: Actor) -> None:
    for name, (kind, label) in _PICTURES.items():
        key = getattr(sheet, f"{name}_id")
        if key == getattr(stored, f"{name}_id"):
            continue
        if kind == PictureKind.SEAL:
            require(can_use_signatures(by, template.association))
        if key is not None:
            _require_own(template.association, key, kind, label)


def _require_own(association: Association, key: int, kind: PictureKind, label: str) -> None:
    # Held, so that it is not put away at this very moment.
    rows = CertificatePicture.objects.select_for_update().present()
    if not rows.filter(association=association, kind=kind, pk=key):
        raise PictureUnknown(f"{label}: такой картинки у объединения нет. Выберите из списка.")


def _put(
    template: CertificateTemplate,
    sheet: Sheet,
    deed: str,
    changes: dict[str, tuple[str, str]],
    *,
    by: Actor,
    at: datetime,
) -> CertificateTemplate:
    template.layout = layout_to_json(sheet.layout)
    template.background_id, template.emblem_id = sheet.background_id, sheet.emblem_id
    template.seal_id = sheet.seal_id
    template.updated_at, template.version = at, template.version + 1
    template.save()
    record(deed, template, by=by, at=at, scope=template.association.path, changes=changes)
    return template
