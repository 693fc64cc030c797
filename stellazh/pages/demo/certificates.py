"""Documents the invented region has given out: for the forum, for tests, with thanks; and one list that waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from stellazh.associations.models import Association
from stellazh.certificates.enums import CopyReason, DocumentGenre
from stellazh.certificates.models import Certificate, CertificateKind, IssueRun
from stellazh.certificates.recipient_lists import Recipient, recipient_lists
from stellazh.certificates.services import issuing
from stellazh.certificates.services.copies import make_duplicate
from stellazh.certificates.services.kinds import ensure_kinds
from stellazh.certificates.services.register import spoil_number
from stellazh.certificates.services.runs import (
    RunFields,
    SettledName,
    add_list,
    add_people,
    add_recipients,
    create_run,
    settle_names,
    submit_run,
)
from stellazh.certificates.services.sheets import make_sheets
from stellazh.certificates.services.signatories import SignatoryFields, add_signatory
from stellazh.certificates.services.withdrawing import withdraw_certificate
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.members.models import Membership
from stellazh.workplans.enums import EventForm

# How many passed the tests of the forum, and others during the year; how many were the most active.
TESTED_AT_FORUM, TESTED_IN_YEAR, THANKED = 37, 46, 13
_FORUM_TESTS = "тестирование по шести темам веб-форума"
_YEAR_TESTS = "тестирование по пяти темам профессионального самообразования"


class CertificatesFiller:
    """Issues documents through their services, at the times when people would have done it."""

    def __init__(self, region: Association, branches: Sequence[Association], *, by: Actor, at: datetime) -> None:
        self.region, self.branches, self.by, self.at = region, branches, by, at
        self.kinds: dict[str, CertificateKind] = {}

    def fill(self) -> None:
        """Last year's documents with their register; of this year's first event a list that is being prepared."""
        year = SchoolYear.of(self.at.date())
        forum = Event.objects.filter(
            association=self.region, school_year=year.start - 1, form=EventForm.WEB_FORUM, status=EventStatus.HELD
        ).first()
        if forum is None:
            return
        self._prepare(forum)
        after = forum.last_day + timedelta(days=3)
        key = f"event:{forum.pk}"
        present = self._issued(
            DocumentGenre.PARTICIPANT, "Участникам веб-форума", after, subject_key=key, list_code="event.present"
        )
        people = list(present.rows.going().in_order().values_list("person_id", flat=True))
        tested = people[:TESTED_AT_FORUM]
        basis = {"basis": _FORUM_TESTS, "dates_words": f"во время веб-форума, {forum.last_day.year} г."}
        self._issued(DocumentGenre.TEST, "Прошли тесты форума", after, people=tested, **basis)
        thanks = {"basis": f"активное участие и помощь коллегам: {forum.full_title}"}
        self._issued(DocumentGenre.THANKS, "Самым активным на форуме", after, people=people[3 : 3 + THANKED], **thanks)
        self._tests_of_the_year(year.start)
        self._after_the_issue(present)
        self._waiting(year)

    def _prepare(self, forum: Event) -> None:
        at = _morning(forum.first_day - timedelta(days=10), self.at)
        for kind in ensure_kinds(self.region, by=self.by, at=at):
            self.kinds.setdefault(kind.genre, kind)
        for name, post in (
            ("И. С. Луговая", "Руководитель методического объединения"),
            ("Н. В. Синицкая", "Методист регионального библиотечного центра"),
        ):
            add_signatory(self.region.pk, fields=SignatoryFields(name, post), submission_key=None, by=self.by, at=at)

    def _tests_of_the_year(self, start: int) -> None:
        """Five tests between January and May: who passed them came from every corner of the region."""
        on = date(start, 6, 2)
        rows = Membership.objects.filter(association__in=self.branches, to_on=None, from_on__lt=on)
        people = list(dict.fromkeys(rows.order_by("weight", "-pk").values_list("person_id", flat=True)))
        fields = {"basis": _YEAR_TESTS, "dates_words": f"с января по май {start} г."}
        self._issued(DocumentGenre.TEST, "Прошли тесты за год", on, people=people[:TESTED_IN_YEAR], **fields)

    def _issued(
        self,
        genre: str,
        title: str,
        on: date,
        *,
        people: Sequence[int] = (),
        subject_key: str = "",
        list_code: str = "",
        basis: str = "",
        dates_words: str = "",
    ) -> IssueRun:
        at = _morning(on, self.at)
        run = self._begun(genre, title, on, at, subject_key, list_code, basis, dates_words)
        if list_code:
            add_list(run.pk, list_code=list_code, by=self.by, at=at)
        else:
            add_people(run.pk, person_ids=people, by=self.by, at=at)
        doubtful = {row.pk: SettledName(row.dative, row.genitive, row.version) for row in run.rows.doubtful()}
        settle_names(run.pk, settled=doubtful, by=self.by, at=at)
        run.refresh_from_db()
        submit_run(run.pk, expected_version=run.version, by=self.by, at=at)
        # What the worker does lot by lot, before anybody looks.
        for step in (issuing.give_numbers, issuing.make_some_sheets):
            while step(run.pk, at=at):
                pass
        issuing.finish_run(run.pk, at=at)
        run.refresh_from_db()
        return run

    def _begun(
        self,
        genre: str,
        title: str,
        on: date,
        at: datetime,
        subject_key: str,
        list_code: str,
        basis: str,
        dates_words: str,
    ) -> IssueRun:
        # As the page proposes it for an event.
        subject = recipient_lists["event.present"].subject(self.by, subject_key) if subject_key else None
        fields = RunFields(
            kind_id=self.kinds[genre].pk,
            title=title,
            issued_on=on,
            subject_key=subject_key,
            list_code=list_code,
            subject_title=subject.title if subject is not None else "",
            basis=basis or (subject.basis if subject is not None else ""),
            dates_words=dates_words or (subject.dates_words if subject is not None else ""),
            place=self.region.territory.name,
            signatory_ids=tuple(self.region.signatories.values_list("pk", flat=True)),
            with_letters=False,
        )
        return create_run(self.region.pk, fields=fields, submission_key=None, by=self.by, at=at)

    def _after_the_issue(self, run: IssueRun) -> None:
        """A duplicate after a wedding, one given by mistake, a sheet spoiled by the printer."""
        given = list(Certificate.objects.filter(run=run).order_by("number"))
        at = self._later(run, 20)
        lost = given[4]
        copy = make_duplicate(lost.pk, reason=CopyReason.LOST, note="", names=None, by=self.by, at=at)
        make_sheets([copy], self.by, at)
        reason = "Выдан по ошибке: человек был записан дважды"
        thanks = Certificate.objects.filter(kind=self.kinds[DocumentGenre.THANKS]).order_by("-number").first()
        if thanks is not None:
            withdraw_certificate(thanks.pk, reason=reason, tell=False, by=self.by, at=self._later(run, 25))
        spoil_number(
            self.kinds[DocumentGenre.THANKS].pk,
            reason="Бланк испорчен при печати",
            on=at.date(),
            submission_key=None,
            by=self.by,
            at=at,
        )

    def _waiting(self, year: SchoolYear) -> None:
        """This year's list with names that somebody has to look at."""
        held = Event.objects.filter(association=self.region, school_year=year.start, status=EventStatus.HELD).last()
        if held is None:
            return
        run = self._begun(
            DocumentGenre.SPEAKER,
            f"Выступавшим: {held.title}"[:300],
            self.at.date(),
            self.at,
            f"event:{held.pk}",
            "",
            f"выступление: {held.full_title}",
            "",
        )
        people = [
            Recipient(name, post=post, school=school)
            for name, post, school in (
                ("Вербина Ольга Ильинична", "педагог-библиотекарь", "СОШ № 4"),
                ("Заяц Женя", "библиотекарь", "СОШ № 11"),
                ("Кравец Лев Самуилович", "учитель истории", "Гимназия № 2"),
                ("Мамедова Лейла Вагиф кызы", "библиотекарь", "СОШ № 7"),
                ("Тополев-Сосновский Илья Кузьмич", "заведующий библиотекой", "Лицей № 1"),
            )
        ]
        add_recipients(run.pk, recipients=people, source="вписаны по списку ведущей", by=self.by, at=self.at)

    def _later(self, run: IssueRun, days: int) -> datetime:
        return _morning(run.issued_on + timedelta(days=days), self.at)


def _morning(day: date, at: datetime) -> datetime:
    return min(datetime.combine(day, time(9, 30), tzinfo=at.tzinfo), at)
