"""A resolution as pages and papers show it: problem field, sections, points with what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from stellazh.common import clock
from stellazh.protocols.enums import DoneState, UnfoldTo
from stellazh.protocols.models import Assignment, Decision, Evidence, Resolution, ResolutionSection
from stellazh.protocols.reads.resolutions.marks import Marks, done_words, marks_of, mean, point_percent
from stellazh.protocols.services.standing import is_closed_by_hand


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What shows that something is done."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PointContent:
    """One commitment. `number` is fixed by the adoption; before it is where the point stands now."""

    point: Decision
    number: str
    unfold_to: str
    marks: Marks
    evidence: tuple[EvidenceLine, ...] = ()

    @property
    def state_words(self) -> str:
        """«исполнено частично»."""
        return str(DoneState(self.point.state).label)

    @property
    def tone(self) -> str:
        """The colour beside it."""
        tones = {DoneState.DONE: "ok", DoneState.PARTLY: "warn", DoneState.NOT_DONE: "bad"}
        return tones.get(DoneState(self.point.state), "")

    @property
    def has_outcome(self) -> bool:
        """Whether it is said what became of it."""
        return self.point.state != DoneState.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether somebody has closed it with words."""
        return is_closed_by_hand(self.point)

    @property
    def percent(self) -> int | None:
        """How far it is; None when it is off control."""
        return point_percent(self.point.state, is_closed_by_hand=self.is_closed, marks=self.marks)

    @property
    def done_words(self) -> str:
        """«18 из 27 муниципалитетов»."""
        return done_words(self.unfold_to, self.marks)

    @property
    def has_many_marks(self) -> bool:
        """Whether its marks are kept for several."""
        return self.unfold_to != UnfoldTo.ONE


@dataclass(frozen=True, slots=True)
class SectionContent:
    """The points for one class of addressees."""

    section: ResolutionSection
    number: int
    points: tuple[PointContent, ...]

    @property
    def percent(self) -> int | None:
        """How far it is as a whole."""
        return mean(point.percent for point in self.points)

    @property
    def marks(self) -> Marks:
        """All marks of it together."""
        return sum((point.marks for point in self.points), Marks())


@dataclass(frozen=True, slots=True)
class ResolutionContent:
    """The whole. An adopted one is without the sections that had no points."""

    resolution: Resolution
    problems: tuple[str, ...]
    sections: tuple[SectionContent, ...]

    @property
    def points(self) -> tuple[PointContent, ...]:
        """All points in order."""
        return tuple(point for section in self.sections for point in section.points)

    @property
    def percent(self) -> int | None:
        """How far the resolution is as a whole."""
        return mean(point.percent for point in self.points)

    @property
    def without_outcome(self) -> tuple[PointContent, ...]:
        """Points that stand in the way of closing."""
        return tuple(point for point in self.points if not point.has_outcome)

    def count(self, state: str) -> int:
        """How many points stand so."""
        return sum(point.point.state == state for point in self.points)

    @property
    def outcomes(self) -> tuple[tuple[str, int], ...]:
        """States that occur, in words, with how many points stand so."""
        return tuple((str(state.label), self.count(state)) for state in DoneState if self.count(state))


def resolution_content(
    resolution: Resolution, *, on: date | None = None, standing_only: bool = False
) -> ResolutionContent:
    """Everything of a resolution. Three queries for a draft, five for an adopted one, however many points and marks.

    `on` is the day by which terms have passed. With `standing_only` the problems and what was laid beside closings are
    left out, for tables that show how far the points are: two queries fewer.
    """
    day = on or clock.today(resolution.association.time_zone)
    sections = list(resolution.sections.select_related("organisation"))
    points = defaultdict(list)
    for point in resolution.points.filter(archived_at=None).order_by("position", "pk"):
        points[point.section_id].append(point)
    marks: Mapping[int, Marks] = marks_by_point(resolution, on=day) if resolution.is_binding else {}
    evidence = _closing_evidence(resolution) if resolution.is_binding and not standing_only else {}
    shown = [section for section in sections if points[section.pk] or not resolution.is_binding]
    return ResolutionContent(
        resolution,
        () if standing_only else tuple(row.text for row in resolution.problems.all()),
        tuple(
            SectionContent(section, place, tuple(_points(points[section.pk], place, section, marks, evidence)))
            for place, section in enumerate(shown, start=1)
        ),
    )


def marks_by_point(resolution: Resolution, *, on: date) -> dict[int, Marks]:
    """Marks of each point that has any. One query."""
    late = Count("pk", filter=Q(state=DoneState.OPEN, due_on__lt=on))
    rows = Assignment.objects.filter(decision__resolution=resolution, decision__archived_at=None).order_by()
    counted: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for row in rows.values("decision_id", "state").annotate(count=Count("pk"), late=late):
        counted[row["decision_id"]].append((row["state"], row["count"], row["late"]))
    return {key: marks_of(found) for key, found in counted.items()}


def _points(
    points: Sequence[Decision],
    section_number: int,
    section: ResolutionSection,
    marks: Mapping[int, Marks],
    evidence: Mapping[int, tuple[EvidenceLine, ...]],
) -> Iterable[PointContent]:
    for place, point in enumerate(points, start=1):
        yield PointContent(
            point,
            point.number_text or f"{section_number}.{place}",
            section.unfold_to,
            marks.get(point.pk, Marks()),
            evidence.get(point.pk, ()),
        )


def _closing_evidence(resolution: Resolution) -> dict[int, tuple[EvidenceLine, ...]]:
    """What was laid beside the closing of each point: of the last line that closed it as a whole."""
    rows = Evidence.objects.filter(
        entry__decision__resolution=resolution,
        entry__assignment=None,
        entry__decision__closed_at=F("entry__made_at"),
    ).select_related("entry", "file")
    found: dict[int, list[EvidenceLine]] = defaultdict(list)
    for row in rows:
        url = row.url or (row.file.get_absolute_url() if row.file is not None else "")
        found[row.entry.decision_id].append(EvidenceLine(row.label, url))
    return {key: tuple(lines) for key, lines in found.items()}
