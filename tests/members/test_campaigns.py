"""Campaigns from the draft to the end: whom they ask, what they refuse, what the day asks of them."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, Guest
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.jobs.models import Job
from stellazh.links.models import SecretLink
from stellazh.links.services import open_link
from stellazh.mail.models import OutgoingMail
from stellazh.members.access.cards import CONFIRMATION
from stellazh.members.enums import AnswerState, CampaignState
from stellazh.members.models import Campaign, CampaignAnswer, Membership
from stellazh.members.services import campaigns, end_membership
from stellazh.members.services.campaign_letters import (
    LOT,
    NobodyToRemind,
    add_newcomers,
    keep_time,
    letter_text,
    make_paper_letters,
    remind,
    send_lot,
    start_of_today,
)
from stellazh.members.services.campaigns import CampaignFields
from stellazh.people.models import Person
from stellazh.people.services import archive_person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import AssociationFactory, OrganisationFactory, TerritoryFactory
from tests.factories.members import CampaignAnswerFactory, CampaignFactory, CardFactory, MembershipFactory, PostFactory
from tests.members.campaign_stories import SYSTEM, joined, send_all, token_for, tokens_mailed

LETTER = "Здравствуйте, {имя}! {объединение}, до {срок}:\n{ссылка}"
TERM = date(2024, 10, 1)
DAY = timedelta(days=1)
QUERIES_OF_A_LOT = 25


def fields(**changes: Any) -> CampaignFields:
    return CampaignFields(**{"title": "Проверка  карточек", "letter": LETTER, "closes_on": TERM, **changes})


def begin(association: Association, by: Actor, at: datetime, **changes: Any) -> Campaign:
    return campaigns.create_campaign(association.pk, fields=fields(**changes), by=by, at=at)


def running(association: Association, by: Actor, at: datetime, **changes: Any) -> Campaign:
    campaign = begin(association, by, at, **changes)
    campaigns.open_campaign(campaign.pk, by=by, at=at)
    campaign.refresh_from_db()
    return campaign


def asked(campaign: Campaign) -> set[tuple[str, str, str]]:
    """Family name, association and territory of everybody asked."""
    rows = campaign.answers.values_list("person__family_name", "association__code", "territory__code")
    return set(rows)


def test_create_campaign_is_a_draft_that_asks_nobody(head: Person, association: Association, at: datetime) -> None:
    made = begin(association, head, at)

    assert (made.title, made.letter, made.closes_on) == ("Проверка карточек", LETTER, TERM)
    assert (made.state, made.school_year, made.answers.count()) == (CampaignState.DRAFT, 2024, 0)
    assert [(action, doer) for action, doer, _ in deeds(made)] == [("campaign_created", str(head.pk))]


def test_create_campaign_twice_by_one_form_makes_one(
    head: Person, region_head: Person, association: Association, region: Association, at: datetime
) -> None:
    key = uuid.uuid4()
    made = [
        campaigns.create_campaign(association.pk, fields=fields(), submission_key=key, by=head, at=at) for _ in range(2)
    ]

    assert made[0].pk == made[1].pk
    nothing_changes(
        lambda: campaigns.create_campaign(region.pk, fields=fields(), submission_key=key, by=region_head, at=at),
        FormSentTwice,
    )


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"title": " "}, DomainError),
        ({"letter": "Без ссылки, {имя}"}, campaigns.LetterIsIncomplete),
        ({"letter": "{ссылка} и ещё {ссылка}"}, campaigns.LetterIsIncomplete),
        ({"letter": "{ссылка} {должность}"}, campaigns.LetterIsIncomplete),
        ({"letter": "{ссылка}" + "а" * 3_000}, campaigns.LetterIsIncomplete),
        ({"closes_on": date(2024, 9, 10)}, campaigns.TermHasPassed),
    ],
)
def test_unfit_campaigns_are_not_begun(
    head: Person, association: Association, at: datetime, change: dict[str, Any], refusal: type[DomainError]
) -> None:
    nothing_changes(lambda: begin(association, head, at, **change), refusal)


def test_campaigns_are_run_by_those_who_run_them_here(
    head: Person,
    member: Person,
    stranger: Person,
    region_head: Person,
    association: Association,
    at: datetime,
) -> None:
    draft = begin(association, head, at)
    for by in (member, stranger, region_head, Guest()):
        nothing_changes(lambda by=by: begin(association, by, at), PermissionRefused)
        nothing_changes(lambda by=by: campaigns.open_campaign(draft.pk, by=by, at=at), PermissionRefused)
        nothing_changes(
            lambda by=by: campaigns.update_campaign(
                draft.pk, expected_version=1, fields=fields(title="Иначе"), by=by, at=at
            ),
            PermissionRefused,
        )
        nothing_changes(lambda by=by: campaigns.close_campaign(draft.pk, by=by, at=at), PermissionRefused)
        nothing_changes(lambda by=by: remind(draft.pk, by=by, at=at), PermissionRefused)
        nothing_changes(lambda by=by: add_newcomers(draft.pk, by=by, at=at), PermissionRefused)
        nothing_changes(lambda by=by: keep_time(draft.pk, by=by, at=at), PermissionRefused)
        nothing_changes(
            lambda by=by: campaigns.extend_campaign(draft.pk, closes_on=TERM + DAY, by=by, at=at), PermissionRefused
        )
        nothing_changes(
            lambda by=by: campaigns.reopen_campaign(draft.pk, closes_on=TERM, by=by, at=at), PermissionRefused
        )


def test_open_campaign_asks_each_member_once_where_she_stands(
    region: Association,
    association: Association,
    neighbour: Association,
    region_head: Person,
    head: Person,
    at: datetime,
) -> None:
    both = joined(region, family_name="Озерова")
    MembershipFactory(person=both, association=association)
    at_school = joined(region, family_name="Берестова")
    district = TerritoryFactory(code="berezki", parent=neighbour.territory)
    PostFactory(person=at_school, organisation=OrganisationFactory(territory=district))
    gone = joined(neighbour, family_name="Вербина")
    Membership.objects.filter(person=gone).update(to_on=date(2024, 6, 1))
    future = joined(neighbour, family_name="Тополева")
    Membership.objects.filter(person=future).update(from_on=date(2024, 12, 1))
    campaign = begin(region, region_head, at, includes_below=True)

    count = campaigns.open_campaign(campaign.pk, by=region_head, at=at)

    assert asked(campaign) == {
        ("Сосновская", "omo", "zarechye"),
        ("Ольхова", "luga", "luga"),
        ("Озерова", "luga", "luga"),
        ("Берестова", "omo", "bereg"),
    }
    assert count == 4
    campaign.refresh_from_db()
    assert (campaign.state, campaign.opened_at) == (CampaignState.OPEN, at)
    assert OutgoingMail.objects.count() == 0
    job = Job.objects.get()
    assert (job.name, job.arguments["campaign_id"]) == (campaigns.SEND_LETTERS, campaign.pk)


def test_open_campaign_of_one_place_asks_nobody_below(
    region: Association, region_head: Person, head: Person, at: datetime
) -> None:
    campaign = running(region, region_head, at)

    assert asked(campaign) == {("Сосновская", "omo", "zarechye")}


def test_open_campaign_is_refused_when_people_are_asked_already(
    region: Association, association: Association, region_head: Person, head: Person, at: datetime
) -> None:
    running(region, region_head, at, includes_below=True)
    below, again = begin(association, head, at), begin(region, region_head, at)

    for draft, by in ((below, head), (again, region_head)):
        nothing_changes(
            lambda draft=draft, by=by: campaigns.open_campaign(draft.pk, by=by, at=at), campaigns.CampaignAlreadyRuns
        )


def test_open_campaign_is_refused_when_open_closed_late_or_empty(
    head: Person, association: Association, at: datetime
) -> None:
    campaign = running(association, head, at)
    nothing_changes(lambda: campaigns.open_campaign(campaign.pk, by=head, at=at), campaigns.CampaignAlreadyRuns)
    campaigns.close_campaign(campaign.pk, by=head, at=at)
    nothing_changes(lambda: campaigns.open_campaign(campaign.pk, by=head, at=at), campaigns.CampaignIsOver)
    late = begin(association, head, at)
    nothing_changes(lambda: campaigns.open_campaign(late.pk, by=head, at=at + 40 * DAY), campaigns.TermHasPassed)
    Membership.objects.update(to_on=date(2024, 6, 1))
    nothing_changes(lambda: campaigns.open_campaign(late.pk, by=head, at=at), campaigns.NobodyToAsk)


@pytest.mark.django_db(transaction=True)
def test_two_heads_opening_at_once_ask_everybody_once(head: Person, association: Association, at: datetime) -> None:
    campaign = begin(association, head, at)

    found = at_once(lambda: str(campaigns.open_campaign(campaign.pk, by=head, at=at)))

    assert sorted(found) == ["1", "CampaignAlreadyRuns"]
    assert (campaign.answers.count(), Job.objects.filter(name=campaigns.SEND_LETTERS).count()) == (1, 1)


def test_update_campaign_changes_a_draft_and_a_running_one(
    head: Person, association: Association, at: datetime
) -> None:
    campaign = begin(association, head, at)
    campaigns.update_campaign(
        campaign.pk, expected_version=1, fields=fields(title="Осень", includes_below=True), by=head, at=at
    )
    campaigns.open_campaign(campaign.pk, by=head, at=at)
    campaign.refresh_from_db()
    token = token_for(campaign.answers.get(), at=at)

    changed = campaigns.update_campaign(
        campaign.pk,
        expected_version=campaign.version,
        fields=fields(title="Осень", includes_below=True, closes_on=date(2024, 11, 1)),
        by=head,
        at=at,
    )

    late = datetime(2024, 11, 1, 12, 0, tzinfo=at.tzinfo)
    assert (changed.title, changed.closes_on) == ("Осень", date(2024, 11, 1))
    assert open_link(token, CONFIRMATION, at=late) is not None
    assert open_link(token, CONFIRMATION, at=late + 5 * DAY) is None
    assert deeds(campaign)[-1][2] == {"Ответить до": ["1 октября 2024 г.", "1 ноября 2024 г."]}


def test_update_campaign_refusals_change_nothing(head: Person, association: Association, at: datetime) -> None:
    campaign = running(association, head, at)

    def change(version: int = campaign.version, **changes: Any) -> object:
        return campaigns.update_campaign(
            campaign.pk, expected_version=version, fields=fields(**changes), by=head, at=at
        )

    nothing_changes(lambda: change(campaign.version - 1, title="Иначе"), ChangedMeanwhile)
    nothing_changes(lambda: change(includes_below=True), DomainError)
    nothing_changes(lambda: change(closes_on=date(2024, 9, 1)), campaigns.TermHasPassed)
    campaigns.close_campaign(campaign.pk, by=head, at=at)
    nothing_changes(lambda: change(campaign.version + 1), campaigns.CampaignIsOver)


def test_extended_campaign_keeps_sent_links_alive(head: Person, association: Association, at: datetime) -> None:
    campaign = running(association, head, at)
    token = token_for(campaign.answers.get(), at=at)

    campaigns.extend_campaign(campaign.pk, closes_on=date(2024, 10, 20), by=head, at=at)

    assert open_link(token, CONFIRMATION, at=datetime(2024, 10, 20, 12, 0, tzinfo=at.tzinfo)) is not None
    for day in (date(2024, 10, 20), date(2024, 10, 1)):
        nothing_changes(
            lambda day=day: campaigns.extend_campaign(campaign.pk, closes_on=day, by=head, at=at),
            campaigns.TermHasPassed,
        )


def test_links_live_three_days_longer_than_the_term(head: Person, association: Association, at: datetime) -> None:
    campaign = running(association, head, at)

    ends_at = campaigns.end_of_links(campaign)

    assert ends_at.isoformat() == "2024-10-05T00:00:00+03:00"


def test_closed_campaign_kills_its_links_and_opens_again(head: Person, association: Association, at: datetime) -> None:
    campaign = running(association, head, at)
    token = token_for(campaign.answers.get(), at=at)

    campaigns.close_campaign(campaign.pk, by=head, at=at)
    campaigns.close_campaign(campaign.pk, by=head, at=at + DAY)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.closed_at) == (CampaignState.CLOSED, at)
    assert open_link(token, CONFIRMATION, at=at) is None
    nothing_changes(lambda: remind(campaign.pk, by=head, at=at), campaigns.CampaignIsOver)
    nothing_changes(
        lambda: campaigns.reopen_campaign(campaign.pk, closes_on=date(2024, 9, 10), by=head, at=at),
        campaigns.TermHasPassed,
    )

    again = campaigns.reopen_campaign(campaign.pk, closes_on=date(2024, 10, 15), by=head, at=at + DAY)

    assert (again.state, again.closed_at, again.opened_at) == (CampaignState.OPEN, None, at)
    assert open_link(token, CONFIRMATION, at=at + DAY) is None
    assert remind(campaign.pk, by=head, at=at + DAY) == 1


def test_campaign_reopens_only_when_closed_and_alone(head: Person, association: Association, at: datetime) -> None:
    first = running(association, head, at)
    nothing_changes(
        lambda: campaigns.reopen_campaign(first.pk, closes_on=TERM + DAY, by=head, at=at), campaigns.CampaignNotOpen
    )
    campaigns.close_campaign(first.pk, by=head, at=at)
    running(association, head, at)
    nothing_changes(
        lambda: campaigns.reopen_campaign(first.pk, closes_on=TERM + DAY, by=head, at=at),
        campaigns.CampaignAlreadyRuns,
    )


def test_draft_is_not_closed_extended_or_reminded(head: Person, association: Association, at: datetime) -> None:
    draft = begin(association, head, at)

    for deed in (
        lambda: campaigns.close_campaign(draft.pk, by=head, at=at),
        lambda: campaigns.extend_campaign(draft.pk, closes_on=TERM + DAY, by=head, at=at),
        lambda: remind(draft.pk, by=head, at=at),
        lambda: add_newcomers(draft.pk, by=head, at=at),
        lambda: make_paper_letters(draft.pk, by=head, at=at),
    ):
        nothing_changes(deed, campaigns.CampaignNotOpen)


def test_letters_carry_a_link_of_their_own_each(head: Person, association: Association, at: datetime) -> None:
    joined(association, email="berestova@example.org", family_name="Берестова")
    campaign = running(association, head, at)

    count = send_all(campaign.pk, by=head, at=at)

    tokens = tokens_mailed()
    assert count == 2
    assert set(tokens) == {"berestova@example.org", head.email}
    links = {link.owner_id: link for link in SecretLink.objects.all()}
    for address, token in tokens.items():
        link = open_link(token, CONFIRMATION, at=at)
        person = Person.objects.get(email=address)
        assert link == links[str(person.pk)]
        assert link.object_id == str(campaign.answers.get(person=person).pk)
    letter = OutgoingMail.objects.get(to_address="berestova@example.org")
    assert letter.subject == "Проверка карточек: до 1 октября 2024 года"
    assert letter.text.startswith("Здравствуйте, Вера Ильинична! ММО Лужского округа, до 1 октября 2024 года:\nhttp")
    assert set(campaign.answers.values_list("asked_at", "reminded_at")) == {(at, None)}


def test_begun_anew_a_round_writes_to_nobody_twice(head: Person, association: Association, at: datetime) -> None:
    campaign = running(association, head, at)

    counts = [send_all(campaign.pk, by=head, at=at) for _ in range(2)]

    assert counts == [1, 0]


def test_letter_goes_to_the_address_in_the_card_when_there_is_no_other(
    head: Person, association: Association, at: datetime
) -> None:
    with_card = joined(association, email=None, family_name="Тополева")
    CardFactory(person=with_card, contact_email="topoleva@example.org")
    joined(association, email=None, family_name="Вербина")
    campaign = running(association, head, at)

    send_all(campaign.pk, by=head, at=at)

    assert set(tokens_mailed()) == {"topoleva@example.org", head.email}
    unreached = campaign.answers.without_address().values_list("person__family_name", "asked_at")
    assert list(unreached) == [("Вербина", None)]


def test_address_that_no_letter_fits_is_passed_over(head: Person, association: Association, at: datetime) -> None:
    wrong = joined(association, email=None)
    CardFactory(person=wrong, contact_email="тут нет адреса")
    campaign = running(association, head, at)

    count = send_all(campaign.pk, by=head, at=at)

    assert (count, set(tokens_mailed())) == (1, {head.email})


@pytest.mark.parametrize("size", [1, LOT])
def test_lot_costs_the_same_statements_for_one_and_for_forty(
    head: Person,
    association: Association,
    at: datetime,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    campaign = running(association, head, at)
    send_all(campaign.pk, by=head, at=at)
    for _ in range(size):
        CampaignAnswerFactory(campaign=campaign)

    with django_assert_num_queries(QUERIES_OF_A_LOT):
        report = send_lot(campaign.pk, after_id=0, answer_ids=None, silent_since=None, by=head, at=at)

    assert report.sent_count == size


def test_reminder_revokes_the_link_before_and_comes_once_a_day(
    head: Person, association: Association, at: datetime
) -> None:
    campaign = running(association, head, at)
    send_all(campaign.pk, by=head, at=at)
    first = tokens_mailed()[str(head.email)]
    nothing_changes(lambda: remind(campaign.pk, by=head, at=at), NobodyToRemind)

    later = at + DAY
    assert remind(campaign.pk, by=head, at=later) == 1
    since = start_of_today(campaign, at=later)
    counts = [send_all(campaign.pk, by=head, at=later, silent_since=since) for _ in range(2)]

    second = tokens_mailed()[str(head.email)]
    answer = campaign.answers.get()
    assert counts == [1, 0]
    assert open_link(first, CONFIRMATION, at=later) is None
    assert open_link(second, CONFIRMATION, at=later) is not None
    assert (answer.asked_at, answer.reminded_at, answer.reminder_count) == (at, later, 1)
    letter = OutgoingMail.objects.order_by("pk").last()
    assert letter is not None
    assert letter.text.startswith("Напоминаем: мы ещё ждём вашего ответа.")
    nothing_changes(lambda: remind(campaign.pk, by=head, at=later), NobodyToRemind)


def test_chosen_people_alone_are_reminded(head: Person, association: Association, at: datetime) -> None:
    campaign: Any = CampaignFactory(association=association)
    waiting = [CampaignAnswerFactory(campaign=campaign, written=True) for _ in range(3)]
    answered: Any = CampaignAnswerFactory(campaign=campaign, written=True, confirmed=True)
    for one in (*waiting, answered):
        MembershipFactory(person=one.person, association=association)
    chosen = [waiting[0].pk, answered.pk]

    count = remind(campaign.pk, answer_ids=chosen, by=head, at=at)

    assert count == 1
    job = Job.objects.get(name=campaigns.SEND_LETTERS)
    assert job.arguments["answer_ids"] == sorted(chosen)


def test_newcomers_are_asked_and_leavers_no_longer(head: Person, association: Association, at: datetime) -> None:
    leaver = joined(association, family_name="Вербина")
    campaign = running(association, head, at)
    send_all(campaign.pk, by=head, at=at)
    token = tokens_mailed()[str(leaver.email)]
    joined(association, family_name="Тополева")
    membership = Membership.objects.get(person=leaver)

    assert add_newcomers(campaign.pk, by=head, at=at) == 1
    assert add_newcomers(campaign.pk, by=head, at=at) == 0
    end_membership(membership.pk, last_day=date(2024, 9, 10), by=head, at=at)

    left = campaign.answers.get(person=leaver)
    assert (left.state, left.answered_at, left.note) == (AnswerState.GONE, at, "Участие в объединении окончено.")
    assert open_link(token, CONFIRMATION, at=at) is None
    assert {name for name, _, _ in asked(campaign)} == {"Ольхова", "Вербина", "Тополева"}


def test_somebody_who_left_one_place_is_asked_in_the_other(
    region: Association, association: Association, region_head: Person, head: Person, at: datetime
) -> None:
    person = joined(region, family_name="Озерова")
    MembershipFactory(person=person, association=association)
    campaign = running(region, region_head, at, includes_below=True)
    membership = Membership.objects.get(person=person, association=association)

    end_membership(membership.pk, last_day=date(2024, 9, 10), by=head, at=at)

    answer = campaign.answers.get(person=person)
    assert (answer.association, answer.territory, answer.state) == (region, region.territory, AnswerState.WAITING)


def test_archived_people_are_not_written_to(head: Person, association: Association, at: datetime) -> None:
    joined(association, family_name="Тополева")
    campaign = running(association, head, at)
    put_away = joined(association, family_name="Вербина")
    add_newcomers(campaign.pk, by=head, at=at)
    archive_person(put_away.pk, by=SYSTEM, at=at)

    send_all(campaign.pk, by=head, at=at)

    assert put_away.email not in tokens_mailed()


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2024, 9, 23), ""),
        (date(2024, 9, 24), "reminded"),
        (date(2024, 9, 26), "reminded"),
        (date(2024, 9, 29), "reminded"),
        (date(2024, 10, 1), "reminded"),
        (date(2024, 10, 2), "closed"),
    ],
)
def test_each_day_asks_its_own_of_a_campaign(
    head: Person, association: Association, at: datetime, day: date, outcome: str
) -> None:
    campaign = running(association, head, at)
    send_all(campaign.pk, by=head, at=at)

    found = keep_time(campaign.pk, by=SYSTEM, at=datetime(day.year, day.month, day.day, 6, 10, tzinfo=at.tzinfo))

    assert found == outcome
    campaign.refresh_from_db()
    assert campaign.state == ("closed" if outcome == "closed" else "open")


def test_each_of_the_two_reminders_comes_once(head: Person, association: Association, at: datetime) -> None:
    campaign = running(association, head, at)
    send_all(campaign.pk, by=head, at=at)
    reminders = []

    for offset in range(13, 22):
        moment = at + offset * DAY
        before = Job.objects.filter(name=campaigns.SEND_LETTERS).count()
        if keep_time(campaign.pk, by=SYSTEM, at=moment) == "reminded":
            job = Job.objects.filter(name=campaigns.SEND_LETTERS).order_by("-pk")[0]
            since = datetime.fromisoformat(job.arguments["silent_since"])
            send_all(campaign.pk, by=SYSTEM, at=moment, silent_since=since)
            Job.objects.filter(pk=job.pk).update(state="done", finished_at=moment)
            reminders.append(moment.date().isoformat())
        assert Job.objects.filter(name=campaigns.SEND_LETTERS).count() - before in (0, 1)

    assert reminders == ["2024-09-24", "2024-09-29"]
    assert campaign.answers.get().reminder_count == 2


def test_daily_round_asks_newcomers_too(head: Person, association: Association, at: datetime) -> None:
    campaign = running(association, head, at)
    send_all(campaign.pk, by=head, at=at)
    Job.objects.update(state="done", finished_at=at)
    joined(association, family_name="Тополева")

    outcome = keep_time(campaign.pk, by=SYSTEM, at=at + DAY)

    job = Job.objects.get(state="queued", name=campaigns.SEND_LETTERS)
    assert (outcome, job.arguments["silent_since"]) == ("reminded", None)


def test_closed_campaign_sends_nothing_more(head: Person, association: Association, at: datetime) -> None:
    campaign = running(association, head, at)
    campaigns.close_campaign(campaign.pk, by=head, at=at)

    assert send_all(campaign.pk, by=head, at=at) == 0


def test_paper_letters_are_for_those_without_an_address(head: Person, association: Association, at: datetime) -> None:
    person = joined(association, email=None, family_name="Вербина")
    campaign = running(association, head, at)

    first = make_paper_letters(campaign.pk, by=head, at=at)
    second = make_paper_letters(campaign.pk, by=head, at=at)

    assert [one.answer.person for one in first] == [person]
    tokens = [one.link.rstrip("/").rpartition("/")[2] for one in (*first, *second)]
    assert open_link(tokens[0], CONFIRMATION, at=at) is None
    assert open_link(tokens[1], CONFIRMATION, at=at) is not None
    assert second[0].link in second[0].text
    assert campaign.answers.get(person=person).asked_at == at


def test_paper_letters_are_printed_by_those_who_may_answer_for_them(
    region: Association,
    association: Association,
    neighbour: Association,
    region_head: Person,
    head: Person,
    stranger: Person,
    member: Person,
    at: datetime,
) -> None:
    ours = joined(association, email=None, family_name="Вербина")
    joined(neighbour, email=None, family_name="Тополева")
    campaign = running(region, region_head, at, includes_below=True)
    answer = campaign.answers.get(person=ours)

    names = {
        by.family_name: [one.answer.person.family_name for one in make_paper_letters(campaign.pk, by=by, at=at)]
        for by in (region_head, head, stranger, member)
    }

    assert names == {
        "Сосновская": ["Тополева", "Вербина"],
        "Ольхова": ["Вербина"],
        "Кленова": ["Тополева"],
        "Липина": [],
    }
    for by in (stranger, member, Guest()):
        nothing_changes(
            lambda by=by: make_paper_letters(campaign.pk, answer_ids=[answer.pk], by=by, at=at), PermissionRefused
        )


def test_nothing_in_a_name_is_taken_for_a_placeholder(association: Association) -> None:
    campaign: Any = CampaignFactory.build(association=association, letter="{имя}: {ссылка}")
    person = Person(family_name="{ссылка}", given_name="")

    assert letter_text(campaign, person, "https://one/") == "{ссылка}: https://one/"


def test_database_keeps_one_open_campaign_of_an_association(association: Association) -> None:
    CampaignFactory(association=association)

    with pytest.raises(IntegrityError, match=r"campaign_one_open|association_id"), transaction.atomic():
        CampaignFactory(association=association)


def test_database_asks_once_and_knows_when_it_was_answered(association: Association) -> None:
    answer: Any = CampaignAnswerFactory()

    with pytest.raises(IntegrityError, match=r"campaign_asks_once|person_id"), transaction.atomic():
        CampaignAnswerFactory(campaign=answer.campaign, person=answer.person)
    with pytest.raises(IntegrityError, match="campaign_answered_exactly_when_told"), transaction.atomic():
        CampaignAnswer.objects.update(state=AnswerState.CONFIRMED)
    with pytest.raises(IntegrityError, match="campaign_reminded_after_asked"), transaction.atomic():
        CampaignAnswer.objects.update(
            asked_at=datetime(2024, 9, 2).astimezone(), reminded_at=datetime(2024, 9, 1).astimezone()
        )
    with pytest.raises(IntegrityError, match="campaign_state_is_known"), transaction.atomic():
        Campaign.objects.update(state="lost")


def test_campaign_of_three_municipalities_adds_three_lines(
    region: Association, region_head: Person, at: datetime
) -> None:
    for n in range(3):
        territory = TerritoryFactory(code=f"okrug-{n}", parent=region.territory)
        joined(AssociationFactory(parent=region, territory=territory))
    campaign = running(region, region_head, at, includes_below=True)

    codes = campaign.answers.values_list("territory__code", flat=True)
    assert sorted(codes) == ["okrug-0", "okrug-1", "okrug-2", "zarechye"]
