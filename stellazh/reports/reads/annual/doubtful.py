"""What does not fit together in a report, before it is sealed."""

from __future__ import annotations

import hashlib
from datetime import datetime

from stellazh.reports.figures import codes_in, counted, last_year
from stellazh.reports.figures.doubts import Doubt, doubts
from stellazh.reports.models import AnnualReport
from stellazh.reports.reads.annual.content import hand_figures, scope_of
from stellazh.reports.reads.annual.content_model import ReportContent
from stellazh.reports.services.annual.first_text import HINTS


def report_doubts(report: AnnualReport, content: ReportContent, *, at: datetime) -> list[Doubt]:
    """All doubts about a draft, the grave ones first."""
    scope = scope_of(report, at=at)
    blocks = list(report.blocks.filter(archived_at=None).values_list("heading", "text"))
    used = {code for _, text in blocks for code in codes_in(text)}
    unwritten = [
        Doubt("hint_left", f"В части «{heading}» осталась подсказка «{text}» Напишите своё или уберите часть.")
        for heading, text in blocks
        if text in HINTS
    ]
    found = doubts(
        scope,
        counted(scope),
        hand_figures(report),
        at=at,
        used=used,
        unknown=content.unknown,
        before=counted(last_year(scope)),
    )
    return [*unwritten, *found]


def doubt_key(doubt: Doubt) -> str:
    """What a doubt is accepted by: another number in its sentence is another doubt."""
    return f"{doubt.code}-{hashlib.sha256(doubt.sentence.encode()).hexdigest()[:12]}"
