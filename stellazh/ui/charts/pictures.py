"""What every picture is made of: its drawing, what its colours mean, the table of the same numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.ui.components.containers import disclosure, table
from stellazh.ui.components.facts import grouped

NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: a number or words, None when it is not known, and where it leads."""

    value: int | str | None
    href: str = ""

    @property
    def shown(self) -> str:
        """«1 250», «—» for what is not known."""
        if self.value is None:
            return "—"
        return grouped(self.value) if isinstance(self.value, int) else self.value


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The numbers of a picture: headings and rows, the first cell of each names the row. Also what a file holds."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with everything that belongs to it. `code` names it in addresses and in the page.

    `picture` and `legend` are drawn already; `note` says in a sentence what is counted.
    """

    code: str
    title: str
    picture: SafeString
    table: ChartTable
    legend: SafeString = field(default=NOTHING)
    note: str = ""


def number(value: int | None) -> int:
    """What is drawn of a value: nothing of what is unknown or below zero."""
    return max(value or 0, 0)


def percent(value: float) -> SafeString:
    """«41.67%». Nothing in it is to be escaped, and a map asks for hundreds of them."""
    return SafeString(f"{_short(value)}%")


def em(value: float) -> SafeString:
    """«1.35em»."""
    return SafeString(f"{_short(value)}em")


def cut(text: str, longest: int) -> str:
    """The text, or its beginning and «…» when it is longer than that many signs."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def svg(
    body: SafeString, *, title: str, told: str, height: float, width: float | None = None, kind: str = ""
) -> SafeString:
    """An SVG of that height in em, as wide as there is room or as `width` em, with its name and its words."""
    return format_html(
        '<svg class="graph__picture{}" role="img" width="{}" height="{}" focusable="false">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        f" graph__picture--{kind}" if kind else "", "100%" if width is None else em(width), em(height),
        title, told, body,
    )  # fmt: skip


def swatch(kind: str) -> SafeString:
    """A little square in the colour of that class, for legends; read by nobody, the words beside it are."""
    return format_html(
        '<svg class="graph__swatch" width="1em" height="1em" aria-hidden="true" focusable="false">'
        '<rect class="{}" x="1" y="1" width="90%" height="90%" rx="2"></rect></svg>',
        kind,
    )


def legend(entries: list[tuple[str, str | SafeString]], label: str) -> SafeString:
    """What the colours mean: pairs of a class and words."""
    drawn = format_html_join("", "<li>{}<span>{}</span></li>", ((swatch(kind), words) for kind, words in entries))
    return format_html('<ul class="graph__legend" role="list" aria-label="{}">{}</ul>', label, drawn)


def chart_table(numbers: ChartTable, caption: str) -> SafeString:
    """The table of a picture, numbers at the right, each with its link."""
    # A column that holds a number anywhere is one of numbers: its heading stands over them.
    is_number = [
        any(isinstance(row[place].value, int) for row in numbers.rows) for place in range(len(numbers.headings))
    ]
    headings = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        ((_num(flag), heading) for heading, flag in zip(numbers.headings, is_number, strict=True)),
    )
    rows = format_html_join(
        "",
        "<tr>{}</tr>",
        (
            (
                format_html_join(
                    "",
                    "{}{}{}",
                    (_cell(cell, is_first=place == 0, is_num=is_number[place]) for place, cell in enumerate(row)),
                ),
            )
            for row in numbers.rows
        ),
    )
    content = format_html("<thead><tr>{}</tr></thead><tbody>{}</tbody>", headings, rows)
    return table(content, f"{caption}: таблица")


def figure(chart: Chart, xlsx: str = "", level: int = 2, is_open: bool = False) -> SafeString:
    """`{% chart chart xlsx=address %}`: heading, picture, legend, and the same numbers as a table.

    `xlsx` is the address of the table as a file; `is_open` shows the table at once.
    """
    spoken = format_html('<span class="visually-hidden">: {}</span>', chart.title)
    file = format_html('<a href="{}">Скачать таблицу .xlsx{}</a>', xlsx, spoken) if xlsx else NOTHING
    note = format_html('<p class="graph__note">{}</p>', chart.note) if chart.note else NOTHING
    heading = format_html('<h{0} class="graph__title">{1}</h{0}>', level, chart.title)
    return format_html(
        '<figure class="graph" id="graph-{}"><figcaption>{}{}</figcaption>{}{}<div class="graph__numbers">{}{}</div>'
        "</figure>",
        chart.code, heading, note, chart.picture, chart.legend,
        disclosure(chart_table(chart.table, chart.title), "Показать таблицей", is_open), file,
    )  # fmt: skip


def _cell(cell: Cell, *, is_first: bool, is_num: bool) -> tuple[SafeString, SafeString | str, SafeString]:
    shown = format_html('<a href="{}">{}</a>', cell.href, cell.shown) if cell.href else cell.shown
    if is_first:
        return SafeString('<th scope="row">'), shown, SafeString("</th>")
    return format_html("<td{}>", _num(is_num)), shown, SafeString("</td>")


def _num(flag: bool) -> SafeString:
    return SafeString(' class="num"') if flag else NOTHING


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
