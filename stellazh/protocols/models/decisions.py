"""Decisions, who answers for them, the marks they unfold into, and what became of each."""

from __future__ import annotations

import uuid
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from stellazh.associations.access import grants_of, reach
from stellazh.associations.models import Association, Organisation, Territory
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind, LinkHolder
from stellazh.common.capabilities import Role
from stellazh.files.models import StoredFile
from stellazh.members.models import Post
from stellazh.protocols.enums import (
    AddresseeClass,
    AddresseeKind,
    CarryResult,
    DoneState,
    ReminderKind,
    UnfoldTo,
)
from stellazh.protocols.models.protocols import AgendaItem, Protocol
from stellazh.protocols.models.resolutions import Resolution, ResolutionSection

# They answer for an association, and for the territory it stands at.
LEADERS: Final = (Role.HEAD, Role.DEPUTY, Role.SECRETARY, Role.METHODIST)
# The purpose of the secret link by which one addressee without an account answers.
REPORT_LINK: Final = "protocols.assignment"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def binding(self) -> Self:
        """Decisions of signed protocols and adopted resolutions that ask for something to be done."""
        return self.filter(binding_at__isnull=False, archived_at=None, is_for_information=False)

    def open(self) -> Self:
        """Binding ones that nobody has closed."""
        return self.binding().filter(state=DoneState.OPEN)

    def followed_by(self, actor: Actor) -> Self:
        """Decisions in force of the associations whose follow-up the actor may read."""
        in_force = self.filter(binding_at__isnull=False, archived_at=None)
        return in_force.filter(reach(actor, "protocols.read_follow_up", "association__"))


class Decision(models.Model):
    """Решение of a protocol, or a point of a resolution: exactly one of the two. `item` is empty in the short form.

    The term is printed as typed; `due_on` is its last day as read. `state` is that of the whole: it follows from the
    assignments until somebody closes it. `number_text` («2.1») is fixed when it becomes binding. `association` is whose
    decision it is.
    """

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="decisions", editable=False)
    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, null=True, blank=True, related_name="decisions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, null=True, blank=True, related_name="points")
    section = models.ForeignKey(
        ResolutionSection, on_delete=models.PROTECT, null=True, blank=True, related_name="points"
    )
    position = models.PositiveSmallIntegerField(default=0)
    number_text = models.CharField("Номер", max_length=20, blank=True, editable=False)
    text = models.TextField("Решение", blank=True)
    is_for_information = models.BooleanField("Только к сведению: исполнять нечего", default=False)
    term_raw = models.CharField("Срок", max_length=300, blank=True)
    term_kind = models.CharField(max_length=20, default="none", editable=False)
    starts_on = models.DateField(null=True, blank=True, editable=False)
    due_on = models.DateField("Исполнить до", null=True, blank=True, editable=False)
    sign_of_done = models.CharField("Что покажет, что сделано", max_length=400, blank=True)
    state = models.CharField("Состояние", max_length=10, choices=DoneState, default=DoneState.OPEN)
    closing_words = models.TextField("Чем закончилось", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    binding_at = models.DateTimeField(null=True, blank=True, editable=False)
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to", editable=False
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "решение"
        verbose_name_plural = "решения"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(protocol__isnull=False, resolution=None, section=None)
                | Q(protocol=None, item=None, resolution__isnull=False, section__isnull=False),
                name="decision_of_one_paper",
            ),
            models.CheckConstraint(
                condition=Q(state=DoneState.OPEN) | Q(closed_at__isnull=False), name="decision_closed_at_some_time"
            ),
        ]
        indexes = [
            models.Index(fields=["protocol", "item", "position"], name="decisions_of_protocol"),
            models.Index(fields=["association", "state", "due_on"], name="decisions_of_association"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class DecisionOwner(models.Model):
    """Who answers for a decision. `name` is printed; the key says who that is; a class unfolds as `unfold_to` says."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="owners")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField("Кто", max_length=12, choices=AddresseeKind)
    name = models.CharField("Ответственный", max_length=300)
    addressee_class = models.CharField("Все сразу", max_length=12, choices=AddresseeClass, blank=True)
    unfold_to = models.CharField("Отметки", max_length=12, choices=UnfoldTo, default=UnfoldTo.ONE)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    association = models.ForeignKey(Association, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "ответственный за решение"
        verbose_name_plural = "ответственные за решение"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="decision_owner_has_name"),
            models.CheckConstraint(
                condition=(Q(kind=AddresseeKind.CLASS) & ~Q(addressee_class=""))
                | (~Q(kind=AddresseeKind.CLASS) & Q(addressee_class="")),
                name="decision_owner_class_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> Self:
        """Those that nobody has closed."""
        return self.filter(state=DoneState.OPEN)

    def binding(self) -> Self:
        """Marks of decisions in force."""
        return self.filter(decision__binding_at__isnull=False, decision__archived_at=None)

    def waiting(self) -> Self:
        """Marks that somebody is to answer: open, of decisions in force that are not closed as a whole."""
        return self.open().binding().filter(decision__state=DoneState.OPEN)

    def answered_by(self, actor: Actor) -> Self:
        """Marks that are the actor's to answer: her own, those of the school where she works today, those of the
        association she leads and of the territory it stands at. A link's bearer answers the one it names.

        Where she works is what those who keep lists have written or saved: her own word alone opens no school's marks.
        """
        if isinstance(actor, LinkHolder):
            is_report = (actor.purpose, actor.object_type) == (REPORT_LINK, "protocols.assignment")
            return self.filter(pk=int(actor.object_id)) if is_report else self.none()
        if actor.actor_kind != ActorKind.PERSON:
            return self.none()
        posts = Post.objects.on(clock.today()).vouched().filter(person_id=int(actor.actor_id))
        led = [
            grant.association_id
            for grant in grants_of(actor)
            if grant.association_id is not None and grant.role in LEADERS
        ]
        standing = Association.objects.present().filter(pk__in=led)
        return self.filter(
            Q(person_id=int(actor.actor_id))
            | Q(organisation__in=posts.values("organisation_id"))
            | Q(association__in=standing.values("pk"))
            | Q(territory__in=standing.values("territory_id"))
        )

    def visible_to(self, actor: Actor) -> Self:
        """Marks that are the actor's to answer, and all of the associations whose follow-up she may read."""
        if actor.actor_kind == ActorKind.SYSTEM:
            return self
        near = reach(actor, "protocols.read_follow_up", "decision__association__")
        return self.filter(near) | self.answered_by(actor)


class Assignment(models.Model):
    """Поручение: one mark of one addressee for one decision. `key` names the addressee within its owner:
    «person:5», «organisation:7», «territory:3», «association:2», «group».
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="assignments")
    owner = models.ForeignKey(DecisionOwner, on_delete=models.CASCADE, related_name="assignments")
    key = models.CharField(max_length=60)
    name = models.CharField("Кому", max_length=300)
    sort_key = models.CharField(max_length=320, editable=False, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    association = models.ForeignKey(Association, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("Исполнить до", null=True, blank=True)
    state = models.CharField("Состояние", max_length=10, choices=DoneState, default=DoneState.OPEN)
    words = models.TextField("Что сделано", blank=True)
    made_at = models.DateTimeField(editable=False)
    reported_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "поручение"
        verbose_name_plural = "поручения"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="assignment_has_name"),
            models.UniqueConstraint(fields=["owner", "key"], name="assignment_once_an_addressee"),
            models.CheckConstraint(
                condition=Q(state=DoneState.OPEN) | Q(closed_at__isnull=False), name="assignment_closed_at_some_time"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state", "due_on"], name="assignments_of_person"),
            models.Index(fields=["organisation", "state"], name="assignments_of_school"),
            models.Index(fields=["territory", "state"], name="assignments_of_territory"),
            models.Index(fields=["decision", "state"], name="assignments_of_decision"),
        ]

    def __str__(self) -> str:
        return self.name


class ProgressEntry(models.Model):
    """One line of the story of a decision, or of one assignment of it. Only added, never changed.

    `state` is where it stood after the line; `protocol` is the meeting that spoke of it, when one did.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="entries")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, null=True, blank=True, related_name="entries")
    protocol = models.ForeignKey(Protocol, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=DoneState)
    text = models.TextField("Что сделано", blank=True)
    made_at = models.DateTimeField(editable=False)
    made_by_kind = models.CharField(max_length=16, editable=False)
    made_by_id = models.CharField(max_length=64, blank=True, editable=False)
    made_by_name = models.CharField(max_length=200, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "запись о ходе исполнения"
        verbose_name_plural = "ход исполнения"
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["decision", "made_at"], name="progress_of_decision")]

    def __str__(self) -> str:
        return self.text[:60] or self.get_state_display()


class Evidence(models.Model):
    """What shows that something is done: a thing of this installation (`kind`, `object_key`), an address, or a file."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=20)
    object_key = models.CharField(max_length=60, blank=True)
    label = models.CharField("Что это", max_length=300)
    url = models.CharField("Ссылка", max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "подтверждение"
        verbose_name_plural = "подтверждения"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="evidence_has_label"),
        ]

    def __str__(self) -> str:
        return self.label


class CarryOver(models.Model):
    """A decision of an earlier meeting that this meeting speaks of, until it is closed."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="carried")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="carry_overs")
    position = models.PositiveSmallIntegerField(default=0)
    result = models.CharField("Итог", max_length=10, choices=CarryResult, default=CarryResult.KEPT)
    words = models.TextField("Что сказано", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "прошлое решение в повестке"
        verbose_name_plural = "прошлые решения в повестке"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "decision"], name="carry_over_once_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} в протоколе {self.protocol_id}"


class AssignmentReminder(models.Model):
    """That a reminder has been sent: each kind once for each term."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind)
    due_on = models.DateField()
    sent_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = "напоминание о поручении"
        verbose_name_plural = "напоминания о поручениях"
        constraints = [
            models.UniqueConstraint(fields=["assignment", "kind", "due_on"], name="assignment_reminded_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
