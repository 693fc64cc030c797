"""Taking rows of a list of schools back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from stellazh.associations.models import Organisation
from stellazh.associations.services import archive_organisation, update_organisation
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.members.models import ImportRow, SchoolCard
from stellazh.members.services.card_values import label_of
from stellazh.members.services.rosters.person_undoing import TOUCHED
from stellazh.members.services.rosters.references import references_to
from stellazh.members.services.rosters.school_deeds import fields_of_organisation, with_names
from stellazh.members.services.schools import SchoolFields, update_school_card

_OUR_OWN: Final = ("members.SchoolCard.organisation", "members.ImportRow.organisation")
_LABELS: Final = {"name": "Полное название", "short_name": "Краткое название", "inn": "ИНН"}


class SchoolUndoer:
    """Takes back what rows did to schools; whatever somebody touched since stays."""

    def __init__(self) -> None:
        self._users: Mapping[int, list[str]] = {}

    def prepare(self, rows: list[ImportRow]) -> None:
        """Ask once who points at the schools that these rows made."""
        made = [row.organisation_id for row in rows if row.organisation_id and row.changes["made"].get("organisation")]
        self._users = references_to(Organisation, made, passing_over=_OUR_OWN)

    def undo(self, row: ImportRow, *, by: Actor, at: datetime) -> list[str]:
        """Take the row back; gives what stays, each with its reason."""
        made: dict[str, Any] = row.changes.get("made", {})
        found = Organisation.objects.select_for_update(of=("self",)).select_related("territory")
        school = found.filter(pk=row.organisation_id or 0, archived_at=None).first()
        if school is None:
            return []
        card = SchoolCard.objects.filter(organisation=school).first()
        if made.get("organisation"):
            return self._withdraw(school, card, made, by=by, at=at)
        kept = self._undo_card(school, card, made.get("card", {}), by=by, at=at)
        return kept + self._undo_names(school, made.get("names", {}), by=by, at=at)

    def _withdraw(
        self, school: Organisation, card: SchoolCard | None, made: dict[str, Any], *, by: Actor, at: datetime
    ) -> list[str]:
        used = self._users.get(school.pk)
        if used:
            return [f"{school}: уже используется ({', '.join(sorted(set(used)))})"]
        if school.version != made["version"] or (card is not None and card.version != made.get("card_version")):
            return [f"{school}: после загрузки карточку меняли"]
        if school.inn:
            # The number becomes free: the same list may be brought again.
            fields = replace(fields_of_organisation(school), inn="")
            update_organisation(school.pk, expected_version=school.version, fields=fields, by=by, at=at)
        archive_organisation(school.pk, by=by, at=at)
        return []

    def _undo_card(
        self, school: Organisation, card: SchoolCard | None, columns: dict[str, Any], *, by: Actor, at: datetime
    ) -> list[str]:
        if card is None or not columns:
            return []
        kept: list[str] = []
        back: dict[str, Any] = {}
        for column, (before, after) in columns.items():
            field: Any = SchoolCard._meta.get_field(column)  # noqa: SLF001
            if getattr(card, column) == field.to_python(after):
                back[column] = field.to_python(before)
            else:
                kept.append(TOUCHED.format(label=label_of(SchoolCard, column)))
        if back:
            fields = replace(SchoolFields.of(card), **back)
            try:
                update_school_card(school.pk, expected_version=card.version, fields=fields, by=by, at=at)
            except DomainError as refusal:
                kept.append(str(refusal))
        return kept

    def _undo_names(self, school: Organisation, names: dict[str, Any], *, by: Actor, at: datetime) -> list[str]:
        back = {code: before for code, (before, after) in names.items() if getattr(school, code) == after}
        kept = [TOUCHED.format(label=_LABELS[code]) for code in names if code not in back]
        if back:
            fields = with_names(fields_of_organisation(school), back)
            update_organisation(school.pk, expected_version=school.version, fields=fields, by=by, at=at)
        return kept
