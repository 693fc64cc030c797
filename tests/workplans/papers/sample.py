"""Plans of an association that does not exist, in both traditional forms, and one written by an enemy of printers."""

from dataclasses import replace
from datetime import date
from typing import Any

from stellazh.workplans.papers.content import Grif, PaperItem, PaperOwner, PlanPaper

OLHOVA = PaperOwner("Ольхова А.Б.")
LIPINA = PaperOwner("Липина В.Г.", "библиотекарь МБОУ СОШ № 3")
RYABININA = PaperOwner("Рябинина Е.Д.")
LIBRARIANS = PaperOwner("школьные библиотекари")

REVIEWED = Grif("reviewed", ("на заседании методического объединения", "протокол от 27.08.2024 № 1"))
AGREED = Grif("agreed", ("Директор методического центра", "____________ Берестова А.И.", "«___» ________ 2024 г."))
APPROVE = Grif("approve", ("Начальник управления образования", "____________ Кленова Т.П."))

ORGANISATION = "I. Организационная деятельность"
INFORMATION = "II. Информационная деятельность"
METHOD = "III. Методическая деятельность"


def item(uid: str, title: str, term_raw: str = "", *, kind: str = "none", **changes: Any) -> PaperItem:
    """An activity still planned; `changes` are any fields of `PaperItem`."""
    plain = PaperItem(
        uid=uid,
        number="",
        section="",
        title=title,
        description="",
        term_raw=term_raw,
        term_kind=kind,
        start=None,
        end=None,
        time=None,
        place="",
        format_label="",
        form_label="",
        audience="",
        outcome_document="",
        owners=(),
        status="planned",
        status_label="Запланировано",
        status_reason="",
        fact="",
    )
    return replace(plain, **changes)


def day(value: date) -> dict[str, Any]:
    """The fields of a term of one day."""
    return {"kind": "date", "start": value, "end": value}


def month(year: int, number: int, last_day: int) -> dict[str, Any]:
    """The fields of a term of one month."""
    return {"kind": "month", "start": date(year, number, 1), "end": date(year, number, last_day)}


def linear_paper(**changes: Any) -> PlanPaper:
    """A plan typed as numbered activities under three sections; `changes` are any fields of `PlanPaper`."""
    plan = PlanPaper(
        association_name="Муниципальное методическое объединение школьных библиотекарей Заречного округа",
        title="План работы муниципального методического объединения школьных библиотекарей на 2024/2025 учебный год",
        school_year=2024,
        unified_theme="Библиотека как место встречи школы и семьи.",
        methodical_theme="Читательская грамотность: от урока к библиотеке.",
        goal="Помочь библиотекарям округа работать вместе.",
        tasks=("1. Собрать банк методических находок.", "2. Провести четыре заседания.", "3. Обновить обменный фонд."),
        expected_results=("Банк находок открыт для всех школ.", "Каждая школа показала свой опыт."),
        sections=(ORGANISATION, INFORMATION, METHOD),
        grifs=(REVIEWED, AGREED, APPROVE),
        items=linear_items(),
        signer_post="Руководитель ММО",
        signer_name="Ольхова А.Б.",
        generated_on=date(2024, 8, 30),
        draft=False,
    )
    return replace(plan, **changes)


def linear_items() -> tuple[PaperItem, ...]:
    """Eleven activities; the last one has no number yet."""
    rows = (
        (ORGANISATION, "Утверждение плана работы объединения", "27.08.2024г.", day(date(2024, 8, 27)), (OLHOVA,)),
        (ORGANISATION, "Уточнение банка данных о библиотекарях", "Сентябрь 2024", month(2024, 9, 30), (OLHOVA, LIPINA)),
        (ORGANISATION, "Ведение единого обменного фонда учебников", "В течение года",
         {"kind": "school_year", "start": date(2024, 9, 1), "end": date(2025, 5, 31)}, (LIBRARIANS,)),
        (ORGANISATION, "Приём заявок на муниципальный заказ учебников", "до 10.02.2025 г.",
         {"kind": "deadline", "end": date(2025, 2, 10)}, (RYABININA,)),
        (INFORMATION, "Обзор новинок детской литературы", "2 раза в год (октябрь, март)",
         {"kind": "months", "start": date(2024, 10, 1), "end": date(2025, 3, 31),
          "months": (date(2024, 10, 1), date(2025, 3, 1))}, (RYABININA,)),
        (INFORMATION, "Публикации о работе объединения", "Постоянно", {"kind": "permanent"}, (OLHOVA,)),
        (INFORMATION, "Выпуск листка «Полка находок»", "Апрель - Май, 2025 г.",
         {"kind": "month_range", "start": date(2025, 4, 1), "end": date(2025, 5, 31)}, (LIPINA, RYABININA)),
        (METHOD, "Заседание №1. Планирование работы на год", "08.10.2024", day(date(2024, 10, 8)), (OLHOVA,)),
        (METHOD, "Круглый стол «Книга в кадре» с участием центральной библиотеки", "19 декабря 2024 г.",
         day(date(2024, 12, 19)), (OLHOVA, RYABININA)),
        (METHOD, "Неделя громких чтений", "с 20 по 27 ноября 2024 г.",
         {"kind": "date_range", "start": date(2024, 11, 20), "end": date(2024, 11, 27)}, (LIBRARIANS,)),
        (METHOD, "Заседание №4. Анализ года", "20.05.2025", day(date(2025, 5, 20)), (OLHOVA,)),
    )  # fmt: skip
    return tuple(
        item(
            f"item-{place}",
            title,
            term_raw,
            section=section,
            owners=owners,
            number=str(place) if place < len(rows) else "",
            **term,
        )
        for place, (section, title, term_raw, term, owners) in enumerate(rows, start=1)
    )


DIRECTIONS = (
    "Аналитическое направление",
    "Информационное направление",
    "Методическое и практическое направление",
    "Проектировочное направление",
    "Организационное направление",
    "Другие направления",
)


def matrix_paper(**changes: Any) -> PlanPaper:
    """A plan typed as a matrix of terms and six directions, without numbers; `changes` as for `linear_paper`."""
    analysis, information, method, design, organisation, _ = DIRECTIONS
    september, meeting = month(2024, 9, 30), day(date(2024, 10, 8))
    rows = (
        (organisation, "Участие в августовском совещании", "29.08.2024", day(date(2024, 8, 29)), (OLHOVA, RYABININA)),
        (analysis, "Анкетирование библиотекарей о трудностях в работе", "Сентябрь 2024", september, (OLHOVA,)),
        (information, "Знакомство с вебинарами института развития", "Сентябрь 2024", september, (OLHOVA, RYABININA)),
        (method, "Работа с обменным фондом учебников в школах округа", "Сентябрь 2024", september, (LIBRARIANS,)),
        (analysis, "Отчёт о работе за прошедший учебный год", "08.10.2024 МБОУ СОШ №5", meeting, (OLHOVA,)),
        (method, "Мастер-класс «Выставка за один час»", "08.10.2024 МБОУ СОШ №5", meeting, (LIPINA,)),
        (method, "Практикум «Страница библиотеки на сайте школы»", "08.10.2024 МБОУ СОШ №5", meeting, (RYABININA,)),
        (design, "Утверждение плана работы", "08.10.2024 МБОУ СОШ №5", meeting, (OLHOVA, RYABININA)),
        (information, "Размещение материалов в группе объединения", "Ноябрь 2024", month(2024, 11, 30), (LIBRARIANS,)),
        (analysis, "Анализ деятельности объединения за год", "Май 2025", month(2025, 5, 31), (OLHOVA, RYABININA)),
    )
    items = tuple(
        item(f"cell-{place}", title, term_raw, section=section, owners=owners, **term)
        for place, (section, title, term_raw, term, owners) in enumerate(rows, start=1)
    )
    plan = replace(linear_paper(), sections=DIRECTIONS, items=items, grifs=(REVIEWED,))
    return replace(plan, **changes)


def long_paper(count: int, **changes: Any) -> PlanPaper:
    """The linear plan with `count` activities, so that it fills many pages."""
    source = linear_items()
    items = tuple(
        replace(
            source[place % len(source)],
            uid=f"long-{place}",
            number="",
            title=f"{source[place % len(source)].title} {place}",
        )
        for place in range(count)
    )
    return linear_paper(items=items, **changes)


HOSTILE_TITLES = (
    '=HYPERLINK("http://example.org";"нажмите")',
    "+7 900 000-00-00",
    "-1+1",
    "@SUM(A1:A9)",
    '#eval("1") $x$ *жирно* _косо_ <метка> @ссылка \\ // `код`',
    "</w:t></w:r><w:br/>&amp;<![CDATA[",
    "Управляющие\x00\x07\x1b знаки\ufffe и половинки\ud83d пар",
    "Обратное \u202eписьмо\u202c и \u200fметка",
    "Строка\nвторая\r\nтретья\u2028четвёртая\x0bпятая",
    "Слово " + "ж" * 400,
    "Праздник 😀👩‍🏫 и 中文",
    "{{ paper.title }} {% debug %} %s {0}",
)


def hostile_paper(**changes: Any) -> PlanPaper:
    """Activities whose titles try to become formulas, markup, code, or to break the file."""
    items = tuple(
        item(
            f"hostile-{place}",
            title,
            title[:60],
            section="=1+1" if place % 2 else "</w:p>",
            owners=(PaperOwner(title[:80], title[:80]),),
            place=title,
            description=title,
            **day(date(2024, 9, 1 + place)),
        )
        for place, title in enumerate(HOSTILE_TITLES)
    )
    texts = ("=1+1", "#eval(1)\x00", "</w:t>")
    return linear_paper(
        items=items,
        title="План </w:t> #sys.inputs =1+1 😀\x00",
        goal=texts[2],
        tasks=texts,
        sections=("</w:p>", "=1+1"),
        grifs=(Grif("approve", texts),),
        **changes,
    )
