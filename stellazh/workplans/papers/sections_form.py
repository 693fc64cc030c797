"""The linear form of a plan: numbered activities under headings of sections, four columns and a few optional ones."""

import re
from collections.abc import Iterable, Iterator

from stellazh.office.plain_text import unbroken
from stellazh.office.word.document import Page
from stellazh.workplans.papers.content import PaperItem, PlanPaper
from stellazh.workplans.papers.forms import (
    FACT_HEADING,
    Column,
    ItemRow,
    SectionRow,
    TableForm,
    fact_text,
    item_row,
    numbered,
    owner_text,
)

PORTRAIT = Page(top_cm=2, bottom_cm=2, left_cm=2.5, right_cm=1)
LANDSCAPE = Page(landscape=True, top_cm=2, bottom_cm=1.5, left_cm=1.5, right_cm=1.5)
SIZE_PT = 11.0

# How the width of the page is shared between the columns that are present.
_NUMBER, _TITLE, _TERM, _OWNERS = 1.2, 8.0, 3.8, 4.0
_FACT = 3.2
# Optional columns: heading, width, and the share of activities that must have something to say there. Titles mostly
# tell the form of work in words of their own, so a few that do not are no reason for a column of blanks.
_OPTIONAL = (("Форма проведения", 2.8, 1 / 3), ("Место проведения", 3.0, 0.0), ("Примечание", 4.6, 0.0))
_STEM_LETTERS = 5
_TELLS_FORMAT = re.compile(r"онлайн|on-?line|дистанц|очн", re.IGNORECASE)
# More columns than this do not fit an upright page.
_MOST_UPRIGHT_COLUMNS = 5


def sections_form(paper: PlanPaper) -> TableForm:
    """Lay the plan out as «№ п/п | Мероприятие | Сроки проведения | Ответственный».

    Activities stand by sections in the order of the plan, inside a section in the order of appearance; those without a
    section come first. Place (with online or not), form of work, description and the mark of fulfilment have columns
    only when there is something to put there that the wording itself does not say; with six columns and more the page
    is turned.
    """
    items = list(ordered_items(paper))
    contents = [_optional_cells(item) for item in items]
    optional = [
        (heading, width)
        for heading, width, least_share in _OPTIONAL
        if sum(bool(said[heading]) for said in contents) > len(items) * least_share
    ]
    shares = [
        ("№ п/п", _NUMBER, True),
        ("Мероприятие", _TITLE, False),
        *((heading, width, False) for heading, width in optional),
        ("Сроки проведения", _TERM, True),
        ("Ответственный", _OWNERS, False),
        *([(FACT_HEADING, _FACT, False)] if paper.with_fact else []),
    ]
    page = PORTRAIT if len(shares) <= _MOST_UPRIGHT_COLUMNS else LANDSCAPE
    columns = _fitted(shares, page)
    numbers = running_numbers(items)
    rows: list[ItemRow | SectionRow] = []
    section = ""
    for item, number, said in zip(items, numbers, contents, strict=True):
        if item.section != section:
            section = item.section
            rows.append(SectionRow(section))
        cells = [
            (numbered(number),),
            (item.title,),
            *(said[heading] for heading, _ in optional),
            (item.term_raw,),
            _owner_lines(item),
            *([(fact_text(item),)] if paper.with_fact else []),
        ]
        rows.append(item_row(cells, columns, page, SIZE_PT))
    return TableForm(page, columns, tuple(rows), SIZE_PT, SIZE_PT, _describe(columns, len(items)))


def ordered_items(paper: PlanPaper) -> Iterator[PaperItem]:
    """The activities by sections in the order of the plan; without a section first, of an unlisted section last."""
    order = {section: index for index, section in enumerate(("", *paper.sections))}
    for item in paper.items:
        order.setdefault(item.section, len(order))
    return iter(sorted(paper.items, key=lambda item: order[item.section]))


def running_numbers(items: Iterable[PaperItem]) -> list[str]:
    """A number for every activity: its own if it has one, else the next one that no other activity bears."""
    items = list(items)
    taken = {item.number.rstrip(".)") for item in items if item.number}
    numbers: list[str] = []
    last = 0
    for item in items:
        number = item.number
        if not number:
            last += 1
            while str(last) in taken:
                last += 1
            number = str(last)
        elif number.rstrip(".)").isdecimal():
            last = int(number.rstrip(".)"))
        numbers.append(number)
    return numbers


def _owner_lines(item: PaperItem) -> tuple[str, ...]:
    """An owner to a line; where posts make lines run on, commas tell where the next one begins."""
    lines = [unbroken(owner_text(owner)) for owner in item.owners]
    stop = "," if any(owner.detail for owner in item.owners) else ""
    return (*(f"{line}{stop}" for line in lines[:-1]), *lines[-1:])


def _optional_cells(item: PaperItem) -> dict[str, tuple[str, ...]]:
    """What the optional columns say of the activity; a word its title or term already says is not said again."""
    said = f"{item.title} {item.term_raw}".casefold()
    form_stems = [word[:_STEM_LETTERS] for word in re.findall(r"\w{4,}", item.form_label.casefold())]
    form = "" if any(stem in said for stem in form_stems) else item.form_label
    place = "" if item.place.casefold() in said else item.place
    format_label = "" if _TELLS_FORMAT.search(said) else item.format_label
    where = ", ".join(part for part in (place, format_label) if part)
    return {
        "Форма проведения": (form,) if form else (),
        "Место проведения": (where,) if where else (),
        "Примечание": tuple(item.description.split("\n")) if item.description else (),
    }


def _fitted(shares: list[tuple[str, float, bool]], page: Page) -> tuple[Column, ...]:
    scale = page.text_width_cm / sum(width for _, width, _ in shares)
    return tuple(Column(heading, width * scale, centred, hyphens=False) for heading, width, centred in shares)


def _describe(columns: tuple[Column, ...], count: int) -> str:
    headings = ", ".join(column.heading for column in columns)
    return f"Мероприятия плана по разделам, всего {count}. Столбцы: {headings}."
