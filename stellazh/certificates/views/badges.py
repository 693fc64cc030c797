"""Public addresses that stand inside of badges: the issuer, the keys, the lists of what holds no longer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from stellazh.associations.models import Association
from stellazh.certificates.badges import key_document, profile_document
from stellazh.certificates.badges.vocabulary import Document
from stellazh.certificates.models import SigningKey
from stellazh.certificates.reads.badges import has_issued, issuer_of, key_url
from stellazh.certificates.services.badges import signed_status
from stellazh.common.requests import Request

MOST_LISTS = 1000


@login_not_required
@require_safe
def badge_issuer(request: Request, code: str) -> HttpResponse:
    """The association as the issuer of badges; of one that never issued anything, 404."""
    return _open_to_all(profile_document(issuer_of(_issuing(code))), "application/json")


@login_not_required
@require_safe
def badge_key(request: Request, kid: str) -> HttpResponse:
    """The public half of a key, in use or retired."""
    key = get_object_or_404(SigningKey, kid=kid)
    return _open_to_all(key_document(key.public_jwk, key_url=key_url(key)), "application/jwk+json")


@login_not_required
@require_safe
def badge_status(request: Request, code: str, place: int) -> HttpResponse:
    """The signed list of bits: set where a badge of the association holds no longer. No names, no reasons."""
    association = _issuing(code)
    token = signed_status(association, place) if place < MOST_LISTS else None
    if token is None:
        raise Http404
    response = HttpResponse(token, content_type="application/vc+jwt")
    return _for_programs(response)


def _issuing(code: str) -> Association:
    association = get_object_or_404(Association, code=code)
    if not has_issued(association):
        raise Http404
    return association


def _open_to_all(document: Document, media_type: str) -> HttpResponse:
    return _for_programs(JsonResponse(document, content_type=media_type, json_dumps_params={"ensure_ascii": False}))


def _for_programs(response: HttpResponse) -> HttpResponse:
    """Checkers run in browsers of other sites; a withdrawal must be seen soon."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response
