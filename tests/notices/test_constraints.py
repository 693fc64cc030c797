"""What the database itself refuses of notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stellazh.mail.models import OutgoingMail
from stellazh.notices.enums import NoticeMail
from stellazh.notices.models import NoticeSettings
from tests.factories.notices import BouncedAddressFactory, NoticeFactory, PreferenceFactory, SettingsFactory
from tests.factories.people import PersonFactory
from tests.mail.conftest import queue

__all__ = ["queue"]


def _twice(make: Callable[..., object], **fields: object) -> None:
    for _ in "ab":
        make(**fields)


def _second_settings() -> None:
    stored: Any = SettingsFactory()
    NoticeSettings(person=stored.person).save(force_insert=True)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "notice_mail_is_known": lambda: NoticeFactory(mail_state="lost"),
    "notice_due_exactly_when_waiting": lambda: NoticeFactory(mail_state=NoticeMail.WAITING),
    "notice_leads_to_us": lambda: NoticeFactory(address="https://example.org/"),
    "notice_preference_once": lambda: _twice(PreferenceFactory, person=PersonFactory()),
    "notice_delivery_is_known": lambda: PreferenceFactory(delivery="pigeon"),
    "settings once": _second_settings,
    "notice_days_are_known": lambda: SettingsFactory(digest_days="never"),
    "notice_hour_is_of_a_day": lambda: SettingsFactory(digest_hour=24),
    "notice_quiet_hours_are_whole: half": lambda: SettingsFactory(quiet_to=None),
    "notice_quiet_hours_are_whole: none": lambda: SettingsFactory(quiet_from=time(8), quiet_to=time(8)),
    "bounced_address_marked_once": lambda: _twice(BouncedAddressFactory, address="one@example.org"),
    "bounced_address_is_lower_case": lambda: BouncedAddressFactory(address="Big@example.org"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", VIOLATIONS)
def test_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        VIOLATIONS[name]()


def test_database_refuses_a_letter_of_a_notice_that_has_none(queue: Callable[..., OutgoingMail]) -> None:
    mail = queue()

    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeFactory(letter=mail)
