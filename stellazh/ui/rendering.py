"""How forms are drawn: our own field template, Django's own widgets."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """Label above, hint below it, error in words between label and control. Named in `FORM_RENDERER`."""

    field_template_name = "ui/field.html"
    form_template_name = "ui/fields.html"
