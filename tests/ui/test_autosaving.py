"""A page that saves by itself is answered in JSON: stored, clash, wrong, closed, signed out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils.timezone import localtime

from stellazh.common import clock
from stellazh.common.actor import Guest
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.people.models import Person
from stellazh.ui import autosaving
from stellazh.ui.autosaving import Change, Saved
from tests.factories.people import PersonFactory

AT = datetime(2024, 9, 10, 11, 5, tzinfo=UTC)
BY_ITSELF = {"X-Autosave": "1", "Accept": "application/json"}


class TooLate(DomainError):
    """A refusal that belongs to a field."""


class SpeechForm(forms.Form):
    """A block of a paper."""

    text = forms.CharField(label="Текст", max_length=40)
    term = forms.ChoiceField(label="Срок", choices=[("none", "без срока"), ("month", "месяц")], required=False)


def save_speech(request: HttpRequest) -> HttpResponse:
    form = SpeechForm(request.POST)
    return autosaving.answer(
        request, form, lambda: Saved(2, AT, parts={"#hint": "<b>1</b>"}), lambda: HttpResponse("страница")
    )


@login_not_required
def save_as_guest(request: HttpRequest) -> HttpResponse:
    return save_speech(request)


urlpatterns = [path("speech/", save_speech), path("guest/", save_as_guest), path("", include("config.urls"))]


def told(response: HttpResponse) -> tuple[int, dict[str, Any]]:
    return response.status_code, json.loads(response.content)


def answered(rf: RequestFactory, deed: Exception | Saved, text: str = "Слушали", **options: Any) -> HttpResponse:
    """What `answer` makes of a save that ends so."""

    def save() -> Saved:
        if isinstance(deed, Exception):
            raise deed
        return deed

    request = rf.post("/", {"text": text}, headers=BY_ITSELF)
    return autosaving.answer(request, SpeechForm(request.POST), save, HttpResponse, **options)


def test_saved_tells_version_hour_and_what_is_drawn_anew(rf: RequestFactory) -> None:
    response = answered(rf, Saved(4, AT, fields={"text": "Слушали."}, parts={"#hint": "<b>до мая</b>"}))

    assert told(response) == (
        200,
        {"version": 4, "saved_at": "14:05", "fields": {"text": "Слушали."}, "parts": {"#hint": "<b>до мая</b>"}},
    )


def test_saved_tells_the_hour_of_the_association(rf: RequestFactory) -> None:
    response = answered(rf, Saved(4, AT), zone="Asia/Krasnoyarsk")

    assert told(response) == (200, {"version": 4, "saved_at": "18:05"})


def test_wrong_form_is_told_by_names_of_controls() -> None:
    form = SpeechForm({"one-text": ""}, prefix="one")
    form.add_error(None, "Протокол подписан.")

    assert told(autosaving.wrong(form)) == (
        422,
        {"errors": {"one-text": ["Обязательное поле."], "__all__": ["Протокол подписан."]}},
    )


def test_wrong_form_saves_nothing(rf: RequestFactory) -> None:
    response = answered(rf, AssertionError("the form is wrong"), text="")

    assert told(response) == (422, {"errors": {"text": ["Обязательное поле."]}})


def test_clash_tells_both_texts_and_who(rf: RequestFactory) -> None:
    refusal = ChangedMeanwhile(
        "Изменено.",
        theirs={"Текст": "Слушали Ольхову", "Срок": "месяц"},
        mine={"Текст": "Слушали", "Срок": "без срока"},
        current_version=5,
    )
    now = clock.now()

    response = answered(rf, refusal, changed=lambda: Change("Ольхова А. П.", now, "Ольховой А. П."))

    assert told(response) == (
        409,
        {
            "who": "Ольхова А. П.",
            "who_of": "Ольховой А. П.",
            "when": localtime(now).strftime("%H:%M"),
            "version": 5,
            "fields": [
                {"name": "text", "label": "Текст", "theirs": "Слушали Ольхову", "mine": "Слушали"},
                {"name": "term", "label": "Срок", "theirs": "месяц", "mine": "без срока", "value": "month"},
            ],
        },
    )


def test_clash_of_another_day_names_the_day() -> None:
    refusal = ChangedMeanwhile("Изменено.", theirs={"День": "11 мая"}, mine={"День": ""}, current_version=3)

    response = autosaving.clash(refusal, Change("Липина В. А.", AT), stored={"День": "2025-05-11"})

    assert told(response) == (
        409,
        {
            "who": "Липина В. А.", "who_of": "", "when": "10 сентября, 14:05", "version": 3,
            "fields": [{"name": "День", "label": "День", "theirs": "11 мая", "mine": "", "value": "2025-05-11"}],
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("refusal", "status", "body"),
    [
        (PermissionRefused("Протокол подписан."), 403, {"reason": "Протокол подписан."}),
        (PermissionDenied("Секретарь сменился."), 403, {"reason": "Секретарь сменился."}),
        (PermissionDenied(), 403, {"reason": "Этой записи больше нет или она вам не открыта."}),
        (Http404(), 404, {"reason": "Этой записи больше нет или она вам не открыта."}),
        (DomainError("Нельзя так."), 422, {"errors": {"__all__": ["Нельзя так."]}}),
        (TooLate("Срок прошёл."), 422, {"errors": {"term": ["Срок прошёл."]}}),
    ],
)
def test_refusals_of_the_service_are_told(
    rf: RequestFactory, refusal: Exception, status: int, body: dict[str, Any]
) -> None:
    assert told(answered(rf, refusal, beside={TooLate: "term"})) == (status, body)


def test_ordinary_form_is_answered_with_a_page(rf: RequestFactory) -> None:
    request = rf.post("/", {"text": "Слушали"})

    response = autosaving.answer(
        request, SpeechForm(request.POST), lambda: Saved(2, AT), lambda: HttpResponse("страница")
    )

    assert response.content.decode() == "страница"


@pytest.mark.parametrize(
    ("sent", "choice", "texts"),
    [
        ({"resolved": "theirs", "rejected-text": "Моё"}, "theirs", {"text": "Моё"}),
        ({"resolved": "both"}, "both", {}),
        ({"resolved": "drop table", "rejected-text": "Моё"}, "", {}),
        ({"rejected-text": "Моё"}, "", {}),
    ],
)
def test_settled_clash_is_read(rf: RequestFactory, sent: dict[str, str], choice: str, texts: dict[str, str]) -> None:
    request = rf.post("/", sent)

    assert (autosaving.resolved(request), autosaving.set_aside(request)) == (choice, texts)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_signed_out_page_is_told_where_to_sign_in(client: Client) -> None:
    response = client.post(
        "/speech/",
        {"text": "Слушали"},
        headers={**BY_ITSELF, "Referer": "http://testserver/protocols/12/?tab=2#speech"},
    )

    assert told(response) == (
        401,
        {
            "reason": "Вы вышли из системы: вход закончился или вы вышли на другой вкладке.",
            "sign_in": "/account/sign-in/?next=%2Fprotocols%2F12%2F%3Ftab%3D2",
        },
    )


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_foreign_referer_is_no_way_back(client: Client) -> None:
    response = client.post("/speech/", headers={**BY_ITSELF, "Referer": "https://evil.example/next/"})

    assert told(response)[1]["sign_in"] == "/account/sign-in/"


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_ordinary_form_signed_out_is_led_to_the_sign_in(client: Client) -> None:
    response = client.post("/speech/", {"text": "Слушали"})

    assert (response.status_code, response["Location"]) == (302, "/account/sign-in/?next=/speech/")


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_text_of_one_person_is_not_saved_by_another(client: Client) -> None:
    olkhova, lipina = PersonFactory(), PersonFactory()
    client.force_login(lipina)

    other = client.post(
        "/speech/", {"text": "Слушали"}, headers={**BY_ITSELF, "X-Autosave-Who": autosaving.who_key(olkhova)}
    )
    own = client.post(
        "/speech/", {"text": "Слушали"}, headers={**BY_ITSELF, "X-Autosave-Who": autosaving.who_key(lipina)}
    )

    assert (other.status_code, told(other)[1]["reason"].startswith("В этом браузере сейчас вошёл другой человек")) == (
        401,
        True,
    )
    assert told(own) == (200, {"version": 2, "saved_at": "14:05", "parts": {"#hint": "<b>1</b>"}})


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_page_for_guests_saves_without_a_person_but_not_after_one(client: Client) -> None:
    free = client.post("/guest/", {"text": "Слушали"}, headers={**BY_ITSELF, "X-Autosave-Who": ""})
    left = client.post("/guest/", {"text": "Слушали"}, headers={**BY_ITSELF, "X-Autosave-Who": "person-1"})

    assert (free.status_code, left.status_code) == (200, 401)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_stale_token_is_told_as_an_ended_session(head: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(head)

    response = client.post("/speech/", {"text": "Слушали"}, headers=BY_ITSELF)

    assert (response.status_code, sorted(told(response)[1])) == (401, ["reason", "sign_in"])


def test_who_key_is_stable_and_empty_for_a_guest() -> None:
    assert (autosaving.who_key(Person(pk=12)), autosaving.who_key(Guest())) == ("person-12", "")
