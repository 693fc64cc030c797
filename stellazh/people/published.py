"""What may be shown to everybody, each by a consent of its own: the app that holds a field names it from `ready()`."""

from __future__ import annotations

from dataclasses import dataclass

from stellazh.common.registries import Registry
from stellazh.people.enums import PUBLISHED_NAME


@dataclass(frozen=True, slots=True)
class PublishedSubject:
    """A thing that a consent to distribution names: its code in the consent, its name in Russian."""

    code: str
    label: str


subjects: Registry[PublishedSubject] = Registry("published subject", key=lambda entry: entry.code)
subjects.add(PublishedSubject(PUBLISHED_NAME, "Имя"))


def label_of(code: str) -> str:
    """The name of a subject; its code when the app that knew it is gone, nothing for a consent without one."""
    known = subjects.get(code)
    return known.label if known else code
