"""Reports on last year: a few municipalities have sealed theirs, the region's is written and waits for its seal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Event
from stellazh.reports.enums import BlockKind, ReportForm
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.doubtful import report_doubts
from stellazh.reports.services.annual.blocks import BlockFields, add_block
from stellazh.reports.services.annual.hand import HandFields, add_hand_figure
from stellazh.reports.services.annual.sealing import fingerprint, seal_report
from stellazh.reports.services.annual.writing import ReportFields, create_report, update_report
from stellazh.workplans.enums import EventForm

SEALED_BRANCHES: Final = 6


@dataclass(frozen=True, slots=True)
class Told:
    """A number the platform does not hold: its name in the text, what it is, how many, the words after it, whence."""

    name: str
    label: str
    value: int
    forms: tuple[str, str, str]
    source: str


def fill_reports(by: Actor, at: datetime) -> None:
    """Six sealed reports from below, then the region's draft, which gathers them."""
    filler = _Filler(by, at)
    region = Association.objects.present().select_related("territory").filter(parent=None).first()
    if region is None:
        return
    below = Association.objects.present().select_related("territory").filter(parent=region).in_order()
    for number, branch in enumerate(below[1 : SEALED_BRANCHES + 1]):
        filler.fill_branch(branch, number)
    filler.fill_region(region)


class _Filler:
    """Writes reports through their services, as of the end of last year."""

    def __init__(self, by: Actor, at: datetime) -> None:
        self.by, self.at = by, at
        self.year = SchoolYear.of(at.date()).start - 1
        # The demonstration may be of any day: never of a day to come.
        self.on = min(date(self.year + 1, 8, 31), at.date())
        self.written_at = min(datetime.combine(self.on, time(11), tzinfo=at.tzinfo), at)

    def fill_branch(self, branch: Association, number: int) -> None:
        report = self._begun(branch)
        for told in _OF_BRANCH:
            self._enter(report, Told(told.name, told.label, told.value + number % 3, told.forms, told.source))
        self._add(report, "Работа в районе", _BRANCH_TEXT)
        self._sign(report, "Руководитель объединения", branch.short_name)
        report.refresh_from_db()
        content = report_content(report, at=self.written_at)
        seal_report(
            report.pk,
            expected_sha256=fingerprint(content),
            accepted_doubts=[doubt.code for doubt in report_doubts(report, content, at=self.written_at)],
            by=self.by,
            at=self.written_at,
        )

    def fill_region(self, region: Association) -> None:
        report = self._begun(region)
        for told in _OF_REGION:
            self._enter(report, told)
        forum = Event.objects.filter(association=region, school_year=self.year, form=EventForm.WEB_FORUM).first()
        if forum is not None:
            self._add(
                report, "Веб-форум", _FORUM_TEXT.replace("{форум}", str(forum.pk)).replace("{тема}", forum.full_title)
            )
        self._add(report, "Чат, тесты и конкурс", _REGION_TEXT)
        self._sign(report, "Руководитель областного методического объединения", "И. С. Луговая")

    def _begun(self, association: Association) -> AnnualReport:
        return create_report(
            association.pk,
            school_year=self.year,
            form=ReportForm.REPORT,
            submission_key=None,
            by=self.by,
            at=self.written_at,
        )

    def _enter(self, report: AnnualReport, told: Told) -> None:
        one, few, many = told.forms
        fields = HandFields(
            told.name, told.label, told.value, told.source, min(self.on, date(self.year + 1, 6, 24)), one, few, many
        )
        add_hand_figure(report.pk, fields=fields, submission_key=None, by=self.by, at=self.written_at)

    def _add(self, report: AnnualReport, heading: str, text: str) -> None:
        """Before what the report closes with: the resolution, the reports below, the comparison."""
        prose = report.blocks.filter(archived_at=None, kind__in=(BlockKind.PROSE, BlockKind.TERRITORIES)).last()
        add_block(
            report.pk,
            after=prose.pk if prose is not None else None,
            fields=BlockFields(heading, text),
            submission_key=None,
            by=self.by,
            at=self.written_at,
        )

    def _sign(self, report: AnnualReport, post: str, name: str) -> None:
        report.refresh_from_db()
        update_report(
            report.pk,
            expected_version=report.version,
            fields=ReportFields(report.title, self.on, name, post),
            by=self.by,
            at=self.written_at,
        )


_CHAT: Final = Told(
    "участники чата", "Специалистов в чате", 93, ("специалист", "специалиста", "специалистов"), "Список участников чата"
)
_OF_REGION: Final = (
    _CHAT,
    Told("работы альманаха", "Разработок в альманахе", 14, ("разработка", "разработки", "разработок"), "Альманах"),
    Told("темы альманаха", "Тем альманаха", 3, ("тема", "темы", "тем"), "Альманах"),
    Told("темы тестов форума", "Тестов на форуме", 6, ("тест", "теста", "тестов"), "Раздел тестов на сайте центра"),
    Told("темы тестов года", "Тестов за год", 5, ("тест", "теста", "тестов"), "Раздел тестов на сайте центра"),
    Told("библиотеки конкурса", "Библиотек в конкурсе", 16, ("библиотека", "библиотеки", "библиотек"), "Заявки"),
    Told("ответы консультанта", "Ответов консультанта", 42, ("ответ", "ответа", "ответов"), "База консультанта"),
    Told("разделы сайта", "Разделов сайта", 6, ("раздел", "раздела", "разделов"), "Сайт объединения"),
)
_OF_BRANCH: Final = (
    Told("районные заседания", "Заседаний в районе", 3, ("заседание", "заседания", "заседаний"), "Папка объединения"),
    Told(
        "открытые уроки", "Открытых уроков", 5, ("открытый урок", "открытых урока", "открытых уроков"), "Школы района"
    ),
)
_BRANCH_TEXT: Final = (
    "До перехода на платформу объединение вело бумаги отдельно. Заседаний за год — {{ число: районные заседания }}, "
    "открытых уроков в школьных библиотеках — {{ число: открытые уроки }}."
)
_FORUM_TEXT: Final = (
    "Главное событие года — {тема}: {{ участники мероприятия {форум} }} из "
    "{{ из: муниципалитеты мероприятия {форум} }}. Сертификаты выданы всем, письма с благодарностью — тем, кто помогал "
    "коллегам.\n"
    "Желающие прошли {{ темы тестов форума }}, а за год библиотекарям предложено ещё {{ темы тестов года }}."
)
_REGION_TEXT: Final = (
    "В чате объединения {{ участники чата }} (данные на {{ на: участники чата }}). На сайте {{ разделы сайта }}.\n"
    "В альманахе опыта {{ работы альманаха }}, заявлены {{ темы альманаха }}.\n"
    "В конкурсе библиотек года на сегодня {{ библиотеки конкурса }}.\n"
    "Виртуальный консультант знает {{ ответы консультанта }}; новые вопросы попадают в его базу."
)
