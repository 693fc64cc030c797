"""The drawers of the directory: thirty fields and as many columns, the same for everybody until something is chosen."""

from __future__ import annotations

from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from stellazh.members.forms.directory import DirectoryForm

_ASSOCIATION: Final = SafeString("<!-- association -->")
# By whether cards are read. Drawing them costs a page four milliseconds, and most pages have nothing chosen in them.
_untouched: dict[bool, SafeString] = {}


def drawers(form: DirectoryForm) -> SafeString:
    """The filters and the columns under their headings, with what is chosen in them."""
    association = SafeString(str(form["association"]))
    if form.has_own_columns or form.is_drawer_touched:
        return _drawn(form, association)
    reads_cards = form.scope.reads_cards
    if reads_cards not in _untouched:
        _untouched[reads_cards] = _drawn(form, _ASSOCIATION)
    return SafeString(_untouched[reads_cards].replace(_ASSOCIATION, association))


def _drawn(form: DirectoryForm, association: SafeString) -> SafeString:
    columns = [(column, column in form.columns) for column in form.offered]
    context = {"groups": form.groups, "columns": columns, "association": association}
    return SafeString(render_to_string("members/directory_drawers.html", context))
