"""Pictures as those who keep a site see them: small, also before anybody said who is on them."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import SourceImageIOError

from stellazh.pages.models import SitePicture

register = template.Library()
SPEC = "max-320x240|format-webp|webpquality-70"


@register.simple_tag
def site_thumbnail(picture: SitePicture) -> SafeString:
    """The picture made small; words in its place where it is hidden or its file is lost."""
    if picture.hidden_at is not None:
        return format_html('<p class="soft small">{}</p>', "Картинка скрыта")
    try:
        small = picture.get_rendition(SPEC)
    except (SourceImageIOError, OSError):
        return format_html('<p class="soft small">{}</p>', "Файл картинки потерян")
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        small.url,
        small.width,
        small.height,
        picture.default_alt_text or picture.title,
    )
