"""Newcomers: asking, confirming the address, being let in, declined or sent on; nobody's card is taken over."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Grant
from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Actor, Guest, System
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.jobs.models import Job
from stellazh.links.models import SecretLink
from stellazh.links.services import LinkIsSpent
from stellazh.mail.models import OutgoingMail
from stellazh.members import services
from stellazh.members.access.registrations import deciders
from stellazh.members.enums import RegistrationState
from stellazh.members.links import REGISTRATION
from stellazh.members.models import Card, Membership, Post, Registration
from stellazh.members.services import RegistrationFields
from stellazh.notices.models import Notice
from stellazh.people.models import Consent, ConsentText, Person
from stellazh.people.services import EmailIsTaken, MustWait, NameIsEmpty
from tests.checks import at_once, deeds, fingerprint, nothing_changes
from tests.factories.associations import GrantFactory, OrganisationFactory
from tests.factories.members import CardFactory, MembershipFactory, RegistrationFactory, text_in_force
from tests.factories.people import PersonFactory

PLACE = "10.0.0.7"
WAITING, APPROVED, DECLINED = RegistrationState.WAITING, RegistrationState.APPROVED, RegistrationState.DECLINED


def send(association: Association, at: datetime, *, by: Actor | None = None, **how: Any) -> Registration:
    key = how.pop("key", None)
    place = how.pop("place", PLACE)
    text = how.pop("text", "now")
    fields = {
        "family_name": " Берестова ",
        "given_name": "Анна",
        "patronymic": "Петровна",
        "email": "Anna@Example.org",
        "post_title": "педагог-библиотекарь",
    }
    return services.send_registration(
        association.pk,
        fields=RegistrationFields(**{**fields, **how}),
        consent_text_id=text_in_force().pk if text == "now" else text,
        place=place,
        submission_key=key,
        by=by or Guest(),
        at=at,
    )


def letter(registration: Registration, at: datetime) -> OutgoingMail:
    """The letter to its address; the job that writes it is run by hand."""
    services.send_registration_letter(registration.pk, at=at)
    return OutgoingMail.objects.filter(about=f"registration:{registration.pk}").order_by("-pk")[0]


def token_of(mail: OutgoingMail) -> str:
    found = re.search(r"/join/confirm/([\w-]+)/", mail.text)
    assert found is not None
    return found[1]


def approve(registration: Registration, by: Actor, at: datetime, **how: Any) -> Registration:
    how = {"person_id": None, "organisation_id": None, **how}
    return services.approve_registration(registration.pk, by=by, at=at, **how)


@pytest.fixture
def waiting(association: Association) -> Registration:
    """A request to `association` that waits."""
    made: Registration = RegistrationFactory(association=association)
    return made


# Asking


def test_send_registration_keeps_what_was_typed_and_the_consent(association: Association, at: datetime) -> None:
    school: Any = OrganisationFactory(territory=association.territory, short_name="МБОУ СОШ № 5")

    made = send(association, at, phone=" 8 921  000 ", organisation_id=school.pk, organisation_text="лишнее")

    made.refresh_from_db()
    assert (made.full_name, made.short_name, made.name_key) == (
        "Берестова Анна Петровна",
        "Берестова А.П.",
        "берестова а.п.",
    )
    assert (made.email, made.phone, made.school, made.organisation_text) == (
        "anna@example.org",
        "8 921 000",
        "МБОУ СОШ № 5",
        "",
    )
    assert (made.consent_text, made.consented_at, made.place) == (text_in_force(), at, PLACE)
    assert (made.state, made.sent_at, made.confirmed_at) == (RegistrationState.UNCONFIRMED, at, None)
    assert [job.arguments for job in Job.objects.filter(name="members.send_registration_letter")] == [
        {"registration_id": made.pk}
    ]


def test_send_registration_leaves_no_trace_in_the_journal_before_the_address_is_confirmed(
    association: Association, at: datetime
) -> None:
    send(association, at)

    assert AuditEntry.objects.count() == 0


def test_send_registration_refusals(association: Association, neighbour: Association, at: datetime) -> None:
    foreign: Any = OrganisationFactory(territory=neighbour.territory)
    archived: Any = OrganisationFactory(territory=association.territory, archived_at=at)
    text_in_force()

    nothing_changes(lambda: send(association, at, text=None), services.ConsentIsMissing, "Без согласия")
    nothing_changes(lambda: send(association, at, family_name=" "), NameIsEmpty)
    nothing_changes(lambda: send(association, at, given_name=" "), NameIsEmpty)
    for school in (foreign, archived):
        nothing_changes(
            lambda school=school: send(association, at, organisation_id=school.pk), services.SchoolIsElsewhere
        )
    association.archived_at = at
    association.save()
    nothing_changes(lambda: send(association, at), DomainError, "закрыто")


def test_send_registration_asks_again_when_the_text_has_changed(association: Association, at: datetime) -> None:
    old = text_in_force()
    ConsentText.objects.create(
        purpose="processing", number=old.number + 1, title="Согласие", text="Новый текст", published_at=at
    )

    nothing_changes(lambda: send(association, at, text=old.pk), services.ConsentIsMissing, "обновился")


def test_send_registration_twice_with_one_key_makes_one(
    association: Association, neighbour: Association, at: datetime
) -> None:
    key = uuid.uuid4()

    made = [send(association, at, key=key).pk for _ in "ab"]

    assert made[0] == made[1]
    assert Job.objects.count() == 1
    nothing_changes(lambda: send(neighbour, at, key=key), FormSentTwice)


def test_registrations_are_counted_by_address_and_by_place(association: Association, at: datetime) -> None:
    for number in range(4):
        send(association, at, place=f"10.1.0.{number}")
    nothing_changes(lambda: send(association, at, place="10.1.0.9"), MustWait)
    for number in range(11):
        send(association, at, email=f"n{number}@example.org", place="10.2.0.1")
    nothing_changes(lambda: send(association, at, email="n12@example.org", place="10.2.0.1"), MustWait)

    later = send(association, at + timedelta(hours=1), email="n12@example.org", place="10.2.0.1")

    assert later.email == "n12@example.org"


def test_known_and_unknown_addresses_cost_the_same_and_leave_the_same(
    association: Association, member: Person, at: datetime
) -> None:
    text_in_force()
    found = []
    for email in ("anna@example.org", member.email):
        before = fingerprint()
        made = send(association, at, email=email)
        after = fingerprint()
        found.append((made.state, {name: n - before[name] for name, n in after.items() if n != before[name]}))

    assert found[0] == found[1]


# The letter


def test_letter_carries_a_link_and_nothing_that_was_typed(association: Association, at: datetime) -> None:
    made = send(association, at, family_name="Купите", message="https://spam.example")

    mail = letter(made, at)

    link = SecretLink.objects.get(purpose=REGISTRATION)
    assert (mail.to_address, mail.subject) == ("anna@example.org", "Заявка в «Стеллаж»")
    assert (link.expires_at, link.object_id) == (at + timedelta(days=3), str(made.pk))
    assert not any(word in mail.text + mail.to_name for word in ("Купите", "spam.example", "Анна"))
    assert association.name in mail.text


def test_letter_to_somebody_who_signs_in_leads_to_signing_in(
    association: Association, member: Person, at: datetime
) -> None:
    mail = letter(send(association, at, email=member.email), at)

    assert "вы уже входите" in mail.text
    assert "/account/sign-in/" in mail.text
    assert "/account/password/forgotten/" in mail.text
    assert "/join/confirm/" not in mail.text
    assert not SecretLink.objects.exists()


def test_letter_to_somebody_who_waits_already_says_so(waiting: Registration, at: datetime) -> None:
    mail = letter(send(waiting.association, at, email=waiting.email), at)

    assert "уже ждёт решения" in mail.text
    assert not SecretLink.objects.exists()


def test_no_letter_about_what_was_confirmed_or_forgotten(waiting: Registration, at: datetime) -> None:
    services.send_registration_letter(waiting.pk, at=at)
    services.send_registration_letter(waiting.pk + 1000, at=at)

    assert not OutgoingMail.objects.exists()


# Confirming the address


def test_confirm_registration_shows_it_to_those_who_decide(
    association: Association, head: Person, at: datetime
) -> None:
    made = send(association, at)
    before = list(Registration.objects.visible_to(head))
    later = at + timedelta(hours=2)

    services.confirm_registration(token_of(letter(made, at)), at=later)

    made.refresh_from_db()
    assert (made.state, made.confirmed_at, made.version) == (WAITING, later, 2)
    assert (before, list(Registration.objects.visible_to(head))) == ([], [made])
    entry = AuditEntry.objects.about(made).get()
    assert (entry.action, entry.actor_kind, entry.scope) == ("registration_sent", "link", "/omo/luga/")
    assert [(notice.person, notice.kind, notice.address) for notice in Notice.objects.all()] == [
        (head, "members.registration_waiting", made.get_absolute_url())
    ]


def test_confirm_registration_once_and_within_three_days(association: Association, at: datetime) -> None:
    made = send(association, at)
    token = token_of(letter(made, at))

    late = at + timedelta(days=3)
    nothing_changes(lambda: services.confirm_registration(token, at=late), LinkIsSpent)
    nothing_changes(lambda: services.confirm_registration("x" * 43, at=at), LinkIsSpent)
    services.confirm_registration(token, at=at)
    nothing_changes(lambda: services.confirm_registration(token, at=at), LinkIsSpent)


def test_second_request_of_one_address_is_not_put_beside_the_first(association: Association, at: datetime) -> None:
    tokens = [token_of(letter(send(association, at), at)) for _ in "ab"]
    services.confirm_registration(tokens[0], at=at)

    nothing_changes(lambda: services.confirm_registration(tokens[1], at=at), services.RegistrationAlreadyWaits)


def test_link_to_a_request_that_was_cleared_away_is_spent(association: Association, at: datetime) -> None:
    made = send(association, at)
    token = token_of(letter(made, at))
    made.delete()

    nothing_changes(lambda: services.confirm_registration(token, at=at), LinkIsSpent)


# Who decides


def test_deciders_are_the_leaders_here(
    association: Association, head: Person, methodist: Person, member: Person, region_head: Person, at: datetime
) -> None:
    deputy: Any = PersonFactory()
    GrantFactory(person=deputy, role=Role.DEPUTY, association=association)
    former: Any = PersonFactory()
    GrantFactory(person=former, role=Role.DEPUTY, association=association, to_on=at.date() - timedelta(days=1))
    operator: Any = PersonFactory()
    GrantFactory(person=operator, role=Role.OPERATOR, association=region_head.grants.get().association)

    assert deciders(association, on=at.date()) == sorted([head.pk, methodist.pk, deputy.pk])


def test_operators_decide_where_nobody_leads(
    association: Association, region: Association, neighbour: Association, region_head: Person, at: datetime
) -> None:
    operator: Any = PersonFactory()
    GrantFactory(person=operator, role=Role.OPERATOR, association=region)
    elsewhere: Any = PersonFactory()
    GrantFactory(person=elsewhere, role=Role.OPERATOR, association=neighbour)

    assert deciders(association, on=at.date()) == [operator.pk]


def test_requests_are_decided_by_those_who_may(
    waiting: Registration,
    member: Person,
    stranger: Person,
    region_head: Person,
    at: datetime,
) -> None:
    secretary: Any = PersonFactory()
    GrantFactory(person=secretary, role=Role.SECRETARY, association=waiting.association)

    for actor in (member, secretary, stranger, region_head, Guest()):
        for deed in (
            lambda actor=actor: approve(waiting, actor, at),
            lambda actor=actor: services.decline_registration(waiting.pk, reason="нет", by=actor, at=at),
            lambda actor=actor: services.redirect_registration(
                waiting.pk, association_id=waiting.association_id, by=actor, at=at
            ),
        ):
            nothing_changes(deed, PermissionRefused)
        assert not Registration.objects.visible_to(actor).exists()


# Letting in


def test_approve_makes_a_card_a_membership_a_post_a_consent_and_an_invitation(
    waiting: Registration, head: Person, at: datetime
) -> None:
    school: Any = OrganisationFactory(territory=waiting.association.territory, short_name="МБОУ СОШ № 5")

    approve(waiting, head, at, organisation_id=school.pk)

    waiting.refresh_from_db()
    person = Person.objects.get(email=waiting.email)
    assert (person.full_name, person.has_account) == ("Берестова Анна Петровна", False)
    assert (waiting.state, waiting.person, waiting.decided_at, waiting.decided_by_name) == (
        APPROVED,
        person,
        at,
        "Ольхова В.И.",
    )
    assert [(row.association, row.from_on) for row in Membership.objects.filter(person=person)] == [
        (waiting.association, at.date())
    ]
    assert [(post.organisation, post.title) for post in Post.objects.filter(person=person)] == [
        (school, "педагог-библиотекарь")
    ]
    consent = Consent.objects.get(person=person)
    assert (consent.text, consent.given_at, consent.place, consent.way) == (
        waiting.consent_text,
        waiting.consented_at,
        "10.0.0.7",
        "self",
    )
    assert [mail.to_address for mail in OutgoingMail.objects.filter(kind="people.invitation")] == [waiting.email]
    assert deeds(waiting) == [
        ("registration_approved", str(head.pk), {"Карточка": ["", "Берестова Анна Петровна (новая)"]})
    ]


def test_approve_keeps_the_telephone_unless_one_is_known(association: Association, head: Person, at: datetime) -> None:
    new: Any = RegistrationFactory(association=association, phone="8 921 000-11-22")
    known: Any = RegistrationFactory(association=association, phone="8 921 000-33-44")
    card: Any = CardFactory(person=PersonFactory(without_account=True, email=known.email), phone="+7 921 000-00-00")

    approve(new, head, at)
    approve(known, head, at, person_id=card.person_id)

    assert Card.objects.get(person__email=new.email).phone == "+7 921 000-11-22"
    assert Card.objects.get(person__email=known.email).phone == "+7 921 000-00-00"


def test_approve_without_a_school_makes_no_post(waiting: Registration, head: Person, at: datetime) -> None:
    approve(waiting, head, at)

    assert not Post.objects.exists()


def test_approve_gives_a_known_card_without_an_account(
    waiting: Registration, head: Person, neighbour: Association, at: datetime
) -> None:
    known: Any = PersonFactory(without_account=True, family_name="Берестова")
    MembershipFactory(person=known, association=waiting.association)

    approve(waiting, head, at, person_id=known.pk)

    known.refresh_from_db()
    waiting.refresh_from_db()
    assert (known.email, waiting.person, waiting.state) == (waiting.email, known, APPROVED)
    assert Person.objects.filter(family_name="Берестова").count() == 1
    assert Membership.objects.filter(person=known).count() == 1
    assert "person_address_set" in [deed[0] for deed in deeds(known)]


def test_approve_lets_a_known_person_of_no_list_in(waiting: Registration, head: Person, at: datetime) -> None:
    known: Any = PersonFactory(without_account=True, email=waiting.email)

    approve(waiting, head, at, person_id=known.pk)

    assert Membership.objects.get(person=known).association == waiting.association


def test_card_that_signs_in_is_never_claimed(
    waiting: Registration, head: Person, member: Person, association: Association, at: datetime
) -> None:
    for by in (head, System("оператор")):
        nothing_changes(
            lambda by=by: approve(waiting, by, at, person_id=member.pk), services.CardIsNotHers, "уже есть вход"
        )


def test_card_that_was_put_away_is_not_given(waiting: Registration, head: Person, at: datetime) -> None:
    known: Any = PersonFactory(without_account=True, archived_at=at)

    nothing_changes(lambda: approve(waiting, head, at, person_id=known.pk), services.CardIsNotHers, "в архиве")


def test_card_that_stands_or_leads_elsewhere_is_not_taken_over(
    waiting: Registration, head: Person, neighbour: Association, at: datetime
) -> None:
    leads: Any = PersonFactory(without_account=True, family_name="Берестова")
    GrantFactory(person=leads, role=Role.HEAD, association=neighbour)
    stands: Any = PersonFactory(without_account=True, family_name="Берестова")
    MembershipFactory(person=stands, association=neighbour)
    same_address: Any = PersonFactory(without_account=True, email=waiting.email)
    GrantFactory(person=same_address, role=Role.HEAD, association=neighbour)

    for known in (leads, stands, same_address):
        nothing_changes(lambda known=known: approve(waiting, head, at, person_id=known.pk), PermissionRefused)


def test_approve_refuses_an_address_of_somebody_else(waiting: Registration, head: Person, at: datetime) -> None:
    PersonFactory(email=waiting.email)

    nothing_changes(lambda: approve(waiting, head, at), EmailIsTaken)


def test_approve_of_what_was_decided_says_by_whom(
    waiting: Registration, head: Person, methodist: Person, at: datetime
) -> None:
    approve(waiting, methodist, at)

    nothing_changes(
        lambda: approve(waiting, head, at),
        services.RegistrationDecided,
        r"Заявку уже приняли: Рябинина В\.И\., 10\.09\.2024 в 12:00",
    )
    nothing_changes(
        lambda: services.decline_registration(waiting.pk, reason="нет", by=head, at=at), services.RegistrationDecided
    )


@pytest.mark.django_db(transaction=True)
def test_two_heads_approving_at_once_let_her_in_once(
    waiting: Registration, head: Person, methodist: Person, at: datetime
) -> None:
    found = at_once(lambda: approve(waiting, head, at).decided_by_name)

    assert sorted(found) == ["RegistrationDecided", "Ольхова В.И."]
    assert Person.objects.filter(email=waiting.email).count() == 1
    assert Membership.objects.filter(person__email=waiting.email).count() == 1
    assert OutgoingMail.objects.filter(kind="people.invitation").count() == 1


# What deciders were told


@pytest.mark.parametrize("how", ["approve", "decline", "redirect"])
def test_decision_settles_the_notices_of_all_who_were_told(
    how: str, association: Association, neighbour: Association, head: Person, methodist: Person, at: datetime
) -> None:
    made = send(association, at)
    other = send(association, at, email="another@example.org")
    for registration in (made, other):
        services.confirm_registration(token_of(letter(registration, at)), at=at)
    decide: dict[str, Callable[[], object]] = {
        "approve": lambda: approve(made, head, at),
        "decline": lambda: services.decline_registration(made.pk, reason="Другой округ.", by=head, at=at),
        "redirect": lambda: services.redirect_registration(made.pk, association_id=neighbour.pk, by=head, at=at),
    }

    decide[how]()

    told = Notice.objects.filter(person__in=[head, methodist])
    assert told.count() == 4
    assert {notice.about for notice in told.unread()} == {f"registration:{other.pk}"}


# Declining and taking it back


def test_decline_writes_her_why(waiting: Registration, head: Person, at: datetime) -> None:
    services.decline_registration(waiting.pk, reason=" Вы работаете  в другом округе. ", by=head, at=at)

    waiting.refresh_from_db()
    mail = OutgoingMail.objects.get()
    assert (waiting.state, waiting.reason, waiting.decided_by_name) == (
        DECLINED,
        "Вы работаете в другом округе.",
        "Ольхова В.И.",
    )
    assert mail.to_address == waiting.email
    assert "Здравствуйте, Анна Петровна!" in mail.text
    assert "Причина: Вы работаете в другом округе." in mail.text
    assert not Person.objects.filter(email=waiting.email).exists()
    assert deeds(waiting) == [
        ("registration_declined", str(head.pk), {"Причина": ["", "Вы работаете в другом округе."]})
    ]


def test_decline_wants_a_reason(waiting: Registration, head: Person, at: datetime) -> None:
    nothing_changes(
        lambda: services.decline_registration(waiting.pk, reason="  ", by=head, at=at), DomainError, "Напишите, почему"
    )


def test_reopen_takes_a_refusal_back(association: Association, head: Person, member: Person, at: datetime) -> None:
    declined: Any = RegistrationFactory(association=association, declined=True)
    nothing_changes(lambda: services.reopen_registration(declined.pk, by=member, at=at), PermissionRefused)

    services.reopen_registration(declined.pk, by=head, at=at)

    declined.refresh_from_db()
    assert (declined.state, declined.reason, declined.decided_at, declined.decided_by_name) == (WAITING, "", None, "")
    assert approve(declined, head, at).state == APPROVED


def test_reopen_refusals(association: Association, waiting: Registration, head: Person, at: datetime) -> None:
    declined: Any = RegistrationFactory(association=association, declined=True, email=waiting.email)

    nothing_changes(
        lambda: services.reopen_registration(declined.pk, by=head, at=at), services.RegistrationAlreadyWaits
    )
    nothing_changes(lambda: services.reopen_registration(waiting.pk, by=head, at=at), services.RegistrationDecided)


# Sending on


def test_redirect_hands_the_request_over(
    waiting: Registration, head: Person, stranger: Person, neighbour: Association, at: datetime
) -> None:
    school: Any = OrganisationFactory(
        kind=OrganisationKind.SCHOOL, territory=waiting.association.territory, short_name="МБОУ СОШ № 5"
    )
    waiting.organisation = school
    waiting.save()

    services.redirect_registration(waiting.pk, association_id=neighbour.pk, by=head, at=at)

    waiting.refresh_from_db()
    assert (waiting.association, waiting.state, waiting.organisation, waiting.school) == (
        neighbour,
        WAITING,
        None,
        "МБОУ СОШ № 5",
    )
    assert list(Registration.objects.visible_to(head)) == []
    assert list(Registration.objects.visible_to(stranger)) == [waiting]
    assert [notice.person for notice in Notice.objects.all()] == [stranger]
    assert neighbour.name in OutgoingMail.objects.get(kind=REGISTRATION).text
    assert [(entry.scope, entry.changes) for entry in AuditEntry.objects.about(waiting).order_by("scope")] == [
        (scope, {"Объединение": ["ММО Лужского округа", "ММО Берегового округа"]})
        for scope in ("/omo/bereg/", "/omo/luga/")
    ]


def test_redirect_refusals(waiting: Registration, head: Person, neighbour: Association, at: datetime) -> None:
    def to(association: Association) -> Registration:
        return services.redirect_registration(waiting.pk, association_id=association.pk, by=head, at=at)

    nothing_changes(lambda: to(waiting.association), DomainError, "уже в этом объединении")
    twin: Any = RegistrationFactory(association=neighbour, email=waiting.email)
    nothing_changes(lambda: to(neighbour), services.RegistrationAlreadyWaits)
    twin.delete()
    neighbour.archived_at = at
    neighbour.save()
    nothing_changes(lambda: to(neighbour), DomainError, "закрыто")


def test_grants_of_an_approved_newcomer_are_those_of_a_member(
    waiting: Registration, head: Person, at: datetime
) -> None:
    approve(waiting, head, at)

    person = Person.objects.get(email=waiting.email)
    assert [(grant.role, grant.association) for grant in Grant.objects.filter(person=person)] == [
        (Role.MEMBER, waiting.association)
    ]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("registration_state_is_known", {"state": "forgotten"}),
        ("registration_approved_has_person", {"state": APPROVED, "person": None}),
    ],
)
def test_database_refuses_impossible_requests(db: None, name: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name):
        RegistrationFactory(**values)
