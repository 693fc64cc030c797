"""What narrows the directory. A condition on a field holds only for people whose field the reader sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from stellazh.associations.models import Association, Grant, Territory
from stellazh.common.school_year import SchoolYear
from stellazh.members.enums import Category, EducationLevel, TrainingKind
from stellazh.members.models import Award, Post, Training
from stellazh.members.reads.directory.expressions import years_before, years_of
from stellazh.members.reads.directory.scope import POSTS, Scope
from stellazh.people.models import Person

UNKNOWN: Final = "unknown"
# «Соответствие занимаемой должности» holds five years.
FITNESS_YEARS: Final = 5
LIBRARY_EDUCATION: Final = (EducationLevel.HIGHER_LIBRARY, EducationLevel.SECONDARY_LIBRARY)
# Younger than, and not younger than.
AGES: Final = {"34": (35, None), "44": (45, 35), "54": (55, 45), "64": (65, 55), "65": (None, 65)}
EXPERIENCES: Final = ("library", "total", "teaching", "here")


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen, as codes of `forms.directory`; what is empty narrows nothing."""

    territory: Territory | None = None
    association: Association | None = None
    school: int | None = None
    role: str = ""
    joined: str = ""
    post: str = ""
    rate: str = ""
    settlement: str = ""
    library: str = ""
    other_work: str = ""
    experience: str = ""
    experience_from: int | None = None
    experience_to: int | None = None
    age: str = ""
    education: str = ""
    education_words: str = ""
    category: str = ""
    training: str = ""
    training_hours: int | None = None
    training_words: str = ""
    theme: str = ""
    award: str = ""
    contact: str = ""
    account: str = ""
    confirmed: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filters()

    def conditions(self, scope: Scope) -> list[Q]:
        """Conditions over people, all of which must hold."""
        found = (condition(self, scope) for condition in _CONDITIONS)
        return [condition for condition in found if condition is not None]


Condition = Callable[[Filters, Scope], Q | None]


def with_words(field: str, words: str) -> Q:
    """Texts that hold these words; case, ё and the kind of blank do not matter, alike on both databases."""
    return Q(**{f"{field}__regex": "".join(map(_sign, " ".join(words.split())))})


def _sign(sign: str) -> str:
    # SQLite folds Latin letters only, so both cases are named.
    if sign.casefold() in ("е", "ё"):
        return "[еёЕЁ]"
    if sign.isalpha():
        return "".join(("[", *dict.fromkeys((sign, sign.lower()[0], sign.upper()[0])), "]"))
    if sign == " ":
        return "[ \u00a0]+"
    return f"[{sign}]" if sign not in "^]\\[" else f"\\{sign}"


def _place(asked: Filters, scope: Scope) -> Q | None:
    if asked.territory is None:
        return None
    stands = scope.memberships(scope.associations_in(asked.territory)).values("person_id")
    works = _posts(scope).filter(organisation__territory__path__startswith=asked.territory.path)
    return Q(pk__in=stands) | (Q(pk__in=works.values("person_id")) & scope.sees(POSTS))


def _association(asked: Filters, scope: Scope) -> Q | None:
    if asked.association is None:
        return None
    return Q(pk__in=scope.memberships([asked.association.pk]).values("person_id"))


def _role(asked: Filters, scope: Scope) -> Q | None:
    if not asked.role:
        return None
    held = Grant.objects.active_on(scope.on).filter(role=asked.role, association_id__in=scope.ids)
    return Q(pk__in=held.values("person_id"))


def _joined(asked: Filters, scope: Scope) -> Q | None:
    days = {"year": SchoolYear.of(scope.on).first_day, "12": years_before(scope.on, 1)}
    if asked.joined not in days:
        return None
    return Q(pk__in=scope.memberships().filter(from_on__gte=days[asked.joined]).values("person_id"))


def _work(asked: Filters, scope: Scope) -> Q | None:
    """The post and its school: all that is asked of them holds for one and the same post."""
    rates = {"part": Q(rate__lt=1), "full": Q(rate=1), "more": Q(rate__gt=1), UNKNOWN: Q(rate=None)}
    wanted = [
        *([Q(kind=asked.post)] if asked.post else []),
        *([rates[asked.rate]] if asked.rate in rates else []),
        *([Q(organisation_id=asked.school)] if asked.school else []),
        *([Q(organisation__school_card__settlement=asked.settlement)] if asked.settlement else []),
        *([Q(organisation__school_card__library_kind=asked.library)] if asked.library else []),
    ]
    if not wanted:
        return None
    return Q(pk__in=_posts(scope).filter(*wanted).values("person_id")) & scope.sees(POSTS)


def _posts(scope: Scope) -> QuerySet[Post]:
    return Post.objects.on(scope.on)


def _other_work(asked: Filters, scope: Scope) -> Q | None:
    if asked.other_work not in ("yes", "no"):
        return None
    none = Q(card__other_work="") | Q(card=None)
    return (~none if asked.other_work == "yes" else none) & scope.sees("other_work")


def _experience(asked: Filters, scope: Scope) -> Q | None:
    if asked.experience_from is None and asked.experience_to is None:
        return None
    kind = asked.experience if asked.experience in EXPERIENCES else EXPERIENCES[0]
    years = years_of(f"experience_{kind}", on=scope.on)
    wanted = []
    if asked.experience_from is not None:
        wanted.append(Q(GreaterThanOrEqual(years, asked.experience_from)))
    if asked.experience_to is not None:
        wanted.append(Q(LessThanOrEqual(years, asked.experience_to)))
    return _all(wanted, scope, "experience")


def _age(asked: Filters, scope: Scope) -> Q | None:
    if asked.age == UNKNOWN:
        return Q(card__birth_on=None) & scope.sees("birth_on")
    if asked.age not in AGES:
        return None
    younger, least = AGES[asked.age]
    condition = Q(card__birth_on__isnull=False)
    if younger is not None:
        condition &= Q(card__birth_on__gt=years_before(scope.on, younger))
    if least is not None:
        condition &= Q(card__birth_on__lte=years_before(scope.on, least))
    return condition & scope.sees("birth_on")


def _education(asked: Filters, scope: Scope) -> Q | None:
    wanted = []
    if asked.education == UNKNOWN:
        wanted.append(Q(card__education_level="") | Q(card=None))
    elif asked.education == "library":
        wanted.append(Q(card__education_level__in=LIBRARY_EDUCATION))
    elif asked.education:
        wanted.append(Q(card__education_level=asked.education))
    if asked.education_words.strip():
        texts = ("education_institution", "speciality", "qualification")
        wanted.append(_any(with_words(f"card__{text}", asked.education_words) for text in texts))
    return _all(wanted, scope, "education")


def _category(asked: Filters, scope: Scope) -> Q | None:
    if not asked.category:
        return None
    fitness = Q(card__category=Category.FITNESS)
    # Given in such a year, it ends within this one; earlier still, it has ended.
    first, last = (years_before(day, FITNESS_YEARS) for day in (date(scope.on.year, 1, 1), date(scope.on.year, 12, 31)))
    options = {
        UNKNOWN: Q(card__category="") | Q(card=None),
        "ends": fitness & Q(card__category_on__range=(first, last)),
        "ended": fitness & Q(card__category_on__lt=years_before(scope.on, FITNESS_YEARS)),
    }
    return options.get(asked.category, Q(card__category=asked.category)) & scope.sees("category")


def _training(asked: Filters, scope: Scope) -> Q | None:
    """Courses. Hours and words asked for must be those of a course of the years asked for."""
    rows = Training.objects.all()
    if asked.training_hours is not None:
        rows = rows.filter(hours__gte=asked.training_hours)
    if asked.training_words.strip():
        rows = rows.filter(with_words("title", asked.training_words) | with_words("institution", asked.training_words))
    years = {"within_1": 1, "within_3": 3, "within_5": 5, "none_3": 3, "none_5": 5}.get(asked.training)
    if years is not None:
        rows = rows.filter(kind=TrainingKind.COURSE, ended_on__gt=years_before(scope.on, years))
    elif asked.training == "retraining":
        rows = rows.filter(kind=TrainingKind.RETRAINING)
    elif asked.training_hours is None and not asked.training_words.strip():
        return None
    has = Q(pk__in=rows.values("card__person_id"))
    return (~has if asked.training.startswith("none") else has) & scope.sees("trainings")


def _texts(asked: Filters, scope: Scope) -> Q | None:
    wanted = []
    if asked.theme.strip():
        wanted.append(with_words("card__self_education_theme", asked.theme) & scope.sees("self_education_theme"))
    if asked.award.strip():
        rows = Award.objects.filter(with_words("title", asked.award))
        wanted.append(Q(pk__in=rows.values("card__person_id")) & scope.sees("awards"))
    return _and(wanted)


def _contact(asked: Filters, scope: Scope) -> Q | None:
    codes = {"email": "contact_email", "phone": "phone", "max": "max_contact", "vk": "vk_contact"}
    kind = asked.contact.removeprefix("no_")
    if kind not in codes:
        return None
    untold = Q(**{f"card__{codes[kind]}": ""}) | Q(card=None)
    if kind == "email":
        # The address one signs in with is one to write to as well; it is nobody's but the leader's to know.
        untold &= ~(Q(email__isnull=False) & scope.leads())
    return (untold if asked.contact.startswith("no_") else ~untold) & scope.sees(codes[kind])


def _account(asked: Filters, scope: Scope) -> Q | None:
    if asked.account not in ("yes", "no"):
        return None
    with_account = Q(pk__in=Person.objects.with_account().values("pk"))
    return with_account if asked.account == "yes" else ~with_account


def _confirmed(asked: Filters, scope: Scope) -> Q | None:
    this_year = Q(card__confirmed_at__date__gte=SchoolYear.of(scope.on).first_day)
    never = Q(card__confirmed_at=None)
    options = {
        "year": this_year,
        "not_year": never | Q(card__confirmed_at__date__lt=SchoolYear.of(scope.on).first_day),
        "never": never,
    }
    return options[asked.confirmed] & scope.knows() if asked.confirmed in options else None


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _and(conditions: list[Q]) -> Q | None:
    found = Q()
    for condition in conditions:
        found &= condition
    return found or None


def _all(conditions: list[Q], scope: Scope, code: str) -> Q | None:
    found = _and(conditions)
    return None if found is None else found & scope.sees(code)


_CONDITIONS: Final[tuple[Condition, ...]] = (
    _place, _association, _role, _joined, _work, _other_work, _experience, _age, _education, _category, _training,
    _texts, _contact, _account, _confirmed,
)  # fmt: skip
