"""Rights to a resolution."""

from __future__ import annotations

from django.db.models import Q

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.protocols.enums import ResolutionStatus
from stellazh.protocols.models import Resolution

_ARCHIVED = "Резолюция в архиве: сначала верните её."


def can_create_resolution(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may begin a resolution of that association."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: новых резолюций у него не бывает.")
    return can(actor, "protocols.edit_resolution", association)


def can_edit_resolution(actor: Actor, resolution: Resolution) -> Verdict:
    """Whether the actor may change the text: until it is adopted."""
    verdict = can(actor, "protocols.edit_resolution", resolution.association)
    if not verdict:
        return verdict
    if resolution.archived_at is not None:
        return refuse(_ARCHIVED)
    return refuse("Резолюция принята: её текст больше не меняется.") if resolution.is_binding else ALLOWED


def can_adopt_resolution(actor: Actor, resolution: Resolution) -> Verdict:
    """Whether the actor may adopt the draft."""
    if resolution.archived_at is not None:
        return refuse(_ARCHIVED)
    return can(actor, "protocols.adopt_resolution", resolution.association)


def can_publish_resolution(actor: Actor, resolution: Resolution) -> Verdict:
    """Whether the actor may show the resolution to everybody, and hide it again: whoever adopts there."""
    return can_adopt_resolution(actor, resolution)


def can_close_resolution(actor: Actor, resolution: Resolution) -> Verdict:
    """Whether the actor may close its points and, in the end, the whole."""
    if resolution.archived_at is not None:
        return refuse(_ARCHIVED)
    return can(actor, "protocols.edit_resolution", resolution.association)


def can_archive_resolution(actor: Actor, resolution: Resolution) -> Verdict:
    """Whether the actor may put a draft away, or bring it back. An adopted resolution stays."""
    if resolution.is_binding:
        return refuse("Принятую резолюцию в архив не убирают: по ней отчитываются.")
    return can(actor, "protocols.edit_resolution", resolution.association)


def can_read_resolution_text(actor: Actor, resolution: Resolution) -> Verdict:
    """Whether the actor may read the points: of a draft only those who prepare it. The resolution is visible to her."""
    if resolution.is_binding:
        return ALLOWED
    verdict = can(actor, "protocols.edit_resolution", resolution.association)
    return verdict or refuse("Проект готовится: текст откроется всем, когда резолюцию примут.")


def can_follow_resolution(actor: Actor, resolution: Resolution) -> Verdict:
    """Whether the actor may see how the points are fulfilled, with the answers of each addressee."""
    return can(actor, "protocols.read_follow_up", resolution.association)


def can_read_resolution_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever may read the resolution whose adopted or closing text it is."""
    kept = Q(adopted_file=stored) | Q(closing_file=stored)
    is_seen = Resolution.objects.visible_to(actor).filter(kept).exists()
    return ALLOWED if is_seen else refuse("Этот файл открыт тем, кто читает резолюцию.")


def can_propose(actor: Actor, resolution: Resolution) -> Verdict:
    """Whether the actor may propose and support: anybody of the association and below while proposals are collected."""
    if resolution.archived_at is not None:
        return refuse(_ARCHIVED)
    if resolution.status != ResolutionStatus.COLLECTING:
        return refuse("Сбор предложений окончен.")
    if actor.actor_kind != ActorKind.PERSON:
        return refuse("Предложения вносят участники объединения: войдите, чтобы продолжить.")
    belongs = Resolution.objects.visible_to(actor).filter(pk=resolution.pk).exists()
    return ALLOWED if belongs else refuse("Предложения вносят участники объединения.")
