"""What comes into the services of decisions and votes, and how it is told in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from stellazh.protocols.enums import AddresseeClass, AddresseeKind, UnfoldTo, VoteMode
from stellazh.protocols.models import Decision, DecisionOwner
from stellazh.protocols.services.decision_refusals import TooManyOwners, UnknownOwner
from stellazh.protocols.services.plain_text import checked_lines, checked_text
from stellazh.protocols.services.refusals import TextTooLong
from stellazh.russian.collation import fold
from stellazh.russian.text_lines import one_line

LONGEST_NAME: Final = 300
MOST_OWNERS: Final = 40
DECISION_LABELS: Final = {
    "text": "Решение",
    "owners": "Кто отвечает",
    "unfold": "Отметки",
    "term_raw": "Срок",
    "sign_of_done": "Что покажет, что сделано",
    "is_for_information": "Только к сведению",
}
# How the marks of a class may be kept; the first is what the class itself suggests.
UNFOLDINGS: Final[dict[str, tuple[str, ...]]] = {
    AddresseeClass.CENTRE: (UnfoldTo.ONE, UnfoldTo.ORGANISATION),
    AddresseeClass.HEADS: (UnfoldTo.ASSOCIATION, UnfoldTo.MUNICIPALITY, UnfoldTo.ONE),
    AddresseeClass.AUTHORITIES: (UnfoldTo.MUNICIPALITY, UnfoldTo.ORGANISATION, UnfoldTo.ONE),
    AddresseeClass.LIBRARIES: (
        UnfoldTo.MUNICIPALITY,
        UnfoldTo.SCHOOL,
        UnfoldTo.ORGANISATION,
        UnfoldTo.ASSOCIATION,
        UnfoldTo.ONE,
    ),
    AddresseeClass.LIBRARIANS: (UnfoldTo.MUNICIPALITY, UnfoldTo.SCHOOL, UnfoldTo.ASSOCIATION, UnfoldTo.ONE),
    AddresseeClass.PARTNERS: (UnfoldTo.ORGANISATION, UnfoldTo.ONE),
}
_KEY_FIELDS: Final = {
    AddresseeKind.PERSON: "person_id",
    AddresseeKind.ORGANISATION: "organisation_id",
    AddresseeKind.TERRITORY: "territory_id",
    AddresseeKind.ASSOCIATION: "association_id",
}


@dataclass(frozen=True, slots=True)
class OwnerFields:
    """One who answers: `kind` is an `AddresseeKind` code, `name` is printed, at most one id is set.

    `addressee_class` and `unfold_to` matter to a class only: for whom marks of fulfilment are kept.
    """

    kind: str
    name: str
    addressee_class: str = ""
    unfold_to: str = UnfoldTo.ONE
    person_id: int | None = None
    organisation_id: int | None = None
    territory_id: int | None = None
    association_id: int | None = None

    @property
    def key(self) -> str:
        """Who that is, whatever was printed: «person:5», «class:librarians», «group:творческая группа»."""
        if self.kind == AddresseeKind.CLASS:
            return f"class:{self.addressee_class}:{self.organisation_id or ''}"
        field = _KEY_FIELDS.get(AddresseeKind(self.kind))
        return f"{self.kind}:{getattr(self, field)}" if field else f"group:{fold(self.name)}"


@dataclass(frozen=True, slots=True)
class DecisionFields:
    """A decision as somebody typed it; everything may be empty while it is being written."""

    text: str = ""
    term_raw: str = ""
    sign_of_done: str = ""
    is_for_information: bool = False
    owners: tuple[OwnerFields, ...] = ()


@dataclass(frozen=True, slots=True)
class VoteFields:
    """How it was voted: `mode` is a `VoteMode` code; `roll` are pairs of a row of the protocol's people and a
    `VoteChoice` code. Counts are read for a vote by counts only: the other two know their own.
    """

    mode: str = VoteMode.UNANIMOUS
    for_count: int | None = None
    against_count: int | None = None
    abstained_count: int | None = None
    roll: tuple[tuple[int, str], ...] = ()


def checked_decision(fields: DecisionFields) -> DecisionFields:
    """The fields without outer blanks, each of those who answer named once.

    Raises:
        TextTooLong: a text does not fit; the sentence names the field.
        TooManyOwners: more than 40 are named.
        UnknownOwner: somebody has no name or no key, or marks of a class are asked for where it has none.
    """
    text = checked_text(DECISION_LABELS["text"], fields.text)
    lines = checked_lines(Decision, {"term_raw": fields.term_raw, "sign_of_done": fields.sign_of_done})
    return DecisionFields(
        text=text,
        term_raw=lines["term_raw"],
        sign_of_done=lines["sign_of_done"],
        is_for_information=fields.is_for_information,
        owners=checked_owners(fields.owners),
    )


def checked_owners(owners: tuple[OwnerFields, ...]) -> tuple[OwnerFields, ...]:
    """Those who answer, without outer blanks in their names, each once: the first of the same stays.

    Raises:
        TooManyOwners, UnknownOwner, TextTooLong: as `checked_decision`.
    """
    found: dict[str, OwnerFields] = {}
    for owner in owners:
        checked = _checked_owner(owner)
        found.setdefault(checked.key, checked)
    if len(found) > MOST_OWNERS:
        raise TooManyOwners(f"Ответственных не больше {MOST_OWNERS}. Назовите группу одной строкой.")
    return tuple(found.values())


def owner_fields(owner: DecisionOwner) -> OwnerFields:
    """A stored one as it would come in."""
    return OwnerFields(
        kind=owner.kind,
        name=owner.name,
        addressee_class=owner.addressee_class,
        unfold_to=owner.unfold_to,
        person_id=owner.person_id,
        organisation_id=owner.organisation_id,
        territory_id=owner.territory_id,
        association_id=owner.association_id,
    )


def owners_text(owners: tuple[OwnerFields, ...]) -> str:
    """One a line, as the form has them."""
    return "\n".join(owner.name for owner in owners)


def decision_texts(decision: Decision | DecisionFields, owners: tuple[OwnerFields, ...]) -> dict[str, str]:
    """A decision by Russian names: for the audit, for what stood before, and for two people who edit at once."""
    return {
        DECISION_LABELS["text"]: decision.text,
        DECISION_LABELS["owners"]: owners_text(owners),
        DECISION_LABELS["unfold"]: "; ".join(
            f"{owner.name} — {UnfoldTo(owner.unfold_to).label}" for owner in owners if owner.kind == AddresseeKind.CLASS
        ),
        DECISION_LABELS["term_raw"]: decision.term_raw,
        DECISION_LABELS["sign_of_done"]: decision.sign_of_done,
        DECISION_LABELS["is_for_information"]: "да" if decision.is_for_information else "",
    }


def _checked_owner(owner: OwnerFields) -> OwnerFields:
    name = one_line(owner.name)
    if not name or owner.kind not in AddresseeKind.values:
        raise UnknownOwner("Напишите, кто отвечает: имя, школа или группа.")
    if len(name) > LONGEST_NAME:
        raise TextTooLong(f"«Кто отвечает»: не более {LONGEST_NAME} знаков в строке, а набрано {len(name)}.")
    if owner.kind == AddresseeKind.CLASS:
        return _checked_class(replace(owner, name=name, person_id=None, territory_id=None, association_id=None))
    field = _KEY_FIELDS.get(AddresseeKind(owner.kind))
    if field and getattr(owner, field) is None:
        raise UnknownOwner(f"«{name}» нет в справочнике. Выберите заново.")
    return OwnerFields(
        kind=owner.kind,
        name=name,
        person_id=owner.person_id if field == "person_id" else None,
        organisation_id=owner.organisation_id if field == "organisation_id" else None,
        territory_id=owner.territory_id if field == "territory_id" else None,
        association_id=owner.association_id if field == "association_id" else None,
    )


def _checked_class(owner: OwnerFields) -> OwnerFields:
    if owner.addressee_class not in UNFOLDINGS or owner.unfold_to not in UNFOLDINGS[owner.addressee_class]:
        raise UnknownOwner(f"«{owner.name}»: выберите, по кому отмечать исполнение.")
    return owner
