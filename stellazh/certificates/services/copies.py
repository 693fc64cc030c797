"""Duplicates: a further sheet of a document under its old number, with a code of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.certificates import wording
from stellazh.certificates.access import can_change_certificate
from stellazh.certificates.enums import CertificateStatus, CopyReason, RecipientGender
from stellazh.certificates.models import Certificate, CertificateCopy
from stellazh.certificates.services.codes import new_code
from stellazh.certificates.services.locking import locked_certificate
from stellazh.certificates.services.refusals import DuplicateUnfit, WrongState
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.people.services.names import settle_name
from stellazh.russian.collation import sort_key
from stellazh.russian.text_lines import one_line

LONGEST_NAME: Final = 250
LONGEST_CASE: Final = 260
LONGEST_POST: Final = 250
LONGEST_SCHOOL: Final = 300
LONGEST_NOTE: Final = 300
MOST_COPIES: Final = 50


@dataclass(frozen=True, slots=True)
class SheetNames:
    """What of a sheet may be written otherwise than on the one before it."""

    name: str
    dative: str
    genitive: str
    gender: str = ""
    post: str = ""
    post_dative: str = ""
    school: str = ""

    @classmethod
    def of(cls, certificate: Certificate, values: Mapping[str, str]) -> SheetNames:
        """As on a sheet with these words."""
        return cls(
            values.get(wording.NAME, certificate.name),
            values.get(wording.NAME_DATIVE, ""),
            values.get(wording.NAME_GENITIVE, ""),
            values.get(wording.GENDER, ""),
            values.get(wording.POST, ""),
            values.get(wording.POST_DATIVE, ""),
            values.get(wording.SCHOOL, certificate.school),
        )

    def values(self) -> dict[str, str]:
        """By the names of `wording.FIELDS`."""
        return {
            wording.NAME: self.name,
            wording.NAME_DATIVE: self.dative,
            wording.NAME_GENITIVE: self.genitive,
            wording.GENDER: self.gender,
            wording.POST: self.post,
            wording.POST_DATIVE: self.post_dative,
            wording.SCHOOL: self.school,
        }

    def texts(self) -> dict[str, str]:
        """By Russian names, for the journal."""
        return {
            "Фамилия, имя, отчество": self.name,
            "Кому": self.dative,
            "Кого": self.genitive,
            "Должность": self.post,
            "Должность: кому": self.post_dative,
            "Школа": self.school,
        }


@transaction.atomic
def make_duplicate(
    certificate_id: int, *, reason: str, note: str, names: SheetNames | None, by: Actor, at: datetime
) -> CertificateCopy:
    """One sheet more, marked «дубликат», under the same number and day. The codes of older sheets say so from now on.

    `names` are the words of the new sheet; None leaves them as they were. Of a known person the cases are remembered.
    The sheet itself is made by `services.sheets.make_sheets`.

    Raises:
        PermissionRefused: `by` may not, or the document is written off.
        WrongState: it is withdrawn. DuplicateUnfit: a wrong reason, a name is missing or too long, a change of name
            without a change, a lost sheet with one.
    """
    certificate = locked_certificate(certificate_id)
    require(can_change_certificate(by, certificate))
    if certificate.status != CertificateStatus.VALID:
        raise WrongState("Документ отозван: дубликата отозванного не бывает. Сначала отмените отзыв.")
    if reason not in CopyReason or reason == CopyReason.ORIGINAL:
        raise DuplicateUnfit("Выберите, почему выдаётся дубликат.")
    words = one_line(note)
    if len(words) > LONGEST_NOTE:
        raise DuplicateUnfit(f"Пояснение: не больше {LONGEST_NOTE} знаков.")
    last = certificate.copies.order_by("-ordinal").first()
    if last is None:
        raise WrongState("Документ ещё не напечатан: дубликат не нужен.")
    if last.ordinal >= MOST_COPIES:
        raise DuplicateUnfit(f"У документа уже {last.ordinal} листов: больше не выдают.")
    stored = SheetNames.of(certificate, last.values)
    wanted = stored if names is None else _checked(names)
    _require_reason_fits(reason, stored, wanted)
    copy = CertificateCopy.objects.create(
        certificate=certificate,
        ordinal=last.ordinal + 1,
        code=new_code(),
        reason=reason,
        note=words,
        values=last.values if wanted == stored else _printed(last.values, wanted),
        made_at=at,
        made_by=by.actor_name[:200],
    )
    if wanted != stored:
        _rename(certificate, wanted)
        _remember(certificate, stored, wanted, by=by, at=at)
    changes = compare(stored.texts(), wanted.texts())
    scope, told = certificate.association.path, f"{CopyReason(reason).label}: {words}".removesuffix(": ")
    record("certificate_duplicated", certificate, by=by, at=at, scope=scope, changes=changes, note=told[:300])
    return copy


def _require_reason_fits(reason: str, stored: SheetNames, wanted: SheetNames) -> None:
    if reason == CopyReason.LOST and wanted != stored:
        raise DuplicateUnfit("Взамен утраченного печатают то же самое. Если что-то меняется, выберите другую причину.")
    if reason != CopyReason.LOST and wanted == stored:
        raise DuplicateUnfit("Ничего не изменено: исправьте то, что на листе неверно.")
    if reason == CopyReason.NAME_CHANGE and wanted.name == stored.name:
        raise DuplicateUnfit("Напишите новые фамилию, имя и отчество.")


def _checked(names: SheetNames) -> SheetNames:
    cleaned = SheetNames(
        one_line(names.name),
        one_line(names.dative),
        one_line(names.genitive),
        names.gender,
        one_line(names.post),
        one_line(names.post_dative),
        one_line(names.school),
    )
    if not (cleaned.name and cleaned.dative and cleaned.genitive):
        raise DuplicateUnfit("Напишите имя и оба его падежа: кому и кого.")
    if names.gender and names.gender not in RecipientGender:
        raise DuplicateUnfit("Род бывает мужской и женский.")
    for label, value, longest in (
        ("Фамилия, имя, отчество", cleaned.name, LONGEST_NAME),
        ("Кому", cleaned.dative, LONGEST_CASE),
        ("Кого", cleaned.genitive, LONGEST_CASE),
        ("Должность", cleaned.post, LONGEST_POST),
        ("Должность: кому", cleaned.post_dative, LONGEST_POST),
        ("Школа", cleaned.school, LONGEST_SCHOOL),
    ):
        if len(value) > longest:
            raise DuplicateUnfit(f"{label}: не больше {longest} знаков.")
    return cleaned


def _printed(values: Mapping[str, str], names: SheetNames) -> dict[str, str]:
    """The words of the sheet with those of `names`; as on every sheet, empty ones are left out."""
    return {name: text for name, text in {**values, **names.values()}.items() if text}


def _rename(certificate: Certificate, names: SheetNames) -> None:
    certificate.name, certificate.school = names.name, names.school
    certificate.sort_key = sort_key(names.name)[:400]
    certificate.version += 1
    certificate.save(update_fields=["name", "school", "sort_key", "version"])


def _remember(certificate: Certificate, stored: SheetNames, wanted: SheetNames, *, by: Actor, at: datetime) -> None:
    """Cases that were corrected hold for the person from now on, if the sheet has the name of the card."""
    person = certificate.person
    if person is None or person.full_name != wanted.name or person.archived_at is not None:
        return
    for case, before, after in (
        ("dative", stored.dative, wanted.dative),
        ("genitive", stored.genitive, wanted.genitive),
    ):
        if before != after:
            settle_name(person.pk, case, after, scope=certificate.association.path, by=by, at=at)
