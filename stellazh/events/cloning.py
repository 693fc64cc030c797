"""What of an event is taken along into one made in its likeness."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CloneWhat:
    """What is taken along besides title, form, place and words, which always are.

    `speakers` need the programme. `enrolment` are the rules of registration, `questions` what is asked there;
    `parts` are the parts of an umbrella. The same people are invited when the new event is announced.
    """

    programme: bool = True
    speakers: bool = True
    materials: bool = False
    enrolment: bool = True
    questions: bool = True
    feedback: bool = True
    letters: bool = True
    parts: bool = True
