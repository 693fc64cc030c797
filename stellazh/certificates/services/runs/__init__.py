"""Runs: one issue of documents to a list of people, from the first name to the last letter."""

from stellazh.certificates.services.runs.creating import change_run, create_run
from stellazh.certificates.services.runs.fields import RunFields
from stellazh.certificates.services.runs.life import (
    approve_run,
    cancel_run,
    continue_run,
    needs_second,
    return_run,
    stop_run,
    submit_run,
)
from stellazh.certificates.services.runs.people import Added, add_list, add_people, add_recipients
from stellazh.certificates.services.runs.refusals import (
    KindUnfit,
    ListUnfit,
    NamesUnsettled,
    NobodyNamed,
    ReasonMissing,
    RowOfAnotherRun,
    RowUnfit,
    RunFieldUnfit,
    RunIsEmpty,
    SignatoryUnfit,
    SignaturesNotAllowed,
    TemplateUnfit,
    TooManyRecipients,
    WrongRunStatus,
)
from stellazh.certificates.services.runs.rows import RowFields, SettledName, change_row, leave_row_out, settle_names

__all__ = [
    "Added",
    "KindUnfit",
    "ListUnfit",
    "NamesUnsettled",
    "NobodyNamed",
    "ReasonMissing",
    "RowFields",
    "RowOfAnotherRun",
    "RowUnfit",
    "RunFieldUnfit",
    "RunFields",
    "RunIsEmpty",
    "SettledName",
    "SignatoryUnfit",
    "SignaturesNotAllowed",
    "TemplateUnfit",
    "TooManyRecipients",
    "WrongRunStatus",
    "add_list",
    "add_people",
    "add_recipients",
    "approve_run",
    "cancel_run",
    "change_row",
    "change_run",
    "continue_run",
    "create_run",
    "leave_row_out",
    "needs_second",
    "return_run",
    "settle_names",
    "stop_run",
    "submit_run",
]
