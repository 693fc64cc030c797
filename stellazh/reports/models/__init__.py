"""Models of papers and reports: one module a subject."""

from stellazh.reports.models.annual import (
    AnnualReport,
    AnnualReportQuerySet,
    HandFigure,
    ReportAppendix,
    ReportBlock,
    ReportSeal,
    ReportTextForm,
)
from stellazh.reports.models.papers import BoardLetter, PaperHanded, PaperHandedQuerySet, PaperRule

__all__ = [
    "AnnualReport",
    "AnnualReportQuerySet",
    "BoardLetter",
    "HandFigure",
    "PaperHanded",
    "PaperHandedQuerySet",
    "PaperRule",
    "ReportAppendix",
    "ReportBlock",
    "ReportSeal",
    "ReportTextForm",
]
