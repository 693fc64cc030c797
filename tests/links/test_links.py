"""A secret link from its making to its end."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Actor, Guest, LinkHolder, System
from stellazh.common.errors import PermissionRefused
from stellazh.links.models import SecretLink
from stellazh.links.services import (
    IssuedLink,
    LinkEndsBeforeItBegins,
    LinkIsSpent,
    create_link,
    holder,
    open_link,
    revoke_link,
    use_up,
)
from stellazh.people.models import Person
from tests.factories.people import PersonFactory

CALENDAR, INVITATION, GUARDED = "tests.calendar", "tests.invitation", "tests.guarded"


def issue(
    owner: Person, maker: Actor, at: datetime, purpose: str = CALENDAR, ends: datetime | None = None
) -> IssuedLink:
    return create_link(
        purpose,
        thing=owner,
        owner_id=str(owner.pk),
        label="Календарь планшета",
        expires_at=ends,
        by=maker,
        at=at,
        scope="/region/",
    )


def deeds(link: SecretLink) -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.about(link).order_by("id").values_list("action", "actor_name", "scope"))


def test_link_keeps_only_the_hash_of_its_secret(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at)

    kept = SecretLink.objects.values().get()
    assert len(issued.token) == 43
    assert kept == {
        "id": issued.link.pk,
        "purpose": CALENDAR,
        "digest": hashlib.sha256(issued.token.encode()).hexdigest(),
        "object_type": "people.person",
        "object_id": str(owner.pk),
        "owner_id": str(owner.pk),
        "label": "Календарь планшета",
        "scope": "/region/",
        "created_at": at,
        "created_by_kind": "person",
        "created_by_id": str(maker.pk),
        "created_by_name": maker.actor_name,
        "expires_at": None,
        "revoked_at": None,
        "used_up_at": None,
        "last_used_at": None,
    }
    assert deeds(issued.link) == [("link_created", maker.actor_name, "/region/")]


def test_audit_never_sees_the_secret(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at)

    written = str(list(AuditEntry.objects.values()))

    assert issued.token not in written
    assert issued.link.digest not in written


def test_every_link_has_a_secret_of_its_own(owner: Person, maker: Person, at: datetime) -> None:
    tokens = {issue(owner, maker, at).token for _ in range(50)}

    assert len(tokens) == 50


@pytest.mark.parametrize(
    ("purpose", "days", "expected_days"),
    [(CALENDAR, None, None), (INVITATION, None, 14), (INVITATION, 3, 3), (CALENDAR, 30, 30)],
    ids=["without end", "as the purpose says", "shorter than the purpose says", "named end"],
)
def test_link_ends_as_named_or_as_purpose_says(
    owner: Person, maker: Person, at: datetime, purpose: str, days: int | None, expected_days: int | None
) -> None:
    named = at + timedelta(days=days) if days else None

    link = issue(owner, maker, at, purpose, ends=named).link

    assert link.expires_at == (at + timedelta(days=expected_days) if expected_days else None)


def test_link_that_ends_before_it_begins_is_refused(owner: Person, maker: Person, at: datetime) -> None:
    with pytest.raises(LinkEndsBeforeItBegins):
        issue(owner, maker, at, ends=at)

    assert (SecretLink.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_link_of_unknown_purpose_is_refused(owner: Person, maker: Person, at: datetime) -> None:
    with pytest.raises(KeyError):
        issue(owner, maker, at, purpose="tests.nobody_knows")

    assert SecretLink.objects.count() == 0


def test_link_opens_with_its_secret(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at)

    opened = open_link(issued.token, CALENDAR, at=at + timedelta(days=400))

    assert opened == issued.link


def test_bearer_of_link_is_an_actor(owner: Person, maker: Person, at: datetime) -> None:
    link = issue(owner, maker, at).link

    bearer = holder(link)

    assert bearer == LinkHolder(
        link_id=link.pk,
        purpose=CALENDAR,
        object_type="people.person",
        object_id=str(owner.pk),
        actor_name="По ссылке: Календарь планшета",
    )


@pytest.mark.parametrize("wrong", ["", "короткий", "x" * 43, "x" * 100_000, "ключ" * 12, "\0" * 43])
def test_link_stays_shut_for_wrong_secrets(owner: Person, maker: Person, at: datetime, wrong: str) -> None:
    issue(owner, maker, at)

    assert open_link(wrong, CALENDAR, at=at) is None


def test_link_stays_shut_for_another_purpose(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at)

    assert open_link(issued.token, INVITATION, at=at) is None


def test_link_stays_shut_from_the_moment_it_ends(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at, ends=at + timedelta(hours=1))

    before, then = (open_link(issued.token, CALENDAR, at=at + timedelta(minutes=m)) for m in (59, 60))

    assert (before, then) == (issued.link, None)


def test_opening_leaves_a_trace_once_a_minute(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at)

    traces = []
    for seconds in (0, 30, 59, 60, 61):
        open_link(issued.token, CALENDAR, at=at + timedelta(seconds=seconds))
        traces.append(SecretLink.objects.get().last_used_at)

    assert [(trace - at).seconds for trace in traces if trace] == [0, 0, 0, 60, 60]


def test_opening_twice_within_a_minute_writes_nothing(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at)
    open_link(issued.token, CALENDAR, at=at)

    with CaptureQueriesContext(connection) as queries:
        open_link(issued.token, CALENDAR, at=at + timedelta(seconds=59))

    assert [query["sql"].split()[0] for query in queries.captured_queries] == ["SELECT"]


def test_opening_is_no_deed(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at)

    open_link(issued.token, CALENDAR, at=at)

    assert deeds(issued.link) == [("link_created", maker.actor_name, "/region/")]


def test_revoked_link_opens_nothing(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at)

    revoke_link(issued.link.pk, by=owner, at=at + timedelta(minutes=1))

    assert open_link(issued.token, CALENDAR, at=at + timedelta(minutes=2)) is None
    assert SecretLink.objects.get().revoked_at == at + timedelta(minutes=1)
    assert deeds(issued.link) == [
        ("link_created", maker.actor_name, "/region/"),
        ("link_revoked", owner.actor_name, "/region/"),
    ]


def test_revoking_twice_is_one_deed(owner: Person, maker: Person, at: datetime) -> None:
    link = issue(owner, maker, at).link
    revoke_link(link.pk, by=owner, at=at)

    again = revoke_link(link.pk, by=owner, at=at + timedelta(days=1))

    assert again.revoked_at == at
    assert [action for action, _, _ in deeds(link)] == ["link_created", "link_revoked"]


def test_owner_maker_bearer_and_system_may_revoke(owner: Person, maker: Person, at: datetime) -> None:
    links = [issue(owner, maker, at).link for _ in range(4)]
    actors: list[Actor] = [owner, maker, holder(links[2]), System("смена пароля")]

    for link, actor in zip(links, actors, strict=True):
        revoke_link(link.pk, by=actor, at=at)

    assert SecretLink.objects.live_at(at).count() == 0


def test_others_may_not_revoke(owner: Person, maker: Person, at: datetime) -> None:
    link, another = issue(owner, maker, at).link, issue(owner, maker, at).link
    strangers: list[Actor] = [PersonFactory(), Guest(), holder(another)]

    for actor in strangers:
        with pytest.raises(PermissionRefused, match="может её владелец"):
            revoke_link(link.pk, by=actor, at=at)

    assert SecretLink.objects.get(pk=link.pk).revoked_at is None
    assert [action for action, _, _ in deeds(link)] == ["link_created"]


def test_guest_made_link_is_not_every_guests(owner: Person, at: datetime) -> None:
    link = issue(owner, Guest(), at).link

    with pytest.raises(PermissionRefused):
        revoke_link(link.pk, by=Guest(), at=at)

    assert SecretLink.objects.live_at(at).get() == link


def test_purpose_may_let_others_revoke(owner: Person, maker: Person, at: datetime) -> None:
    link = issue(owner, maker, at, purpose=GUARDED).link

    with pytest.raises(PermissionRefused, match="Войдите"):
        revoke_link(link.pk, by=Guest(), at=at)
    revoke_link(link.pk, by=PersonFactory(), at=at)

    assert SecretLink.objects.get().revoked_at == at


def test_single_use_link_is_spent_once(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at, purpose=INVITATION)

    use_up(issued.link, at=at)

    with pytest.raises(LinkIsSpent):
        use_up(issued.link, at=at + timedelta(seconds=1))
    assert SecretLink.objects.get().used_up_at == at
    assert open_link(issued.token, INVITATION, at=at) is None
    assert deeds(issued.link) == [
        ("link_created", maker.actor_name, "/region/"),
        ("link_used_up", "По ссылке: Календарь планшета", "/region/"),
    ]


@pytest.mark.parametrize("days", [14, 400], ids=["at its end", "long after"])
def test_expired_link_is_not_spent(owner: Person, maker: Person, at: datetime, days: int) -> None:
    link = issue(owner, maker, at, purpose=INVITATION).link

    with pytest.raises(LinkIsSpent):
        use_up(link, at=at + timedelta(days=days))

    assert SecretLink.objects.get().used_up_at is None


def test_link_revoked_since_it_was_opened_is_not_spent(owner: Person, maker: Person, at: datetime) -> None:
    issued = issue(owner, maker, at, purpose=INVITATION)
    opened = open_link(issued.token, INVITATION, at=at)
    assert opened is not None
    revoke_link(issued.link.pk, by=maker, at=at)

    with pytest.raises(LinkIsSpent):
        use_up(opened, at=at)

    assert SecretLink.objects.get().used_up_at is None


def test_link_of_many_uses_is_not_spent(owner: Person, maker: Person, at: datetime) -> None:
    link = issue(owner, maker, at).link

    with pytest.raises(ValueError, match="not spent"):
        use_up(link, at=at)

    assert SecretLink.objects.get().used_up_at is None


def test_links_are_listed_by_owner_and_by_thing(owner: Person, maker: Person, at: datetime) -> None:
    mine = [issue(owner, maker, at + timedelta(hours=h)).link for h in range(3)]
    foreign = issue(maker, maker, at).link

    assert list(SecretLink.objects.owned_by(str(owner.pk))) == mine[::-1]
    assert list(SecretLink.objects.about(maker)) == [foreign]


def test_live_links_are_those_that_open(owner: Person, maker: Person, at: datetime) -> None:
    live = issue(owner, maker, at).link
    revoke_link(issue(owner, maker, at).link.pk, by=owner, at=at)
    use_up(issue(owner, maker, at, purpose=INVITATION).link, at=at)
    issue(owner, maker, at, ends=at + timedelta(minutes=1))

    found = SecretLink.objects.live_at(at + timedelta(minutes=1))

    assert list(found) == [live]
    assert [link.is_live(at + timedelta(minutes=1)) for link in SecretLink.objects.order_by("id")] == [
        True,
        False,
        False,
        False,
    ]


def test_two_links_may_not_share_a_secret(owner: Person, maker: Person, at: datetime) -> None:
    link = issue(owner, maker, at).link
    link.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        link.save(force_insert=True)

    assert SecretLink.objects.count() == 1


def test_database_refuses_link_that_ends_before_it_begins(owner: Person, maker: Person, at: datetime) -> None:
    link = issue(owner, maker, at).link

    with pytest.raises(IntegrityError), transaction.atomic():
        SecretLink.objects.filter(pk=link.pk).update(expires_at=at - timedelta(days=1))

    assert SecretLink.objects.get().expires_at is None


def test_purpose_nobody_knows_is_shown_by_its_code() -> None:
    link = SecretLink(purpose="tests.gone", label="Старая")

    assert (link.purpose_label, str(link)) == ("tests.gone", "Старая")
