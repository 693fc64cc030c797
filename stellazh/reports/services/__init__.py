"""Every write to rules of papers, to papers handed in, and the letters about missing ones."""

from stellazh.reports.services.handing import (
    HandedFields,
    MonthOutOfPlace,
    PaperAlreadyTakenBack,
    PaperIsEmpty,
    UnsafePaperAddress,
    hand_in,
    take_back,
)
from stellazh.reports.services.reminding import NobodyToWrite, WrittenMeanwhile, write_late
from stellazh.reports.services.ruling import RuleIsWrong, change_rule

__all__ = [
    "HandedFields",
    "MonthOutOfPlace",
    "NobodyToWrite",
    "PaperAlreadyTakenBack",
    "PaperIsEmpty",
    "RuleIsWrong",
    "UnsafePaperAddress",
    "WrittenMeanwhile",
    "change_rule",
    "hand_in",
    "take_back",
    "write_late",
]
