"""Posts: kinds guessed from titles, rates, corrections."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from stellazh.associations.models import Association, Organisation
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.members.models import Post
from stellazh.members.services import posts as services
from stellazh.members.services.card_values import TextTooLong, UnknownChoice
from stellazh.members.services.posts import PostFields, guess_kind
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.members import CardFactory, PostFactory


@pytest.fixture
def school(db: None) -> Organisation:
    made: Any = OrganisationFactory(short_name="МБОУ школа № 5")
    return made


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("библиотекарь", "librarian"),
        ("Библиотекарь, 0,5 ставки", "librarian"),
        ("Педагог-библиотекарь", "teacher_librarian"),
        ("педагог - библиотекарь", "teacher_librarian"),
        ("заведующий библиотекой", "head_of_library"),
        ("Зав. библиотекой", "head_of_library"),
        ("Заведующая ШИБЦ", "head_of_library"),
        ("ответственный за школьную библиотеку", "responsible"),
        ("учитель, ответственная за библиотеку", "responsible"),
        ("методист", "other"),
        ("заведующий хозяйством", "other"),
        ("учитель", "other"),
    ],
)
def test_kind_is_guessed_from_the_title(title: str, kind: str) -> None:
    assert guess_kind(title) == kind


def test_add_post_keeps_kind_and_rate(member: Person, school: Organisation, at: datetime) -> None:
    fields = PostFields(school.pk, " Педагог-библиотекарь ", date(2020, 9, 1), rate=Decimal("0.5"))

    post = services.add_post(member.pk, fields=fields, by=member, at=at)

    post.refresh_from_db()
    assert (post.title, post.kind, post.rate) == ("Педагог-библиотекарь", "teacher_librarian", Decimal("0.50"))
    assert deeds(member) == [
        (
            "post_added",
            str(member.pk),
            {"Должность": ["", "Педагог-библиотекарь, МБОУ школа № 5, 0,5 ставки"]},
        )
    ]


def test_chosen_kind_wins_over_the_guess(member: Person, school: Organisation, at: datetime) -> None:
    fields = PostFields(school.pk, "библиотекарь", kind="responsible")

    assert services.add_post(member.pk, fields=fields, by=member, at=at).kind == "responsible"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"title": " "}, services.PostIsEmpty),
        ({"title": "я" * 161}, TextTooLong),
        ({"kind": "cook"}, UnknownChoice),
        ({"rate": Decimal(0)}, services.RateIsImpossible),
        ({"rate": Decimal("0.004")}, services.RateIsImpossible),
        ({"rate": Decimal("2.01")}, services.RateIsImpossible),
    ],
)
def test_add_post_refusals(
    member: Person, school: Organisation, at: datetime, fields: dict[str, Any], refusal: type[DomainError]
) -> None:
    typed = PostFields(**{"organisation_id": school.pk, "title": "библиотекарь", **fields})

    nothing_changes(lambda: services.add_post(member.pk, fields=typed, by=member, at=at), refusal)


def update(post: Post, by: Person, at: datetime, *, version: int = 1, **changes: Any) -> Post:
    values = {"organisation_id": post.organisation_id, "title": "библиотекарь", **changes}
    return services.update_post(post.pk, expected_version=version, fields=PostFields(**values), by=by, at=at)


def test_update_post_says_what_changed(member: Person, head: Person, school: Organisation, at: datetime) -> None:
    post: Any = PostFactory(person=member, organisation=school, kind="teacher_librarian", rate=Decimal(1))

    update(post, head, at, rate=Decimal("0.25"))

    post.refresh_from_db()
    assert (post.title, post.kind, post.rate, post.version) == ("библиотекарь", "librarian", Decimal("0.25"), 2)
    assert deeds(member)[-1][2] == {
        "Должность": ["педагог-библиотекарь", "библиотекарь"],
        "Вид должности": ["педагог-библиотекарь", "библиотекарь"],
        "Ставка": ["1", "0,25"],
    }


def test_update_post_refusals(member: Person, stranger: Person, school: Organisation, at: datetime) -> None:
    post: Any = PostFactory(person=member, organisation=school)
    ended: Any = PostFactory(person=member, organisation=school, to_on=date(2023, 1, 1))
    elsewhere: Any = OrganisationFactory()

    nothing_changes(lambda: update(post, stranger, at), PermissionRefused)
    nothing_changes(lambda: update(post, member, at, version=3), ChangedMeanwhile)
    nothing_changes(lambda: update(post, member, at, organisation_id=elsewhere.pk), DomainError, "новую")
    nothing_changes(lambda: update(ended, member, at), DomainError, "окончена")


def test_posts_that_the_person_hides_are_left_alone(
    member: Person, head: Person, school: Organisation, at: datetime
) -> None:
    CardFactory(person=member, visibility={"posts": "self"})
    post: Any = PostFactory(person=member, organisation=school)

    nothing_changes(lambda: update(post, head, at), PermissionRefused, "не всем")
    nothing_changes(
        lambda: services.add_post(member.pk, fields=PostFields(school.pk, "сторож"), by=head, at=at), PermissionRefused
    )
    update(post, member, at)

    assert set(map(tuple, deeds(member)[-1][2].values())) == {("скрыто", "изменено")}


def test_own_word_is_vouched_for_by_saving(member: Person, head: Person, school: Organisation, at: datetime) -> None:
    fields = PostFields(school.pk, "Библиотекарь")
    post = services.add_post(member.pk, fields=fields, by=member, at=at)
    assert (post.is_own_word, Post.objects.vouched().filter(pk=post.pk).exists()) == (True, False)

    services.update_post(post.pk, expected_version=post.version, fields=PostFields.of(post), by=member, at=at)
    post.refresh_from_db()
    assert post.is_own_word
    services.update_post(post.pk, expected_version=post.version, fields=PostFields.of(post), by=head, at=at)

    post.refresh_from_db()
    assert (post.is_own_word, post.version) == (False, 1)


def test_own_word_is_vouched_for_by_adding_the_same(
    member: Person, head: Person, school: Organisation, at: datetime
) -> None:
    fields = PostFields(school.pk, "Библиотекарь")
    post = services.add_post(member.pk, fields=fields, by=member, at=at)

    same = services.add_post(member.pk, fields=fields, by=head, at=at)

    assert (same.pk, same.is_own_word) == (post.pk, False)


def test_what_a_keeper_writes_is_no_own_word(member: Person, head: Person, school: Organisation, at: datetime) -> None:
    post = services.add_post(member.pk, fields=PostFields(school.pk, "Библиотекарь"), by=head, at=at)

    services.update_post(
        post.pk, expected_version=1, fields=PostFields(school.pk, "Заведующая библиотекой"), by=member, at=at
    )

    post.refresh_from_db()
    assert not post.is_own_word


def test_head_vouches_for_herself_in_her_own_schools(
    head: Person, association: Association, school: Organisation, at: datetime
) -> None:
    near: Any = OrganisationFactory(territory=association.territory)

    here = services.add_post(head.pk, fields=PostFields(near.pk, "Библиотекарь"), by=head, at=at)
    elsewhere = services.add_post(head.pk, fields=PostFields(school.pk, "Библиотекарь"), by=head, at=at)

    assert (here.is_own_word, elsewhere.is_own_word) == (False, True)
