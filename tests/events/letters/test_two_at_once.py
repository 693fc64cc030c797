"""Two people press «Отправить» at the same moment; two workers take the same letter."""

from __future__ import annotations

from datetime import datetime

import pytest

from stellazh.associations.models import Association
from stellazh.events.models import LetterDelivery
from stellazh.events.services import letters
from stellazh.events.services.letters import LetterFields
from stellazh.jobs.models import Job
from stellazh.mail.models import OutgoingMail
from stellazh.people.models import Person
from tests.checks import at_once
from tests.factories.events import EnrolmentFactory, EventFactory

FREE = LetterFields(subject="О встрече", text="Ждём вас, {имя}!")


@pytest.mark.django_db(transaction=True)
def test_letter_sent_by_two_at_once_goes_once(association: Association, head: Person, at: datetime) -> None:
    event = EventFactory(association=association)
    EnrolmentFactory(event=event)
    letter = letters.write_letter(event.pk, fields=FREE, submission_key=None, by=head, at=at)

    def send() -> str:
        return letters.send_letter(letter.pk, expected_version=1, by=head, at=at).state

    found = at_once(send)

    assert sorted(found) == ["ChangedMeanwhile", "sent"]
    assert Job.objects.filter(name="events.send_letter").count() == 1


@pytest.mark.django_db(transaction=True)
def test_lot_taken_by_two_at_once_writes_to_each_once(association: Association, head: Person, at: datetime) -> None:
    event = EventFactory(association=association)
    EnrolmentFactory.create_batch(5, event=event, guest=True)
    letter = letters.write_letter(event.pk, fields=FREE, submission_key=None, by=head, at=at)
    letters.send_letter(letter.pk, expected_version=1, by=head, at=at)

    def take() -> str:
        return str(letters.send_lot(letter.pk, after_id=0, by=head, at=at).sent_count)

    found = at_once(take)

    assert sorted(found) == ["0", "5"]
    assert LetterDelivery.objects.filter(letter=letter).count() == 5
    assert OutgoingMail.objects.filter(kind="events.letter").count() == 5
