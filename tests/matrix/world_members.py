"""What the matrix names of people and of members: cards, merges, newcomers, campaigns, lists, one's own data."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount
from django.core import signing

from stellazh.associations.models import Association, Organisation
from stellazh.common import clock
from stellazh.files.models import StoredFile
from stellazh.files.services import store_file
from stellazh.jobs.models import Job
from stellazh.members.models import (
    Award,
    Campaign,
    CampaignAnswer,
    Card,
    Post,
    PupilResult,
    Registration,
    Responsible,
    RosterImport,
    SavedView,
    Training,
)
from stellazh.members.retention import FORGETTING, FORGOTTEN, FORGOTTEN_NAME
from stellazh.members.services.directory_files import DIRECTORY_FILE
from stellazh.members.services.invitations import INVITE
from stellazh.notices.models import Notice
from stellazh.people.enums import DataRequestKind, DataRequestState, SignInWay
from stellazh.people.files import OWN_DATA
from stellazh.people.models import ConsentText, DataRequest, Merge, Person, PersonSession, TrustedBrowser
from stellazh.people.services import merging
from stellazh.people.services.passkeys import PASSKEY
from stellazh.people.services.second_step import new_secret, turn_codes_on
from stellazh.people.views.second_step import SECRET_SALT
from tests.factories.associations import OrganisationFactory
from tests.factories.members import (
    AwardFactory,
    CampaignAnswerFactory,
    CampaignFactory,
    CardFactory,
    MembershipFactory,
    PostFactory,
    PupilResultFactory,
    RegistrationFactory,
    TrainingFactory,
    text_in_force,
)
from tests.factories.notices import BouncedAddressFactory, NoticeFactory
from tests.factories.people import ConsentFactory, ConsentTextFactory, PersonFactory
from tests.members.rosters.making import HEAD, LIPINA, OLKHOVA, applied, brought

EMPTY_ARCHIVE = b"PK\x05\x06" + bytes(18)


class Members:
    """The part of the world that is about people and members."""

    if TYPE_CHECKING:
        region: Association
        association: Association
        neighbour: Association
        people: dict[str, Person]

        @cached_property
        def newcomer(self) -> Person: ...

        @cached_property
        def organisation(self) -> Organisation: ...

    # Notices

    @cached_property
    def notice(self) -> Notice:
        """An unread notice of the head's."""
        notice: Any = NoticeFactory(person=self.people["head"])
        return notice

    @cached_property
    def bounced(self) -> object:
        """The head's own address, which a server refused."""
        return BouncedAddressFactory(address=self.people["head"].email)

    # Ways in

    @cached_property
    def other_session(self) -> PersonSession:
        """The head's session in another browser."""
        return PersonSession.objects.create(
            person=self.people["head"],
            session_key="k" * 32,
            way=SignInWay.PASSWORD,
            device="Chrome, Windows",
            began_at=clock.now(),
            last_seen_at=clock.now(),
        )

    @cached_property
    def browser(self) -> TrustedBrowser:
        """A browser that asks the head for no code."""
        return TrustedBrowser.objects.create(
            person=self.people["head"],
            digest="d" * 64,
            device="Chrome, Windows",
            trusted_at=clock.now(),
            expires_at=clock.now() + timedelta(days=30),
        )

    @cached_property
    def spare_codes(self) -> list[str]:
        """The head asks for codes at signing in; these are the spare ones."""
        head, secret = self.people["head"], new_secret()
        return turn_codes_on(head.pk, secret=secret, code=code_now(secret), by=head, at=clock.now())

    def sealed_secret(self, column: str) -> dict[str, str]:
        """The form that turns codes on for whoever stands in that column."""
        person, secret = self.people.get(column), new_secret()
        seal = {"person": person.pk if person else 0, "secret": secret}
        return {"sealed": signing.dumps(seal, salt=SECRET_SALT), "code": code_now(secret)}

    @cached_property
    def passkey(self) -> Authenticator:
        """A key of the head's."""
        return Authenticator.objects.create(
            user=self.people["head"], type=PASSKEY, data={"name": "Телефон", "credential": {}}
        )

    @cached_property
    def account_elsewhere(self) -> SocialAccount:
        """The head's account at another site."""
        return SocialAccount.objects.create(user=self.people["head"], provider="gateway", uid="77")

    # One's own data

    @cached_property
    def processing(self) -> ConsentText:
        return text_in_force()

    @cached_property
    def distribution(self) -> ConsentText:
        text: Any = ConsentTextFactory(is_distribution=True)
        return text

    @cached_property
    def consent(self) -> object:
        """The head agreed that her data are kept."""
        return ConsentFactory(person=self.people["head"], text=self.processing)

    @cached_property
    def published_name(self) -> object:
        """The head agreed that everybody sees her name."""
        return ConsentFactory(person=self.people["head"], text=self.distribution, subject="name", publishes="name")

    @cached_property
    def archive(self) -> DataRequest:
        """The head's own data, packed."""
        head = self.people["head"]
        stored = store_file(EMPTY_ARCHIVE, name="Мои данные.zip", purpose=OWN_DATA, by=head, at=clock.now())
        return DataRequest.objects.create(
            person=head,
            kind=DataRequestKind.ARCHIVE,
            state=DataRequestState.DONE,
            asked_at=clock.now(),
            done_at=clock.now(),
            file=stored,
            expires_at=clock.now() + timedelta(days=7),
        )

    # Cards

    @cached_property
    def card(self) -> Card:
        """The filled card of the newcomer, who stands in our list and signs in nowhere."""
        card: Any = CardFactory(person=self.newcomer, filled=True)
        return card

    @cached_property
    def own_card(self) -> Card:
        """The member's own card."""
        card: Any = CardFactory(person=self.people["member"], filled=True)
        return card

    @cached_property
    def hidden_card(self) -> Card:
        """A card of our list whose owner keeps her awards to herself."""
        person: Any = PersonFactory(without_account=True, family_name="Тополева")
        MembershipFactory(person=person, association=self.association)
        card: Any = CardFactory(person=person, visibility={"awards": "self"})
        return card

    @cached_property
    def published_card(self) -> Card:
        """A card of our list whose owner lets everybody see her name."""
        person: Any = PersonFactory(without_account=True, family_name="Калинина")
        MembershipFactory(person=person, association=self.association)
        ConsentFactory(person=person, text=self.distribution, subject="name", publishes="name")
        card: Any = CardFactory(person=person)
        return card

    @cached_property
    def archived_person(self) -> Person:
        person: Any = PersonFactory(without_account=True, archived_at=clock.now())
        return person

    @cached_property
    def post(self) -> Post:
        """Where the newcomer works."""
        post: Any = PostFactory(person=self.newcomer, organisation=self.organisation)
        return post

    @cached_property
    def members_post(self) -> Post:
        """The member works at our school."""
        post: Any = PostFactory(person=self.people["member"], organisation=self.organisation)
        return post

    @cached_property
    def training(self) -> Training:
        row: Any = TrainingFactory(card=self.card)
        return row

    @cached_property
    def award(self) -> Award:
        row: Any = AwardFactory(card=self.card)
        return row

    @cached_property
    def hidden_award(self) -> Award:
        row: Any = AwardFactory(card=self.hidden_card)
        return row

    @cached_property
    def result(self) -> PupilResult:
        """A pupil without a parent's consent, in the newcomer's card."""
        row: Any = PupilResultFactory(card=self.card)
        return row

    @cached_property
    def named_result(self) -> PupilResult:
        row: Any = PupilResultFactory(card=self.card, named=True)
        return row

    @cached_property
    def own_result(self) -> PupilResult:
        """A pupil without a parent's consent, in the member's own card."""
        row: Any = PupilResultFactory(card=self.own_card)
        return row

    @cached_property
    def neighbours_school(self) -> Organisation:
        school: Any = OrganisationFactory(territory=self.neighbour.territory)
        return school

    # Two cards of one person

    def _twin(self, association: Association) -> Person:
        person: Any = PersonFactory(without_account=True, family_name="Берестова")
        MembershipFactory(person=person, association=association)
        return person

    @cached_property
    def twin(self) -> Person:
        """A second card like the newcomer's, in our list too."""
        return self._twin(self.association)

    @cached_property
    def neighbours_twin(self) -> Person:
        """A second card like the newcomer's, in the neighbour's list."""
        return self._twin(self.neighbour)

    @cached_property
    def proposed_merge(self) -> Merge:
        """Proposed by the head, of the editor and the member, who both sign in; the editor's card would remain."""
        return self._merge(self.people["editor"], self.people["member"])

    @cached_property
    def done_merge(self) -> Merge:
        """Of two cards of our list."""
        return self._merge(self._twin(self.association), self._twin(self.association))

    def _merge(self, survivor: Person, absorbed: Person) -> Merge:
        return merging.merge_people(survivor.pk, absorbed.pk, by=self.people["head"], at=clock.now())

    # Newcomers, invitations, those who answer, saved views

    def _registration(self, **traits: Any) -> Registration:
        registration: Any = RegistrationFactory(
            association=self.association, consent_text=self.processing, family_name="Вербина", **traits
        )
        return registration

    @cached_property
    def registration(self) -> Registration:
        return self._registration()

    @cached_property
    def unconfirmed(self) -> Registration:
        """Nobody has opened the letter to that address."""
        return self._registration(unconfirmed=True)

    @cached_property
    def declined(self) -> Registration:
        return self._registration(declined=True)

    @cached_property
    def inviting(self) -> Job:
        """The head had our whole list invited."""
        return Job.objects.create(
            name=INVITE,
            label="Приглашения",
            arguments={"association_id": self.association.pk},
            actor_kind="person",
            actor_id=str(self.people["head"].pk),
            created_at=clock.now(),
            due_at=clock.now() + timedelta(days=1),
        )

    @cached_property
    def responsible(self) -> Responsible:
        """The newcomer answers for our municipality."""
        return Responsible.objects.create(
            territory=self.association.territory, person=self.newcomer, from_on=clock.today()
        )

    @cached_property
    def view(self) -> SavedView:
        """A view that the head keeps."""
        return SavedView.objects.create(
            person=self.people["head"], name="Первая категория", query="category=first", saved_at=clock.now()
        )

    @cached_property
    def directory_file(self) -> StoredFile:
        """People whom the head took out."""
        body = b"PK\x05\x06" + bytes(18)
        return store_file(body, name="Справочник.xlsx", purpose=DIRECTORY_FILE, by=self.people["head"], at=clock.now())

    # The yearly re-confirmation

    def _campaign(self, association: Association, **traits: Any) -> Campaign:
        ends_on = clock.today() + timedelta(days=20)
        campaign: Any = CampaignFactory(association=association, closes_on=ends_on, **traits)
        return campaign

    @cached_property
    def campaign(self) -> Campaign:
        """A running one of ours."""
        return self._campaign(self.association)

    @cached_property
    def draft_campaign(self) -> Campaign:
        return self._campaign(self.association, draft=True)

    @cached_property
    def closed_campaign(self) -> Campaign:
        return self._campaign(self.association, closed=True)

    @cached_property
    def answer(self) -> CampaignAnswer:
        """The member is waited for."""
        answer: Any = CampaignAnswerFactory(campaign=self.campaign, person=self.people["member"])
        return answer

    @cached_property
    def given_answer(self) -> CampaignAnswer:
        """The editor has confirmed, with a note that asks for something."""
        answer: Any = CampaignAnswerFactory(
            campaign=self.campaign, person=self.people["editor"], confirmed=True, note="Исправьте телефон."
        )
        return answer

    @cached_property
    def addressless_answer(self) -> CampaignAnswer:
        """Somebody without an address is waited for."""
        person: Any = PersonFactory(without_account=True, family_name="Лесникова")
        MembershipFactory(person=person, association=self.association)
        answer: Any = CampaignAnswerFactory(campaign=self.campaign, person=person)
        return answer

    @cached_property
    def regions_campaign(self) -> Campaign:
        """A running one of the region, which asks our secretary too."""
        campaign = self._campaign(self.region, includes_below=True)
        CampaignAnswerFactory(campaign=campaign, person=self.people["secretary"], association=self.association)
        return campaign

    @cached_property
    def regions_answer(self) -> CampaignAnswer:
        return self.regions_campaign.answers.get()

    @cached_property
    def regions_own_campaign(self) -> Campaign:
        """One of the region that asks nobody of ours."""
        campaign = self._campaign(self.region, closed=True)
        CampaignAnswerFactory(campaign=campaign, person=self.people["member_above"])
        return campaign

    # Lists brought

    @cached_property
    def roster(self) -> RosterImport:
        """People that the head has brought; they wait to be checked."""
        return brought(self.association, self.people["head"], clock.now(), HEAD, OLKHOVA, LIPINA)

    @cached_property
    def schools_roster(self) -> RosterImport:
        """Schools that the head has brought."""
        rows = (("Школа", "Адрес"), ("МБОУ СОШ № 5", "Заречная, 1"))
        return brought(self.association, self.people["head"], clock.now(), *rows, kind="schools")

    @cached_property
    def neighbours_roster(self) -> RosterImport:
        """People that the neighbour's head has brought to hers."""
        return brought(self.neighbour, self.people["head_of_neighbour"], clock.now(), HEAD, OLKHOVA)

    @cached_property
    def forgotten_file(self) -> StoredFile:
        """What stands in the place of a list that was kept long enough."""
        return store_file("удалён".encode(), name=FORGOTTEN_NAME, purpose=FORGOTTEN, by=FORGETTING, at=clock.now())

    @cached_property
    def applied_roster(self) -> RosterImport:
        head = self.people["head"]
        return applied(brought(self.association, head, clock.now(), HEAD, LIPINA), head, clock.now())


def code_now(secret: str) -> str:
    """What a telephone with that secret shows."""
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))
