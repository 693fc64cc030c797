"""A plan printed and read again is the same plan, in both forms: nothing an author typed is lost on the way."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from stellazh.office.documents.model import OfficeDocument
from stellazh.office.intake import open_paper
from stellazh.russian.persons import Owner
from stellazh.workplans.papers.content import PaperItem, PaperOwner, PlanPaper
from stellazh.workplans.papers.sheet import plan_xlsx
from stellazh.workplans.papers.word_matrix import matrix_docx
from stellazh.workplans.papers.word_sections import sections_docx
from stellazh.workplans.reading import ItemReading, PlanReading, read_plan
from tests.workplans.papers.sample import day, item, linear_items, linear_paper, long_paper, matrix_paper

Printer = Callable[[PlanPaper], bytes]
WORD = {"sections": sections_docx, "matrix": matrix_docx}

# Plans of real associations lie beside the repository on some machines; ours stand here on all of them.
SHARED = Path(__file__).resolve().parents[3] / "../shared"
REAL = sorted([*SHARED.glob("inputs/plan_*.docx"), *SHARED.glob("seeds/00[24]_*.txt")])
IMPORTED: dict[str, Callable[[], OfficeDocument]] = {
    "our linear plan": lambda: open_paper(sections_docx(linear_paper()), "план.docx"),
    "our matrix plan": lambda: open_paper(matrix_docx(matrix_paper()), "план.docx"),
    **{path.name: partial(open_paper, path, path.name) for path in REAL},
}


@dataclass(frozen=True)
class Said:
    """What must survive: everything an author of a plan has typed about one activity."""

    section: str
    title: str
    term_raw: str
    start: date | None
    end: date | None
    owners: tuple[tuple[str, str], ...]


def said_by_paper(item: PaperItem) -> Said:
    owners = tuple((owner.name, owner.detail) for owner in item.owners)
    return Said(item.section, item.title, item.term_raw, item.start, item.end, owners)


def said_by_reading(item: ItemReading) -> Said:
    owners = tuple((owner.name, owner_detail(owner)) for owner in item.owners)
    return Said(item.section or item.direction, item.title, item.term.raw, item.term.start, item.term.end, owners)


def owner_detail(owner: Owner) -> str:
    return " ".join(part for part in (owner.post, owner.organisation) if part)


def printed_and_read(paper: PlanPaper, printer: Printer, kind: str = "docx") -> PlanReading:
    return read_plan(open_paper(printer(paper), f"план.{kind}"), school_year=paper.school_year)


def by_section(said: list[Said]) -> dict[str, list[Said]]:
    sections: dict[str, list[Said]] = {}
    for one in said:
        sections.setdefault(one.section, []).append(one)
    return sections


def sorted_by_words(said: list[Said]) -> list[Said]:
    """In an order that does not depend on the paper, to compare multisets."""
    return sorted(said, key=repr)


def assert_same_activities(paper: PlanPaper, reading: PlanReading) -> None:
    expected = sorted_by_words([said_by_paper(item) for item in paper.items])
    assert sorted_by_words([said_by_reading(item) for item in reading.items]) == expected


@pytest.mark.parametrize("form", WORD)
@pytest.mark.parametrize("make", [linear_paper, matrix_paper])
def test_word_file_reads_back_as_the_same_activities(form: str, make: Callable[[], PlanPaper]) -> None:
    paper = make()

    reading = printed_and_read(paper, WORD[form])

    assert_same_activities(paper, reading)
    assert (str(reading.form), reading.school_year) == (form, 2024)


def test_linear_form_keeps_the_order_inside_sections() -> None:
    paper = linear_paper()

    reading = printed_and_read(paper, sections_docx)

    assert by_section([said_by_reading(item) for item in reading.items]) == by_section(
        [said_by_paper(item) for item in paper.items]
    )


@pytest.mark.parametrize("form", WORD)
def test_numbers_come_back(form: str) -> None:
    paper = linear_paper()

    reading = printed_and_read(paper, WORD[form])

    numbers = {item.title: item.number for item in reading.items}
    expected = {item.title: item.number for item in paper.items}
    # The linear form numbers every activity; the last one had no number of its own.
    expected["Заседание №4. Анализ года"] = "11" if form == "sections" else ""
    assert numbers == expected


@pytest.mark.parametrize("form", WORD)
def test_passport_comes_back(form: str) -> None:
    paper = linear_paper()

    passport = printed_and_read(paper, WORD[form]).passport

    assert passport.title == paper.title
    assert (passport.unified_theme, passport.methodical_theme, passport.goal) == (
        paper.unified_theme,
        paper.methodical_theme,
        paper.goal,
    )
    assert passport.tasks == (
        "Собрать банк методических находок.",
        "Провести четыре заседания.",
        "Обновить обменный фонд.",
    )
    assert passport.expected_results == paper.expected_results
    assert [str(grif.kind) for grif in passport.grifs] == ["РАССМОТРЕНО", "СОГЛАСОВАНО", "УТВЕРЖДАЮ"]
    assert passport.signer.split() == ["Руководитель", "ММО", "Ольхова", "А.Б."]


@pytest.mark.parametrize("form", WORD)
def test_draft_and_fact_do_not_spoil_the_reading(form: str) -> None:
    items = tuple(
        replace(one, status="held", status_label="проведено", fact="Протокол № 2, список участников")
        for one in linear_items()
    )
    paper = linear_paper(items=items, draft=True, with_fact=True)

    reading = printed_and_read(paper, WORD[form])

    assert_same_activities(paper, reading)


def test_place_form_and_note_come_back_from_their_columns() -> None:
    told = item(
        "a", "Встреча с детской писательницей", "08.10.2024", **day(date(2024, 10, 8)),
        place="Центральная библиотека", form_label="семинар", description="Вопросы собрать заранее",
        owners=(PaperOwner("Ольхова А.Б."),), section="I. Организационная деятельность",
    )  # fmt: skip

    (read,) = printed_and_read(linear_paper(items=(told,)), sections_docx).items

    assert said_by_reading(read) == said_by_paper(told)
    assert (read.place, read.note) == ("Центральная библиотека", "Вопросы собрать заранее")


@pytest.mark.parametrize("form", WORD)
def test_activities_without_a_term_stay_without_one(form: str) -> None:
    first, second = linear_items()[:2]
    paper = linear_paper(items=(first, replace(second, term_raw="", start=None, end=None)))

    reading = printed_and_read(paper, WORD[form])

    spans = [(item.title, item.term.start, item.term.end) for item in reading.items]
    assert spans == [(first.title, first.start, first.end), (second.title, None, None)]


@pytest.mark.parametrize("form", WORD)
def test_long_plan_comes_back_whole(form: str) -> None:
    paper = long_paper(120)

    reading = printed_and_read(paper, WORD[form])

    assert_same_activities(paper, reading)


def test_linear_sheet_reads_back_as_the_same_activities() -> None:
    paper = linear_paper()

    reading = printed_and_read(paper, lambda paper: plan_xlsx(paper, "sections"), "xlsx")

    assert [item.title for item in reading.items] == [item.title for item in paper.items]


def paper_of(reading: PlanReading) -> PlanPaper:
    """What the product would print of a plan just imported."""
    items = tuple(
        item(
            f"imported-{place}",
            read.title,
            read.term.raw,
            kind=str(read.term.kind),
            number=read.number,
            section=read.section or read.direction,
            start=read.term.start,
            end=read.term.end,
            months=read.term.months,
            owners=tuple(PaperOwner(owner.name, owner_detail(owner)) for owner in read.owners),
            place=read.place,
            audience=read.audience,
            outcome_document=read.outcome,
            description=read.note,
        )
        for place, read in enumerate(reading.items)
    )
    return replace(
        linear_paper(),
        items=items,
        school_year=reading.school_year,
        title=reading.passport.title or "План работы",
        tasks=reading.passport.tasks,
        goal=reading.passport.goal,
        sections=tuple(dict.fromkeys(one.section for one in items if one.section)),
    )


@pytest.mark.parametrize("form", WORD)
@pytest.mark.parametrize("source", IMPORTED)
def test_imported_plan_survives_print_and_reading(source: str, form: str) -> None:
    first = read_plan(IMPORTED[source]())
    paper = paper_of(first)

    second = printed_and_read(paper, WORD[form])

    said = [said_by_reading(item) for item in first.items]
    assert sorted_by_words([said_by_reading(item) for item in second.items]) == sorted_by_words(said)
    if form == "sections":
        assert by_section([said_by_reading(item) for item in second.items]) == by_section(said)
