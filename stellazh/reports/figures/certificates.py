"""Documents issued in the year, by what they are: certificates, letters of thanks, diplomas."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db.models import Count, Q, QuerySet

from stellazh.certificates.enums import CertificateStatus, DocumentGenre
from stellazh.certificates.models import Certificate
from stellazh.reports.figures.model import Counts, FigureList, FigureRow, FigureRule, FigureSource, Forms, LazyRows
from stellazh.reports.figures.scopes import Scope

GROUP: Final = "Сертификаты и благодарности"
READ: Final = "certificates.read_register"
_DIPLOMAS: Final = (
    DocumentGenre.MERIT,
    DocumentGenre.FIRST,
    DocumentGenre.SECOND,
    DocumentGenre.THIRD,
    DocumentGenre.LAUREATE,
)
# Nothing means every document.
_GENRES: Final[dict[str, Collection[DocumentGenre]]] = {
    "issued": (),
    "participants": (DocumentGenre.PARTICIPANT,),
    "speakers": (DocumentGenre.SPEAKER,),
    "tests": (DocumentGenre.TEST,),
    "thanks": (DocumentGenre.THANKS,),
    "diplomas": _DIPLOMAS,
    "publications": (DocumentGenre.PUBLICATION,),
}
_HEADINGS: Final = ("Номер", "Дата", "Кому", "Документ", "За что")


def issued(scope: Scope) -> QuerySet[Certificate]:
    """Documents of the association itself issued in the year up to the day, that held at its end.

    A year begins with 1 August as the numbers of documents do, so that none is counted in two years. When a document
    was typed in does not matter: old registers are brought in later.
    """
    held = Q(status=CertificateStatus.VALID) | Q(status_at__gte=scope.cut)
    return Certificate.objects.filter(
        held,
        association=scope.association,
        issued_on__gte=scope.year.first_day,
        issued_on__lte=min(scope.day, _last_day(scope)),
    )


def _last_day(scope: Scope) -> date:
    first = scope.year.first_day
    return first.replace(year=first.year + 1) - timedelta(days=1)


def _counts(scope: Scope) -> Counts:
    counts = {name: Count("pk", filter=_of(name)) for name in _GENRES}
    found: dict[str, int] = issued(scope).aggregate(**counts)
    return {f"certificates.{name}": count for name, count in found.items()}


def _of(name: str) -> Q:
    genres = _GENRES[name]
    return Q(genre__in=genres) if genres else Q()


def _list(scope: Scope, *, name: str, title: str) -> FigureList:
    found = issued(scope).filter(_of(name)).order_by("issued_on", "sort_key", "pk")

    def lines(rows: Sequence[Certificate]) -> list[FigureRow]:
        return [
            FigureRow(
                (row.number_words, row.issued_on, row.name, row.title, row.basis), row.get_absolute_url(), row.person_id
            )
            for row in rows
        ]

    return FigureList(title, _HEADINGS, LazyRows(found, lines))


SOURCE: Final = FigureSource("certificates", _counts)


def _rule(name: str, called: str, label: str, forms: Forms, genitive: tuple[str, str] | None = None) -> FigureRule:
    rows = partial(_list, name=name, title=label)
    code = f"certificates.{name}"
    return FigureRule(
        code, called, label, forms, GROUP, SOURCE, rows, READ, shows_people=True, genitive=genitive
    )  # fmt: skip


RULES: Final = (
    _rule(
        "issued",
        "выданные документы",
        "Выдано сертификатов, дипломов и благодарностей",
        ("выданный документ", "выданных документа", "выданных документов"),
        ("выданного документа", "выданных документов"),
    ),
    _rule(
        "participants",
        "сертификаты участников",
        "Сертификатов участников",
        ("сертификат участника", "сертификата участника", "сертификатов участника"),
    ),
    _rule(
        "speakers",
        "сертификаты докладчиков",
        "Сертификатов докладчиков",
        ("сертификат докладчика", "сертификата докладчика", "сертификатов докладчика"),
    ),
    _rule(
        "tests",
        "сертификаты о тестировании",
        "Сертификатов о тестировании",
        ("сертификат о тестировании", "сертификата о тестировании", "сертификатов о тестировании"),
    ),
    _rule(
        "thanks",
        "благодарственные письма",
        "Благодарственных писем",
        ("благодарственное письмо", "благодарственных письма", "благодарственных писем"),
        ("благодарственного письма", "благодарственных писем"),
    ),
    _rule(
        "diplomas",
        "дипломы и грамоты",
        "Дипломов и грамот",
        ("диплом или грамота", "диплома и грамоты", "дипломов и грамот"),
    ),
    _rule(
        "publications",
        "справки о публикации",
        "Справок о публикации",
        ("справка о публикации", "справки о публикации", "справок о публикации"),
    ),
)
