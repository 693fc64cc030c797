"""What a run says on every sheet: kept when it is begun, changed until it is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.certificates.models import CertificateKind, CertificateTemplate, IssueRun, RunSigner, Signatory
from stellazh.certificates.recipient_lists import lists_of, recipient_lists
from stellazh.certificates.services.runs.refusals import (
    KindUnfit,
    ListUnfit,
    RunFieldUnfit,
    SignatoryUnfit,
    TemplateUnfit,
)
from stellazh.common.actor import Actor
from stellazh.russian.text_lines import one_line

# As many as stand side by side on a sheet.
MOST_SIGNERS: Final = 3
LONGEST_LETTER: Final = 3000
MOST_HOURS: Final = 1000
_LABELS: Final[Mapping[str, tuple[str, int]]] = {
    "title": ("Название выдачи", 300),
    "subject_title": ("Мероприятие", 400),
    "basis": ("За что", 600),
    "dates_words": ("Даты словами", 200),
    "place": ("Место", 150),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFields:
    """`subject_key` and `list_code` come from a registered list and stay as they were begun. `basis` follows «за»."""

    kind_id: int
    title: str
    issued_on: date
    template_id: int | None = None
    subject_key: str = ""
    list_code: str = ""
    subject_title: str = ""
    basis: str = ""
    dates_words: str = ""
    hours: int | None = None
    place: str = ""
    signatory_ids: tuple[int, ...] = ()
    with_signatures: bool = False
    with_seal: bool = False
    with_letters: bool = True
    letter: str = ""


def put_fields(run: IssueRun, fields: RunFields, *, by: Actor) -> list[Signatory]:
    """Check the fields and put them into the run, unsaved; who is to sign.

    Raises:
        RunFieldUnfit, KindUnfit, TemplateUnfit, SignatoryUnfit.
    """
    for name, (label, longest) in _LABELS.items():
        text = one_line(getattr(fields, name))
        if len(text) > longest:
            raise RunFieldUnfit(f"{label}: не больше {longest} знаков, а набрано {len(text)}.")
        setattr(run, name, text)
    if not run.title:
        raise RunFieldUnfit("Назовите выдачу: кому и за что, например «Участникам форума».")
    letter = fields.letter.replace("\r\n", "\n").strip()
    if len(letter) > LONGEST_LETTER:
        raise RunFieldUnfit(f"Текст письма: не больше {LONGEST_LETTER} знаков, а набрано {len(letter)}.")
    if fields.hours is not None and not 0 < fields.hours <= MOST_HOURS:
        raise RunFieldUnfit(f"Часов бывает от 1 до {MOST_HOURS}. Если часов нет, оставьте поле пустым.")
    run.kind = _kind(run, fields.kind_id)
    run.template = _template(run, fields.template_id)
    run.hours, run.issued_on, run.letter = fields.hours, fields.issued_on, letter
    run.with_signatures, run.with_seal, run.with_letters = (
        fields.with_signatures,
        fields.with_seal,
        fields.with_letters,
    )
    return _signatories(run, fields.signatory_ids)


def put_subject(run: IssueRun, fields: RunFields, *, by: Actor) -> None:
    """Tie the run to what its documents are given for, as far as the actor may see it.

    Raises:
        ListUnfit: no such list, or nothing with that key that `by` may see.
    """
    if not fields.subject_key:
        if fields.list_code:
            raise ListUnfit("Такого списка нет: выберите его на странице мероприятия.")
        return
    known = lists_of(fields.subject_key.partition(":")[0])
    if fields.list_code:
        chosen = recipient_lists.get(fields.list_code)
        known = [chosen] if chosen is not None and chosen in known else []
    if not any(entry.subject(by, fields.subject_key) for entry in known):
        raise ListUnfit("Такого списка нет, или он вам не открыт.")
    run.subject_key, run.list_code = fields.subject_key[:60], fields.list_code[:60]


def put_signers(run: IssueRun, signatories: list[Signatory]) -> None:
    """Write down who signs, as they stand now."""
    run.signers.all().delete()
    RunSigner.objects.bulk_create(
        RunSigner(run=run, position=place, name=one.name, post=one.post, signature_id=one.signature_id)
        for place, one in enumerate(signatories)
    )


def signatories_of(run: IssueRun) -> list[Signatory]:
    """Those who sign the association's papers now and stand under this run. Two queries."""
    wanted = [(signer.name, signer.post) for signer in run.signers.all()]
    found = {(one.name, one.post): one for one in Signatory.objects.present().filter(association=run.association_id)}
    return [found[key] for key in wanted if key in found]


def shown_fields(run: IssueRun) -> dict[str, str]:
    """The fields as the journal tells them."""
    return {
        "Вид документа": str(run.kind),
        "Шаблон": str(run.template or ""),
        "Название выдачи": run.title,
        "Мероприятие": run.subject_title,
        "За что": run.basis,
        "Даты словами": run.dates_words,
        "Часов": str(run.hours or ""),
        "Место": run.place,
        "Дата выдачи": f"{run.issued_on:%d.%m.%Y}",
        "Подписи картинками": "да" if run.with_signatures else "нет",
        "Печать картинкой": "да" if run.with_seal else "нет",
        "Письма": "да" if run.with_letters else "нет",
        "Текст письма": run.letter,
    }


def _kind(run: IssueRun, kind_id: int) -> CertificateKind:
    kind = CertificateKind.objects.present().filter(association=run.association_id, pk=kind_id).first()
    if kind is None:
        raise KindUnfit("Такого вида документов в объединении нет: выберите из списка.")
    return kind


def _template(run: IssueRun, template_id: int | None) -> CertificateTemplate | None:
    if template_id is None:
        return None
    rows = CertificateTemplate.objects.present().filter(association=run.association_id, pk=template_id)
    template = rows.first()
    if template is None:
        raise TemplateUnfit("Такого шаблона в объединении нет: выберите из списка.")
    return template


def _signatories(run: IssueRun, ids: tuple[int, ...]) -> list[Signatory]:
    if len(ids) > MOST_SIGNERS:
        raise SignatoryUnfit(f"На листе помещается не больше {MOST_SIGNERS} подписей: уберите лишние.")
    rows = Signatory.objects.present().filter(association=run.association_id)
    found = {one.pk: one for one in rows.filter(pk__in=ids)}
    if set(ids) - set(found):
        raise SignatoryUnfit("Среди подписывающих такого человека нет: выберите из списка.")
    return [found[pk] for pk in dict.fromkeys(ids)]
