"""The beginning of the editor: what waits for a check, what one was writing."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState

from stellazh.pages.present import present_editor

MOST = 10


class WaitingPanel(Component):
    """Pages sent for the editor's check, the oldest first."""

    order = 100

    def render_html(self, parent_context: Any = None) -> str:
        user = parent_context["request"].user
        states = TaskState.objects.reviewable_by(user).select_related("revision", "workflow_state__requested_by")
        rows = [
            {"page": state.revision.content_object, "by": state.workflow_state.requested_by, "at": state.started_at}
            for state in states.order_by("started_at")[:MOST]
        ]
        return render_to_string("pages/cms/waiting.html", {"rows": rows})


class DraftsPanel(Component):
    """Pages of hers whose last words are not published yet, the freshest first."""

    order = 200

    def render_html(self, parent_context: Any = None) -> str:
        user, editor = parent_context["request"].user, present_editor.get()
        drafts = Page.objects.filter(owner=user, has_unpublished_changes=True).order_by("-latest_revision_created_at")
        own = [page for page in drafts[: MOST * 2] if editor is not None and editor.owns(page)]
        homes = Page.objects.filter(path__in=editor.home_paths).order_by("path") if editor is not None else []
        return render_to_string("pages/cms/drafts.html", {"pages": own[:MOST], "homes": homes})
