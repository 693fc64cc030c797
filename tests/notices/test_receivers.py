"""What accounts tell: new devices and changed credentials are written about at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from stellazh.mail.models import OutgoingMail
from stellazh.notices.kinds import SECURITY
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.people.signals import credentials_changed, signed_in_from_new_device
from tests.factories.notices import SettingsFactory
from tests.factories.people import PersonFactory


def test_new_device_is_told_of_at_once(reader: Person, at: datetime) -> None:
    SettingsFactory(person=reader, is_mail_off=True, time_zone="Asia/Vladivostok")

    signed_in_from_new_device.send(Person, person=reader, place="192.0.2.7", at=at)

    notice, mail = Notice.objects.get(), OutgoingMail.objects.get()
    assert (notice.kind, notice.title, notice.person) == (SECURITY, "Вход с нового устройства", reader)
    assert "10 сентября 2024 г. в 19:00" in notice.text
    assert "192.0.2.7" in notice.text
    assert (mail.kind, mail.due_at, mail.to_address) == (SECURITY, at, "ozerova@example.org")


def test_changed_credentials_are_told_of_at_once(reader: Person, at: datetime) -> None:
    credentials_changed.send(Person, person=reader, what="добавлен ключ входа", at=at)

    notice = Notice.objects.get()
    assert notice.title == "Изменён вход в вашу учётную запись"
    assert "изменено то, чем вы входите: добавлен ключ входа.\n" in notice.text
    assert OutgoingMail.objects.get().subject == notice.title


def test_card_without_an_account_is_told_nothing(db: None, at: datetime) -> None:
    card: Any = PersonFactory(without_account=True)

    credentials_changed.send(Person, person=card, what="создан пароль", at=at)

    assert (Notice.objects.count(), OutgoingMail.objects.count()) == (0, 0)
