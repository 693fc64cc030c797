"""Where one is and where one may go: breadcrumbs, tabs, pages of a list."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.ui.components.facts import grouped
from stellazh.ui.icons import icon as drawn


def breadcrumbs(*steps: object) -> SafeString:
    """`{% breadcrumbs "Планы" plans_url "2024/2025" %}`: pairs of words and address; the last words stand alone."""
    pairs = [(steps[place], str(steps[place + 1])) for place in range(0, len(steps) - 1, 2)]
    links = format_html_join("", '<li><a href="{1}">{0}</a></li>', pairs)
    here = format_html('<li><span aria-current="page">{}</span></li>', steps[-1]) if len(steps) % 2 else ""
    return format_html('<nav class="crumbs" aria-label="Вы здесь"><ol role="list">{}{}</ol></nav>', links, here)


def tabs(content: str, label: str) -> SafeString:
    """A row of links to the views of one thing; each view has its own address."""
    return format_html('<nav class="tabs" aria-label="{}"><ul role="list">{}</ul></nav>', label, content)


def tab(label: str, href: str, is_current: bool = False, count: int | None = None) -> SafeString:
    """One link of `{% tabs %}`."""
    here = SafeString(' aria-current="page"') if is_current else ""
    figure = format_html(' <span class="count">{}</span>', grouped(count)) if count is not None else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', str(href), here, label, figure)


def pagination(context: Context, page: Page[Any], target: str = "", parameter: str = "page") -> SafeString | str:
    """Links to the pages of a list; the other parameters of the address stay. Nothing when there is one page.

    `target` is the CSS selector of the part that htmx replaces.
    """
    paginator = page.paginator
    if paginator.num_pages < 2:
        return ""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    def link(number: int, words: object, extra: SafeString | str = "") -> SafeString:
        href = address(number)
        htmx = format_html(' hx-get="{}" hx-target="{}" hx-push-url="true"', href, target) if target else ""
        return format_html('<li><a href="{}"{}{}>{}</a></li>', href, extra, htmx, words)

    items: list[SafeString] = []
    if page.has_previous():
        back = format_html("{}<span>Назад</span>", drawn("chevron-left"))
        items.append(link(page.previous_page_number(), back, SafeString(' rel="prev"')))
    for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if not isinstance(number, int):
            items.append(SafeString('<li class="pagination__gap" aria-hidden="true">…</li>'))
        else:
            here = ' aria-current="page"' if number == page.number else ""
            items.append(
                link(number, grouped(number), format_html('{} aria-label="Страница {}"', SafeString(here), number))
            )
    if page.has_next():
        on = format_html("<span>Дальше</span>{}", drawn("chevron-right"))
        items.append(link(page.next_page_number(), on, SafeString(' rel="next"')))
    return format_html(
        '<nav class="pagination" aria-label="Страницы списка"><ul role="list">{}</ul>'
        '<p class="pagination__total">{}–{} из {}</p></nav>',
        SafeString("".join(items)), grouped(page.start_index()), grouped(page.end_index()), grouped(paginator.count),
    )  # fmt: skip
