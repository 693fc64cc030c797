"""What tests of campaigns say often: people of a place, a campaign that runs, the link out of a letter."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, System
from stellazh.links.services import LinkOrder, create_links
from stellazh.mail.models import OutgoingMail
from stellazh.members.access.cards import CONFIRMATION
from stellazh.members.models import CampaignAnswer
from stellazh.members.services.campaign_letters import send_lot
from stellazh.members.services.campaigns import end_of_links
from stellazh.people.models import Person
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

SYSTEM = System("уточнение данных")
LINK = re.compile(r"/confirm/([A-Za-z0-9_-]{43})/")


def joined(association: Association, **person: Any) -> Person:
    """Somebody who stands in the association; with an address, without an account unless told otherwise."""
    made: Any = PersonFactory(**{"password": "", **person})
    MembershipFactory(person=made, association=association)
    return made


def token_for(answer: CampaignAnswer, *, at: datetime, owner_id: int | None = None) -> str:
    """The secret of a personal link of that answer."""
    order = LinkOrder(answer, str(owner_id or answer.person_id), "Подтвердить карточку")
    ends_at = end_of_links(answer.campaign)
    return create_links(CONFIRMATION, [order], expires_at=ends_at, by=SYSTEM, at=at)[0].token


def send_all(campaign_id: int, *, by: Actor, at: datetime, silent_since: datetime | None = None) -> int:
    """Every lot of a round, as the job sends them; how many letters."""
    sent_count, after_id = 0, 0
    while True:
        report = send_lot(campaign_id, after_id=after_id, answer_ids=None, silent_since=silent_since, by=by, at=at)
        sent_count += report.sent_count
        if report.last_id is None:
            return sent_count
        after_id = report.last_id


def tokens_mailed() -> dict[str, str]:
    """Address → the secret of the link in the last letter to it."""
    letters = OutgoingMail.objects.filter(kind=CONFIRMATION).order_by("pk")
    return {letter.to_address: LINK.findall(letter.text)[0] for letter in letters}
