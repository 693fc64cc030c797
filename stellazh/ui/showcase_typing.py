"""«Витрина»: a page that saves what is typed by itself, to try it with two people. Only with `DEBUG` or in the demo.

Its few texts lie in a file beside the demonstration's data: they outlive a killed server, as a real paper's would.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import PermissionRefused
from stellazh.common.versions import require_version
from stellazh.ui import autosaving
from stellazh.ui.attempts import attempt

TERMS: Final = (("none", "без срока"), ("month", "месяц"), ("year", "учебный год"))
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Text:
    """One block as it is stored."""

    heading: str = ""
    text: str = ""
    term: str = "none"
    version: int = 1
    who: str = ""
    at: str = ""
    is_closed: bool = False


_FIRST: Final = {
    "speech": Text("О плане на год", "Слушали Ольхову.\nПлан рассмотрен.\nВопросов не было."),
    "decision": Text("Решение", "Утвердить план."),
}


class TextForm(forms.Form):
    """A block with a line, a text and a choice."""

    heading = forms.CharField(label="Вопрос", max_length=60)
    text = forms.CharField(label="Текст", widget=forms.Textarea(attrs={"rows": 5}), required=False)
    term = forms.ChoiceField(label="Срок", choices=TERMS)
    expected_version = forms.IntegerField(widget=forms.HiddenInput)


def _file() -> Path:
    return Path(settings.DATA_DIR) / "showcase-typing.json"


def _texts() -> dict[str, Text]:
    try:
        return {key: Text(**text) for key, text in json.loads(_file().read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return dict(_FIRST)


def _store(key: str, form: TextForm, *, by: Actor, at: datetime) -> Text:
    """Write one block, the file whole or not at all.

    Raises:
        ChangedMeanwhile: somebody saved it first.
        PermissionRefused: it is closed.
    """
    wanted = form.cleaned_data
    with _lock:
        texts = _texts()
        old = texts[key]
        if old.is_closed:
            raise PermissionRefused("Страница закрыта для правки.")
        require_version(old.version, wanted["expected_version"], theirs=_words(asdict(old)), mine=_words(wanted))
        new = replace(
            old,
            heading=wanted["heading"],
            text=wanted["text"].replace("\r\n", "\n"),
            term=wanted["term"],
            version=old.version + 1,
            who=by.actor_name,
            at=at.isoformat(),
        )
        draft = _file().with_suffix(".new")
        draft.write_text(json.dumps({**_as_json(texts), key: asdict(new)}, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, _file())
    return new


def _as_json(texts: dict[str, Text]) -> dict[str, object]:
    return {key: asdict(text) for key, text in texts.items()}


def _words(values: dict[str, object]) -> dict[str, str]:
    return {
        "Вопрос": str(values["heading"]),
        "Текст": str(values["text"]).replace("\r\n", "\n"),
        "Срок": dict(TERMS)[str(values["term"])],
    }


def _block(key: str, text: Text) -> dict[str, object]:
    form = TextForm(initial={**asdict(text), "expected_version": text.version}, auto_id=f"{key}-%s")
    return {"key": key, "form": form, "text": text}


@require_GET
def typing_page(request: HttpRequest) -> HttpResponse:
    """The blocks, each a form of its own."""
    return render(request, "ui/typing.html", {"blocks": [_block(key, text) for key, text in _texts().items()]})


@require_POST
def typing_block(request: HttpRequest, key: str) -> HttpResponse:
    """Save one block: by itself, or with the button and a page in answer."""
    if key not in _FIRST:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = TextForm(request.POST, auto_id=f"{key}-%s")

    def save() -> autosaving.Saved:
        text = _store(key, form, by=actor, at=clock.now())
        part = f"{text.version}"
        return autosaving.Saved(
            text.version, clock.now(), fields={"heading": text.heading}, parts={f"#{key}-version": part}
        )

    def changed() -> autosaving.Change | None:
        text = _texts()[key]
        return autosaving.Change(text.who, datetime.fromisoformat(text.at)) if text.at else None

    return autosaving.answer(request, form, save, lambda: _answer_with_page(request, key, form), changed=changed)


def _answer_with_page(request: HttpRequest, key: str, form: TextForm) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    tried = attempt(form, lambda: _store(key, form, by=actor, at=clock.now())) if form.is_valid() else None
    if tried:
        return redirect(f"{reverse('ui:typing_page')}#{key}")
    blocks = [_block(one, text) | ({"form": form} if one == key else {}) for one, text in _texts().items()]
    conflict = tried.conflict if tried is not None else None
    return render(request, "ui/typing.html", {"blocks": blocks, "conflict": conflict}, status=422)
