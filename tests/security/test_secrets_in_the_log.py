"""The log is read by more people than may open a secret link."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellazh.common import clock
from stellazh.links.services import create_link
from stellazh.people.links import PASSWORD_RESET
from stellazh.people.models import Person


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the console of the settings would show."""
    shown = io.StringIO()
    console = logging.StreamHandler(shown)
    console.setFormatter(logging.Formatter(settings.LOGGING["formatters"]["line"]["format"]))
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        module, _, made = settings.LOGGING["filters"][name]["()"].rpartition(".")
        console.addFilter(getattr(__import__(module, fromlist=[made]), made)())
    logger = logging.getLogger("django.request")
    logger.addHandler(console)
    yield shown
    logger.removeHandler(console)


def test_refused_password_does_not_show_its_link(
    member: Person, client_for: Callable[..., Client], log: io.StringIO
) -> None:
    issued = create_link(
        PASSWORD_RESET,
        thing=member,
        owner_id=str(member.pk),
        label="Новый пароль",
        expires_at=None,
        by=member,
        at=clock.now(),
    )
    address = reverse("people:password_reset", args=[issued.token])

    answer = client_for().post(address, {"password": "слабый", "again": "слабый"})

    assert answer.status_code == 422
    assert "/account/password/new/…/" in log.getvalue()
    assert issued.token not in log.getvalue()


def test_calendar_of_a_program_does_not_show_its_link(client_for: Callable[..., Client], log: io.StringIO) -> None:
    token = "x" * 43

    client_for().get(reverse("workplans:calendar_feed", args=[token]))

    assert "/calendar/feed/….ics" in log.getvalue()


def test_link_to_come_back_to_is_not_shown_either(log: io.StringIO) -> None:
    token = "x" * 43

    logging.getLogger("django.request").warning("Not Found: %s", f"/account/sign-in/?next=%2Fconfirm%2F{token}%2F")

    assert "next=%2Fconfirm%2F…%2F" in log.getvalue()
