"""Headings of lists as people write them, in any order, in one row or two, under titles."""

# ruff: noqa: E501
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.members.enums import ImportKind
from stellazh.members.rosters.columns import NOT_NEEDED, fields_of, map_columns, recognise
from stellazh.members.rosters.headings import best_sheet, data_rows, find_heading
from stellazh.office.tables import TableFile, TableSheet

PEOPLE = {
    "full_name": ("ФИО", "Ф.И.О.", "Ф. И. О.", "ФИО полностью", "Фамилия, имя, отчество", "Фамилия Имя Отчество",
                  "Фамилия и имя", "ФИО педагога-библиотекаря", "Ф.И.О. библиотекаря (полностью)", "Библиотекарь",
                  "Сотрудник"),
    "family_name": ("Фамилия", "ФАМИЛИЯ"),
    "given_name": ("Имя", "имя "),
    "patronymic": ("Отчество", "Отчество (при наличии)"),
    "territory": ("Муниципалитет", "Муниципальное образование", "Район", "Городской округ", "МО", "Наименование района"),
    "school": ("Школа", "ОУ", "ОО", "Место работы", "Наименование ОО", "Наименование ОУ", "Организация", "Учреждение",
               "Образовательная организация", "Полное наименование образовательного учреждения", "МБОУ", "Место работы (школа)"),
    "school_inn": ("ИНН", "ИНН школы", "ИНН ОО"),
    "post": ("Должность", "Занимаемая должность", "Должность по штатному расписанию", "Кем работает"),
    "rate": ("Ставка", "Размер ставки", "Кол-во ставок", "Нагрузка (ставка)"),
    "other_work": ("Совместительство", "Совмещение", "Кем ещё работает", "Внутреннее совместительство"),
    "email": ("e-mail", "E-mail", "Email", "Эл. почта", "Электронная почта", "Адрес электронной почты", "Электронный адрес",
              "Почта", "Эл.адрес"),
    "phone": ("Телефон", "Телефон (моб)", "Моб. телефон", "Контактный телефон", "Тел.", "Сотовый", "Мобильный", "тел. раб."),
    "birth_on": ("Дата рождения", "Д.р.", "Число, месяц, год рождения"),
    "experience_total": ("Стаж", "Общий стаж", "Стаж общий", "Стаж (общий)", "Общий трудовой стаж", "Стаж работы (лет)",
                         "Стаж всего"),
    "experience_library": ("Стаж библ.", "Библиотечный стаж", "Стаж библиотечной работы", "Стаж работы в библиотеке"),
    "experience_teaching": ("Пед. стаж", "Педагогический стаж", "Стаж педагогический"),
    "experience_here": ("Стаж в данной школе", "Стаж в данном учреждении", "Стаж работы в ОО", "Стаж в этой организации"),
    "education_level": ("Образование", "Уровень образования", "Образование (что окончил, год)", "Образование: высшее, СПО"),
    "education_institution": ("Учебное заведение", "Какое учебное заведение окончил", "ВУЗ", "Наименование вуза"),
    "education_year": ("Год окончания", "Год выпуска", "Дата окончания"),
    "speciality": ("Специальность", "Специальность по диплому", "Направление подготовки"),
    "qualification": ("Квалификация", "Квалификация по диплому"),
    "category": ("Категория", "Квалификационная категория", "Кв. кат.", "Кв. категория", "СЗД", "Соответствие занимаемой должности"),
    "category_on": ("Дата присвоения", "Дата присвоения категории", "Дата аттестации", "Год присвоения категории"),
    "category_order": ("Приказ", "№ приказа", "Приказ о присвоении (№, дата)", "Реквизиты приказа"),
    "self_education_theme": ("Тема самообразования", "Тема по самообразованию", "Методическая тема", "Тема"),
    "courses": ("Курсы", "Курсы ПК", "Повышение квалификации", "КПК", "Курсовая подготовка", "Удостоверение о ПК",
                "Курсы повышения квалификации (тема, часы, год)"),
    "retraining": ("Переподготовка", "Профессиональная переподготовка"),
    "awards": ("Награды", "Награды, звания", "Звание", "Поощрения"),
    "max_contact": ("MAX", "Профиль в MAX"),
    "vk_contact": ("ВКонтакте", "Страница ВК", "Ссылка на VK"),
    "position": ("Кем в объединении", "Роль в РМО", "Статус в ММО", "Роль"),
    NOT_NEEDED: ("№", "№ п/п", "п/п", "Подпись", "Примечание", "ФИО директора", "Почтовый индекс", "СНИЛС"),
}  # fmt: skip
SCHOOLS = {
    "short_name": ("Краткое название", "Краткое наименование", "Сокращённое наименование ОО", "Наименование (сокр.)"),
    "name": ("Наименование", "Полное наименование", "Название школы", "Школа", "ОО", "ОУ", "Образовательная организация",
             "Наименование учреждения"),
    "inn": ("ИНН", "ИНН организации"),
    "territory": ("Муниципалитет", "Муниципальное образование", "Район", "Округ"),
    "settlement": ("Город/село", "Город или село", "Местность", "Тип населённого пункта"),
    "school_type": ("Тип школы", "Тип ОО", "Вид ОУ", "Тип"),
    "pupil_count": ("Кол-во учеников", "Количество обучающихся", "Контингент", "Число учащихся", "Учеников"),
    "class_count": ("Кол-во классов", "Классов-комплектов", "Количество классов"),
    "phone": ("Телефон", "Телефон школы", "тел."),
    "site": ("Сайт", "Сайт школы", "Адрес сайта"),
    "library_kind": ("Статус ШБ/ШИБЦ", "ШБ или ШИБЦ", "Статус библиотеки", "Вид библиотеки"),
    "room": ("Помещение", "Отдельное помещение"),
    "area_m2": ("Площадь", "Площадь, кв. м", "Площадь библиотеки (м2)"),
    "has_reading_room": ("Читальный зал", "Наличие читального зала"),
    "seat_count": ("Мест", "Число посадочных мест", "Мест в читальном зале"),
    "computer_count": ("Кол-во ПК", "Компьютеров", "Количество компьютеров в библиотеке"),
    "has_internet": ("Интернет", "Доступ в интернет"),
    "library_system": ("АБИС", "Автоматизированная система"),
    "fund_count": ("Фонд всего", "Книжный фонд", "Количество книг", "Общий фонд"),
    "textbook_count": ("Фонд учебников", "Учебников", "Количество учебников", "Учебный фонд"),
    "fiction_count": ("Художественной литературы", "Худ. литература", "Фонд худ. литературы", "Худож. лит."),
    "stated_on": ("Сведения на день", "По состоянию на"),
    NOT_NEEDED: ("№", "Директор школы", "ФИО руководителя", "Телефон директора", "Примечания"),
}  # fmt: skip
CASES = [
    (kind, heading, code)
    for kind, table in (("people", PEOPLE), ("schools", SCHOOLS))
    for code, headings in table.items()
    for heading in headings
]
ROW = ("Ольхова Вера Ильинична", "МБОУ СОШ № 5", "библиотекарь")


def sheet(*rows: tuple[str, ...]) -> TableSheet:
    return TableSheet("Лист1", rows)


def numbers(found: TableSheet, kind: str = "people") -> list[int]:
    return [number for number, _ in data_rows(found, find_heading(found, kind))]


def test_there_are_many_variants() -> None:
    assert len(CASES) > 200


@pytest.mark.parametrize(("kind", "heading", "code"), CASES)
def test_heading_names_its_field(kind: str, heading: str, code: str) -> None:
    assert recognise(heading, kind) == code


@pytest.mark.parametrize("heading", ["Хобби", "Размер обуви", "Вес", "Гражданство", "щ" * 300])
def test_unknown_heading_is_left_to_the_person(heading: str) -> None:
    assert recognise(heading, "people") is None
    assert recognise(heading, "schools") is None


@pytest.mark.parametrize("kind", ImportKind.values)
def test_labels_of_the_sample_are_recognised(kind: str) -> None:
    assert {field.code: recognise(field.label, kind) for field in fields_of(kind)} == {
        field.code: field.code for field in fields_of(kind)
    }


@settings(max_examples=30, deadline=None)
@given(st.permutations([field.label for field in fields_of("people")]))
def test_order_of_columns_does_not_matter(headings: list[str]) -> None:
    found = map_columns(headings, "people")

    codes = {field.label: field.code for field in fields_of("people")}
    assert found == {place: codes[heading] for place, heading in enumerate(headings)}


def test_a_field_named_twice_is_taken_once_but_courses_are_put_together() -> None:
    headings = ["ФИО", "Телефон (моб)", "Телефон (раб)", "Курсы 2022", "Курсы 2023", "Хобби", ""]

    assert map_columns(headings, "people") == {0: "full_name", 1: "phone", 3: "courses", 4: "courses", 6: NOT_NEEDED}


def test_titles_above_the_headings_are_passed_over() -> None:
    found = sheet(
        ("Список библиотекарей школ Лужского округа",) * 3,
        (),
        ("", "по состоянию на 01.09.2024"),
        ("ФИО", "Школа", "Должность"),
        ROW,
    )

    assert find_heading(found, "people").texts == ("ФИО", "Школа", "Должность")
    assert numbers(found) == [5]


def test_two_rows_of_headings_are_joined() -> None:
    found = sheet(
        ("ФИО", "Школа", "Стаж", "Стаж", "Категория", "Категория"),
        ("ФИО", "Школа", "общий", "библ.", "какая", "дата присвоения"),
        ("Ольхова В.И.", "СОШ № 5", "12", "3", "первая", "01.02.2020"),
    )
    heading = find_heading(found, "people")

    assert heading.texts == ("ФИО", "Школа", "Стаж общий", "Стаж библ.", "Категория какая", "Категория дата присвоения")
    assert map_columns(heading.texts, "people") == {
        0: "full_name", 1: "school", 2: "experience_total", 3: "experience_library", 4: "category", 5: "category_on",
    }  # fmt: skip
    assert numbers(found) == [3]


def test_two_rows_of_headings_not_merged_are_joined() -> None:
    found = sheet(("ФИО", "Стаж", "", "Школа"), ("", "общий", "библ.", ""), ("Ольхова В.И.", "12", "3", "СОШ № 5"))

    assert find_heading(found, "people").texts == ("ФИО", "Стаж общий", "Стаж библ.", "Школа")
    assert numbers(found) == [3]


def test_a_first_row_of_data_is_never_taken_for_headings() -> None:
    found = sheet(("ФИО", "Комментарий", "Школа"), ROW)

    assert find_heading(found, "people").texts == ("ФИО", "Комментарий", "Школа")
    assert numbers(found) == [2]


def test_a_row_of_column_numbers_is_passed_over() -> None:
    found = sheet(("№", "ФИО", "Школа"), ("1", "2", "3"), ("1", *ROW[:2]))

    assert numbers(found) == [3]


def test_blank_rows_keep_the_numbers_of_the_others() -> None:
    found = sheet(("ФИО",), (), ("Ольхова В.И.",), (), (), ("Липина А.С.",))

    assert numbers(found) == [3, 6]


def test_one_column_and_a_title() -> None:
    found = sheet(("Библиотекари школ",), ("ФИО",), ("Ольхова В.И.",))

    assert numbers(found) == [3]


def test_only_headings() -> None:
    found = sheet(("ФИО", "Школа"))

    assert find_heading(found, "people").is_sure
    assert numbers(found) == []


def test_no_headings_at_all() -> None:
    heading = find_heading(sheet(("Абв", "Где"), ("Жзи", "Клм")), "people")

    assert not heading.is_sure
    assert (heading.texts, heading.first) == (("Абв", "Где"), 2)


def test_the_sheet_with_people_is_chosen() -> None:
    table = TableFile((TableSheet("Титул", (("Отчёт",),)), TableSheet("База", (("ФИО", "Школа"), ROW))))

    assert best_sheet(table, "people").name == "База"
