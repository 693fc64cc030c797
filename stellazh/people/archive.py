"""The archive of one's own data: `data.json` for programs, a page to read, a note of what is where, the files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape

from stellazh.files.names import clean_name
from stellazh.people.holders import Taken
from stellazh.people.models import Person

NOTHING = "нет"


def archive_of(person: Person, parts: Sequence[tuple[str, Taken]], *, at: datetime) -> bytes:
    """A ZIP of what the holders gave, each under its Russian label. Names of files are cleaned and never clash."""
    told = {label: part.value for label, part in parts}
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Что здесь.txt", _note(person, parts, at))
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=2))
        archive.writestr("Мои данные.html", _page(person, told, at))
        for name, content in _files(parts):
            archive.writestr(name, content)
    return body.getvalue()


def _files(parts: Sequence[tuple[str, Taken]]) -> Iterator[tuple[str, bytes]]:
    taken: set[str] = set()
    for label, part in parts:
        folder = clean_name(label)
        for given, content in (part.files or {}).items():
            name, number = f"Файлы/{folder}/{clean_name(given)}", 1
            while name.casefold() in taken:
                number += 1
                name = f"Файлы/{folder}/{number} {clean_name(given)}"
            taken.add(name.casefold())
            yield name, content


def _note(person: Person, parts: Sequence[tuple[str, Taken]], at: datetime) -> str:
    count = sum(len(part.files or ()) for _, part in parts)
    lines = [
        f"Ваши данные на сайте «{settings.SITE_NAME}» ({settings.SITE_URL})",
        f"{person.full_name}, собрано {timezone.localtime(at):%d.%m.%Y в %H:%M}.",
        "",
        "«Мои данные.html» – всё то же для чтения: откройте двойным щелчком.",
        "data.json – то же для программ (JSON, UTF-8).",
        f"Папка «Файлы» – файлы, которые вы сюда принесли: {count}." if count else "Файлов, которые вы приносили, нет.",
        "",
        "Здесь собрано:",
        *(f"  – {label}" for label, _ in parts),
        "",
        "Пароля здесь нет: сайт его не знает, хранится только отпечаток.",
        "Если что-то неверно, исправьте это на сайте или напишите руководителю вашего объединения.",
    ]
    return "\r\n".join(lines)


_STYLE = (
    "body{font:1.05rem/1.5 sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "dt{font-weight:600;margin-top:.4rem}dd{margin-left:1.2rem}li{margin:.3rem 0}"
)


def _page(person: Person, told: Mapping[str, Any], at: datetime) -> str:
    body = "".join(f"<h2>{escape(label)}</h2>{_shown(value)}" for label, value in told.items())
    title = f"Мои данные: {person.full_name}"
    return (
        f'<!doctype html><html lang="ru"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"<h1>{escape(title)}</h1><p>{timezone.localtime(at):%d.%m.%Y}, {escape(settings.SITE_NAME)}</p>{body}</html>"
    )


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        rows = "".join(f"<dt>{escape(str(name))}</dt><dd>{_shown(one)}</dd>" for name, one in value.items())
        return f"<dl>{rows}</dl>" if rows else f"<p>{NOTHING}</p>"
    if isinstance(value, list | tuple):
        rows = "".join(f"<li>{_shown(one)}</li>" for one in value)
        return f"<ul>{rows}</ul>" if rows else f"<p>{NOTHING}</p>"
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "да" if value else "нет"
    return str(escape(str(value)))
