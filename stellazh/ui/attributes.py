"""HTML attributes from keyword arguments of a template tag."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def flat_attributes(attributes: dict[str, object]) -> SafeString:
    """` name="value"` for each entry, with a space before it; `data_confirm` becomes `data-confirm`.

    True gives a bare attribute; None, False and "" leave it out. Values are escaped always. `style` and `on…` are
    refused, for the content policy would switch them off silently.

    Raises:
        ValueError: an inline style or an inline handler was asked for.
    """
    written = []
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if name == "style" or name.startswith("on"):
            raise ValueError(f"«{name}» is switched off by the content policy: use a class or a data attribute")
        if value is True:
            written.append(f" {name}")
        elif value is not None and value is not False and value != "":
            written.append(f' {name}="{escape(value)}"')
    return mark_safe("".join(written))
