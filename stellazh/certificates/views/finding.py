"""Finding the association, the kind or the document of an address; strangers get 404."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.certificates.access import can_read_register
from stellazh.certificates.models import Certificate, CertificateKind
from stellazh.common.actor import Actor
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict


def read_association(request: Request, code: str) -> Association:
    """The association, for whoever reads its register."""
    association = get_object_or_404(Association.objects.select_related("parent", "territory"), code=code)
    if not can_read_register(request.actor, association):
        raise Http404
    return association


def kept_association(request: Request, code: str, may: Callable[[Actor, Association], Verdict]) -> Association:
    """The association, for whoever reads its register; 403 with the reason when `may` refuses.

    Raises:
        PermissionDenied: shown with 403.
    """
    association = read_association(request, code)
    demand(may(request.actor, association))
    return association


def kept_kind(request: Request, kind_id: int, may: Callable[[Actor, Association], Verdict]) -> CertificateKind:
    """The kind, as `kept_association` finds its association.

    Raises:
        PermissionDenied: shown with 403.
    """
    rows = CertificateKind.objects.visible_to(request.actor).select_related("association__territory")
    kind = get_object_or_404(rows, pk=kind_id)
    demand(may(request.actor, kind.association))
    return kind


def visible_certificate(request: Request, certificate_id: int) -> Certificate:
    """The document, for whose it is and for those who read the register."""
    rows = Certificate.objects.visible_to(request.actor).select_related(
        "association__territory", "kind", "run", "row", "person"
    )
    return get_object_or_404(rows, pk=certificate_id)


def kept_certificate(
    request: Request, certificate_id: int, may: Callable[[Actor, Certificate], Verdict]
) -> Certificate:
    """The document, for whoever withdraws there; 404 for everybody else, 403 with the reason when `may` refuses.

    Raises:
        PermissionDenied: shown with 403.
    """
    certificate = visible_certificate(request, certificate_id)
    if not can(request.actor, "certificates.withdraw", certificate.association):
        raise Http404
    demand(may(request.actor, certificate))
    return certificate


def demand(verdict: Verdict) -> None:
    """Show the reason, with 403, to somebody who may read but not do this."""
    if not verdict:
        raise PermissionDenied(verdict.reason)
