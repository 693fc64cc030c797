"""Kinds of documents: the usual set, new ones, changes, put away and brought back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record, record_each
from stellazh.certificates.access import can_manage_templates, can_prepare_run
from stellazh.certificates.enums import DocumentGenre, NumberPeriod
from stellazh.certificates.models import CertificateKind, CertificateTemplate
from stellazh.certificates.patterns import LONGEST_PATTERN, pattern_fault, write_number
from stellazh.certificates.services.refusals import (
    KindHasNumbers,
    KindIsArchived,
    KindNameTaken,
    KindUnfit,
    WrongPattern,
)
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before, unique_or
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.numbering.reads import first_value
from stellazh.numbering.services import GREATEST_NUMBER, start_series
from stellazh.russian.text_lines import one_line

LONGEST_NAME: Final = 150
# Genre, name (which is the title, too) and the letters that end its numbers.
USUAL_KINDS: Final = (
    (DocumentGenre.PARTICIPANT, "Сертификат участника", "У"),
    (DocumentGenre.SPEAKER, "Сертификат докладчика", "Д"),
    (DocumentGenre.TEST, "Сертификат о прохождении тестирования", "Т"),
    (DocumentGenre.THANKS, "Благодарственное письмо", "Б"),
    (DocumentGenre.MERIT, "Грамота", "Г"),
    (DocumentGenre.FIRST, "Диплом I степени", "I"),
    (DocumentGenre.SECOND, "Диплом II степени", "II"),
    (DocumentGenre.THIRD, "Диплом III степени", "III"),
    (DocumentGenre.LAUREATE, "Диплом лауреата", "Л"),
    (DocumentGenre.PUBLICATION, "Справка о публикации", "П"),
)


@dataclass(frozen=True, slots=True)
class KindFields:
    """What is typed of a kind. `first_number` begins the series of the present year, later ones begin with 1."""

    genre: str
    name: str
    title: str
    pattern: str
    period: str = NumberPeriod.SCHOOL_YEAR
    first_number: int = 1
    needs_approval: bool = False
    template_id: int | None = None

    @classmethod
    def of(cls, kind: CertificateKind) -> KindFields:
        """As it is stored."""
        return cls(
            kind.genre,
            kind.name,
            kind.title,
            kind.pattern,
            kind.period,
            kind.first_number,
            kind.needs_approval,
            kind.template_id,
        )

    def texts(self) -> dict[str, str]:
        """By Russian names, as the journal and a conflict show them."""
        template = CertificateTemplate.objects.filter(pk=self.template_id).first() if self.template_id else None
        return {
            "Что это": str(DocumentGenre(self.genre).label),
            "Название вида": self.name,
            "Заголовок на листе": self.title,
            "Как пишется номер": self.pattern,
            "Нумерация начинается заново": str(NumberPeriod(self.period).label),
            "Первый номер": str(self.first_number),
            "Выдачу утверждает второй человек": "да" if self.needs_approval else "нет",
            "Шаблон": template.name if template else "",
        }


def number_words(kind: CertificateKind, period_year: int, number: int) -> str:
    """The number as it stands on a sheet: «№ 37/2026-Ф»."""
    return write_number(kind.pattern, period_year, number)


@transaction.atomic
def ensure_kinds(association: Association, *, by: Actor, at: datetime) -> list[CertificateKind]:
    """The association's kinds in use; when it never had any, the usual set is made first.

    Raises:
        PermissionRefused: there are none, and `by` neither keeps kinds there nor issues documents.
    """
    kinds = CertificateKind.objects.filter(association=association)
    if not kinds.exists():
        # Locked, so that two who come first at once do not make two sets.
        held = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association.pk)
        if not can_prepare_run(by, held):
            require(can_manage_templates(by, held))
        if not kinds.exists():
            _make_usual(held, by=by, at=at)
    return list(kinds.present().in_order())


def _make_usual(association: Association, *, by: Actor, at: datetime) -> None:
    for position, (genre, name, letters) in enumerate(USUAL_KINDS):
        CertificateKind.objects.create(
            association=association,
            genre=genre,
            name=name,
            title=name,
            pattern=f"№ {{n}}/{{год}}-{letters}",
            position=position,
            created_at=at,
        )
    made = list(CertificateKind.objects.filter(association=association).in_order())
    scopes, notes = [association.path] * len(made), ["обычный набор"] * len(made)
    record_each("certificate_kind_created", made, by=by, at=at, scopes=scopes, notes=notes)


@transaction.atomic
def create_kind(
    association_id: int, *, fields: KindFields, submission_key: UUID | None, by: Actor, at: datetime
) -> CertificateKind:
    """Add a kind, the last of the list. The same `submission_key` gives the one it made before.

    Raises:
        PermissionRefused: `by` keeps no kinds there, or the association is closed.
        KindUnfit, WrongPattern, KindNameTaken: a field is not acceptable.
    """
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association_id)
    require(can_manage_templates(by, association))
    kinds = CertificateKind.objects.filter(association=association)
    if made := made_before(kinds, submission_key):
        return made
    checked = _checked(fields, association)
    last = kinds.order_by("-position").values_list("position", flat=True).first()
    kind = CertificateKind(
        association=association,
        position=0 if last is None else last + 1,
        created_at=at,
        submission_key=submission_key,
    )
    _put(kind, checked)
    with unique_or(_name_taken(checked.name)):
        kind.save()
    _start(kind, checked.first_number, by=by, at=at)
    _keep("certificate_kind_created", kind, by=by, at=at, changes=compare({}, checked.texts()))
    return kind


@transaction.atomic
def update_kind(kind_id: int, *, fields: KindFields, expected_version: int, by: Actor, at: datetime) -> CertificateKind:
    """Change a kind. Documents given out stay as they were printed.

    Raises:
        PermissionRefused: `by` keeps no kinds there. ChangedMeanwhile: somebody saved first.
        KindIsArchived: it is put away. KindUnfit, WrongPattern, KindNameTaken: a field is not acceptable.
        KindHasNumbers: another genre or period, while numbers of it are out.
        SeriesHasBegun: the first number, when it is given out already.
    """
    kind = _locked(kind_id)
    require(can_manage_templates(by, kind.association))
    if kind.archived_at is not None:
        raise KindIsArchived("Этот вид убран в архив: верните его, чтобы менять.")
    checked = _checked(fields, kind.association, template_id=kind.template_id)
    stored = KindFields.of(kind)
    if stored == checked:
        return kind
    require_version(kind.version, expected_version, theirs=stored.texts(), mine=checked.texts())
    has_numbers = kind.certificates.exists() or kind.spoiled_numbers.exists()
    if has_numbers and checked.period != stored.period:
        raise KindHasNumbers("Номера этого вида уже выданы, порядок нумерации не меняется: заведите новый вид.")
    if has_numbers and checked.genre != stored.genre:
        raise KindHasNumbers("Документы этого вида уже выданы: для другого документа заведите новый вид.")
    _put(kind, checked)
    kind.version += 1
    with unique_or(_name_taken(checked.name)):
        kind.save()
    if checked.first_number != stored.first_number or checked.period != stored.period:
        _start(kind, checked.first_number, by=by, at=at)
    _keep("certificate_kind_updated", kind, by=by, at=at, changes=compare(stored.texts(), checked.texts()))
    return kind


@transaction.atomic
def archive_kind(kind_id: int, *, by: Actor, at: datetime) -> CertificateKind:
    """Put a kind away: nothing new is issued of it, its register stays.

    Raises:
        PermissionRefused. KindIsArchived: it is away already.
    """
    kind = _locked(kind_id)
    require(can_manage_templates(by, kind.association))
    if kind.archived_at is not None:
        raise KindIsArchived("Этот вид уже в архиве.")
    kind.archived_at = at
    kind.version += 1
    kind.save(update_fields=["archived_at", "version"])
    _keep("certificate_kind_archived", kind, by=by, at=at)
    return kind


@transaction.atomic
def restore_kind(kind_id: int, *, by: Actor, at: datetime) -> CertificateKind:
    """Bring a kind back; its numbers go on where they ended.

    Raises:
        PermissionRefused. KindIsArchived: it is not away. KindNameTaken: another one has its name now.
    """
    kind = _locked(kind_id)
    require(can_manage_templates(by, kind.association))
    if kind.archived_at is None:
        raise KindIsArchived("Этот вид и так в списке.")
    kind.archived_at = None
    kind.version += 1
    with unique_or(_name_taken(kind.name)):
        kind.save(update_fields=["archived_at", "version"])
    _keep("certificate_kind_restored", kind, by=by, at=at)
    return kind


def present_first_number(kind: CertificateKind, *, at: datetime) -> int:
    """What the series of the year of that moment begins with."""
    return first_value(_present_series(kind, at))


def _present_series(kind: CertificateKind, at: datetime) -> str:
    return kind.series_code(kind.period_year(clock.day_of(at, kind.association.time_zone)))


def _start(kind: CertificateKind, first: int, *, by: Actor, at: datetime) -> None:
    start_series(_present_series(kind, at), first=first, by=by, at=at)


def _locked(kind_id: int) -> CertificateKind:
    rows = CertificateKind.objects.select_for_update(of=("self",)).select_related("association__territory")
    return rows.get(pk=kind_id)


def _checked(fields: KindFields, association: Association, *, template_id: int | None = None) -> KindFields:
    name, title, pattern = one_line(fields.name), one_line(fields.title), one_line(fields.pattern)
    if not name or not title:
        raise KindUnfit("Напишите название вида и заголовок, который стоит на листе.")
    if max(len(name), len(title)) > LONGEST_NAME:
        raise KindUnfit(f"Название и заголовок: не больше {LONGEST_NAME} знаков.")
    if fields.genre not in DocumentGenre or fields.period not in NumberPeriod:
        raise KindUnfit("Выберите, что это за документ и когда нумерация начинается заново.")
    if not 1 <= fields.first_number <= GREATEST_NUMBER:
        raise KindUnfit(f"Первый номер — целое число от 1 до {GREATEST_NUMBER}.")
    if len(pattern) > LONGEST_PATTERN:
        raise WrongPattern(f"Образец номера: не больше {LONGEST_PATTERN} знаков.")
    if fault := pattern_fault(pattern, fields.period):
        raise WrongPattern(fault)
    if fields.template_id not in (None, template_id):
        offered = CertificateTemplate.objects.present().filter(association=association, pk=fields.template_id)
        if not offered.exists():
            raise KindUnfit("Этого шаблона больше нет: выберите другой.")
    return replace(fields, name=name, title=title, pattern=pattern)


def _put(kind: CertificateKind, fields: KindFields) -> None:
    kind.genre, kind.name, kind.title = fields.genre, fields.name, fields.title
    kind.pattern, kind.period, kind.first_number = fields.pattern, fields.period, fields.first_number
    kind.needs_approval, kind.template_id = fields.needs_approval, fields.template_id


def _name_taken(name: str) -> KindNameTaken:
    return KindNameTaken(f"Вид «{name}» уже есть: назовите этот иначе.")


def _keep(
    action: str,
    kind: CertificateKind,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, tuple[str, str]] | None = None,
) -> None:
    record(action, kind, by=by, at=at, scope=kind.association.path, changes=changes, note=kind.name[:300])
