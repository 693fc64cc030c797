"""What is read: figures, facts, progress, timelines, numbers with their nouns."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from stellazh.common.numerals import agree
from stellazh.ui.dates import moment


def grouped(number: int) -> str:
    """«1 250»: thousands apart by a no-break space."""
    return f"{number:,}".replace(",", "\xa0")


def counted(count: int, one: str, few: str, many: str) -> str:
    """«1 250 мероприятий»: the number and the noun that agrees with it, not torn apart by a line's end."""
    return f"{grouped(count)}\xa0{agree(count, one, few, many)}"


def noun(count: int, one: str, few: str, many: str) -> str:
    """The noun alone, where the number stands apart: `{% noun n "участие" "участия" "участий" %}`."""
    return agree(count, one, few, many)


def figures(content: str) -> SafeString:
    """A row of `{% figure %}`s."""
    return format_html('<dl class="figures">{}</dl>', content)


def figure(value: int | str, words: str, few: str = "", many: str = "") -> SafeString:
    """One large figure over its words; with three forms of a noun it agrees with the figure."""
    shown = grouped(value) if isinstance(value, int) else value
    named = agree(value, words, few, many) if few and isinstance(value, int) else words
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", named, shown)


def facts(content: str) -> SafeString:
    """A list of `{% fact "Когда" %}…{% endfact %}`: name on the left, words on the right."""
    return format_html('<dl class="facts">{}</dl>', content)


def fact(content: str, name: str) -> SafeString:
    """One fact of `{% facts %}`."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", name, content)


def timeline(content: str, label: str = "") -> SafeString:
    """An ordered list of `{% timeline_item when %}…{% endtimeline_item %}`."""
    named = format_html(' aria-label="{}"', label) if label else ""
    return format_html('<ol class="timeline" role="list"{}>{}</ol>', named, content)


def timeline_item(content: str, when: date | datetime | str, state: str = "") -> SafeString:
    """One step. `state`: "" to come, "done" behind us, "now" under way, "late" missed."""
    if state not in ("", "done", "now", "late"):
        raise ValueError(f"«{state}» is no state of a step")
    shown = moment(when) if isinstance(when, date) else when
    return format_html(
        '<li class="timeline__item{}"><div class="timeline__when">{}</div>{}</li>',
        f" timeline__item--{state}" if state else "", shown, content,
    )  # fmt: skip


def progress(value: int, maximum: int, label: str) -> SafeString:
    """«Выполнено 20 из 52»: the words and the bar. A `maximum` of 0 draws an empty bar."""
    return format_html(
        '<div class="progress"><span class="progress__label">{0}: {1} из {2}</span>'
        '<progress value="{1}" max="{3}" aria-label="{0}">{1} из {2}</progress></div>',
        label, value, maximum, maximum or 1,
    )  # fmt: skip
