"""The sheet of a template: saved, put back, refused with a sentence at the block."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stellazh.associations.models import Association
from stellazh.certificates.designs.shipped import shipped
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.layout import BlockKind, Design, Layout, LayoutUnfit, layout_from_json
from stellazh.certificates.models import CertificateTemplate
from stellazh.certificates.services.sheet_layouts import (
    NoReadyTemplate,
    PictureUnknown,
    Sheet,
    reset_sheet,
    save_sheet,
)
from stellazh.certificates.services.templates import TemplateIsArchived, archive_template
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.people.models import Person
from tests.certificates.templates.conftest import AT, MakePicture
from tests.checks import at_once, deeds, nothing_changes


def with_text(layout: Layout, kind: BlockKind, text: str) -> Layout:
    """The layout with other words in its first block of that kind."""
    place = next(number for number, block in enumerate(layout.blocks) if block.kind == kind)
    blocks = list(layout.blocks)
    blocks[place] = replace(blocks[place], text=text)
    return replace(layout, blocks=tuple(blocks))


@pytest.fixture
def sheet(template: CertificateTemplate) -> Sheet:
    return Sheet.of(template)


def test_sheet_is_saved_with_its_pictures_and_the_journal_has_the_words(
    template: CertificateTemplate, sheet: Sheet, head: Person, make_picture: MakePicture
) -> None:
    emblem, seal = make_picture(PictureKind.EMBLEM, name="Знак"), make_picture(PictureKind.SEAL, name="Гербовая")
    wanted = Sheet(
        replace(with_text(sheet.layout, BlockKind.TITLE, "ГРАМОТА"), design=Design.LAUREL),
        emblem_id=emblem.pk,
        seal_id=seal.pk,
    )

    saved = save_sheet(template.pk, wanted, expected_version=1, by=head, at=AT)

    saved.refresh_from_db()
    assert Sheet.of(saved) == wanted
    assert saved.version == 2
    deed, who, changes = deeds(template)[-1]
    assert (deed, who) == ("certificate_template_changed", head.actor_id)
    assert changes["Оформление"] == ["Книжная полка", "Лавр"]
    assert (changes["Эмблема"], changes["Печать"]) == (["", "Знак"], ["", "Гербовая"])
    assert changes["Название бумаги (title)"][1].startswith("ГРАМОТА\nслева ")


def test_equal_sheet_changes_nothing(template: CertificateTemplate, sheet: Sheet, head: Person) -> None:
    saved = save_sheet(template.pk, sheet, expected_version=1, by=head, at=AT)

    assert saved.version == 1
    assert len(deeds(template)) == 1


def test_sheet_is_not_saved(
    template: CertificateTemplate, sheet: Sheet, head: Person, methodist: Person, stranger: Person, region_head: Person
) -> None:
    wanted = Sheet(with_text(sheet.layout, BlockKind.TITLE, "ГРАМОТА"))

    for person in (stranger, region_head):
        nothing_changes(
            lambda by=person: save_sheet(template.pk, wanted, expected_version=1, by=by, at=AT), PermissionRefused
        )
    with pytest.raises(ChangedMeanwhile) as clash:
        save_sheet(template.pk, wanted, expected_version=5, by=methodist, at=AT)
    assert list(clash.value.mine) == ["Название бумаги (title)"]
    archive_template(template.pk, by=head, at=AT)
    nothing_changes(lambda: save_sheet(template.pk, wanted, expected_version=2, by=head, at=AT), TemplateIsArchived)


def test_unknown_field_is_refused_with_the_nearest_name(
    template: CertificateTemplate, sheet: Sheet, head: Person
) -> None:
    unfit = with_text(sheet.layout, BlockKind.TITLE, "{{ заголвок }}")
    number = next(n for n, block in enumerate(unfit.blocks, start=1) if block.kind == BlockKind.TITLE)

    nothing_changes(
        lambda: save_sheet(template.pk, Sheet(unfit), expected_version=1, by=head, at=AT),
        LayoutUnfit,
        f"Блок {number} .*Похоже на «заголовок»",
    )


def test_sheet_without_a_code_or_off_the_paper_is_refused(
    template: CertificateTemplate, sheet: Sheet, head: Person
) -> None:
    without = replace(sheet.layout, blocks=tuple(b for b in sheet.layout.blocks if b.kind != BlockKind.QR))
    off = replace(sheet.layout, blocks=(replace(sheet.layout.blocks[0], x=290.0), *sheet.layout.blocks[1:]))

    for layout, words in ((without, "QR-код"), (off, "Блок 1 .*за край листа")):
        nothing_changes(
            lambda unfit=layout: save_sheet(template.pk, Sheet(unfit), expected_version=1, by=head, at=AT),
            LayoutUnfit,
            words,
        )


def test_seal_is_placed_and_taken_off_only_by_who_may(
    template: CertificateTemplate, sheet: Sheet, head: Person, methodist: Person, make_picture: MakePicture
) -> None:
    seal = make_picture(PictureKind.SEAL)
    sealed = replace(sheet, seal_id=seal.pk)

    nothing_changes(lambda: save_sheet(template.pk, sealed, expected_version=1, by=methodist, at=AT), PermissionRefused)
    save_sheet(template.pk, sealed, expected_version=1, by=head, at=AT)
    nothing_changes(lambda: save_sheet(template.pk, sheet, expected_version=2, by=methodist, at=AT), PermissionRefused)
    edited = replace(sealed, layout=with_text(sheet.layout, BlockKind.TITLE, "ГРАМОТА"))
    kept = save_sheet(template.pk, edited, expected_version=2, by=methodist, at=AT)

    assert kept.seal == seal


def test_pictures_of_others_of_other_kinds_and_put_away_are_refused(
    template: CertificateTemplate, sheet: Sheet, head: Person, neighbour: Association, make_picture: MakePicture
) -> None:
    foreign, signature = make_picture(PictureKind.EMBLEM, neighbour), make_picture(PictureKind.SIGNATURE)
    away = make_picture(PictureKind.EMBLEM)
    away.archived_at = AT
    away.save()

    for picture_id in (foreign.pk, signature.pk, away.pk, 999_999):
        wanted = replace(sheet, emblem_id=picture_id)
        nothing_changes(
            lambda unfit=wanted: save_sheet(template.pk, unfit, expected_version=1, by=head, at=AT), PictureUnknown
        )


def test_sheet_goes_back_to_the_ready_template_and_keeps_its_pictures(
    template: CertificateTemplate, sheet: Sheet, methodist: Person, make_picture: MakePicture
) -> None:
    emblem = make_picture(PictureKind.EMBLEM)
    changed = Sheet(with_text(sheet.layout, BlockKind.TITLE, "ГРАМОТА"), emblem_id=emblem.pk)
    save_sheet(template.pk, changed, expected_version=1, by=methodist, at=AT)

    back = reset_sheet(template.pk, expected_version=2, by=methodist, at=AT)

    ready = shipped(template.shipped_code)
    assert ready is not None
    assert (layout_from_json(back.layout), back.emblem) == (ready.layout, emblem)
    assert deeds(template)[-1][0] == "certificate_template_reset"


def test_sheet_does_not_go_back(template: CertificateTemplate, head: Person, stranger: Person) -> None:
    nothing_changes(lambda: reset_sheet(template.pk, expected_version=1, by=stranger, at=AT), PermissionRefused)
    nothing_changes(lambda: reset_sheet(template.pk, expected_version=3, by=head, at=AT), ChangedMeanwhile)
    CertificateTemplate.objects.filter(pk=template.pk).update(shipped_code="")
    nothing_changes(lambda: reset_sheet(template.pk, expected_version=1, by=head, at=AT), NoReadyTemplate)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(template: CertificateTemplate, head: Person) -> None:
    layout = Sheet.of(template).layout
    words = iter(("ГРАМОТА", "ДИПЛОМ"))

    def save() -> str:
        wanted = Sheet(with_text(layout, BlockKind.TITLE, next(words)))
        save_sheet(template.pk, wanted, expected_version=1, by=head, at=AT)
        return "saved"

    found = at_once(save)

    assert sorted(found) == ["ChangedMeanwhile", "saved"]
