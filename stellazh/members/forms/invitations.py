"""Inviting many: a table of people with an address each, and a list pasted from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from stellazh.members.reads.invitations import InviteeRow
from stellazh.members.services.invitations import Invitee


class InviteManyForm(forms.Form):
    """A box and an address for each row. `emails` fills in addresses that were matched from a pasted list."""

    again = forms.BooleanField(label="Пригласить и тех, кому письмо уже ушло за последние сутки", required=False)

    def __init__(
        self, rows: Sequence[InviteeRow], *args: Any, emails: Mapping[int, str] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.rows = [row for row in rows if row.may_invite]
        for row in self.rows:
            key, name = row.person.pk, row.person.full_name
            email = (emails or {}).get(key) or row.person.email or ""
            self.fields[f"invite_{key}"] = forms.BooleanField(
                label=name, required=False, initial=bool(email) and row.invited_at is None
            )
            self.fields[f"email_{key}"] = forms.EmailField(
                label=f"Почта: {name}",
                required=False,
                initial=email,
                disabled=not row.may_set_address,
                widget=forms.EmailInput(attrs={"autocomplete": "off", "aria-label": f"Почта: {name}"}),
            )

    def lines(self) -> Iterator[tuple[InviteeRow, BoundField, BoundField]]:
        """Each row with its box and its address."""
        for row in self.rows:
            yield row, self[f"invite_{row.person.pk}"], self[f"email_{row.person.pk}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken: dict[str, str] = {}
        for row in self.rows:
            key, name = row.person.pk, row.person.full_name
            if not data.get(f"invite_{key}") or f"email_{key}" in self.errors:
                continue
            email = (data.get(f"email_{key}") or "").casefold()
            if not email:
                self.add_error(f"email_{key}", "Впишите адрес или снимите отметку.")
            elif email in taken:
                self.add_error(f"email_{key}", f"Этот адрес уже стоит у другого человека: {taken[email]}.")
            taken.setdefault(email, name)
        return data

    def chosen(self) -> list[Invitee]:
        """Those whose box is ticked, with the address to write to."""
        data = self.cleaned_data
        return [
            Invitee(row.person.pk, data[f"email_{row.person.pk}"])
            for row in self.rows
            if data.get(f"invite_{row.person.pk}")
        ]


class PastedAddressesForm(forms.Form):
    """A list of addresses, a person a line."""

    addresses = forms.CharField(
        label="Список адресов",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text="По человеку в строке: «Ольхова Вера Ильинична <olhova@example.org>».",
    )
