"""Forms of registration: one's own, a guest's, the organiser's."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict

from stellazh.associations.models import Association, Territory
from stellazh.events.enums import ComingAs, EnrolmentState, ListShown
from stellazh.events.forms.keys import row_keys
from stellazh.events.models import Event
from stellazh.events.reads.enrolments import ALL, EnrolmentList, Wanted
from stellazh.events.reads.enrolments.listing import NOWHERE, SOURCES
from stellazh.events.reads.places import municipality_ids
from stellazh.events.services.enrolments import Decision, EnrolmentChange, GuestFields

NAME = RegexValidator(
    re.compile(r"^[^\W\d_]+(?:[ '’.\-]{1,2}[^\W\d_]+)+\.?$"), "Напишите фамилию, имя и отчество буквами."
)
# Letters greet by the name: an address of a site in it would go out over our signature.
NO_ADDRESS = RegexValidator(
    re.compile(r"[^\W\d_]{2}\.[^\W\d_]{2}"), "Напишите фамилию, имя и отчество через пробел.", inverse_match=True
)
EM_SPACE = "\u2003"


class ComingField(forms.ChoiceField):
    """How one comes to an event of mixed format."""

    def __init__(self) -> None:
        super().__init__(
            label="Как вы будете участвовать",
            choices=ComingAs.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Выберите, как вы будете участвовать: очно или дистанционно."},
        )


class NameShownField(forms.BooleanField):
    """The person's own word that her name may be shown to others who are registered."""

    def __init__(self) -> None:
        super().__init__(
            label="Показывать моё имя другим участникам",
            required=False,
            help_text="Имя увидят только те, кто тоже зарегистрирован. Отметку можно снять в любое время.",
        )


class EnrolForm(forms.Form):
    """One's own registration: only what the card does not know. Empty of fields when one button is enough."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, event: Event, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        add_event_fields(self, event)

    @property
    def way(self) -> str:
        """How she comes, as the services take it."""
        return str(self.cleaned_data.get("coming_as") or "")

    @property
    def shows_name(self) -> bool:
        return bool(self.cleaned_data.get("is_name_shown"))


def add_event_fields(form: forms.Form, event: Event) -> None:
    """The fields that depend on the event: the way of coming, and whether names are shown."""
    if event.is_mixed:
        form.fields["coming_as"] = ComingField()
    if event.list_shown == ListShown.PARTICIPANTS:
        form.fields["is_name_shown"] = NameShownField()


class GuestContactsForm(forms.Form):
    """Who a guest is. `municipalities` are offered by name."""

    name = forms.CharField(
        label="Фамилия, имя, отчество",
        max_length=200,
        validators=[NAME, NO_ADDRESS],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Электронная почта",
        help_text="На неё придёт билет и личная ссылка, по которой регистрацию можно изменить.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="Телефон", max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    organisation_name = forms.CharField(label="Школа, организация", max_length=200, required=False)
    territory = forms.ModelChoiceField(
        label="Муниципалитет",
        queryset=Territory.objects.none(),
        required=False,
        empty_label="другой или не знаю",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = Territory.objects.filter(pk__in=set(municipality_ids().values())).order_by("sort_key", "pk")
        self.fields["territory"].queryset = offered  # type: ignore[attr-defined]

    @property
    def guest(self) -> GuestFields:
        """As the services take it."""
        data = self.cleaned_data
        return GuestFields(
            name=data["name"],
            email=data.get("email") or "",
            phone=data["phone"],
            organisation_name=data["organisation_name"],
            territory_id=data["territory"].pk if data["territory"] else None,
        )


class GuestEnrolForm(GuestContactsForm):
    """A guest registers. `pages` is a trap for robots: people do not see it and leave it empty."""

    consent = forms.BooleanField(
        label="Я даю согласие на обработку моих персональных данных",
        error_messages={"required": "Без согласия на обработку персональных данных зарегистрировать вас нельзя."},
    )
    consent_text = forms.IntegerField(widget=forms.HiddenInput)
    pages = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    # Drawn apart from the others.
    apart = ("consent", "pages")

    def __init__(self, event: Event, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        add_event_fields(self, event)

    @property
    def is_of_a_robot(self) -> bool:
        """Whether the trap was filled in."""
        return bool(self.data.get("pages"))

    @property
    def way(self) -> str:
        """How she comes, as the services take it."""
        return str(self.cleaned_data.get("coming_as") or "")

    @property
    def shows_name(self) -> bool:
        return bool(self.cleaned_data.get("is_name_shown"))


class GuestByHandForm(GuestContactsForm):
    """A guest entered by those who run the event: the address may be unknown."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, event: Event, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = uuid.uuid4
        self.fields["email"].required = False
        self.fields["email"].help_text = "Если адрес известен, на него придёт билет."
        if event.is_mixed:
            self.fields["coming_as"] = ComingField()
            self.fields["coming_as"].label = "Как участвует"


class ChangeForm(forms.Form):
    """What may be changed of a registration; a guest's contacts stand in `GuestChangeForm`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answers_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, event: Event, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        add_event_fields(self, event)

    @property
    def change(self) -> EnrolmentChange:
        """As the service takes it."""
        data = self.cleaned_data
        return EnrolmentChange(str(data.get("coming_as") or ""), bool(data.get("is_name_shown")))


class GuestChangeForm(GuestContactsForm):
    """A guest's registration; her address is changed by those who run the event alone."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answers_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, event: Event, *args: Any, may_change_address: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        add_event_fields(self, event)
        if may_change_address:
            self.fields["email"].required = False
        else:
            del self.fields["email"]

    @property
    def change(self) -> EnrolmentChange:
        """As the service takes it."""
        data = self.cleaned_data
        return EnrolmentChange(str(data.get("coming_as") or ""), bool(data.get("is_name_shown")), self.guest)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Почему",
        max_length=300,
        required=False,
        help_text="Можно не писать. Эти слова увидит только организатор.",
    )


class DecideForm(forms.Form):
    """What is decided about the marked registrations, or with `is_all` about all that the filter found."""

    decision = forms.ChoiceField(choices=[(one.value, one.value) for one in Decision], widget=forms.HiddenInput)
    ids = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label="Причина", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, decision: Decision, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reason = self.fields["reason"]
        reason.required = decision == Decision.REJECT
        reason.error_messages["required"] = "Напишите причину: человек увидит её в письме."
        if decision == Decision.CONFIRM:
            del self.fields["reason"]

    def clean_ids(self) -> list[int]:
        return row_keys(str(self.cleaned_data["ids"]).split(","))[:5_000]


class EnrolmentFilterForm(forms.Form):
    """What the organiser's list is narrowed by."""

    state = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[*EnrolmentState.choices, (ALL, "все")])
    q = forms.CharField(label="Имя, школа, почта", max_length=100, required=False)
    territory = forms.ChoiceField(label="Муниципалитет", required=False)
    coming_as = forms.ChoiceField(label="Участие", required=False, choices=[("", "любое"), *ComingAs.choices])
    source = forms.ChoiceField(label="Кем записан", required=False, choices=[("", "кто угодно"), *SOURCES.items()])
    answers = forms.BooleanField(label="Показать ответы", required=False)

    def __init__(self, event: Event, territories: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "все"), *territories, (NOWHERE, "не указан")]
        self.fields["territory"].choices = choices  # type: ignore[attr-defined]
        if not event.is_mixed:
            del self.fields["coming_as"]

    @property
    def wanted(self) -> Wanted:
        """What is wanted; values that were not offered are left out."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return Wanted(
            state=data.get("state") or EnrolmentState.CONFIRMED,
            query=data.get("q") or "",
            territory=data.get("territory") or "",
            coming_as=data.get("coming_as") or "",
            source=data.get("source") or "",
        )


def listing_of(given: QueryDict, event: Event) -> EnrolmentList:
    """The registrations that an address asks for."""
    return EnrolmentList(event, narrowing_form(given, event).wanted)


def narrowing_form(given: QueryDict, event: Event) -> EnrolmentFilterForm:
    """The filter with the municipalities that those registered come from."""
    return EnrolmentFilterForm(event, EnrolmentList(event, Wanted()).territories(), given)


class ExportForm(forms.Form):
    kind = forms.ChoiceField(choices=[("xlsx", "xlsx"), ("docx", "docx")])
    query = forms.CharField(required=False, max_length=1000)


class AssociationChoices(forms.ModelMultipleChoiceField[Association]):
    """Associations, indented by their depth."""

    def clean(self, value: Any) -> Any:
        """Only keys that can be a row's reach the database."""
        return super().clean(row_keys(map(str, value or ())))

    def label_from_instance(self, obj: Any) -> str:
        return f"{EM_SPACE * obj.depth}{obj.short_name}"


class InviteForm(forms.Form):
    associations = AssociationChoices(
        label="Кого пригласить",
        queryset=Association.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одно объединение."},
    )
    is_below = forms.BooleanField(label="И всех нижестоящих", required=False, initial=True)

    def __init__(self, associations: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["associations"].queryset = associations  # type: ignore[attr-defined]


class PeopleSearchForm(forms.Form):
    q = forms.CharField(label="Фамилия или школа", max_length=100, required=False)


class OthersForm(forms.Form):
    """Marked people: registered by somebody else, or invited."""

    people = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Отметьте хотя бы одного человека."}
    )

    def __init__(self, event: Event, offered: list[int], *args: Any, asks_coming: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].choices = [(key, str(key)) for key in offered]  # type: ignore[attr-defined]
        if event.is_mixed and asks_coming:
            self.fields["coming_as"] = ComingField()
            self.fields["coming_as"].label = "Как участвуют"

    @property
    def way(self) -> str:
        """How she comes, as the services take it."""
        return str(self.cleaned_data.get("coming_as") or "")
