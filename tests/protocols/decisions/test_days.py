"""Terms counted from the meeting."""

from __future__ import annotations

from datetime import date

import pytest

from stellazh.protocols.reads.decision_terms import decision_term
from stellazh.protocols.services.decision_days import put_days, read_days
from stellazh.russian.terms import TermKind
from tests.factories.protocols import HELD_ON, DecisionFactory

pytestmark = pytest.mark.django_db


def test_read_days_counts_from_the_meeting() -> None:
    found = read_days("в течение двух недель", 2024, held_on=HELD_ON)

    assert (found.term_kind, found.start, found.end) == (TermKind.DEADLINE, None, date(2024, 10, 22))


def test_read_days_leaves_what_plans_know() -> None:
    found = read_days("до 1 декабря", 2024, held_on=HELD_ON)

    assert (found.term_kind, found.end) == (TermKind.DEADLINE, date(2024, 12, 1))


def test_put_days_forgets_the_day_of_words_without_one() -> None:
    decision = DecisionFactory.build(protocol=None, association=None, term_raw="к следующему разу", due_on=HELD_ON)

    put_days(decision, 2024, held_on=HELD_ON)

    assert decision.due_on is None


def test_decision_term_says_that_it_is_counted() -> None:
    said = decision_term("в месячный срок", 2024, held_on=HELD_ON)

    assert said.text == "до 8 ноября 2024 г., считая от заседания"
    assert said.has_last_day
