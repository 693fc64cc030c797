"""Refusals: what a service answers when the rules say no. Each carries one Russian sentence fit to show."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal with a sentence for the person who asked. Nothing has been stored when it is raised."""


class PermissionRefused(DomainError):
    """The actor may not do this here; the sentence says why."""


class ChangedMeanwhile(DomainError):
    """Somebody saved the same row first.

    `theirs` and `mine` map a field's Russian name to the text now stored and the text that was about to be stored,
    for the fields that differ. Nobody's text is lost: both are shown side by side.
    """

    def __init__(
        self,
        message: str,
        *,
        theirs: dict[str, str] | None = None,
        mine: dict[str, str] | None = None,
        current_version: int = 0,
    ) -> None:
        super().__init__(message)
        self.theirs = theirs or {}
        self.mine = mine or {}
        self.current_version = current_version


class UnreadablePaper(DomainError):
    """A file or pasted text that cannot be read; the sentence says what is wrong with it and what to do."""
