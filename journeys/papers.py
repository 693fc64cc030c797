"""Word plans for the stories: our own, with the faults that real ones have."""

from __future__ import annotations

from pathlib import Path

import docx


def write_sections_plan(path: Path, year: int) -> Path:
    """A numbered plan in sections: a column-number row, a cut row, a term of another year, a misspelt name."""
    paper = docx.Document()
    passport = paper.add_table(rows=0, cols=2)
    for name, text in (
        ("Методическая тема", "Читатель приходит сам"),
        ("Цель", "Сделать библиотеку местом, куда хочется зайти"),
        ("Задачи", "1. Собрать лучший опыт. 2. Показать его соседям."),
    ):
        cells = passport.add_row().cells
        cells[0].text, cells[1].text = name, text
    paper.add_paragraph(f"План работы ГМО школьных библиотекарей на {year}-{year + 1} учебный год")
    table = paper.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    rows = [
        ("№/п", "Мероприятие", "Сроки проведения", "Ответственный"),
        ("1", "2", "3", "4"),
        ("I. Организационная работа",),
        ("1.", "Утверждение плана работы на год", f"11.09.{year}г.", "Ольхова В.И"),
        ("2.", "Сбор сведений о фондах школ", "В течение года", "Ольхова В.И. Лесникова О.С."),
        ("3", "Круглый стол «Полка открытого доступа»", f"22.10.{year + 1} г.", "Лисникова О.С."),
        ("II. Работа с читателями",),
        ("4", "Неделя громких чтений в библиотеках,", f"Март, {year + 1} г.", "школьные библиотекари"),
        ("", "открытых после ремонта", "", ""),
        ("5", "Викторина о профессиональ ных праздниках", f"Апрель - Май, {year + 1} г.", "Ольхова В.И."),
    ]
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[3]).text = row[0]
        else:
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    paper.add_paragraph("Руководитель ГМО Ольхова В.И.")
    paper.save(str(path))
    return path


def write_matrix_plan(path: Path, year: int) -> Path:
    """A matrix of dates and directions: several activities in a cell, owners in the text, a place in a date cell."""
    paper = docx.Document()
    paper.add_paragraph("Цель: поддержать школьных библиотекарей в их каждодневной работе.")
    paper.add_paragraph("План работы городского методического объединения школьных библиотекарей")
    paper.add_paragraph(f"на {year}/{year + 1} учебный год")
    table = paper.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    rows = [
        ("Дата", "Аналитическое направление", "Информационное направление", "Организационное направление"),
        (f"Сентябрь {year}", "Анкета о сложностях года - Ольхова В.И. — зав. библиотекой МБОУ СОШ №1", "", ""),
        (
            f"08.10.{year} МБОУ СОШ №2",
            "Разбор анкет - Ольхова В.И.",
            (
                "- Новости издательств. Лесникова О.С. — библиотекарь МБОУ СОШ №2\n"
                "- Список книг к юбилеям - школьные библиотекари"
            ),
            "Заседание в очном и онлайн форматах\nОльхова В.И., Лесникова О.С.",
        ),
        (f"Май {year + 1}", "Анализ работы за год", "", "Обмен учебниками - школьные библиотекари"),
    ]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    paper.save(str(path))
    return path
