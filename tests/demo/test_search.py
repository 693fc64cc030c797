"""How often librarians find what they look for, and that both databases give them the same.

After a change that is meant, the stored answers are written anew: `python -m benchmarks.search_quality --keep`.
"""

from __future__ import annotations

from collections import Counter

import pytest
from pytest_django import DjangoDbBlocker

from stellazh.associations.models import Association
from tests.search.quality.judging import PLACES, Judged, judge_all, kept_answers, share

pytestmark = pytest.mark.django_db

# What is reached; a change that loses an answer must say so here.
REACHED = {1: 0.98, 3: 1.0, 10: 1.0}


@pytest.fixture(scope="module")
def judged(region: Association, django_db_blocker: DjangoDbBlocker) -> list[Judged]:
    """Every question asked once."""
    with django_db_blocker.unblock():
        return judge_all()


def test_answers_stand_where_they_are_looked_for(judged: list[Judged]) -> None:
    reached = {place: share(judged, place) for place in PLACES}

    assert all(reached[place] >= REACHED[place] for place in PLACES), reached


def test_both_databases_give_the_answers_that_are_kept(judged: list[Judged]) -> None:
    assert [one.row for one in judged] == kept_answers()


def test_questions_are_of_every_sort(judged: list[Judged]) -> None:
    kinds = {kind for one in judged for kind, _ in one.question.hoped}
    difficulties = Counter(one.question.difficulty for one in judged)

    assert len(judged) >= 60
    assert {one.question.reader for one in judged} == {"гость", "участник", "руководитель", "методист"}
    assert {"другая форма", "опечатка", "раскладка", "сокращение", "ё и е", "фраза", "половина слова"} <= set(
        difficulties
    )
    assert {
        "человек", "школа, организация", "объединение", "план работы", "пункт плана", "мероприятие", "выступление",
        "материал", "запись", "протокол", "решение", "резолюция", "документ", "новость", "страница", "отчёт",
        "сертификат",
    } == kinds  # fmt: skip
