"""A session left open is not enough for what its owner keeps behind two locks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.common import clock
from stellazh.links.models import SecretLink
from stellazh.people.models import DataRequest, Person
from stellazh.people.services.second_step import new_secret, turn_codes_on
from tests.factories.people import PASSWORD
from tests.people.test_second_step import code_at

ClientFor = Callable[..., Client]
AS_TYPED = {"label": "Сайт", "word": "удалить", "password": PASSWORD}


@pytest.mark.parametrize("name", ["token_issue", "archive_ask", "own_erase", "password_change"])
def test_open_session_meets_the_question_first(member: Person, client_for: ClientFor, name: str) -> None:
    at = clock.now() - timedelta(hours=1)
    secret = new_secret()
    turn_codes_on(member.pk, secret=secret, code=code_at(secret, at), by=member, at=at)

    answer = client_for(member).post(reverse(f"people:{name}"), AS_TYPED)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("people:confirm"))
    assert not SecretLink.objects.exists()
    assert not DataRequest.objects.exists()


def test_somebody_without_codes_is_not_asked(member: Person, client_for: ClientFor) -> None:
    assert client_for(member).post(reverse("people:token_issue"), AS_TYPED).status_code == 200
