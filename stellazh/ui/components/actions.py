"""What is pressed: buttons, links that look like them, the bar they stand in."""

from __future__ import annotations

from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from stellazh.ui.attributes import flat_attributes
from stellazh.ui.icons import icon as drawn

Kind = Literal["primary", "quiet", "danger", "plain"]
KINDS = ("primary", "quiet", "danger", "plain")


def _look(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"«{kind}» is no kind of button: {', '.join(KINDS)}")
    return "button" if kind == "primary" else f"button button--{kind}"


def _picture(icon: str) -> SafeString | str:
    return drawn(icon) if icon else ""


def button(
    content: str, kind: Kind = "primary", icon: str = "", type: str = "submit", **attributes: object
) -> SafeString:
    """`{% button %}Сохранить{% endbutton %}`: one primary per view; `quiet`, `danger` and `plain` are the others.

    Extra arguments become attributes: `name="act" value="approve" data_confirm="Утвердить план?" hx_post=url`.
    """
    return format_html(
        '<button class="{}" type="{}"{}>{}<span>{}</span></button>',
        _look(kind), type, flat_attributes(attributes), _picture(icon), content,
    )  # fmt: skip


def link_button(content: str, href: str, kind: Kind = "quiet", icon: str = "", **attributes: object) -> SafeString:
    """`{% link_button href icon="plus" %}Добавить{% endlink_button %}`: goes somewhere, changes nothing."""
    return format_html(
        '<a class="{}" href="{}"{}>{}<span>{}</span></a>',
        _look(kind), str(href), flat_attributes(attributes), _picture(icon), content,
    )  # fmt: skip


def toolbar(content: str, label: str = "Действия") -> SafeString:
    """A row of buttons above what they act on; `label` names it for screen readers."""
    return format_html('<div class="toolbar" role="group" aria-label="{}">{}</div>', label, content)


def copy_button(text: str, label: str = "Скопировать") -> SafeString:
    """Copies `text` to the clipboard. Shown only where scripts run: the text itself must stand on the page."""
    return format_html(
        '<button class="button button--quiet" type="button" data-copy="{}" hidden>{}<span>{}</span></button>',
        str(text), drawn("copy"), label,
    )  # fmt: skip


def print_button(label: str = "Распечатать") -> SafeString:
    """Opens the browser's print window. Shown only where scripts run."""
    return format_html(
        '<button class="button button--quiet" type="button" data-print hidden>{}<span>{}</span></button>',
        drawn("printer"), label,
    )  # fmt: skip


def form_actions(content: str = "") -> SafeString:
    """The row of buttons that ends a form: the primary one first, «Отмена» as a quiet link after it."""
    return format_html('<div class="form-actions">{}</div>', content)
