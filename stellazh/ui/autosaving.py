"""What a page that saves by itself is answered while somebody types (docs/architecture/interface.md).

The scripts send the ordinary form of a block with `X-Autosave: 1`; every answer to it is JSON. Without scripts the same
address gets the same form and answers with a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.utils import formats, timezone

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused

REJECTED: Final = "rejected-"
RESOLUTIONS: Final = ("mine", "theirs", "both")
_ENDED = "Вы вышли из системы: вход закончился или вы вышли на другой вкладке."
_ANOTHER = "В этом браузере сейчас вошёл другой человек. Чтобы сохранить набранное вами, войдите под своим именем."
_CLOSED = "Этой записи больше нет или она вам не открыта."


@dataclass(frozen=True, slots=True)
class Saved:
    """What is stored now.

    `fields` are texts that the server wrote otherwise than they were typed, by the name of the control; `parts` are
    fragments of the page by selector: what lies inside of the element is replaced.
    """

    version: int
    at: datetime
    fields: Mapping[str, str | list[str]] | None = None
    parts: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Who saved the same place first, and when. `who_of` is the name in the genitive: «текст Ольховой А. П.»."""

    who: str
    at: datetime
    who_of: str = ""


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page itself sends the form while somebody types."""
    return request.headers.get("X-Autosave") == "1"


def who_key(actor: Actor) -> str:
    """The `data-autosave-who` of a page: whose texts lie in the browser's store. Empty for a guest."""
    return f"{actor.actor_kind}-{actor.actor_id}" if actor.actor_id else ""


def resolved(request: HttpRequest) -> str:
    """How the person settled a clash with this POST: `mine`, `theirs`, `both`, or nothing."""
    choice = request.POST.get("resolved", "")
    return choice if choice in RESOLUTIONS else ""


def set_aside(request: HttpRequest) -> dict[str, str]:
    """The texts that the person did not take when she settled a clash, by the name of the field: for the history."""
    if not resolved(request):
        return {}
    return {name.removeprefix(REJECTED): str(text) for name, text in request.POST.items() if name.startswith(REJECTED)}


def saved(
    version: int,
    at: datetime,
    *,
    fields: Mapping[str, str | list[str]] | None = None,
    parts: Mapping[str, str] | None = None,
    zone: str | None = None,
) -> JsonResponse:
    """200: stored as this version. `zone` is the association's, in which the hour is told."""
    answer: dict[str, Any] = {"version": version, "saved_at": _hour(at, zone)}
    if fields:
        answer["fields"] = dict(fields)
    if parts:
        answer["parts"] = dict(parts)
    return _json(answer)


def clash(
    refusal: ChangedMeanwhile,
    change: Change | None = None,
    *,
    form: forms.BaseForm | None = None,
    stored: Mapping[str, Any] | None = None,
    zone: str | None = None,
) -> JsonResponse:
    """409: somebody saved first. The page joins the texts where it can and asks where it cannot.

    The fields of `form` are found by their Russian labels. `stored` maps a field's name to the value that its control
    takes, where that is not the text shown: days, choices of many.
    """
    names = _names(form) if form else {}
    fields = []
    for label in [*refusal.mine, *(label for label in refusal.theirs if label not in refusal.mine)]:
        name = names.get(label, label)
        theirs = refusal.theirs.get(label, "")
        row = {"name": name, "label": label, "theirs": theirs, "mine": refusal.mine.get(label, "")}
        value = stored[name] if stored and name in stored else _choice(form, name, theirs)
        fields.append(row if value is None else {**row, "value": value})
    answer: dict[str, Any] = {"version": refusal.current_version, "fields": fields, "who": "", "when": ""}
    if change:
        answer |= {"who": change.who, "when": _when(change.at, zone), "who_of": change.who_of}
    return _json(answer, 409)


def wrong(form: forms.BaseForm) -> JsonResponse:
    """422: the errors of the form, by the names that its controls have."""
    errors = {form.add_prefix(name) if name in form.fields else name: [str(one) for one in said]
              for name, said in form.errors.items()}  # fmt: skip
    return _json({"errors": errors}, 422)


def gone(reason: str = _CLOSED, status: int = 403) -> JsonResponse:
    """403 (or 404): nothing may be edited here any more; the sentence says why. The text stays in the browser."""
    return _json({"reason": reason}, status)


def session_ended(request: HttpRequest, reason: str = _ENDED) -> JsonResponse:
    """401: the sentence, and where to sign in; from there the way leads back to the page that was being typed."""
    return _json({"reason": reason, "sign_in": _sign_in_address(request)}, 401)


def refuse_sender(request: HttpRequest, *, needs_person: bool) -> JsonResponse | None:
    """The answer to somebody who is no longer who she was when she opened the page; `None` when she is.

    A text typed by one person is never saved in the name of another who signed in meanwhile in the same browser.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if needs_person and not request.user.is_authenticated:
        return session_ended(request)
    opened_by = request.headers.get("X-Autosave-Who", "")
    if opened_by and opened_by != who_key(actor):
        return session_ended(request, _ANOTHER if request.user.is_authenticated else _ENDED)
    return None


def answer(
    request: HttpRequest,
    form: forms.BaseForm,
    save: Callable[[], Saved],
    otherwise: Callable[[], HttpResponse],
    *,
    changed: Callable[[], Change | None] = lambda: None,
    stored: Callable[[], Mapping[str, Any]] = dict,
    beside: Mapping[type[DomainError], str] | None = None,
    zone: str | None = None,
) -> HttpResponse:
    """Answer a POST of a block: as JSON when the page saves by itself, else with the page of `otherwise`.

    `save` calls the service; its refusals become answers. `changed` and `stored` are asked only after a clash.
    """
    if not is_autosave(request):
        return otherwise()
    if not form.is_valid():
        return wrong(form)
    try:
        done = save()
    except ChangedMeanwhile as refusal:
        return clash(refusal, changed(), form=form, stored=stored(), zone=zone)
    except (PermissionRefused, PermissionDenied) as refusal:
        return gone(str(refusal) or _CLOSED)
    except Http404:
        return gone(status=404)
    except DomainError as refusal:
        field = next((name for kind, name in (beside or {}).items() if isinstance(refusal, kind)), None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return wrong(form)
    return saved(done.version, done.at, fields=done.fields, parts=done.parts, zone=zone)


def _json(content: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})


def _hour(at: datetime, zone: str | None) -> str:
    return formats.date_format(timezone.localtime(at, _zone(zone)), "H:i")


def _when(at: datetime, zone: str | None) -> str:
    hour = _hour(at, zone)
    day = timezone.localtime(at, _zone(zone)).date()
    return hour if day == clock.today(zone) else f"{formats.date_format(day, 'j E')}, {hour}"


def _zone(zone: str | None) -> ZoneInfo | None:
    return ZoneInfo(zone) if zone else None


def _names(form: forms.BaseForm) -> dict[str, str]:
    return {str(form[name].label): form.add_prefix(name) for name in form.fields}


def _choice(form: forms.BaseForm | None, name: str, shown: str) -> Any:
    """What the control of a choice takes for the words that were shown; `None` when it takes the words themselves."""
    field = next((one for key, one in form.fields.items() if form.add_prefix(key) == name), None) if form else None
    pairs = getattr(field, "choices", None)
    return next((str(value) for value, label in pairs if str(label) == shown), None) if pairs else None


def _sign_in_address(request: HttpRequest) -> str:
    page = urlsplit(request.headers.get("Referer", ""))
    back = page._replace(scheme="", netloc="", fragment="").geturl() if page.netloc == request.get_host() else ""
    address = resolve_url(settings.LOGIN_URL)
    return f"{address}?{urlencode({'next': back})}" if back else address
