"""Two bearers of one link at the same moment."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection

from stellazh.audit.models import AuditEntry
from stellazh.links.models import SecretLink
from stellazh.links.services import LinkIsSpent, create_link, open_link, use_up
from stellazh.people.models import Person

BEARERS = 6


@pytest.mark.django_db(transaction=True)
def test_single_use_link_is_won_by_one(owner: Person, maker: Person, at: datetime) -> None:
    issued = create_link(
        "tests.invitation", thing=owner, owner_id=str(owner.pk), label="Приглашение", expires_at=None, by=maker, at=at
    )
    barrier = threading.Barrier(BEARERS)
    won: list[str] = []

    def bear() -> None:
        try:
            opened = open_link(issued.token, "tests.invitation", at=at)
            assert opened is not None
            barrier.wait(timeout=30)
            use_up(opened, at=at)
            won.append("won")
        except LinkIsSpent:
            won.append("late")
        finally:
            connection.close()

    bearers = [threading.Thread(target=bear) for _ in range(BEARERS)]
    for bearer in bearers:
        bearer.start()
    for bearer in bearers:
        bearer.join(timeout=60)

    assert sorted(won) == ["late"] * (BEARERS - 1) + ["won"]
    assert SecretLink.objects.get().used_up_at == at
    assert AuditEntry.objects.filter(action="link_used_up").count() == 1
