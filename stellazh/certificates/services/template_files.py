"""Templates carried from one association to another as a file: never a signature or a seal in it."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from stellazh.certificates.access import can_manage_templates, can_read_register
from stellazh.certificates.designs.shipped import shipped
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.layout import Layout, layout_from_json, layout_to_json
from stellazh.certificates.models import CertificateTemplate
from stellazh.certificates.papers import PictureUnfit
from stellazh.certificates.reads.pictures import page_pictures
from stellazh.certificates.services.pictures import ReadyPicture, add_picture, ready_picture
from stellazh.certificates.services.sheet_layouts import require_unfaulty
from stellazh.certificates.services.templates import checked_name, locked_association, made_template
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require

FORMAT: Final = "stellazh-certificate-template"
FORMAT_VERSION: Final = 1
MOST_FILE_BYTES: Final = 2 * 1024 * 1024
_SHEET: Final = "template.json"
_MOST_SHEET_BYTES: Final = 256 * 1024
_MOST_PICTURE_BYTES: Final = 1024 * 1024
# The only names there may be: nothing is ever unpacked to a disk.
_PICTURES: Final = {"background": PictureKind.BACKGROUND, "emblem": PictureKind.EMBLEM}
_SUFFIXES: Final = ("png", "jpg")
_NAMES: Final = {_SHEET, *(f"{name}.{suffix}" for name in _PICTURES for suffix in _SUFFIXES)}
# Of other ways of packing a few bytes become gigabytes before anybody can count them.
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# No database keeps a nought in a text, and nothing writes half a pair.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
# The same template gives the same bytes.
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


class TemplateFileUnfit(DomainError):
    """It is no file of a template; the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class ReadyTemplate:
    """A file that has been looked through: nothing in it but what is named here."""

    name: str
    shipped_code: str
    layout: Layout
    pictures: tuple[tuple[str, ReadyPicture], ...] = ()


def export_template(template: CertificateTemplate, *, by: Actor) -> bytes:
    """The template as a zip: its sheet, its background and emblem. The same template gives the same bytes.

    Raises:
        PermissionRefused: `by` does not read there. LayoutUnfit: another release stored it.
    """
    require(can_read_register(by, template.association))
    found = page_pictures(template)
    sheet = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "name": template.name,
        "shipped_code": template.shipped_code,
        "layout": layout_to_json(layout_from_json(template.layout)),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, _SHEET, json.dumps(sheet, ensure_ascii=False, indent=1).encode())
        for name in _PICTURES:
            content: bytes | None = getattr(found, name)
            if content:
                suffix = "png" if content.startswith(b"\x89PNG") else "jpg"
                _write(archive, f"{name}.{suffix}", content)
    return file.getvalue()


def ready_template(content: bytes) -> ReadyTemplate:
    """What the file holds, its pictures written anew. Done before any transaction.

    Raises:
        TemplateFileUnfit: it is no such file, too large, packed to be huge, or names what is not known here.
        LayoutUnfit: its sheet cannot be printed. PictureUnfit: a picture in it is none.
    """
    if len(content) > MOST_FILE_BYTES:
        raise TemplateFileUnfit(f"Файл больше {MOST_FILE_BYTES // 1024**2} МБ: таких шаблонов не бывает.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise TemplateFileUnfit("Файл не прочитан: это не шаблон, сохранённый из этого раздела.") from error


@transaction.atomic
def import_template(
    association_id: int, ready: ReadyTemplate, *, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> CertificateTemplate:
    """Make a template of the association out of a file; its pictures become the association's own.

    Raises:
        PermissionRefused: `by` does not keep templates there. TooManyTemplates, TooManyPictures. FormSentTwice.
    """
    association = locked_association(association_id)
    require(can_manage_templates(by, association))
    if made := made_before(CertificateTemplate.objects.filter(association=association), submission_key):
        return made
    template = made_template(
        association, ready.name, ready.shipped_code, ready.layout, by=by, at=at,
        deed="certificate_template_imported", submission_key=submission_key,
    )  # fmt: skip
    for name, picture in ready.pictures:
        kept = add_picture(association_id, picture, name=template.name, submission_key=None, by=by, at=at)
        setattr(template, name, kept)
    if ready.pictures:
        template.save(update_fields=[name for name, _ in ready.pictures])
    return template


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _read(archive: zipfile.ZipFile) -> ReadyTemplate:
    names = archive.namelist()
    strange = [name for name in names if name not in _NAMES]
    if strange or len(names) != len(set(names)) or _SHEET not in names:
        shown = f": в нём есть «{strange[0][:60]}»" if strange else ""
        raise TemplateFileUnfit(f"Это не шаблон, сохранённый из этого раздела{shown}.")
    sheet = _sheet(_content(archive, _SHEET, _MOST_SHEET_BYTES))
    pictures: list[tuple[str, ReadyPicture]] = []
    for name in sorted(set(names) - {_SHEET}):
        field = name.partition(".")[0]
        if field in dict(pictures):
            raise TemplateFileUnfit("В файле две картинки на одно место: сохраните шаблон ещё раз.")
        try:
            picture = ready_picture(_PICTURES[field], _content(archive, name, _MOST_PICTURE_BYTES))
        except PictureUnfit as unfit:
            raise TemplateFileUnfit(f"Картинка «{name}» в файле: {unfit}") from unfit
        pictures.append((field, picture))
    return ReadyTemplate(sheet["name"], sheet["shipped_code"], sheet["layout"], tuple(pictures))


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    # The size written in the file may lie: no more than the most is ever unpacked.
    if archive.getinfo(name).compress_type not in _METHODS:
        raise TemplateFileUnfit(f"«{name}» в файле сжат незнакомым способом: сохраните шаблон ещё раз в этом разделе.")
    with archive.open(name) as packed:
        content = packed.read(most + 1)
    if len(content) > most:
        raise TemplateFileUnfit(f"«{name}» в файле слишком велик: такой шаблон не принимаем.")
    return content


def _sheet(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise TemplateFileUnfit("Описание листа в файле не прочитано.") from error
    if any(_UNWRITABLE.search(text) for text in _texts(data)):
        raise TemplateFileUnfit("В описании листа есть знаки, которых не бывает в тексте: такой файл не принимаем.")
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise TemplateFileUnfit("Это не шаблон, сохранённый из этого раздела.")
    if data.get("version") != FORMAT_VERSION:
        raise TemplateFileUnfit("Шаблон сохранён другой версией программы: здесь его прочитать нельзя.")
    name, code = data.get("name"), data.get("shipped_code")
    if not isinstance(name, str) or not isinstance(code, str) or (code and shipped(code) is None):
        raise TemplateFileUnfit("В файле назван готовый шаблон, которого здесь нет, или нет названия.")
    layout = layout_from_json(data.get("layout"))
    require_unfaulty(layout)
    return {"name": checked_name(name), "shipped_code": code, "layout": layout}


def _texts(data: object) -> Iterator[str]:
    """Every text in what was read, names of properties too."""
    left = [data]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            left += one
