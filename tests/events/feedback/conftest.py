"""What tests of feedback share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import LinkHolder
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.models import Enrolment, Event
from stellazh.events.services.feedback import open_feedback
from stellazh.people.models import Person
from stellazh.questionnaires.models import Questionnaire
from stellazh.questionnaires.values import Value, Values
from tests.factories.events import STARTS, EventFactory

ENDS = STARTS + timedelta(hours=2)
AFTER = ENDS + timedelta(hours=1)
Asked = Callable[..., Questionnaire]


@pytest.fixture
def event(association: Association) -> Event:
    """An announced event that nobody has said of that it was held."""
    made: Event = EventFactory(association=association, title="Читаем вместе")
    return made


@pytest.fixture
def asked(event: Event, head: Person) -> Asked:
    """Make the event's form on the eve."""

    def make(**how: Any) -> Questionnaire:
        return open_feedback(event.pk, **{"by": head, "at": STARTS - timedelta(days=1), **how})

    return make


def said(questionnaire: Questionnaire, grade: int = 5, words: str = "Приём с картой чтения") -> Values:
    """An answer to the first two questions of the ready set."""
    scale, text, *_ = questionnaire.questions.present()
    return {scale.pk: Value(number=Decimal(grade)), text.pk: Value(text=words)}


def bearer(enrolment: Enrolment) -> LinkHolder:
    """Whoever holds the secret link of that registration."""
    return LinkHolder(1, ENROLMENT_LINK, "events.enrolment", str(enrolment.pk))
