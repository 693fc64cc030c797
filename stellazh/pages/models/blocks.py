"""What a page is made of: the blocks an editor chooses from. What people wrote is cleaned whenever it is kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.admin.widgets import AdminPageChooser
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page
from wagtail.rich_text import RichText

from stellazh.media.videos import NotAVideoAddress, parse_video_address
from stellazh.pages.cleaning import clean_address, clean_rich_text
from stellazh.pages.present import may_point_at, may_take, without_strange_links

FEATURES = ["bold", "italic", "h2", "h3", "ol", "ul", "link", "hr"]


class CleanTextBlock(blocks.RichTextBlock):
    """Text with headings, lists and links. Cleaned on each write, by whatever way it came."""

    def __init__(self, **options: Any) -> None:
        super().__init__(features=FEATURES, **options)

    def get_prep_value(self, value: RichText | None) -> str | None:
        return None if value is None else clean_rich_text(value.source)

    def to_python(self, value: Any) -> RichText:
        return RichText(clean_rich_text(value if isinstance(value, str) else ""))

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> RichText:
        written: RichText = super().value_from_datadict(data, files, prefix)
        source = without_strange_links(written.source)
        # What was typed and taken away again leaves an empty paragraph: the text is missing, as if never typed.
        return RichText(source if "<hr" in source or strip_tags(source).strip() else "")


class AddressBlock(blocks.URLBlock):
    """An address of the web. One that runs something instead of leading somewhere is kept as none."""

    def get_prep_value(self, value: Any) -> str:
        return clean_address(value)

    def to_python(self, value: Any) -> str:
        return clean_address(value)


class PictureChooser(AdminImageChooser):
    """Tells nobody the name of a picture of another association, whatever key was sent."""

    def get_instance(self, value: Any) -> Any:
        picture = super().get_instance(value)
        return picture if picture is not None and may_take(picture) else None


class PageChooser(AdminPageChooser):
    """Tells nobody the title of another association's draft, whatever key was sent."""

    def get_instance(self, value: Any) -> Any:
        page = Page.objects.filter(pk=value.pk if isinstance(value, Page) else value).first() if value else None
        return page.specific if page is not None and may_point_at(page) else None


class OwnPictureBlock(ImageChooserBlock):
    """A picture of the association's own."""

    @cached_property
    def widget(self) -> PictureChooser:
        return PictureChooser()


class SitePageBlock(blocks.PageChooserBlock):
    """A published page, or one of the association's own."""

    @cached_property
    def widget(self) -> PageChooser:
        return PageChooser(target_models=self.target_models, can_choose_root=False)


class PictureBlock(blocks.StructBlock):
    """A picture with words under it."""

    picture = OwnPictureBlock(label="Картинка")
    caption = blocks.CharBlock(label="Подпись", required=False, max_length=300)

    class Meta:
        icon = "image"
        label = "Картинка"
        template = "pages/blocks/picture.html"


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    title = blocks.CharBlock(label="Заголовок", required=False, max_length=200)
    pictures = blocks.ListBlock(PictureBlock(), label="Картинки", min_num=1, max_num=40)

    class Meta:
        icon = "image"
        label = "Фотографии"
        template = "pages/blocks/gallery.html"


class VideoBlock(blocks.StructBlock):
    """A film of Rutube or VK Видео; nothing is loaded from there before a click."""

    address = AddressBlock(label="Ссылка на запись", help_text="Rutube или VK Видео.")
    title = blocks.CharBlock(label="О чём запись", max_length=200)

    class Meta:
        icon = "media"
        label = "Видеозапись"
        template = "pages/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            parse_video_address(cleaned["address"])
        except NotAVideoAddress as refusal:
            raise blocks.StructBlockValidationError({"address": ValidationError(str(refusal))}) from refusal
        return cleaned


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label="Слова", max_length=1500)
    author = blocks.CharBlock(label="Кто сказал", required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = "Цитата"
        template = "pages/blocks/quote.html"


class LinkBlock(blocks.StructBlock):
    """One button: to a page of a site or elsewhere."""

    words = blocks.CharBlock(label="Надпись", max_length=100)
    page = SitePageBlock(label="Страница сайта", required=False)
    address = AddressBlock(label="Или адрес", required=False)

    class Meta:
        icon = "link"
        label = "Кнопка"
        template = "pages/blocks/link.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["page"] and not cleaned["address"]:
            raise blocks.StructBlockValidationError({"page": ValidationError("Выберите страницу или впишите адрес.")})
        return cleaned


class QuestionBlock(blocks.StructBlock):
    """A question that opens to its answer."""

    question = blocks.CharBlock(label="Вопрос", max_length=300)
    answer = CleanTextBlock(label="Ответ")

    class Meta:
        icon = "help"
        label = "Вопрос и ответ"
        template = "pages/blocks/question.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    text = CleanTextBlock(label="Текст", icon="pilcrow", template="pages/blocks/text.html")
    picture = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    quote = QuoteBlock()
    link = LinkBlock()
    question = QuestionBlock()
