"""An association's own Word form of a report: the fields it may use, and filling it with what the report says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.common.school_year import SchoolYear
from stellazh.office.word_forms import FormVocabulary, fill_form
from stellazh.protocols.papers.lettering import typed
from stellazh.reports.enums import BlockKind
from stellazh.reports.figures import Figure, grouped, mark_for
from stellazh.reports.figures.prose import WAYS
from stellazh.reports.papers.report_sheet import DRAFT_MARK, appendix_line, source_lines
from stellazh.reports.reads.annual.content_model import ContentBlock, ContentTable, ReportContent
from stellazh.reports.services.annual.first_text import FIRST_TEXTS
from stellazh.russian.calendar_words import short_date

COMMON: Final = {
    "заголовок": "Заголовок отчёта",
    "объединение": "Полное название объединения",
    "объединение кратко": "Короткое название объединения",
    "учебный год": "Учебный год: 2024/2025",
    "данные на": "День, на который посчитаны числа: 24.06.2025",
    "черновик": "«ЧЕРНОВИК», пока отчёт не запечатан; в запечатанном – ничего",
    "текст": "Весь текст отчёта, части с заголовками",
    "источники": "Откуда взяты числа, введённые вручную, по одному в строке",
    "список приложений": "Приложения, по одному в строке",
    "должность": "Должность того, кто подписывает",
    "подпись": "Имя того, кто подписывает: В. И. Ольхова",
}
_PART: Final = "часть"
# Lists of a form: of which block they are, and the columns of its first table by their headings.
_LISTS: Final[Mapping[str, tuple[BlockKind, Mapping[str, str]]]] = {
    "мероприятия": (
        BlockKind.EVENTS,
        {
            "номер": "№",
            "дата": "Дата",
            "мероприятие": "Мероприятие",
            "форма": "Форма",
            "участий": "Участий",
            "муниципалитетов": "Муниципалитетов",
        },
    ),
    "план": (
        BlockKind.PLAN_FACT,
        {
            "номер": "№",
            "мероприятие": "Мероприятие",
            "срок": "Срок по плану",
            "итог": "Итог",
            "когда": "Когда",
            "участий": "Участий",
            "причина": "Причина",
        },
    ),
    "муниципалитеты": (
        BlockKind.TERRITORIES,
        {
            "муниципалитет": "Муниципалитет",
            "участий": "Участий",
            "людей": "Людей",
            "мероприятий": "Мероприятий",
            "школ": "Школ",
        },
    ),
    "резолюция": (
        BlockKind.RESOLUTION,
        {"номер": "№", "пункт": "Пункт", "срок": "Срок", "состояние": "Состояние", "выполнение": "Как выполнено"},
    ),
    "объединения": (
        BlockKind.BELOW,
        {
            "объединение": "Объединение",
            "отчёт": "Отчёт",
            "мероприятий": "Мероприятий",
            "участий": "Участий",
            "людей": "Людей",
            "протоколов": "Протоколов",
        },
    ),
}
_SECTION: Final = "раздел"
_WITH_SECTIONS: Final = frozenset({"план", "резолюция", "муниципалитеты"})
# Its headings are the years themselves, so its columns go by their places.
_COMPARISON: Final = ("показатель", "прошлый год", "этот год", "разница")
_APPENDIX: Final = {"номер": "Номер", "название": "Название", "где": "Имя файла или ссылка"}


@dataclass(frozen=True, slots=True)
class FormFilling:
    """What goes into a form."""

    values: Mapping[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]]


def part_names(form: str) -> Mapping[str, str]:
    """The fields of the parts that the platform writes first, by the code of the part."""
    return {block.code: f"{_PART} {block.heading}".replace(",", "") for block in FIRST_TEXTS[form]}


def vocabulary_of(form: str, hand_names: Iterable[str] = ()) -> FormVocabulary:
    """The fields of a form: of the heading, the parts, every figure in each way of writing it, the tables as lists.

    `hand_names` are figures that the association enters by hand.
    """
    parts = {name: f"Часть «{name.removeprefix(_PART).strip()}» без заголовка" for name in part_names(form).values()}
    rules = {rule.name: rule.label for rules in grouped().values() for rule in rules}
    by_hand = {name: "Число, введённое вручную" for name in hand_names if name not in rules}
    rows: dict[str, Mapping[str, str]] = {
        name: {**columns, **({_SECTION: "Раздел"} if name in _WITH_SECTIONS else {})}
        for name, (_, columns) in _LISTS.items()
    }
    rows["сравнение"] = dict(zip(_COMPARISON, ("Показатель", "Прошлый год", "Этот год", "Разница"), strict=True))
    rows["приложения"] = _APPENDIX
    return FormVocabulary(COMMON | parts | _every_way(rules) | _every_way(by_hand), rows)


def own_report_docx(
    form: bytes, content: ReportContent, figures: Mapping[str, Figure], *, is_draft: bool, vocabulary: FormVocabulary
) -> bytes:
    """The report by the association's own form. `figures` are by the names they bear in texts.

    Raises:
        FormUnfit: the form cannot be filled; nothing is made.
    """
    filling = report_filling(content, figures, is_draft=is_draft)
    known = {name: value for name, value in filling.values.items() if name in vocabulary.fields}
    return fill_form(form, known, filling.rows, vocabulary)


def report_filling(content: ReportContent, figures: Mapping[str, Figure], *, is_draft: bool) -> FormFilling:
    """A value for every field that the report can say something of."""
    names = part_names(content.form)
    parts = dict.fromkeys(names.values(), "")
    parts |= {names[block.code]: _text(block) for block in content.blocks if block.code in names}
    values = {
        "заголовок": typed(content.title),
        "объединение": typed(content.association),
        "объединение кратко": typed(content.association_short),
        "учебный год": SchoolYear(content.school_year).label,
        "данные на": short_date(content.counted_on),
        "черновик": DRAFT_MARK if is_draft else "",
        "текст": "\n".join(_with_heading(block) for block in content.blocks if block.lines),
        "источники": "\n".join(source_lines(content)),
        "список приложений": "\n".join(map(appendix_line, content.appendices)),
        "должность": typed(content.signer_post),
        "подпись": typed(content.signer_name),
    }
    return FormFilling(values | parts | _figure_values(figures), _rows(content))


def _every_way(labels: Mapping[str, str]) -> dict[str, str]:
    ways = ("", *WAYS)
    return {_field(name, way): label for name, label in labels.items() for way in ways}


def _field(name: str, way: str) -> str:
    return mark_for(name, way).strip("{} ")


def _figure_values(figures: Mapping[str, Figure]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, figure in figures.items():
        written = (figure.words, figure.number, figure.genitive_words, short_date(figure.as_of))
        values |= {_field(name, way): typed(text) for way, text in zip(("", *WAYS), written, strict=True)}
    return values


def _text(block: ContentBlock) -> str:
    return "\n".join(typed(f"– {line.text}" if line.is_item else line.text) for line in block.lines)


def _with_heading(block: ContentBlock) -> str:
    heading = typed(block.heading)
    return f"{heading}\n{_text(block)}" if heading else _text(block)


def _rows(content: ReportContent) -> dict[str, list[dict[str, str]]]:
    rows = {
        name: _list(content, kind, columns, has_sections=name in _WITH_SECTIONS)
        for name, (kind, columns) in _LISTS.items()
    }
    rows["сравнение"] = [
        dict(zip(_COMPARISON, (typed(cell.text) for cell in row), strict=True))
        for table in _tables(content, BlockKind.COMPARISON)[:1]
        for row in table.rows
    ]
    rows["приложения"] = [
        {"номер": f"{one.number}", "название": typed(one.title), "где": typed(one.filename or one.url)}
        for one in content.appendices
    ]
    return rows


def _list(
    content: ReportContent, kind: BlockKind, columns: Mapping[str, str], *, has_sections: bool
) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for table in _tables(content, kind):
        places = {heading: place for place, heading in enumerate(table.headings)}
        if table.headings[0] not in columns.values():
            continue
        section = ""
        for row in table.rows:
            if len(row) == 1:
                section = typed(row[0].text)
                continue
            line = {
                name: typed(row[places[heading]].text) if heading in places else "" for name, heading in columns.items()
            }
            found.append(line | ({_SECTION: section} if has_sections else {}))
        if kind != BlockKind.RESOLUTION:
            # Other blocks have their list in the first table; what follows sums it up.
            break
    return found


def _tables(content: ReportContent, kind: BlockKind) -> Sequence[ContentTable]:
    return [table for block in content.blocks if block.kind == kind for table in block.tables]
