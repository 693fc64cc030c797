"""Every file that the product makes can be heard, and no generator goes unread."""

from __future__ import annotations

import pytest

from stellazh.associations.models import Association
from tests.accessible.generators import Made, generators, other_makers, watched
from tests.accessible.reading_excel import faults_of_excel
from tests.accessible.reading_pdf import faults_of_pdf
from tests.accessible.reading_word import faults_of_word
from tests.accessible.samples import ADDRESSES, PAPERS, documents
from tests.matrix.world import World

READERS = {"pdf": faults_of_pdf, "docx": faults_of_word, "xlsx": faults_of_excel}


@pytest.fixture
def world(region: Association, association: Association, neighbour: Association) -> World:
    return World(region, association, neighbour)


def faults(made: list[Made]) -> dict[str, list[str]]:
    """What is wrong, by the outermost generator and the kind of file."""
    found: dict[str, list[str]] = {}
    for one in made:
        if wrong := READERS[one.kind](one.data):
            found.setdefault(f"{one.kind} of {one.through[-1] if one.through else '?'}", []).extend(wrong)
    return found


def test_nobody_makes_files_by_other_ways() -> None:
    assert other_makers() == [], "Files are made by stellazh.office alone: what leaves elsewhere is not looked at."


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_paper_can_be_heard(make: object) -> None:
    assert callable(make)
    with watched() as made:
        make()

    assert made != []
    assert faults(made) == {}


def test_every_generator_is_looked_at_and_its_files_can_be_heard(world: World) -> None:
    with watched() as made:
        for make in PAPERS.values():
            make()
        list(documents(world.association))
        for address in ADDRESSES:
            address.send(world)

    unseen = generators() - {name for one in made for name in one.through}
    assert unseen == set(), "A generator without a sample: add one to tests/accessible/samples.py."
    assert faults(made) == {}
