"""The gate before the editor of pages: a list of its addresses is open, to editors only, the rest does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from stellazh.common.errors import DomainError
from stellazh.pages.cms.numbers import number
from stellazh.pages.cms.projection import project_roles
from stellazh.pages.cms.reachable import (
    Check,
    edited_page,
    own_first_page,
    own_or_above,
    own_or_published,
    own_page,
    own_picture,
    own_target,
    remembered_switches,
    task_of_page,
    why_not_deleted,
)
from stellazh.pages.present import present_editor
from stellazh.people.models import Person

View = Callable[..., HttpResponseBase]

# Each is used by somebody who writes a page; whatever Wagtail adds in a later version stays closed until it is read.
# Beside each: what must be true of the object it names. An object of others does not exist, whatever Wagtail would say.
OPEN: Final[dict[str, tuple[Check, ...]]] = {
    "wagtailadmin_home": (),
    "wagtailadmin_explore_root": (),
    "wagtailadmin_explore": (own_or_above("parent_page_id"),),
    "wagtailadmin_explore_results": (own_or_above("parent_page_id"),),
    "wagtailadmin_pages:add": (own_page("parent_page_id"),),
    "wagtailadmin_pages:preview_on_add": (own_page("parent_page_id"),),
    "wagtailadmin_pages:edit": (own_page("page_id"),),
    "wagtailadmin_pages:preview_on_edit": (own_page("page_id"),),
    "wagtailadmin_pages:view_draft": (own_page("page_id"),),
    "wagtailadmin_pages:add_subpage": (own_page("parent_page_id"),),
    "wagtailadmin_pages:unpublish": (own_page("page_id"),),
    "wagtailadmin_pages:delete": (own_page("page_id"),),
    "wagtailadmin_pages:move": (own_page("page_to_move_id"), own_target),
    "wagtailadmin_pages:move_confirm": (own_page("page_to_move_id"), own_page("destination_id")),
    "wagtailadmin_pages:set_page_position": (own_page("page_to_move_id"),),
    "wagtailadmin_pages:copy": (own_page("page_id"), own_target),
    "wagtailadmin_pages:search": (),
    "wagtailadmin_pages:search_results": (),
    "wagtailadmin_pages:workflow_action": (own_page("page_id"), task_of_page),
    "wagtailadmin_pages:collect_workflow_action_data": (own_page("page_id"), task_of_page),
    "wagtailadmin_pages:confirm_workflow_cancellation": (own_page("page_id"),),
    "wagtailadmin_pages:workflow_preview": (own_page("page_id"),),
    "wagtailadmin_pages:workflow_history": (own_page("page_id"),),
    "wagtailadmin_pages:workflow_history_detail": (own_page("page_id"),),
    "wagtailadmin_pages:lock": (own_page("page_id"),),
    "wagtailadmin_pages:unlock": (own_page("page_id"),),
    "wagtailadmin_pages:history": (own_page("page_id"),),
    "wagtailadmin_pages:history_results": (own_page("page_id"),),
    "wagtailadmin_pages:revisions_view": (own_page("page_id"),),
    "wagtailadmin_pages:revisions_revert": (own_page("page_id"),),
    "wagtailadmin_pages:revisions_unschedule": (own_page("page_id"),),
    "wagtailadmin_pages:revisions_compare": (own_first_page,),
    "wagtailadmin_choose_page": (),
    "wagtailadmin_choose_page_child": (own_or_published("parent_page_id"),),
    "wagtailadmin_choose_page_search": (),
    "wagtailadmin_choose_page_external_link": (),
    "wagtailadmin_choose_page_email_link": (),
    "wagtailadmin_choose_page_phone_link": (),
    "wagtailadmin_choose_page_anchor_link": (),
    "wagtailimages:index": (),
    "wagtailimages:index_results": (),
    "wagtailimages:add": (),
    "wagtailimages:edit": (own_picture("image_id"),),
    "wagtailimages:delete": (own_picture("image_id"),),
    "wagtailimages:add_multiple": (),
    "wagtailimages:edit_multiple": (own_picture("image_id"),),
    "wagtailimages:delete_multiple": (own_picture("image_id"),),
    "wagtailimages_chooser:choose": (),
    "wagtailimages_chooser:choose_results": (),
    "wagtailimages_chooser:chosen": (own_picture("pk"),),
    "wagtailimages_chooser:create": (),
    "wagtailadmin_editing_sessions:ping": (edited_page,),
    # Only a session of one's own is found there.
    "wagtailadmin_editing_sessions:release": (),
    "wagtailadmin_dismissibles": (remembered_switches,),
    "wagtailadmin_sprite": (),
    "wagtailadmin_javascript_catalog": (),
}

# Of our own instead: account, signing out.
INSTEAD: Final = {"wagtailadmin_account": "people:account", "wagtailadmin_logout": "people:sign_out"}

_CSP: Final = "Content-Security-Policy"
_POLICY: Final = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "manifest-src": [SELF],
}


def guarded(view: View) -> View:
    """The view behind the gate: closed addresses and foreign objects do not exist, groups follow roles, a deed is one
    transaction, and a refusal of ours becomes a sentence above the page it was asked from.
    """

    # Guests are led to our own sign-in, whatever page of Wagtail's the view would have sent them to.
    vars(view).pop("login_url", None)

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in INSTEAD:
            # 307 keeps the method: signing out is a POST.
            return HttpResponseRedirect(reverse(INSTEAD[name]), preserve_request=True)
        if name not in OPEN:
            raise Http404
        editor = project_roles(request.user) if isinstance(request.user, Person) else None
        if editor is None:
            raise PermissionDenied("Сайт объединения пишут его редактор, руководитель, секретарь и методист.")
        if not all(check(editor, request, args, kwargs) for check in OPEN[name]):
            raise Http404
        if name == "wagtailadmin_pages:delete" and (why := why_not_deleted(kwargs)):
            messages.error(request, why)
            return redirect(_place_of(kwargs))
        token = present_editor.set(editor)
        try:
            return framed(_done(view, request, args, kwargs), name)
        finally:
            present_editor.reset(token)

    return xframe_options_sameorigin(csp_replace(_POLICY)(opened))


def _done(view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponseBase:
    """What the view answers; drawn here, while it is known who looks."""
    try:
        if request.method == "POST":
            with transaction.atomic():
                response = view(request, *args, **kwargs)
        else:
            response = view(request, *args, **kwargs)
        if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
            response = response.render()
        return response
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(_place_of(kwargs))


def _place_of(kwargs: dict[str, Any]) -> str:
    """Where the sentence of a refusal is read: the page it is about, else the beginning."""
    page_id = number(kwargs.get("page_id") or kwargs.get("page_to_move_id"))
    if page_id is not None:
        return reverse("wagtailadmin_pages:edit", args=[page_id])
    parent_id = number(kwargs.get("parent_page_id"))
    return reverse("wagtailadmin_explore", args=[parent_id]) if parent_id is not None else reverse("wagtailadmin_home")


# Drafts drawn as readers will see them, in a frame of the editor: the strict policy of the public side stays.
_DRAWN: Final = frozenset({
    "wagtailadmin_pages:preview_on_add",
    "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:revisions_view",
    "wagtailadmin_pages:workflow_preview",
})  # fmt: skip


def framed(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """A draft may stand in a frame of the editor, and nowhere else."""
    if name in _DRAWN and response.has_header(_CSP):
        response[_CSP] = response[_CSP].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response
