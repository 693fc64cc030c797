"""The sites of the invented region: words on the homes, pages, news, one that is planned and one being written."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.models import Collection

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models import NewsCategory, NewsIndex, NewsPage, SectionPage, SiteHome, SitePicture, TextPage
from stellazh.pages.services.sites import ensure_site
from stellazh.workplans.enums import EventForm

_SPINES: Final = ("#0b5a4e", "#b3541e", "#e0b64b", "#33658a", "#86404f", "#5b7553", "#d9cfb8")
_CATEGORIES: Final = (("contests", "Конкурсы"), ("meetings", "Встречи"), ("messages", "Сообщения"))


@dataclass(frozen=True)
class _News:
    """A piece of news: how many days before today, category, title, lead, paragraphs."""

    days_ago: int
    category: str
    slug: str
    title: str
    lead: str
    text: str
    with_picture: bool = True


_REGION: Final = (
    _News(
        3, "messages", "raspisanie-konsultacij", "Консультации – по вторникам",
        "С декабря методист отвечает на вопросы в определённые часы: каждый вторник с 15 до 17.",
        "<p>Чаще всего спрашивают о сверке фонда, списании учебников и формах отчёта. Чтобы разговор был коротким и "
        "полезным, пришлите вопрос заранее.</p><h2>Как записаться</h2><ul><li>напишите письмо с темой «Консультация»;"
        "</li><li>укажите школу и телефон;</li><li>приложите документ, если вопрос о нём.</li></ul>",
    ),
    _News(
        11, "contests", "biblioteka-goda-start", "Открыт приём заявок на конкурс «Библиотека года»",
        "Заявки принимаются до 15 декабря. Номинаций две: школьная библиотека и информационно-библиотечный центр.",
        "<p>На заочный этап присылают визитку, эссе и ссылку на страницу библиотеки. Очный этап – открытый урок.</p>"
        "<p>Вопросы по положению задавайте методисту: ответы на частые вопросы соберём на отдельной странице.</p>",
    ),
    _News(
        24, "meetings", "klub-chitayushchih", "Как прошла первая встреча клуба читающих библиотекарей",
        "Говорили о книгах для подростков и о том, почему одни берут с полки, а другие нет.",
        "<p>Собрались двадцать человек из девяти территорий. Каждая принесла одну книгу и рассказала о ней за три "
        "минуты. Получился список, с которым можно идти к детям.</p>",
    ),
    _News(
        38, "messages", "federalnyj-perechen", "Что изменилось в федеральном перечне учебников",
        "Коротко о главном: какие учебники остаются, до какого года ими можно пользоваться и что заказывать.",
        "<p>Перед заказом сверьте свой список с перечнем. Учебники, которые исключены, можно использовать до истечения "
        "срока, названного в приказе.</p>",
        with_picture=False,
    ),
    _News(
        55, "meetings", "avgustovskaya-sekciya", "Августовская секция: о чём договорились",
        "Секция библиотекарей подвела итоги года и приняла резолюцию. Рассказываем, что войдёт в новый план.",
        "<p>Больше всего обсуждали нагрузку: во многих школах библиотекарь один. Решили чаще встречаться в сети и "
        "делиться готовыми материалами.</p>",
    ),
)  # fmt: skip
_TOWN: Final = (
    _News(
        5, "meetings", "nedelya-knigi-gotovimsya", "Готовим неделю детской книги вместе",
        "Библиотеки города выбирают общую тему и делят между собой встречи с авторами.",
        "<p>Предложения по теме пришлите до конца месяца. Встречи распределим на ближайшем заседании.</p>",
    ),
    _News(
        19, "messages", "obmen-uchebnikami", "Кому нужны учебники: город меняется излишками",
        "Три школы отдают комплекты для пятых классов. Список и телефоны – у руководителя объединения.",
        "<p>Передача оформляется актом. Образец акта лежит в разделе «Документы».</p>",
        with_picture=False,
    ),
)  # fmt: skip


class SitesFiller:
    """Fills sites as their editors would have."""

    def __init__(self, region: Association, branches: Sequence[Association], *, by: Actor, at: datetime) -> None:
        self.region, self.branches, self.by, self.at = region, branches, by, at
        self.number = 0

    def fill(self) -> None:
        """A site for everybody; words, pages and news on two of them."""
        homes = [ensure_site(association, by=self.by, at=self.at) for association in (self.region, *self.branches)]
        self._home(homes[0], "Методическая работа, встречи и документы школьных библиотекарей области.")
        self._home(homes[1], "Школьные библиотеки города: план года, встречи, новости.")
        self._pages(homes[0])
        for home, news in ((homes[0], _REGION), (homes[1], _TOWN)):
            index = self._categories(home)
            for one in news:
                self._news(index, one)
        self._forum_news(NewsIndex.objects.child_of(homes[0]).get())
        self._waiting(NewsIndex.objects.child_of(homes[0]).get())

    def _home(self, home: SiteHome, lead: str) -> None:
        home.lead = lead
        home.picture = self._picture(home, "Полка с книгами разных цветов")
        home.save_revision().publish()

    def _pages(self, home: SiteHome) -> None:
        about = SectionPage.objects.child_of(home).get(slug="about")
        about.lead = "Кто мы, как устроено объединение и как в него вступить."
        about.body = _body(
            "<p>Объединение собирает библиотекарей школ всех территорий области. Мы вместе готовим план, проводим "
            "встречи и помогаем друг другу.</p>"
        )
        about.save_revision().publish()
        page = TextPage(
            title="Новичку: с чего начать",
            slug="novichku",
            lead="Первый месяц в школьной библиотеке: десять дел по порядку.",
            body=[
                *_body(
                    "<h2>Первая неделя</h2><ol><li>Примите фонд по акту.</li><li>Познакомьтесь с руководителем "
                    "объединения.</li><li>Найдите книги учёта.</li></ol><h2>Первый месяц</h2><ol><li>Сверьте фонд с "
                    "федеральным списком.</li><li>Составьте план работы.</li></ol>"
                ),
                ("question", {"question": "Где взять формы учёта?", "answer": "<p>В разделе «Документы».</p>"}),
                ("quote", {"text": "Не бойтесь спрашивать: все мы однажды пришли впервые.", "author": "Из чата"}),
            ],
        )
        about.add_child(instance=page)
        page.save_revision().publish()

    def _categories(self, home: SiteHome) -> NewsIndex:
        index: NewsIndex = NewsIndex.objects.child_of(home).get()
        index.categories = [
            NewsCategory(name=name, slug=slug, sort_order=order) for order, (slug, name) in enumerate(_CATEGORIES)
        ]
        index.lead = "Что было, что будет и о чём важно знать."
        index.save_revision().publish()
        return index

    def _news(self, index: NewsIndex, one: _News, *, event: Event | None = None) -> NewsPage:
        moment = self.at - timedelta(days=one.days_ago)
        page = NewsPage(
            title=one.title,
            slug=one.slug,
            on=moment.date(),
            lead=one.lead,
            picture=self._picture(index, "Корешки книг") if one.with_picture else None,
            body=_body(one.text),
            event=event,
        )
        index.add_child(instance=page)
        page.categories = list(NewsCategory.objects.filter(index=index, slug=one.category))
        page.save_revision().publish()
        NewsPage.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
        return page

    def _forum_news(self, index: NewsIndex) -> None:
        forum = Event.objects.filter(association=self.region, form=EventForm.WEB_FORUM, status=EventStatus.HELD).first()
        if forum is None:
            return
        days_ago = (self.at.date() - forum.last_day).days - 1
        self._news(
            index,
            _News(
                days_ago, "meetings", "itogi-foruma", "Веб-форум завершён: спасибо всем, кто писал",
                "Неделю библиотекари всех территорий делились опытом на форуме. Материалы остаются на странице форума.",
                "<p>Каждый участник получил сертификат. Самых деятельных поблагодарили отдельно.</p>",
            ),
            event=forum,
        )  # fmt: skip

    def _waiting(self, index: NewsIndex) -> None:
        """One piece of news is planned for the week to come, one is being written."""
        planned = NewsPage(
            title="Расписание встреч на декабрь",
            slug="raspisanie-dekabr",
            on=self.at.date() + timedelta(days=5),
            lead="Три встречи в сети и одна очная.",
            body=_body("<p>Подробности – в календаре.</p>"),
            live=False,
            go_live_at=self.at + timedelta(days=5),
        )
        index.add_child(instance=planned)
        planned.save_revision(approved_go_live_at=planned.go_live_at)
        draft = NewsPage(
            title="Опыт соседей: библиотека на перемене",
            slug="opyt-sosedej",
            on=self.at.date(),
            lead="Черновик: ждём фотографии.",
            live=False,
        )
        index.add_child(instance=draft)
        draft.save_revision()

    def _picture(self, page: Any, alt: str) -> SitePicture:
        """A drawing of a shelf, so that no photograph of anybody is needed."""
        self.number += 1
        collection = Collection.objects.filter(depth=2).order_by("path").first()
        picture = SitePicture(
            title=f"Полка {self.number}",
            description=alt,
            people=PicturedPeople.NOBODY,
            collection=_collection_of(page) or collection,
        )
        picture.file = ImageFile(io.BytesIO(_shelf(self.number)), name=f"shelf-{self.number}.png")
        picture.save()
        return picture


def _collection_of(page: Any) -> Collection | None:
    """The collection of the site that the page stands in: it is called as its home is."""
    home = page if isinstance(page, SiteHome) else SiteHome.objects.ancestor_of(page).first()
    return Collection.objects.filter(name=home.association.short_name).first() if home is not None else None


def _body(html: str) -> list[tuple[str, Any]]:
    return [("text", html)]


def _shelf(number: int) -> bytes:
    """Spines of books in the colours of the house, another row each time."""
    width, height = 1200, 675
    image = Image.new("RGB", (width, height), "#f6f1e6")
    draw = ImageDraw.Draw(image)
    left, place = 40, number * 3
    while left < width - 90:
        thick = 34 + (place * 17) % 46
        top = 90 + (place * 53) % 170
        draw.rectangle((left, top, left + thick, height - 60), fill=_SPINES[place % len(_SPINES)])
        draw.rectangle((left + 6, top + 40, left + thick - 6, top + 52), fill="#f6f1e6")
        left += thick + 6
        place += 1
    draw.rectangle((0, height - 60, width, height - 40), fill="#7a5c3e")
    packed = io.BytesIO()
    image.save(packed, "PNG", optimize=True)
    return packed.getvalue()
