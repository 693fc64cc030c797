"""What «Витрина» shows: every component in its states, with invented people and papers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator

from stellazh.common.errors import ChangedMeanwhile
from stellazh.common.school_year import SchoolYear
from stellazh.ui.charts import Bar
from stellazh.ui.shelf import Book, BookState, Shelf, ShelfMonth, book_size
from stellazh.ui.showcase_charts import charts
from stellazh.ui.widgets import DayInput, PastedTable

DIRECTIONS = (
    "Аналитическое", "Информационное", "Методическое", "Проектировочное",
    "Организационное", "Консультационное", "Контрольное", "Работа с фондом",
)  # fmt: skip
MONTHS = (
    ("сен", "Сентябрь"), ("окт", "Октябрь"), ("ноя", "Ноябрь"), ("дек", "Декабрь"), ("янв", "Январь"),
    ("фев", "Февраль"), ("мар", "Март"), ("апр", "Апрель"), ("май", "Май"), ("июн", "Июнь"), ("июл", "Июль"),
    ("авг", "Август"),
)  # fmt: skip
_NOW = 5
_TITLES = (
    "Опрос школьных библиотекарей о трудностях года", "Обеспеченность учебниками: сверка", "Совещание о планах на год",
    "Заседание объединения", "Неделя школьных библиотек", "Практикум «Электронный каталог»",
    "Обмен учебниками", "Веб-форум",
)  # fmt: skip


def _state(month: int, place: int) -> BookState:
    if month > _NOW or (month == _NOW and place > 1):
        return "planned"
    return "late" if (month + place) % 9 == 4 else "cancelled" if (month + place) % 11 == 7 else "done"


def year(label: str, counts: tuple[int, ...]) -> Shelf:
    """A year with so many books in its months, September first."""
    months = []
    for month, count in enumerate(counts):
        short, long_label = MONTHS[month]
        books = tuple(
            Book(
                href=f"#item-{month}-{place}",
                title=_TITLES[(month + place) % 8],
                spine=(month * 3 + place) % 8 + 1,
                size=book_size((month * 37 + place * 53) % 300),
                state=_state(month, place),
                direction=DIRECTIONS[(month * 3 + place) % 8],
                when=f"{place % 28 + 1} числа, {long_label.lower()}",
            )
            for place in range(count)
        )
        months.append(ShelfMonth(short, f"{long_label} {2024 if month < 4 else 2025}", month == _NOW, books))
    return Shelf(
        f"{label} {SchoolYear(2024).label}",
        tuple(months),
        tuple((spine, name) for spine, name in enumerate(DIRECTIONS, 1)),
    )


class ShowForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(label="Название", help_text="Как в плане: коротко и без кавычек вокруг.", max_length=40)
    held_on = forms.DateField(label="День", widget=DayInput(), required=False)
    direction = forms.ChoiceField(label="Направление", choices=[(name, name) for name in DIRECTIONS])
    about = forms.CharField(label="О чём", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    form = forms.ChoiceField(
        label="Форма",
        widget=forms.RadioSelect,
        choices=[("onsite", "Очно"), ("online", "Онлайн"), ("mixed", "Очно и онлайн")],
    )
    audience = forms.MultipleChoiceField(
        label="Для кого", widget=forms.CheckboxSelectMultiple, required=False,
        choices=[("librarians", "Школьные библиотекари"), ("heads", "Руководители объединений")],
    )  # fmt: skip
    is_public = forms.BooleanField(label="Показать на сайте", help_text="Увидят все, и без входа.", required=False)
    paper = forms.FileField(label="Файл", help_text="Word, Excel или PDF, до 20 МБ.", required=False)
    table_text = forms.CharField(
        label="Таблица из Word",
        widget=PastedTable(),
        required=False,
        help_text="Выделите таблицу в Word, скопируйте и вставьте сюда.",
    )
    table_html = forms.CharField(widget=forms.HiddenInput(), required=False)


class ShowFilter(forms.Form):
    """A bar of choices over a list."""

    words = forms.CharField(label="Слова", required=False)
    direction = forms.ChoiceField(
        label="Направление", required=False, choices=[("", "Все"), *((name, name) for name in DIRECTIONS)]
    )


def showcase() -> dict[str, Any]:
    """The context of `ui/components.html`."""
    wrong = ShowForm({"wrong-title": "Заседание объединения школьных библиотекарей района"}, prefix="wrong")
    wrong.add_error(None, "План уже утверждён: сначала верните его в работу.")
    refusal = ChangedMeanwhile(
        "Пока вы правили, эту запись изменил кто-то другой.",
        theirs={"Название": "Заседание в новой библиотеке", "Сроки": "8 октября"},
        mine={"Название": "Заседание объединения", "Сроки": "октябрь"},
    )
    return {
        "shelf": year("Полка года", (5, 4, 6, 4, 3, 4, 5, 5, 3, 2, 0, 1)),
        "crowded": year("Полная полка", (60, 12, 24, 8, 6, 18, 9, 30, 7, 3, 0, 2)),
        "empty_shelf": year("Пустая полка", (0,) * 12),
        "directions": list(enumerate(DIRECTIONS[:7], 1)),
        "matrix_rows": [
            ("26.08.2024", [_TITLES[(n + 2) % 8] if n % 2 else "" for n in range(7)]),
            ("Сентябрь 2024", [_TITLES[n % 8] for n in range(7)]),
            ("08.10.2024", [_TITLES[(n + 5) % 8] if n != 3 else "" for n in range(7)]),
            ("В течение года", [_TITLES[(n + 3) % 8] if n % 3 else "" for n in range(7)]),
        ],
        "members": [
            ("Ольхова Марина Сергеевна", "Школа № 6", 12, "ok"),
            ("Сосновская Инна Павловна", "Гимназия № 2", 7, "warn"),
            ("Липина Вера Андреевна", "Лицей «Новый»", 0, "bad"),
        ],
        "form": ShowForm(),
        "wrong": wrong,
        "filter": ShowFilter(),
        "conflict": refusal,
        "list_page": Paginator(range(1, 1251), 50).page(7),
        "charts": charts(),
        "bars": [
            Bar("1 — не пригодилось", 0, 0),
            Bar("2", 1, 4),
            Bar("3", 4, 15),
            Bar("4", 9, 35),
            Bar("5 — очень полезно, уже беру в работу", 12, 46),
        ],
        "some_day": date(2023, 9, 11),
        "some_moment": datetime(2024, 10, 8, 11, 0, tzinfo=UTC),
    }
