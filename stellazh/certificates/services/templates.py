"""Templates of sheets: taken from the ready ones, copied, renamed, put away."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.certificates.access import can_manage_templates
from stellazh.certificates.designs import SHIPPED
from stellazh.certificates.designs.shipped import ShippedTemplate, shipped
from stellazh.certificates.enums import RunStatus
from stellazh.certificates.layout import Layout, layout_to_json
from stellazh.certificates.models import CertificateKind, CertificateTemplate, IssueRun
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before, unique_or
from stellazh.common.verdict import ALLOWED, Verdict, require
from stellazh.common.versions import require_version
from stellazh.office.plain_text import printable_line
from stellazh.russian.text_lines import one_line

MOST_TEMPLATES: Final = 200
LONGEST_NAME: Final = 150


class TemplateNameMissing(DomainError):
    """A template has a name, not longer than its place."""


class TemplateNameTaken(DomainError):
    """The association has a template of that name."""


class TemplateUnknown(DomainError):
    """There is no such ready template."""


class TemplateInUse(DomainError):
    """A kind of document or a run needs the template; the sentence says which."""


class TemplateIsArchived(DomainError):
    """It has been put away: it is brought back before it is changed."""


class TooManyTemplates(DomainError):
    """The association has as many templates as it may."""


@transaction.atomic
def ensure_template(kind: CertificateKind, by: Actor, at: datetime) -> CertificateTemplate:
    """The template of the kind; when it has none yet, a copy of the ready one that fits its genre.

    An untouched copy of the same ready template is taken again: three degrees of a diploma share one.

    Raises:
        PermissionRefused: `by` neither keeps templates nor issues documents there.
    """
    # Locked, so that of two issues begun at once one makes the copy and the other finds it.
    association = Association.objects.select_for_update(no_key=True).get(pk=kind.association_id)
    stored = CertificateKind.objects.select_related("template").get(pk=kind.pk)
    if stored.template is not None and stored.template.archived_at is None:
        kind.template = stored.template
        return stored.template
    require(_may_begin(by, association))
    ready = _fitting(stored.genre)
    same = CertificateTemplate.objects.present().filter(association=association, shipped_code=ready.code, version=1)
    template = same.order_by("pk").first() or made_template(
        association, ready.name, ready.code, ready.layout, by=by, at=at
    )
    CertificateKind.objects.filter(pk=stored.pk).update(template=template, version=F("version") + 1)
    before = {"Шаблон": str(stored.template or "")}
    changes = compare(before, {"Шаблон": template.name})
    record("certificate_template_chosen", stored, by=by, at=at, scope=association.path, changes=changes)
    kind.template, kind.version = template, stored.version + 1
    return template


@transaction.atomic
def take_shipped(
    association_id: int, shipped_code: str, *, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> CertificateTemplate:
    """Make a template of one's own out of a ready one.

    Raises:
        PermissionRefused: `by` does not keep templates there.
        TemplateUnknown: there is no ready one of that code. TooManyTemplates. FormSentTwice.
    """
    association = locked_association(association_id)
    require(can_manage_templates(by, association))
    if made := made_before(CertificateTemplate.objects.filter(association=association), submission_key):
        return made
    ready = shipped(shipped_code)
    if ready is None:
        raise TemplateUnknown("Такого готового шаблона нет: выберите из списка.")
    return made_template(association, ready.name, ready.code, ready.layout, by=by, at=at, submission_key=submission_key)


@transaction.atomic
def copy_template(
    template_id: int, *, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> CertificateTemplate:
    """Make a copy to go on with; its seal goes along only for whoever may place it.

    Raises:
        PermissionRefused: `by` does not keep templates there. TooManyTemplates. FormSentTwice.
    """
    template = CertificateTemplate.objects.get(pk=template_id)
    association = locked_association(template.association_id)
    require(can_manage_templates(by, association))
    if made := made_before(CertificateTemplate.objects.filter(association=association), submission_key):
        return made
    _require_room(association)
    copy = CertificateTemplate(
        association=association,
        name=free_name(association, template.name),
        shipped_code=template.shipped_code,
        layout=template.layout,
        background=template.background,
        emblem=template.emblem,
        seal=template.seal if can(by, "certificates.use_signatures", association) else None,
        created_at=at,
        updated_at=at,
        submission_key=submission_key,
    )
    copy.save()
    changes = {"Копия шаблона": ("", template.name)}
    record("certificate_template_created", copy, by=by, at=at, scope=association.path, changes=changes)
    return copy


@transaction.atomic
def rename_template(
    template_id: int, name: str, *, expected_version: int, by: Actor, at: datetime
) -> CertificateTemplate:
    """Give the template another name.

    Raises:
        PermissionRefused: `by` does not keep templates there.
        ChangedMeanwhile: somebody saved first. TemplateIsArchived, TemplateNameMissing, TemplateNameTaken.
    """
    template = locked_template(template_id)
    require(can_manage_templates(by, template.association))
    wanted = checked_name(name)
    require_version(template.version, expected_version, theirs={"Название": template.name}, mine={"Название": wanted})
    require_in_use(template)
    if wanted == template.name:
        return template
    changes = compare({"Название": template.name}, {"Название": wanted})
    template.name, template.updated_at, template.version = wanted, at, template.version + 1
    with unique_or(_name_taken(wanted)):
        template.save()
    record("certificate_template_renamed", template, by=by, at=at, scope=template.association.path, changes=changes)
    return template


@transaction.atomic
def archive_template(template_id: int, *, by: Actor, at: datetime) -> CertificateTemplate:
    """Put the template away. Papers already issued keep their own layout.

    Raises:
        PermissionRefused: `by` does not keep templates there.
        TemplateIsArchived: it is away already. TemplateInUse: a kind or a run that is being prepared needs it.
    """
    template = locked_template(template_id)
    require(can_manage_templates(by, template.association))
    require_in_use(template)
    if places := needed_by(template):
        raise TemplateInUse(
            f"Этот шаблон нужен: {'; '.join(places)}. Поставьте там другой шаблон, потом уберите этот в архив."
        )
    template.archived_at, template.updated_at, template.version = at, at, template.version + 1
    template.save()
    record("certificate_template_archived", template, by=by, at=at, scope=template.association.path)
    return template


@transaction.atomic
def restore_template(template_id: int, *, by: Actor, at: datetime) -> CertificateTemplate:
    """Bring the template back; under another name when its own is taken by now.

    Raises:
        PermissionRefused: `by` does not keep templates there. TooManyTemplates.
    """
    template = CertificateTemplate.objects.get(pk=template_id)
    association = locked_association(template.association_id)
    template = locked_template(template_id)
    require(can_manage_templates(by, association))
    if template.archived_at is None:
        return template
    _require_room(association)
    changes = compare({"Название": template.name}, {"Название": free_name(association, template.name)})
    template.name = free_name(association, template.name)
    template.archived_at, template.updated_at, template.version = None, at, template.version + 1
    template.save()
    record("certificate_template_restored", template, by=by, at=at, scope=association.path, changes=changes)
    return template


def locked_template(template_id: int) -> CertificateTemplate:
    """The template with its association, held until the transaction ends.

    Raises:
        CertificateTemplate.DoesNotExist: there is no such template.
    """
    rows = CertificateTemplate.objects.select_for_update(of=("self",)).select_related("association__territory")
    return rows.get(pk=template_id)


def needed_by(template: CertificateTemplate) -> list[str]:
    """Kinds in use and runs being prepared that need the template, in words."""
    kinds = CertificateKind.objects.present().filter(template=template).in_order()
    runs = IssueRun.objects.filter(template=template, status=RunStatus.DRAFT).order_by("title")
    return [*(f"вид «{kind.name}»" for kind in kinds), *(f"выдача «{run.title}»" for run in runs)]


def require_in_use(template: CertificateTemplate) -> None:
    """Pass unless it is put away.

    Raises:
        TemplateIsArchived: bring it back first.
    """
    if template.archived_at is not None:
        raise TemplateIsArchived("Шаблон в архиве. Верните его, чтобы менять.")


def checked_name(name: str) -> str:
    """The name as it is kept.

    Raises:
        TemplateNameMissing: it is empty or too long.
    """
    words = one_line(printable_line(name))
    if not words:
        raise TemplateNameMissing("Назовите шаблон, чтобы отличать его от других.")
    if len(words) > LONGEST_NAME:
        raise TemplateNameMissing(f"Название слишком длинное: помещается {LONGEST_NAME} знаков.")
    return words


def free_name(association: Association, name: str) -> str:
    """The name, with «(2)», «(3)»… when a template in use has it."""
    taken = set(CertificateTemplate.objects.present().filter(association=association).values_list("name", flat=True))
    found, turn = name, 1
    while found in taken:
        turn += 1
        ending = f" ({turn})"
        found = name[: LONGEST_NAME - len(ending)] + ending
    return found


def made_template(
    association: Association,
    name: str,
    shipped_code: str,
    layout: Layout,
    *,
    by: Actor,
    at: datetime,
    deed: str = "certificate_template_created",
    submission_key: uuid.UUID | None = None,
) -> CertificateTemplate:
    """Store a new template of an association that is locked and was asked for its rights.

    Raises:
        TooManyTemplates: the association has as many as it may.
    """
    _require_room(association)
    template = CertificateTemplate(
        association=association,
        name=free_name(association, checked_name(name)),
        shipped_code=shipped_code,
        layout=layout_to_json(layout),
        created_at=at,
        updated_at=at,
        submission_key=submission_key,
    )
    template.save()
    record(deed, template, by=by, at=at, scope=association.path)
    return template


def locked_association(association_id: int) -> Association:
    """The association, held until the transaction ends: two copies made at once get two names."""
    return Association.objects.select_for_update(no_key=True).get(pk=association_id)


def _may_begin(by: Actor, association: Association) -> Verdict:
    return ALLOWED if can(by, "certificates.issue", association) else can_manage_templates(by, association)


def _fitting(genre: str) -> ShippedTemplate:
    return next((one for one in SHIPPED if genre in one.genre_codes), SHIPPED[0])


def _require_room(association: Association) -> None:
    if CertificateTemplate.objects.present().filter(association=association).count() >= MOST_TEMPLATES:
        raise TooManyTemplates(f"У объединения уже {MOST_TEMPLATES} шаблонов: уберите ненужные в архив.")


def _name_taken(name: str) -> TemplateNameTaken:
    return TemplateNameTaken(f"Шаблон «{name}» уже есть: назовите этот иначе.")
