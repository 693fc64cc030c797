"""Why a change of a plan is refused. Each message is one Russian sentence fit to show; nothing has been stored."""

from __future__ import annotations

from collections.abc import Sequence

from stellazh.common.errors import DomainError


class PlanAlreadyExists(DomainError):
    """The association has a plan for that year; `plan_id` is its key."""

    def __init__(self, message: str, *, plan_id: int) -> None:
        super().__init__(message)
        self.plan_id = plan_id


class YearOutOfRange(DomainError):
    """No such school year can be planned."""


class PlanIsEmpty(DomainError):
    """There is nothing to consider or to approve."""


class PlanAlreadyConsidered(DomainError):
    """The plan is considered, approved or closed already."""


class PlanAlreadyApproved(DomainError):
    """The plan is approved or closed already."""


class PlanNotConsidered(DomainError):
    """Only a considered plan goes back to being a draft."""


class PlanNotApproved(DomainError):
    """Only an approved plan is published or closed."""


class PlanAlreadyThere(DomainError):
    """The plan is already as asked for: archived or not, published or not."""


class SectionOfAnotherPlan(DomainError):
    """The section does not belong to the plan."""


class SectionTitleTaken(DomainError):
    """The plan has a section of that title."""


class SectionHoldsItems(DomainError):
    """The section still holds items: say where they go."""


class ItemNotInPlan(DomainError):
    """Some of the chosen items are not in the plan, or are archived."""


class ItemAlreadyHeld(DomainError):
    """The item has an outcome: it cannot be called off or put away before the outcome is withdrawn."""


class ItemIsArchived(DomainError):
    """The item is archived: restore it first."""


class OutcomeNeeded(DomainError):
    """An item becomes held by its outcome only."""


class ReasonNeeded(DomainError):
    """Postponing, cancelling and reopening need a reason."""


class EvidenceMissing(DomainError):
    """An outcome says what shows that the item has been held."""


class OutcomeAlreadyWithdrawn(DomainError):
    """The outcome has been withdrawn before."""


class UnknownOwner(DomainError):
    """The person, association or organisation named as an owner does not exist."""


class UnsafeAddress(DomainError):
    """An address leads neither to a page of this site nor to one of the web."""


class TextMissing(DomainError):
    """A text that must be there is empty."""


class TextTooLong(DomainError):
    """A text is longer than its place."""


class NothingToChange(DomainError):
    """A change of many items names no items or no change."""


class SomeItemsRefuse(DomainError):
    """A change of many items cannot be made for some of them; `reasons` are (item, reason). Nothing has changed."""

    def __init__(self, message: str, *, reasons: Sequence[tuple[str, str]]) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons)
