"""Pages of campaigns: the draft, progress by place, who has not answered, letters on paper, the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.jobs.models import Job
from stellazh.live.topics import followable
from stellazh.mail.models import OutgoingMail
from stellazh.members.access.cards import CONFIRMATION
from stellazh.members.enums import AnswerState, CampaignState
from stellazh.members.models import Campaign, CampaignAnswer
from stellazh.members.reads.campaigns import PeopleFilter, Tally, people_of, progress
from stellazh.members.services.campaign_answers import open_answer
from stellazh.people.models import CardLook, Person
from tests.checks import fingerprint
from tests.factories.associations import AssociationFactory, TerritoryFactory
from tests.factories.members import CampaignAnswerFactory, CampaignFactory, CardFactory, MembershipFactory, PostFactory
from tests.members.campaign_stories import LINK, joined

ClientFor = Callable[..., Client]
QUERIES_OF_PROGRESS = 4


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def campaign(association: Association, now: datetime) -> Campaign:
    """A campaign of the municipality that runs today."""
    made: Any = CampaignFactory(association=association, closes_on=(now + timedelta(days=20)).date())
    return made


@pytest.fixture
def wide(region: Association, now: datetime) -> Campaign:
    """A campaign of the region that asks below and runs today."""
    closes_on = (now + timedelta(days=20)).date()
    made: Any = CampaignFactory(association=region, includes_below=True, closes_on=closes_on)
    return made


def address(name: str, *args: object) -> str:
    return reverse(f"members:{name}", args=args)


def page(client: Client, url: str, **query: object) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def place_with_people(region: Association, wide: Campaign, count: int) -> Association:
    territory: Any = TerritoryFactory(parent=region.territory)
    place: Any = AssociationFactory(parent=region, territory=territory)
    for n in range(count):
        person = joined(place, email=None if n == 0 else f"{place.code}-{n}@example.org")
        CardFactory(person=person, phone="+7 921 000-11-22")
        PostFactory(person=person)
        state = {"confirmed": n == 1, "gone": n == 2}
        CampaignAnswerFactory(campaign=wide, person=person, association=place, **state)
    return place


@pytest.mark.parametrize("count", [1, 3])
def test_progress_costs_the_same_for_one_and_three_municipalities(
    region: Association,
    region_head: Person,
    wide: Campaign,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        place_with_people(region, wide, 4)

    with django_assert_num_queries(QUERIES_OF_PROGRESS + 1):
        found = progress(wide, actor=region_head)

    assert found.whole == Tally(confirmed=count, gone=count, waiting=2 * count)
    assert (found.whole.asked, found.whole.answered, found.whole.percent) == (4 * count, 2 * count, 50)
    assert [row.tally for row in found.territories] == [Tally(confirmed=1, gone=1, waiting=2)] * count
    assert [row.tally for row in found.associations] == [Tally(confirmed=1, gone=1, waiting=2)] * count
    assert found.without_address_count == count


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_three(
    region: Association,
    region_head: Person,
    wide: Campaign,
    client_for: ClientFor,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    place_with_people(region, wide, 1)
    for _ in range(count):
        place_with_people(region, wide, count + 1)
    client = client_for(region_head)
    for name, queries in (("campaign_detail", 9), ("campaign_people", 15), ("campaign_papers", 11)):
        client.get(address(name, wide.pk))
        with django_assert_num_queries(queries):
            client.get(address(name, wide.pk))


def test_progress_renews_itself_in_place(
    association: Association, head: Person, campaign: Campaign, client_for: ClientFor
) -> None:
    CampaignAnswerFactory(campaign=campaign, person=joined(association))

    part = client_for(head).get(campaign.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert f'data-live-topic="campaign:{campaign.pk}"' in part
    assert "ещё не ответил" in part


def test_percent_is_whole_only_when_all_answered() -> None:
    assert [Tally(confirmed=a, waiting=w).percent for a, w in ((0, 0), (0, 3), (299, 1), (3, 0))] == [0, 0, 99, 100]


def test_head_below_reads_her_own_part(
    region: Association, association: Association, neighbour: Association, head: Person, stranger: Person,
    member: Person, wide: Campaign, client_for: ClientFor,
) -> None:  # fmt: skip
    ours = joined(association, family_name="Вербина")
    theirs = joined(neighbour, family_name="Тополева")
    for person, place in ((ours, association), (theirs, neighbour)):
        CampaignAnswerFactory(campaign=wide, person=person, association=place)

    for reader, sees, misses in ((head, "Вербина", "Тополева"), (stranger, "Тополева", "Вербина")):
        client = client_for(reader)
        assert progress(wide, actor=reader).whole == Tally(waiting=1)
        text = page(client, address("campaign_people", wide.pk))
        assert sees in text
        assert misses not in text
        assert "Напомнить" not in page(client, address("campaign_detail", wide.pk))
        assert client.get(address("campaign_remind", wide.pk)).status_code == 404
        sheet = client.get(address("campaign_people_file", wide.pk)).content
        cells = [
            cell
            for row in CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
            for cell in row
        ]
        assert any(sees in str(cell) for cell in cells)
        assert not any(misses in str(cell) for cell in cells)
    for name in ("campaign_detail", "campaign_people", "campaign_people_file", "campaign_papers"):
        assert client_for(member).get(address(name, wide.pk)).status_code == 404


def test_head_of_another_place_sees_nothing_of_a_campaign(
    association: Association, campaign: Campaign, head: Person, stranger: Person, client_for: ClientFor
) -> None:
    answer: Any = CampaignAnswerFactory(campaign=campaign, person=joined(association))
    client = client_for(stranger)
    before = fingerprint()

    for name, key in (
        ("campaign_detail", campaign.pk), ("campaign_edit", campaign.pk), ("campaign_open", campaign.pk),
        ("campaign_close", campaign.pk), ("campaign_extend", campaign.pk), ("campaign_reopen", campaign.pk),
        ("campaign_remind", campaign.pk), ("campaign_newcomers", campaign.pk), ("campaign_people", campaign.pk),
        ("campaign_people_file", campaign.pk), ("campaign_papers", campaign.pk),
        ("campaign_papers_file", campaign.pk), ("answer_record", answer.pk), ("answer_note_settle", answer.pk),
        ("paper_letter", answer.pk), ("campaign_list", "luga"), ("campaign_create", "luga"),
    ):  # fmt: skip
        for ask in (client.get, client.post):
            assert ask(address(name, key)).status_code in (404, 405)

    assert fingerprint() == before
    assert followable(stranger, (f"campaign:{campaign.pk}", "campaign:x")) == ()
    assert followable(head, (f"campaign:{campaign.pk}",)) == (f"campaign:{campaign.pk}",)


def test_telephones_are_shown_as_far_as_they_may_be_seen(
    region: Association, association: Association, region_head: Person, head: Person, wide: Campaign,
    client_for: ClientFor,
) -> None:  # fmt: skip
    person = joined(association, family_name="Вербина")
    CardFactory(person=person, phone="+7 921 000-11-22")
    hidden = joined(association, family_name="Тополева")
    CardFactory(person=hidden, phone="+7 921 999-99-99", visibility={"phone": "self"})
    for one in (person, hidden):
        CampaignAnswerFactory(campaign=wide, person=one, association=association)

    own, above = (page(client_for(by), address("campaign_people", wide.pk)) for by in (head, region_head))

    assert ("+7 921 000-11-22" in own, "+7 921 000-11-22" in above) == (True, False)
    assert "999-99-99" not in own + above
    assert list(CardLook.objects.values_list("person_id", "viewer_name")) == [(person.pk, "Ольхова В.И.")]
    for by, found in ((head, ["Вербина"]), (region_head, [])):
        rows = people_of(wide, PeopleFilter(phone="yes"), actor=by)
        assert [answer.person.family_name for answer in rows] == found
        assert people_of(wide, PeopleFilter(phone="no"), actor=by).count() == 2 - len(found)


def test_people_are_narrowed(association: Association, head: Person, campaign: Campaign) -> None:
    without = joined(association, family_name="Вербина", email=None)
    answered = joined(association, family_name="Тополева")
    noted = joined(association, family_name="Озерова")
    CampaignAnswerFactory(campaign=campaign, person=without)
    CampaignAnswerFactory(campaign=campaign, person=answered, confirmed=True)
    CampaignAnswerFactory(campaign=campaign, person=noted, confirmed=True, note="Школа № 7")

    def names(**wanted: Any) -> list[str]:
        rows = people_of(campaign, PeopleFilter(**{"state": "", **wanted}), actor=head)
        return [answer.person.family_name for answer in rows]

    assert names(state=AnswerState.WAITING) == ["Вербина"]
    assert names(state="noted") == ["Озерова"]
    assert names() == ["Вербина", "Озерова", "Тополева"]
    assert names(address="no") == ["Вербина"]
    assert names(address="yes") == ["Озерова", "Тополева"]
    assert names(query="топо") == ["Тополева"]
    assert names(territory_id=association.territory.pk, association_id=association.pk, query="верб") == ["Вербина"]


def test_campaign_from_draft_to_reminder(association: Association, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    joined(association, family_name="Вербина")
    closes_on = clock.today() + timedelta(days=20)
    form = client.get(address("campaign_create", "luga")).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"closes_on": f"{closes_on}"}

    wrong = client.post(address("campaign_create", "luga"), {**data, "letter": "Без ссылки"})
    made = client.post(address("campaign_create", "luga"), data)
    again = client.post(address("campaign_create", "luga"), data)

    campaign = Campaign.objects.get()
    assert (wrong.status_code, made["Location"]) == (422, campaign.get_absolute_url())
    assert again["Location"] == made["Location"]
    draft = page(client, campaign.get_absolute_url())
    assert "Так письмо увидит участник" in draft
    assert "{имя}" not in draft
    assert "Вера Ильинична" in draft

    assert client.post(address("campaign_open", campaign.pk)).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.state, campaign.answers.count()) == (CampaignState.OPEN, 2)
    assert "Письма уходят" in page(client, campaign.get_absolute_url())
    assert "2\xa0человека" in page(client, address("campaign_people", campaign.pk))
    assert client.post(address("campaign_open", campaign.pk)).status_code == 422
    assert client.post(address("campaign_remind", campaign.pk)).status_code == 302
    joined(association, family_name="Тополева")
    client.post(address("campaign_newcomers", campaign.pk))
    assert campaign.answers.count() == 3
    extended = client.post(address("campaign_extend", campaign.pk), {"closes_on": f"{closes_on + timedelta(days=5)}"})
    assert extended.status_code == 302
    assert client.post(address("campaign_extend", campaign.pk), {"closes_on": f"{closes_on}"}).status_code == 422
    assert client.post(address("campaign_close", campaign.pk)).status_code == 302
    assert "Возобновить" in page(client, campaign.get_absolute_url())
    assert client.post(address("campaign_remind", campaign.pk)).status_code == 422
    reopened = client.post(address("campaign_reopen", campaign.pk), {"closes_on": f"{closes_on}"})
    assert reopened.status_code == 302
    campaign.refresh_from_db()
    assert campaign.is_open


def test_edited_by_two_shows_both(
    association: Association, head: Person, campaign: Campaign, client_for: ClientFor
) -> None:
    client = client_for(head)
    form = client.get(address("campaign_edit", campaign.pk)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    Campaign.objects.update(title="Осенняя", version=7)

    clash = client.post(address("campaign_edit", campaign.pk), {**data, "title": "Зимняя"})
    saved = client.post(address("campaign_edit", campaign.pk), {**data, "title": "Зимняя", "version": 7})

    assert clash.status_code == 422
    assert "Осенняя" in clash.content.decode()
    assert saved.status_code == 302
    assert Campaign.objects.get().title == "Зимняя"


def test_chosen_people_are_reminded(
    association: Association, head: Person, campaign: Campaign, client_for: ClientFor
) -> None:
    chosen, other = (CampaignAnswerFactory(campaign=campaign, person=joined(association)) for _ in range(2))
    client = client_for(head)

    asked = page(client, address("campaign_remind", campaign.pk), answers=[chosen.pk])
    client.post(address("campaign_remind", campaign.pk), {"answers": [chosen.pk]})

    assert "Напомнить: 1 человек?" in asked
    assert Job.objects.get(name="members.send_campaign_letters").arguments["answer_ids"] == [chosen.pk]
    assert other.reminder_count == 0


def test_answer_by_telephone_and_a_note_done(
    association: Association, head: Person, campaign: Campaign, client_for: ClientFor
) -> None:
    answer: Any = CampaignAnswerFactory(campaign=campaign, person=joined(association))
    client = client_for(head)

    page(client, address("answer_record", answer.pk))
    empty = client.post(address("answer_record", answer.pk), {"state": ""})
    sent = client.post(address("answer_record", answer.pk), {"state": "confirmed", "note": "другая школа"})

    answer.refresh_from_db()
    assert (empty.status_code, sent.status_code) == (422, 302)
    assert (answer.state, answer.answered_by_name) == (AnswerState.CONFIRMED, "Ольхова В.И.")
    assert "другая школа" in page(client, address("campaign_people", campaign.pk), state="noted")
    client.post(address("answer_note_settle", answer.pk))
    answer.refresh_from_db()
    assert answer.note_settled_at is not None


def test_letter_that_did_not_arrive_is_marked(
    association: Association, head: Person, campaign: Campaign, client_for: ClientFor, now: datetime
) -> None:
    answer: Any = CampaignAnswerFactory(campaign=campaign, person=joined(association), asked_at=now)
    for n, (state, settled) in enumerate((("sent", now), ("refused", now))):
        OutgoingMail.objects.create(
            message_id=f"<{n}@example.org>", to_address="a@example.org", subject="т", kind=CONFIRMATION,
            about=f"person:{answer.person_id}", state=state, due_at=now, queued_at=now, settled_at=settled,
            queued_by_kind="system", queued_by_name="почта",
        )  # fmt: skip

    assert "адрес не принимает письма" in page(client_for(head), address("campaign_people", campaign.pk))


def test_letter_on_paper_is_shown_once(
    association: Association, head: Person, campaign: Campaign, client_for: ClientFor, now: datetime
) -> None:
    person = joined(association, email=None, family_name="Вербина")
    answer: Any = CampaignAnswerFactory(campaign=campaign, person=person)
    client = client_for(head)
    assert "Вербина" in page(client, address("campaign_papers", campaign.pk))
    assert client.get(address("paper_letter", answer.pk)).status_code == 405

    shown = [client.post(address("paper_letter", answer.pk)) for _ in range(2)]

    tokens = [LINK.findall(one.content.decode())[0] for one in shown]
    assert [open_answer(token, at=now) is not None for token in tokens] == [False, True]
    assert "data:image/svg+xml" in shown[1].content.decode()
    assert "no-store" in shown[1]["Cache-Control"]
    assert tokens[1] not in page(client, address("campaign_papers", campaign.pk))


def test_letters_for_printing_stand_two_on_a_page(
    association: Association, head: Person, campaign: Campaign, client_for: ClientFor
) -> None:
    for n in range(3):
        CampaignAnswerFactory(campaign=campaign, person=joined(association, email=None, family_name=f"Вербина {n}"))
    client = client_for(head)

    made = client.post(address("campaign_papers_file", campaign.pk))

    assert made["Content-Type"] == "application/pdf"
    assert "no-store" in made["Cache-Control"]
    assert len(re.findall(rb"/Type\s*/Page\b", made.content)) == 2
    Campaign.objects.update(letter="Ждём вас. " * 280 + "{ссылка}")
    long = client.post(address("campaign_papers_file", campaign.pk))
    assert len(re.findall(rb"/Type\s*/Page\b", long.content)) == 3
    CampaignAnswer.objects.update(state=AnswerState.CONFIRMED, answered_at=clock.now())
    assert client.post(address("campaign_papers_file", campaign.pk))["Location"] == campaign.get_absolute_url()


def test_answered_person_gets_no_letter_on_paper(
    association: Association, head: Person, campaign: Campaign, client_for: ClientFor
) -> None:
    answer: Any = CampaignAnswerFactory(campaign=campaign, person=joined(association, email=None), confirmed=True)

    made = client_for(head).post(address("paper_letter", answer.pk))

    assert made["Location"] == address("campaign_people", campaign.pk)


def test_lists_show_what_may_be_seen(
    association: Association, head: Person, member: Person, region_head: Person, campaign: Campaign, wide: Campaign,
    client_for: ClientFor,
) -> None:  # fmt: skip
    CampaignAnswerFactory(campaign=campaign, person=member)
    CampaignAnswerFactory(campaign=wide, person=member, association=association)
    Campaign.objects.filter(pk=wide.pk).update(title="Областная")
    Campaign.objects.filter(pk=campaign.pk).update(title="Лужская")

    of_head = page(client_for(head), address("campaigns"))
    of_member = page(client_for(member), address("campaigns"))

    assert ("Лужская" in of_head, "Областная" in of_head) == (True, True)
    assert "Проверьте свою карточку" in of_member
    assert campaign.get_absolute_url() not in of_member
    assert "Областная" in page(client_for(head), address("campaign_list", "luga"))
    assert client_for(member).get(address("campaign_list", "luga")).status_code == 404
    assert "Лужская" in page(client_for(region_head), address("campaign_list", "luga"))


@pytest.mark.parametrize("count", [1, 3])
def test_campaign_lists_cost_the_same_for_one_and_three(
    association: Association, head: Person, client_for: ClientFor, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _ in range(count):
        CampaignFactory(association=association, closed=True)
    client = client_for(head)
    for url, queries in ((address("campaigns"), 7), (address("campaign_list", "luga"), 6)):
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)


def test_desk_says_what_waits(
    association: Association, head: Person, member: Person, campaign: Campaign, client_for: ClientFor
) -> None:
    own: Any = CampaignAnswerFactory(campaign=campaign, person=member)
    CampaignAnswerFactory(campaign=campaign, person=joined(association), gone=True)
    CampaignAnswerFactory(campaign=campaign, person=joined(association), confirmed=True, note="Школа № 7")
    # Said so and let go already: there is nothing left to do.
    left: Any = MembershipFactory(association=association, to_on="2024-06-01")
    CampaignAnswerFactory(campaign=campaign, person=left.person, gone=True)
    desk = reverse("pages:desk")

    of_member, of_head = page(client_for(member), desk), page(client_for(head), desk)

    assert "Подтвердите свою карточку до" in of_member
    assert address("own_answer", own.pk) in of_member
    assert "ответили" not in of_member
    assert "ответили 3 из 4" in of_head
    assert "1 сообщил, что больше не работает" in of_head
    assert "1 человек просит исправить" in of_head
