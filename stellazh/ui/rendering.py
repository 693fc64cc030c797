"""How forms are drawn: our own field template, Django's own widgets, lists of choices without a template an option."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import Select
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


class FormRenderer(DjangoTemplates):
    """Label above, hint below it, error in words between label and control. Named in `FORM_RENDERER`."""

    field_template_name = "ui/field.html"
    form_template_name = "ui/fields.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django's; a `<select>` is written here, for its template and two includes an option cost a third of a
        page with filters (docs/operations/speed.md)."""
        widget = context.get("widget", {})
        if template_name == Select.template_name and _has_usual_options(widget):
            return select(widget)
        return super().render(template_name, context, request)


def select(widget: Mapping[str, Any]) -> SafeString:
    """What `django/forms/widgets/select.html` says of a widget's context, escaped alike."""
    parts = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for title, options, _ in widget["optgroups"]:
        if title:
            parts.append(f'<optgroup label="{conditional_escape(title)}">')
        parts += [
            f'<option value="{conditional_escape(_text(option["value"]))}"{_attributes(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in options
        ]
        if title:
            parts.append("</optgroup>")
    parts.append("</select>")
    return SafeString("".join(parts))


def _has_usual_options(widget: Mapping[str, Any]) -> bool:
    groups: Iterable[tuple[str | None, list[dict[str, Any]], int]] = widget.get("optgroups", ())
    first = next((options[0] for _, options, _ in groups if options), None)
    return first is None or first["template_name"] == Select.option_template_name


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(_text(value))}"'
        for name, value in attributes.items()
        if value is not False
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
