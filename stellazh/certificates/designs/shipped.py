"""The templates that come with the product: their names, what they are for, their layouts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stellazh.certificates.designs import landscape, portrait
from stellazh.certificates.layout import Layout


@dataclass(frozen=True, slots=True)
class ShippedTemplate:
    """A ready sheet. `genre_codes` are those of `enums.DocumentGenre` it is fit for; `code` never changes.

    `words` say in a line what it looks like.
    """

    code: str
    name: str
    genre_codes: tuple[str, ...]
    layout: Layout
    words: str


SHIPPED: Final = (
    ShippedTemplate(
        "participant_shelf", "Сертификат участника «Книжная полка»", ("participant", "other"),
        landscape.PARTICIPANT_SHELF, "Альбомный лист, внизу полка с книгами",
    ),
    ShippedTemplate(
        "participant_bookmark", "Сертификат участника «Закладка»", ("participant", "other"),
        landscape.PARTICIPANT_BOOKMARK, "Альбомный лист, слева зелёная закладка, строки по левому краю",
    ),
    ShippedTemplate(
        "speaker_book", "Сертификат докладчика «Раскрытая книга»", ("speaker",),
        landscape.SPEAKER_ARCH, "Альбомный лист, за строками раскрытая книга",
    ),
    ShippedTemplate(
        "test_fine_lines", "Сертификат о прохождении тестирования «Тонкая сетка»", ("test",),
        landscape.TEST_GUILLOCHE, "Альбомный лист, рамка из тонких переплетённых линий",
    ),
    ShippedTemplate(
        "thanks_frame", "Благодарственное письмо «Рамка»", ("thanks",),
        portrait.THANKS_FRAME, "Книжный лист, рамка с уголками и место для эмблемы",
    ),
    ShippedTemplate(
        "merit_laurel", "Грамота «Лавр»", ("merit",),
        portrait.MERIT_LAUREL, "Книжный лист, лавровые ветви",
    ),
    ShippedTemplate(
        "diploma_laurel", "Диплом I, II и III степени «Лавр»", ("first", "second", "third"),
        landscape.DIPLOMA_LAUREL, "Альбомный лист, крупная степень между лавровыми ветвями",
    ),
    ShippedTemplate(
        "laureate_ribbon", "Диплом лауреата «Лента»", ("laureate",),
        landscape.LAUREATE_RIBBON, "Альбомный лист, слева розетка с лентами",
    ),
    ShippedTemplate(
        "publication_letter", "Справка о публикации «Письмо»", ("publication",),
        portrait.PUBLICATION_LETTER, "Книжный лист, строгий, как письмо на бланке",
    ),
    ShippedTemplate(
        "own_background", "Свой фон", ("participant", "speaker", "test", "thanks", "merit", "laureate", "other"),
        portrait.PLAIN_BACKGROUND, "Книжный лист без украшений, под собственный фон",
    ),
)  # fmt: skip


def shipped(code: str) -> ShippedTemplate | None:
    """The ready sheet of that code."""
    return next((one for one in SHIPPED if one.code == code), None)
