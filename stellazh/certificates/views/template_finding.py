"""Finding the association, template, picture or signatory of an address; strangers get 404.

Every key in an address is looked up among what the reader may see, never by itself: a guessed number of another
association is not there.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.associations.models import Association
from stellazh.certificates.access import can_keep_pictures, can_manage_templates, can_read_register
from stellazh.certificates.models import CertificatePicture, CertificateTemplate, Signatory
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict


def demand(verdict: Verdict) -> None:
    """Show the reason, with 403, to somebody who may read but not do this."""
    if not verdict:
        raise PermissionDenied(verdict.reason)


def visible_association(request: Request, code: str) -> Association:
    """The association, for whoever reads its register."""
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not can_read_register(request.actor, association):
        raise Http404
    return association


def managed_association(request: Request, code: str) -> Association:
    """The association, for whoever keeps its templates; 403 with the reason for other readers.

    Raises:
        PermissionDenied: the reader does not keep templates there.
    """
    association = visible_association(request, code)
    demand(can_manage_templates(request.actor, association))
    return association


def visible_template(request: Request, template_id: int) -> CertificateTemplate:
    """The template with its association, for whoever reads the register there."""
    rows = CertificateTemplate.objects.visible_to(request.actor).select_related("association__territory")
    return get_object_or_404(rows, pk=template_id)


def managed_template(request: Request, template_id: int) -> CertificateTemplate:
    """The template, for whoever keeps templates there; 403 with the reason for other readers.

    Raises:
        PermissionDenied: the reader does not keep templates there.
    """
    template = visible_template(request, template_id)
    demand(can_manage_templates(request.actor, template.association))
    return template


def visible_picture(request: Request, picture_id: int) -> CertificatePicture:
    """The picture's row, for whoever reads the register there; its content is another question."""
    rows = CertificatePicture.objects.select_related("association__territory", "file")
    picture = get_object_or_404(rows, pk=picture_id)
    if not can_read_register(request.actor, picture.association):
        raise Http404
    return picture


def kept_picture(request: Request, picture_id: int) -> CertificatePicture:
    """The picture, for whoever keeps pictures of its kind; 403 with the reason for other readers.

    Raises:
        PermissionDenied: the reader does not keep them.
    """
    picture = visible_picture(request, picture_id)
    demand(can_keep_pictures(request.actor, picture.association, picture.kind))
    return picture


def managed_signatory(request: Request, signatory_id: int) -> Signatory:
    """The signatory, for whoever keeps signatories there; 403 with the reason for other readers.

    Raises:
        PermissionDenied: the reader does not keep them.
    """
    rows = Signatory.objects.select_related("association__territory", "signature")
    signatory = get_object_or_404(rows, pk=signatory_id)
    if not can_read_register(request.actor, signatory.association):
        raise Http404
    demand(can_manage_templates(request.actor, signatory.association))
    return signatory
