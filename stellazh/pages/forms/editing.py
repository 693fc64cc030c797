"""Forms of the editor: a page that names only what it may, a picture that says who is on it."""

from __future__ import annotations

from datetime import date
from itertools import chain, count
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.coreutils import string_to_ascii
from wagtail.images.forms import BaseImageForm

from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.common.errors import DomainError
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models import NewsCategory, SitePicture
from stellazh.pages.models.site import check_address_is_free
from stellazh.pages.present import may_take, present_editor
from stellazh.pages.services import pictures, publishing

LONGEST_SLUG: Final = 80
# Nothing is older: before it no association had a site.
FIRST_YEAR: Final = 1990
# Buttons that show the page to others, now or after a check.
_TELLING = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")


class SitePageForm(WagtailAdminPageForm):
    """A page as its editor writes it: refused with the text in place when it may not be published so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "on" in self.fields and self.instance.pk is None:
            # News are mostly of today.
            self.initial["on"] = self.initial.get("on") or clock.today()
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "categories" in self.fields and self.parent_page is not None:
            # Each feed has categories of its own: those of other associations do not exist here.
            self.fields["categories"].queryset = NewsCategory.objects.filter(index_id=self.parent_page.pk)

    def clean_slug(self) -> str:
        """An address that nobody wrote is made of the title, in Latin letters; a known page keeps its own.

        News of one title come every month: a new page whose address is taken gets a number, not a refusal.
        """
        written = str(self.cleaned_data.get("slug") or "")
        if self.instance.pk is not None and (written or self.instance.slug):
            return written or str(self.instance.slug)
        title = slugify(string_to_ascii(str(self.cleaned_data.get("title") or "")))[:LONGEST_SLUG].strip("-")
        base = written or str(self.instance.slug or "") or title or "stranica"
        taken = set(self.parent_page.get_children().values_list("slug", flat=True)) if self.parent_page else set()
        numbered = (f"{base}-{number}" for number in count(2))
        return next(one for one in chain([base], numbered) if one not in taken)

    def clean_on(self) -> date | None:
        """News of a mistyped year would lead every list for good."""
        day: date | None = self.cleaned_data.get("on")
        if day is not None and not FIRST_YEAR <= day.year <= clock.today().year + 1:
            raise ValidationError(f"Проверьте год: новости бывают с {FIRST_YEAR} года по следующий.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page is not None:
            probe = self._meta.model(slug=slug)
            try:
                check_address_is_free(probe, self.parent_page.specific)
            except ValidationError as refusal:
                self.add_error("slug", refusal.message_dict["slug"][0])
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        page = self.instance
        try:
            strange = [one for one in _pictures_of(page) if not may_take(one)]
            if strange:
                raise publishing.StrangePicture("Картинка взята у другого объединения: загрузите её в свои картинки.")
            if any(name in self.data for name in _TELLING):
                publishing.check_pictures(page)
        except DomainError as refusal:
            self.add_error(None, str(refusal))


class SitePictureForm(BaseImageForm):
    """A picture: what it shows, who is on it, by whose consent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            field = self.fields["description"]
            field.label = "Что на картинке"
            field.help_text = "Одно предложение для тех, кто не видит картинку: «Участницы семинара за круглым столом»."
        if "people" in self.fields:
            # Many pictures are brought at once before anybody says who is on them.
            self.fields["people"].required = False
            self.fields["people"].help_text = "Пока не указано, кто на картинке, страницу с ней не опубликовать."

    def clean_people(self) -> str:
        return self.cleaned_data.get("people") or PicturedPeople.UNKNOWN

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        is_children = cleaned.get("people") == PicturedPeople.CHILDREN
        if is_children and not str(cleaned.get("consent_note") or "").strip():
            self.add_error("consent_note", "На картинке есть дети: запишите, кто, когда и на что дал согласие.")
        is_asked = self.add_prefix("description") in self.data and not cleaned.get("is_decorative")
        if is_asked and not str(cleaned.get("description") or "").strip():
            self.add_error("description", "Опишите картинку одним предложением или отметьте «Для украшения».")
        if self.instance.hidden_at is not None:
            raise ValidationError("Картинка скрыта: показывать её больше нельзя.")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        editor = present_editor.get()
        by = editor.actor if editor is not None else System("картинки сайта")
        try:
            pictures.note_consent(self.instance, by=by, at=clock.now())
            if "file" in self.changed_data:
                pictures.keep_picture(self.instance, by=by, at=clock.now())
        except DomainError as refusal:
            self.add_error("file" if "file" in self.changed_data else None, str(refusal))


def _pictures_of(page: Any) -> list[Any]:
    return list(SitePicture.objects.filter(pk__in=publishing.picture_ids(page)))
