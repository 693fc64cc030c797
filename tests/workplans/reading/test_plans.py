"""Whole plans: ours of every form with every fault, and the real ones where they lie beside the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stellazh.office.intake import open_paper
from stellazh.workplans.reading import PlanReading, read_plan, reading_to_json
from tests.fixtures.plans.cases import CASES, PlanCase

REAL_PAPERS = Path(__file__).resolve().parents[3].parent / "shared" / "inputs"
REAL_PLANS = [
    (paper, paper.with_suffix(".expected.json"))
    for paper in sorted(REAL_PAPERS.glob("plan_*.docx"))
    if paper.with_suffix(".expected.json").exists()
]


def _row(item: dict[str, Any]) -> tuple[str, str, str, str, str, str, tuple[str, ...]]:
    term = item["term"]
    return (
        item["number"],
        item["section"] or item["direction"],
        item["title"],
        term["raw"],
        term["start"] or "",
        term["end"] or "",
        tuple(item["owners"]),
    )


def _codes(reading: PlanReading) -> set[str]:
    found = {warning.code for warning in reading.warnings}
    return found | {warning.code for item in reading.items for warning in item.warnings}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_plan_is_read_as_a_careful_person_reads_it(case: PlanCase) -> None:
    document = case.build()

    reading = read_plan(document, case.school_year)

    shown = reading_to_json(reading)
    assert [_row(item) for item in shown["items"]] == list(case.rows)
    assert (shown["form"], reading.school_year) == (case.form, 2024)
    assert case.codes <= _codes(reading)
    if "no_owner" not in case.codes and all(row[6] for row in case.rows):
        assert "no_owner" not in _codes(reading)


@pytest.mark.parametrize(("paper", "expected"), REAL_PLANS, ids=lambda path: path.name)
def test_real_plan_is_read_as_the_careful_reader_did(paper: Path, expected: Path) -> None:
    wanted = json.loads(expected.read_text(encoding="utf-8"))

    reading = read_plan(open_paper(paper, paper.name))

    def plain(title: str) -> str:
        return " ".join(title.split()).rstrip(". ")

    shown = reading_to_json(reading)
    assert [
        (plain(item["title"]), item["term"]["raw"], item["term"]["start"], item["term"]["end"], item["owners"])
        for item in shown["items"]
    ] == [(plain(item["title"]), item["term"], item["start"], item["end"], item["owners"]) for item in wanted["items"]]
    for field in ("number", "section", "direction"):
        assert [item[field] for item in shown["items"]] == [item.get(field, "") for item in wanted["items"]]
    assert (shown["form"], reading.school_year) == (wanted["form"], wanted["school_year"])
