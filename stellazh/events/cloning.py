"""What of an event is taken along into one made in its likeness."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CloneWhat:
    """What is taken along besides title, form, place and words, which always are.

    `speakers` need the programme. `enrolment` are the rules of registration, `questions` what is asked there. `people`
    invites those who were registered; `parts` are the parts of an umbrella.
    """

    programme: bool = True
    speakers: bool = True
    materials: bool = False
    enrolment: bool = True
    questions: bool = True
    feedback: bool = True
    letters: bool = True
    people: bool = False
    parts: bool = True
