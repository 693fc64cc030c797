"""What came in is well-formed; nothing is decided here."""

from stellazh.workplans.forms.items import (
    ItemForm,
    MoveForm,
    OutcomeForm,
    SectionForm,
    SectionRemoveForm,
    StatusForm,
)
from stellazh.workplans.forms.listing import BulkForm, PlanFilterForm
from stellazh.workplans.forms.plans import (
    ApprovalForm,
    BasisForm,
    GrifForm,
    PlanCopyForm,
    PlanCreateForm,
    PlanEditForm,
    ReasonForm,
)

__all__ = [
    "ApprovalForm",
    "BasisForm",
    "BulkForm",
    "GrifForm",
    "ItemForm",
    "MoveForm",
    "OutcomeForm",
    "PlanCopyForm",
    "PlanCreateForm",
    "PlanEditForm",
    "PlanFilterForm",
    "ReasonForm",
    "SectionForm",
    "SectionRemoveForm",
    "StatusForm",
]
