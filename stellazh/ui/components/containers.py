"""What holds other things: cards, notices, disclosures, dialogs, tables."""

from __future__ import annotations

from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from stellazh.ui.attributes import flat_attributes
from stellazh.ui.icons import icon as drawn
from stellazh.ui.shelf import STATE_WORDS

Tone = Literal["info", "ok", "warn", "bad"]
_TONE_ICONS = {"info": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "octagon-alert"}
_TABLE_KINDS = ("", "matrix", "cards")


def card(
    content: str,
    title: str = "",
    href: str = "",
    level: int = 3,
    spine: int | None = None,
    tag: str = "",
    tone: str = "",
    **attributes: object,
) -> SafeString:
    """A sheet of paper with a thing on it. `href` makes the title a link, `spine` (1…8) paints its edge, `tag` and
    `tone` put a tag beside the title; `level` is the heading's."""
    head: SafeString | str = ""
    if title:
        words = format_html('<a href="{}">{}</a>', str(href), title) if href else title
        aside = label(tag, tone) if tag else ""
        head = format_html('<div class="card__head"><h{0}>{1}</h{0}>{2}</div>', int(level), words, aside)
    edge = format_html(' data-spine="{}"', int(spine)) if spine else ""
    return format_html(
        '<article class="card{}"{}{}>{}{}</article>',
        " card--spine" if spine else "", edge, flat_attributes(attributes), head, content,
    )  # fmt: skip


def label(text: str, tone: str = "") -> SafeString:
    """A small word about a state: `{% tag "утверждён" tone="ok" %}`; tones are "", ok, warn and bad."""
    if tone not in ("", "ok", "warn", "bad"):
        raise ValueError(f"«{tone}» is no tone of a tag")
    return format_html('<span class="tag{}">{}</span>', f" tag--{tone}" if tone else "", text)


def notice(content: str, tone: Tone = "info", title: str = "", **attributes: object) -> SafeString:
    """Something to know before reading on. Tones: info, ok, warn, bad; the icon never stands without the words."""
    if tone not in _TONE_ICONS:
        raise ValueError(f"«{tone}» is no tone of a notice")
    head = format_html('<p class="notice__title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice notice--{}"{}>{}<div class="notice__text">{}{}</div></div>',
        tone, flat_attributes(attributes), drawn(_TONE_ICONS[tone]), head, content,
    )  # fmt: skip


def disclosure(content: str, summary: str, is_open: bool = False, **attributes: object) -> SafeString:
    """Details that open in place, without scripts."""
    return format_html(
        '<details class="disclosure"{}{}><summary>{}</summary><div class="disclosure__body stack">{}</div></details>',
        " open" if is_open else "", flat_attributes(attributes), summary, content,
    )  # fmt: skip


def dialog(content: str, name: str, title: str) -> SafeString:
    """A window over the page, opened by `{% dialog_button name %}` without scripts (the browser's own popover)."""
    return format_html(
        '<div class="dialog" id="{0}" popover role="dialog" aria-labelledby="{0}-title"><div class="dialog__head">'
        '<h2 id="{0}-title">{1}</h2><button class="button button--plain" type="button" popovertarget="{0}" '
        'popovertargetaction="hide">{2}<span>Закрыть</span></button></div><div class="stack">{3}</div></div>',
        name, title, drawn("x"), content,
    )  # fmt: skip


def dialog_button(content: str, name: str, kind: str = "quiet", icon: str = "") -> SafeString:
    """Opens the dialog of that name."""
    return format_html(
        '<button class="button button--{}" type="button" popovertarget="{}" aria-haspopup="dialog">'
        "{}<span>{}</span></button>",
        kind, name, drawn(icon) if icon else "", content,
    )  # fmt: skip


def empty_state(content: str, title: str, icon: str = "book-open") -> SafeString:
    """What stands where there is nothing yet: what to do first, in words and with one button."""
    return format_html(
        '<div class="empty">{}<h2 class="empty__title">{}</h2><div class="stack" data-stack="s">{}</div></div>',
        drawn(icon), title, content,
    )  # fmt: skip


def table(content: str, caption: str, kind: str = "", shows_caption: bool = False, **attributes: object) -> SafeString:
    """A table around its `<thead>` and `<tbody>`; the region scrolls inside itself and can be reached by keyboard.

    `kind="matrix"` keeps the first column in sight (the plan by directions); `kind="cards"` turns each row into a card
    on a phone: its cells carry `data-label="Столбец"`. The caption is read aloud always, shown when asked.
    """
    if kind not in _TABLE_KINDS:
        raise ValueError(f"«{kind}» is no kind of table")
    return format_html(
        '<div class="table-wrap{}" role="region" tabindex="0" aria-label="{}"{}>'
        '<table class="table{}"><caption{}>{}</caption>{}</table></div>',
        f" table-wrap--{kind}" if kind else "", caption, flat_attributes(attributes),
        f" table--{kind}" if kind else "", "" if shows_caption else SafeString(' class="visually-hidden"'),
        caption, content,
    )  # fmt: skip


def cell_item(content: str, title: str, href: str = "", spine: int | None = None, state: str = "planned") -> SafeString:
    """An item in a cell of a matrix: title, then small words (who, how). The state is drawn and read aloud."""
    if state not in STATE_WORDS:
        raise ValueError(f"«{state}» is no state of an item")
    words = format_html('<a href="{}">{}</a>', str(href), title) if href else title
    spoken = "" if state == "planned" else format_html('<span class="visually-hidden">, {}</span>', STATE_WORDS[state])
    small = format_html("<small>{}</small>", content) if content.strip() else ""
    edge = format_html(' data-spine="{}"', int(spine)) if spine else ""
    return format_html('<div class="cell-item cell-item--{}"{}>{}{}{}</div>', state, edge, words, spoken, small)


def filter_bar(
    content: str, label: str = "Отбор", action: str = "", target: str = "", reset: str = "", submit: str = "Показать"
) -> SafeString:
    """A GET form over a list. `target` is the CSS selector of the part that htmx replaces as the choice changes;
    without scripts the button does the same. `reset` is the address without any choice."""
    htmx = (
        format_html(
            ' hx-get="{}" hx-target="{}" hx-push-url="true" hx-trigger="change delay:200ms, submit"',
            str(action),
            target,
        )
        if target
        else ""
    )
    clear = format_html('<a class="filter-bar__reset" href="{}">Сбросить</a>', str(reset)) if reset else ""
    return format_html(
        '<form class="filter-bar" method="get" action="{}" role="search" aria-label="{}"{}>{}'
        '<div class="filter-bar__end"><button class="button button--quiet" type="submit">{}<span>{}</span></button>'
        "{}</div></form>",
        str(action), label, htmx, content, drawn("list-filter"), submit, clear,
    )  # fmt: skip
