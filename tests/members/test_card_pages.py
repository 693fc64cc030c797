"""The pages of a card in the browser: reading, correcting, confirming, rows, posts, putting away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.members.models import Award, Card, Post, PupilResult, Training
from stellazh.members.reads.cards import Completeness, card_page
from stellazh.members.reads.desk_facts import own_card
from stellazh.people.models import Person
from tests.checks import deeds, fingerprint
from tests.factories.associations import GrantFactory, OrganisationFactory
from tests.factories.members import (
    AwardFactory,
    CardFactory,
    MembershipFactory,
    PostFactory,
    PupilResultFactory,
    TrainingFactory,
)
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]


def url(name: str, person: Person, *rest: object) -> str:
    return reverse(f"members:{name}", args=[person.pk, *rest])


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_my_card_leads_to_the_own_card(member: Person, client_for: ClientFor) -> None:
    client = client_for(member)

    answer = client.get(reverse("members:my_card"))

    assert answer["Location"] == url("card_detail", member)
    assert "Моя карточка" in page(client, answer["Location"])


@pytest.mark.parametrize("count", [1, 3])
def test_card_costs_the_same_for_one_and_three(
    member: Person, head: Person, client_for: ClientFor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    card = CardFactory(person=member)
    for _ in range(count):
        TrainingFactory(card=card)
        AwardFactory(card=card)
        PupilResultFactory(card=card)
        PostFactory(person=member)
        MembershipFactory(person=member)
    client = client_for(head)
    client.get(url("card_detail", member))

    # Session, grants, notices; person, card, consents, nearness, the right to edit; posts, three kinds of rows,
    # memberships, roles; the log of looks; whether the card may be put away.
    with django_assert_num_queries(17):
        text = page(client, url("card_detail", member))

    assert text.count("педагог-библиотекарь") >= count


def test_own_card_says_how_much_is_filled(member: Person, client_for: ClientFor) -> None:
    CardFactory(person=member, category="first", phone="+7 921 000-11-22")

    text = page(client_for(member), url("card_detail", member))

    assert "2 из 9" in text
    assert "Не заполнено: Должность и школа, Стаж" in text


def test_head_sees_the_completeness_and_fellows_do_not(
    member: Person, head: Person, association: Association, client_for: ClientFor
) -> None:
    CardFactory(person=member, visibility={"phone": "self"})
    fellow: Any = PersonFactory()
    MembershipFactory(person=fellow, association=association)
    GrantFactory(person=fellow, role=Role.MEMBER, association=association)

    by_head = page(client_for(head), url("card_detail", member))
    by_fellow = page(client_for(fellow), url("card_detail", member))

    assert "0 из 8" in by_head
    assert "Не заполнено" not in by_fellow
    assert member.full_name in by_fellow


def test_card_shows_where_the_person_belongs(member: Person, association: Association, client_for: ClientFor) -> None:
    text = page(client_for(member), url("card_detail", member))

    assert f'href="{association.get_absolute_url()}"' in text
    assert "Участник" in text


def sent(answer: Any) -> dict[str, Any]:
    form = answer.context["form"]
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: str(value) for name, value in values.items() if value not in (None, "", False)}


def test_form_saves_what_was_typed_and_keeps_the_rest(member: Person, client_for: ClientFor) -> None:
    CardFactory(person=member, filled=True)
    client = client_for(member)
    values = sent(client.get(url("card_edit", member)))

    answer = client.post(url("card_edit", member), {**values, "phone": "8 900 111-22-33", "category": "highest"})

    card = Card.objects.get(person=member)
    assert answer["Location"] == url("card_detail", member)
    assert (card.phone, card.category, card.version) == ("+7 900 111-22-33", "highest", 2)
    assert (card.speciality, card.birth_on) == ("библиотековедение", date(1972, 3, 8))


def test_form_says_what_is_wrong_beside_the_field(member: Person, client_for: ClientFor) -> None:
    answer = client_for(member).post(
        url("card_edit", member), {"version": "0", "experience_total": "5", "experience_library": "6"}
    )

    assert answer.status_code == 422
    assert "не больше общего" in str(answer.context["form"].errors["experience_total"])
    assert not Card.objects.exists()


def test_form_answers_in_words_where_the_database_would_not(member: Person, client_for: ClientFor) -> None:
    answer = client_for(member).post(url("card_edit", member), {"version": "0", "experience_library": "99"})

    assert answer.context["form"].errors == {"experience_total": ["Стаж пишется в целых годах, от 0 до 80."]}


def test_form_of_a_changed_card_shows_both_texts(member: Person, client_for: ClientFor) -> None:
    CardFactory(person=member, filled=True, version=4)

    answer = client_for(member).post(url("card_edit", member), {"version": "3", "other_work": "лаборант"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "учитель технологии" in text
    assert "лаборант" in text
    assert 'name="version" value="4"' in text


def test_head_gets_no_field_that_the_person_hides(member: Person, head: Person, client_for: ClientFor) -> None:
    CardFactory(person=member, filled=True, visibility={"phone": "self", "category": "self"})
    client = client_for(head)

    answer = client.get(url("card_edit", member))
    client.post(url("card_edit", member), {**sent(answer), "phone": "112", "other_work": "лаборант"})

    assert "000-11-22" not in answer.content.decode()
    assert 'name="phone"' not in answer.content.decode()
    card = Card.objects.get(person=member)
    assert (card.phone, card.other_work) == ("+7 921 000-11-22", "лаборант")


def test_confirming_by_the_person_and_by_the_head(member: Person, head: Person, client_for: ClientFor) -> None:
    ways = []
    for person in (member, head):
        client = client_for(person)
        assert "Подтвердить" in page(client, url("card_confirm", member))
        client.post(url("card_confirm", member))
        ways.append(Card.objects.get(person=member).confirmed_how)

    assert ways == ["self", "by_head"]


ROWS: dict[str, tuple[Any, dict[str, str]]] = {
    "trainings": (Training, {"kind": "course", "title": "Книга и чтение", "hours": "72", "ended_on": "2023-11-17"}),
    "awards": (Award, {"title": "Почётная грамота", "year": "2022"}),
    "results": (
        PupilResult,
        {"family_name": "Вербина", "given_name": "Маша", "school_class": "5", "contest": "Чтецы", "place": "1 место"},
    ),
}


@pytest.mark.parametrize("kind", list(ROWS))
def test_row_is_added_changed_and_removed(member: Person, client_for: ClientFor, kind: str) -> None:
    model, values = ROWS[kind]
    client = client_for(member)

    page(client, url("card_row_create", member, kind))
    added = client.post(url("card_row_create", member, kind), values)
    row = model.objects.get()
    form = sent(client.get(url("card_row_edit", member, kind, row.pk)))
    changed_name = "contest" if kind == "results" else "title"
    client.post(url("card_row_edit", member, kind, row.pk), {**form, changed_name: "Новое"})
    row.refresh_from_db()
    stale = client.post(url("card_row_edit", member, kind, row.pk), form)
    page(client, url("card_row_remove", member, kind, row.pk))
    client.post(url("card_row_remove", member, kind, row.pk))

    assert added["Location"] == url("card_detail", member)
    assert (getattr(row, changed_name), row.version) == ("Новое", 2)
    assert stale.status_code == 422
    assert not model.objects.exists()


def test_row_refused_keeps_what_was_typed(member: Person, client_for: ClientFor) -> None:
    answer = client_for(member).post(
        url("card_row_create", member, "trainings"), {"kind": "retraining", "title": "Книга", "hours": "72"}
    )

    assert answer.status_code == 422
    assert "250" in str(answer.context["form"].errors["hours"])
    assert "Книга" in answer.content.decode()


def test_rows_of_another_card_are_not_found(member: Person, head: Person, client_for: ClientFor) -> None:
    mine, others = CardFactory(person=member), CardFactory(person=head)
    row: Any = AwardFactory(card=others)
    assert mine.pk
    client = client_for(member)

    for name in ("card_row_edit", "card_row_remove"):
        assert client.get(url(name, member, "awards", row.pk)).status_code == 404
        assert client.post(url(name, member, "awards", row.pk)).status_code == 404
    assert client.get(url("card_row_create", member, "books")).status_code == 404
    assert Award.objects.count() == 1


def test_head_sees_no_pupils_family_name(member: Person, head: Person, client_for: ClientFor) -> None:
    row: Any = PupilResultFactory(card=CardFactory(person=member))
    client = client_for(head)

    texts = [
        page(client, url("card_detail", member)),
        page(client, url("guardian_consent", member, row.pk)),
        page(client, url("card_row_remove", member, "results", row.pk)),
    ]

    assert not [text for text in texts if "Вербина" in text]
    assert client.get(url("card_row_edit", member, "results", row.pk)).status_code == 404
    assert "Вербина" in page(client_for(member), url("card_row_edit", member, "results", row.pk))


def test_parents_consent_is_recorded_and_withdrawn(member: Person, client_for: ClientFor) -> None:
    row: Any = PupilResultFactory(card=CardFactory(person=member))
    client = client_for(member)

    page(client, url("guardian_consent", member, row.pk))
    client.post(url("guardian_consent", member, row.pk), {"guardian_name": "Вербина Анна", "given_on": "2024-02-01"})
    agreed = page(client, url("card_detail", member))
    page(client, url("guardian_withdraw", member, row.pk))
    client.post(url("guardian_withdraw", member, row.pk))
    withdrawn = page(client, url("card_detail", member))

    assert "Маша Вербина, 5 А класс" in agreed
    assert "Маша Вербина" not in withdrawn
    assert client.get(url("guardian_withdraw", member, row.pk)).status_code == 404


def test_post_is_added_changed_and_ended(member: Person, association: Association, client_for: ClientFor) -> None:
    near: Any = OrganisationFactory(territory=association.territory)
    far: Any = OrganisationFactory()
    client = client_for(member)
    shown = page(client, url("post_create", member))

    client.post(
        url("post_create", member),
        {"organisation": near.pk, "title": "библиотекарь", "rate_choice": "other", "rate_other": "0,4"},
    )
    post = Post.objects.get()
    rate = post.rate
    form = sent(client.get(url("post_edit", member, post.pk)))
    client.post(url("post_edit", member, post.pk), {**form, "rate_choice": "0.75"})
    page(client, url("post_end", member, post.pk))
    client.post(url("post_end", member, post.pk), {"last_day": "2024-06-30"})

    post.refresh_from_db()
    assert far.short_name not in shown
    assert (str(rate), str(post.rate), post.kind, post.to_on) == ("0.40", "0.75", "librarian", date(2024, 6, 30))
    assert client.get(url("post_edit", member, post.pk)).status_code == 404


def test_post_form_asks_for_the_other_rate(member: Person, association: Association, client_for: ClientFor) -> None:
    near: Any = OrganisationFactory(territory=association.territory)

    answer = client_for(member).post(
        url("post_create", member), {"organisation": near.pk, "title": "библиотекарь", "rate_choice": "other"}
    )

    assert answer.status_code == 422
    assert "rate_other" in answer.context["form"].errors


CHANGING = ("card_edit", "card_confirm", "post_create")


def test_strangers_and_fellows_change_nothing(
    member: Person, region_head: Person, stranger: Person, association: Association, client_for: ClientFor
) -> None:
    fellow: Any = PersonFactory()
    MembershipFactory(person=fellow, association=association)
    GrantFactory(person=fellow, role=Role.MEMBER, association=association)
    row: Any = AwardFactory(card=CardFactory(person=member))
    before = fingerprint()

    for actor in (region_head, stranger, fellow, None):
        client = client_for(actor)
        addresses = [url(name, member) for name in CHANGING]
        addresses += [url("card_row_create", member, "awards"), url("card_row_remove", member, "awards", row.pk)]
        addresses += [url("card_archive", member), url("card_visibility", member)]
        expected = 302 if actor is None else 404
        for address in addresses:
            assert client.get(address).status_code == expected
            assert client.post(address).status_code == expected

    assert {k: v for k, v in fingerprint().items() if "session" not in k} == {
        k: v for k, v in before.items() if "session" not in k
    }


def test_card_in_no_list_is_not_found_by_those_who_keep_lists(
    association: Association, head: Person, region_head: Person, client_for: ClientFor
) -> None:
    unlisted: Any = PersonFactory(without_account=True, family_name="Тополева")

    for reader in (head, region_head):
        client = client_for(reader)
        for name in ("card_detail", "card_edit", "card_confirm", "card_archive", "post_create"):
            assert client.get(url(name, unlisted)).status_code == 404


def test_card_without_an_account_is_put_away(association: Association, head: Person, client_for: ClientFor) -> None:
    gone: Any = PersonFactory(without_account=True, family_name="Тополева")
    MembershipFactory(person=gone, association=association)
    client = client_for(head)

    assert "Убрать карточку" in page(client, url("card_detail", gone))
    page(client, url("card_archive", gone))
    client.post(url("card_archive", gone))

    gone.refresh_from_db()
    assert gone.archived_at is not None
    assert [deed[0] for deed in deeds(gone)] == ["person_archived"]
    assert client.get(url("card_detail", gone)).status_code == 404


def test_card_with_an_account_is_not_put_away(member: Person, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)

    assert "Убрать карточку" not in page(client, url("card_detail", member))
    assert client.get(url("card_archive", member)).status_code == 404
    assert client_for(member).get(url("card_archive", member)).status_code == 404


def test_desk_asks_to_fill_a_card_that_says_little(member: Person, client_for: ClientFor) -> None:
    client = client_for(member)
    asked = page(client, reverse("pages:desk"))

    card = CardFactory(person=member, filled=True)
    TrainingFactory(card=card)
    filled = page(client, reverse("pages:desk"))

    assert "Заполните карточку: 0 из 9" in asked
    assert "Заполните карточку" not in filled


def test_desk_and_card_count_alike(
    member: Person, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def both() -> tuple[Completeness | None, Completeness | None]:
        own = own_card(member.pk, on=at.date())
        return own.completeness, card_page(member, actor=member, at=at).completeness

    empty = both()
    card: Any = CardFactory(person=member, category="none", experience_total=0)
    PostFactory(person=member, to_on=date(2020, 1, 1))
    started = both()
    Card.objects.filter(pk=card.pk).delete()
    full_card = CardFactory(person=member, filled=True)
    for factory in (TrainingFactory, AwardFactory, PupilResultFactory):
        factory(card=full_card)
    PostFactory(person=member)
    full = both()

    assert [found.filled for found in (empty[0], started[0], full[0]) if found] == [0, 2, 9]
    assert all(desk == page for desk, page in (empty, started, full))
    with django_assert_num_queries(1):
        own_card(member.pk, on=at.date())


def test_list_of_members_leads_to_cards_and_hides_narrowed_posts(
    member: Person, head: Person, association: Association, client_for: ClientFor
) -> None:
    CardFactory(person=member, visibility={"posts": "self"})
    PostFactory(person=member, title="хранитель полок")
    PostFactory(person=head, title="заведующая полками")

    text = page(client_for(head), reverse("members:member_list", args=[association.code]))

    assert f'href="{url("card_detail", member)}"' in text
    assert "хранитель полок" not in text
    assert "заведующая полками" in text


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{{ 7*7 }}", "=1+1"])
def test_hostile_words_are_shown_as_words(member: Person, client_for: ClientFor, hostile: str) -> None:
    texts = ("other_work", "education_institution", "speciality", "qualification", "category_order", "phone",
             "self_education_theme", "max_contact", "vk_contact")  # fmt: skip
    card = CardFactory(person=member, category="first", **dict.fromkeys(texts, hostile))
    TrainingFactory(card=card, title=hostile, institution=hostile, document_number=hostile)
    AwardFactory(card=card, title=hostile)
    PupilResultFactory(card=card, family_name=hostile, given_name=hostile, contest=hostile, place=hostile)
    PostFactory(person=member, title=hostile)
    client = client_for(member)

    shown = [page(client, url(name, member)) for name in ("card_detail", "card_edit", "card_print")]
    papers = [client.get(url("card_export", member, kind)) for kind in ("docx", "pdf")]

    assert not [text for text in shown if "<script>alert" in text]
    assert shown[0].count(hostile.replace("<", "&lt;").replace(">", "&gt;")) >= len(texts) + 6
    assert [paper.status_code for paper in papers] == [200, 200]
