"""Pictures of the sites, each at an address that cannot be guessed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile, File
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.images.models import Filter, SourceImageIOError

from stellazh.common.requests import Request
from stellazh.pages.access import can_write_site
from stellazh.pages.models import SiteHome, SitePicture, SiteRendition

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@login_not_required
@require_safe
def picture(request: Request, public_id: uuid.UUID, rendition_id: int) -> HttpResponseBase:
    """A picture made smaller. One that was hidden is found no more: caches between keep none, browsers not for long.

    One of which it is not said who is on it stands on no page and is opened by those who write the site.
    """
    found = SiteRendition.objects.filter(image__public_id=public_id, image__hidden_at=None)
    rendition = get_object_or_404(found.select_related("image"), pk=rendition_id)
    if not rendition.image.may_be_shown and not _is_writers(request, rendition.image):
        raise Http404
    media_type = TYPES.get(rendition.file.name.rsplit(".", 1)[-1].lower())
    if media_type is None:
        raise Http404
    # A copy never changes: another picture in the same place has copies with other numbers.
    etag = quote_etag(f"{public_id}-{rendition_id}")
    known: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    response = known or FileResponse(_opened(rendition), content_type=media_type)
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=600"
    return response


def _opened(rendition: SiteRendition) -> File[Any]:
    """The file of the copy; made again from the original where it was lost, as after putting a backup back."""
    try:
        return rendition.file.open("rb")  # type: ignore[no-any-return]
    except FileNotFoundError:
        pass
    try:
        made = rendition.image.generate_rendition_file(Filter(spec=rendition.filter_spec))
    except (SourceImageIOError, OSError) as error:
        raise Http404 from error
    made.seek(0)
    content = ContentFile(made.read())
    rendition.file.storage.save(rendition.file.name, content)
    content.seek(0)
    return content


def _is_writers(request: Request, image: SitePicture) -> bool:
    home = SiteHome.objects.filter(collection_id=image.collection_id).select_related("association").first()
    return home is not None and bool(can_write_site(request.actor, home.association))
