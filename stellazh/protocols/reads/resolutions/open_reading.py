"""A resolution as everybody may read it: its words without names, and how many points are done.

Left out: who answered, marks by municipality, what was laid beside closings, what was said at each of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from stellazh.protocols.enums import ResolutionStatus
from stellazh.protocols.models import Resolution
from stellazh.protocols.reads.open_words import Veil
from stellazh.protocols.reads.resolutions.content import resolution_content


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """One commitment under its number."""

    number: str
    text: str
    term: str
    sign_of_done: str


@dataclass(frozen=True, slots=True)
class OpenSection:
    """The points for one class of addressees."""

    heading: str
    points: tuple[OpenPoint, ...]


@dataclass(frozen=True, slots=True)
class OpenResolution:
    """The whole. `outcomes` are states in words with how many points stand so; `closing_words` of a closed one."""

    title: str
    meeting_words: str
    preamble: str
    problems: tuple[str, ...]
    sections: tuple[OpenSection, ...]
    closing_words: str
    percent: int | None
    outcomes: tuple[tuple[str, int], ...]


def open_resolution(resolution: Resolution) -> OpenResolution:
    """What everybody reads of the resolution. Five queries, as `resolution_content`."""
    content, veil = resolution_content(resolution), Veil()
    return OpenResolution(
        title=veil(resolution.title),
        meeting_words=veil(resolution.meeting_words),
        preamble=veil(resolution.preamble),
        problems=tuple(map(veil, content.problems)),
        sections=tuple(
            OpenSection(
                veil(section.section.heading),
                tuple(
                    OpenPoint(one.number, veil(one.point.text), veil(one.point.term_raw), veil(one.point.sign_of_done))
                    for one in section.points
                ),
            )
            for section in content.sections
        ),
        closing_words=veil(resolution.closing_words) if resolution.status == ResolutionStatus.CLOSED else "",
        percent=content.percent,
        outcomes=content.outcomes,
    )
