"""One issue of documents of one kind to a list of people: its list, who signs, who approved."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association, Organisation
from stellazh.certificates.enums import NameState, RecipientGender, RunStatus
from stellazh.certificates.models.kinds import CertificateKind
from stellazh.certificates.models.templates import CertificatePicture, CertificateTemplate
from stellazh.common.actor import Actor
from stellazh.files.models import StoredFile


class IssueRunQuerySet(models.QuerySet["IssueRun"]):
    def visible_to(self, actor: Actor) -> Self:
        """Runs of the associations whose register the actor reads."""
        return self.filter(reach(actor, "certificates.read_register", "association__"))

    def in_order(self) -> Self:
        """The newest first."""
        return self.order_by("-created_at", "-pk")


class IssueRun(models.Model):
    """Documents of one kind given out together: «сертификаты участникам форума».

    `subject_key` names what they are given for in the app that knows it («event:15»), "" for a list of one's own;
    `list_code` the list they were taken from («event.present»). `basis` follows «за» on the sheet: «за участие в
    веб-форуме …». `layout` and the pictures are copied from the template when the run is submitted, so that a sheet
    made again years later is the same. `letter` is the text of the letter, empty for none.
    """

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="issue_runs")
    kind = models.ForeignKey(
        CertificateKind, on_delete=models.PROTECT, related_name="runs", verbose_name="Вид документа"
    )
    template = models.ForeignKey(
        CertificateTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Шаблон"
    )
    title = models.CharField("Кому и за что, для журнала", max_length=300)
    list_code = models.CharField(max_length=60, blank=True, editable=False)
    subject_key = models.CharField(max_length=60, blank=True, editable=False)
    subject_title = models.CharField("Мероприятие", max_length=400, blank=True)
    basis = models.CharField("За что", max_length=600, blank=True)
    dates_words = models.CharField("Даты словами", max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField("Часов", null=True, blank=True)
    place = models.CharField("Место выдачи", max_length=150, blank=True)
    issued_on = models.DateField("Дата выдачи")
    layout = models.JSONField(default=dict, editable=False)
    background = models.ForeignKey(
        CertificatePicture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    emblem = models.ForeignKey(
        CertificatePicture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    seal = models.ForeignKey(
        CertificatePicture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    with_signatures = models.BooleanField("Подписи картинками", default=False)
    with_seal = models.BooleanField("Печать картинкой", default=False)
    with_letters = models.BooleanField("Послать письма с файлом", default=True)
    letter = models.TextField("Текст письма", blank=True)
    status = models.CharField("Состояние", max_length=10, choices=RunStatus, default=RunStatus.DRAFT)
    return_reason = models.CharField("Почему возвращено", max_length=400, blank=True)
    job_id = models.UUIDField(null=True, blank=True, editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="prepared_runs", editable=False
    )
    prepared_name = models.CharField(max_length=200, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="approved_runs", editable=False
    )
    approved_name = models.CharField(max_length=200, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    issued_at = models.DateTimeField(null=True, blank=True, editable=False)
    # All sheets in one file for the printer; `print_mark` tells which sheets, so that it is made anew when they change.
    print_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    print_mark = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = IssueRunQuerySet.as_manager()

    class Meta:
        verbose_name = "выдача документов"
        verbose_name_plural = "выдачи документов"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="issue_run_has_title"),
            # Two people: whoever approves did not prepare. Both may be unknown once their cards are gone.
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(prepared_by=None) | ~Q(approved_by=F("prepared_by")),
                name="issue_run_approved_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["association", "created_at"], name="issue_runs_of_association"),
            models.Index(fields=["subject_key"], name="issue_runs_of_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("certificates:run_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """True while nothing is submitted."""
        return self.status == RunStatus.DRAFT


class RunSigner(models.Model):
    """Who signs the sheets of a run, as they stood then."""

    run = models.ForeignKey(IssueRun, on_delete=models.CASCADE, related_name="signers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=150)
    post = models.CharField(max_length=250)
    signature = models.ForeignKey(CertificatePicture, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "подпись под выдачей"
        verbose_name_plural = "подписи под выдачей"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="run_signer_place_once")]

    def __str__(self) -> str:
        return self.name


class RunRowQuerySet(models.QuerySet["RunRow"]):
    def going(self) -> Self:
        """Rows that get a document."""
        return self.filter(is_left_out=False)

    def doubtful(self) -> Self:
        """Rows somebody must look at before the issue."""
        return self.going().filter(name_state=NameState.DOUBTFUL)

    def in_order(self) -> Self:
        """As the list goes."""
        return self.order_by("position", "pk")


class RunRow(models.Model):
    """One recipient in a run: the name in its cases, the school, what differs from sheet to sheet.

    `details` are further fields of the sheet: «баллы», «работа», «номинация». `doubts` are plain sentences.
    """

    run = models.ForeignKey(IssueRun, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="run_rows"
    )
    name = models.CharField("Фамилия, имя, отчество", max_length=250)
    gender = models.CharField("Род", max_length=1, choices=RecipientGender, blank=True)
    dative = models.CharField("Кому", max_length=260)
    genitive = models.CharField("Кого", max_length=260)
    name_state = models.CharField(max_length=10, choices=NameState, default=NameState.CERTAIN)
    post = models.CharField("Должность", max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Школа"
    )
    school = models.CharField("Школа, как на листе", max_length=300, blank=True)
    municipality = models.CharField("Муниципалитет", max_length=200, blank=True)
    email = models.EmailField("Почта", blank=True)
    details = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    is_left_out = models.BooleanField("Не выдавать", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = RunRowQuerySet.as_manager()

    class Meta:
        verbose_name = "получатель документа"
        verbose_name_plural = "получатели документов"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="run_row_has_name")]
        indexes = [models.Index(fields=["run", "position"], name="run_rows_in_order")]

    def __str__(self) -> str:
        return self.name
