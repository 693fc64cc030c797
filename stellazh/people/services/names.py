"""How a name is written in the cases of Russian: remembered where the rules of the language cannot know it.

Whoever writes papers (certificates) asks its own right and then calls these; the journal keeps who did it. Nobody is
asked for the right to edit the card: correcting «Ольховой» on a certificate changes no name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.people import access
from stellazh.people.enums import GrammaticalCase
from stellazh.people.models import NameInCase, Person
from stellazh.people.services.erasure import erased_ids

LONGEST: Final = 400


class NameFormUnfit(DomainError):
    """Not a name that could stand on a paper: empty, or too long."""


class NameIsErased(DomainError):
    """The person's data was erased: no name comes back by this way."""


@transaction.atomic
def settle_name(person_id: int, case: str, text: str, *, scope: str = "", by: Actor, at: datetime) -> NameInCase:
    """Remember how the person's present name is written in that case («Ольховой Вере Ильиничне»). Said again with the
    same words, nothing happens.

    The caller has asked its own right: whoever may give this person a certificate may write her name on it.

    Raises:
        ValueError: no such case.
        NameFormUnfit: nothing is written, or more than a paper takes.
        NameIsErased: the card is nobody's any more.
    """
    kind = GrammaticalCase(case)
    cleaned = _cleaned(text)
    # Held, so that two who settle it at once, or somebody who corrects the name meanwhile, come one after another.
    person = Person.objects.select_for_update().get(pk=person_id)
    if erased_ids().filter(person=person).exists():
        raise NameIsErased("Данные этого человека удалены: склонять больше нечего.")
    known = NameInCase.objects.filter(person=person, case=kind).first()
    if known is not None and (known.full_name, known.text) == (person.full_name, cleaned):
        return known
    row = known or NameInCase(person=person, case=kind)
    before = row.text
    row.full_name, row.text, row.settled_at = person.full_name, cleaned, at
    row.settled_by_kind, row.settled_by_id, row.settled_by_name = str(by.actor_kind), by.actor_id, by.actor_name[:200]
    row.save()
    record("name_case_settled", person, by=by, at=at, scope=scope, changes=_change(kind, before, cleaned))
    return row


@transaction.atomic
def settle_own_names(person_id: int, texts: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Write one's own name in several cases, all or none; a case given as «» goes back to the rules of the language.

    Raises:
        PermissionRefused: `by` may not correct the person's name.
        ValueError, NameFormUnfit, NameIsErased: as `settle_name`.
    """
    require(access.can_edit_person(by, Person.objects.get(pk=person_id)))
    for case, text in texts.items():
        if text.strip():
            settle_name(person_id, case, text, by=by, at=at)
        else:
            forget_name_case(person_id, case, by=by, at=at)


@transaction.atomic
def forget_name_case(person_id: int, case: str, *, scope: str = "", by: Actor, at: datetime) -> bool:
    """Let the rules of the language decide again; False when they did already. The caller has asked its own right.

    Raises:
        ValueError: no such case.
    """
    kind = GrammaticalCase(case)
    person = Person.objects.select_for_update().get(pk=person_id)
    known = NameInCase.objects.filter(person=person, case=kind).first()
    if known is None:
        return False
    known.delete()
    record("name_case_forgotten", person, by=by, at=at, scope=scope, changes=_change(kind, known.text, ""))
    return True


def _cleaned(text: str) -> str:
    spaced = " ".join(text.split())
    cleaned = "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C")
    if not cleaned:
        raise NameFormUnfit("Напишите, как склоняется имя.")
    if len(cleaned) > LONGEST:
        raise NameFormUnfit(f"Имя слишком длинное: на бумаге помещается не больше {LONGEST} знаков.")
    return cleaned


def _change(case: GrammaticalCase, before: str, after: str) -> dict[str, tuple[str, str]]:
    label = f"{case.label} падеж".capitalize()
    return compare({label: before}, {label: after})
