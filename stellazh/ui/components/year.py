"""The shelf of the year, drawn."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stellazh.common.numerals import agree
from stellazh.ui.shelf import Book, Shelf, ShelfMonth


def _book(book: Book) -> tuple[object, ...]:
    return (
        book.state,
        book.spine,
        book.size,
        book.href,
        book.title,
        f"{book.when} · {book.direction} · {book.state_words}",
    )


_BOOK = (
    '<li><a class="book book--{}" data-spine="{}" data-size="{}" href="{}">'
    '<span class="book__label"><b>{}</b> <span>{}</span></span></a></li>'
)


def _month(month: ShelfMonth) -> SafeString:
    count = len(month.books)
    spoken = (
        f"{month.long_label}, {count} {agree(count, 'дело', 'дела', 'дел')}" if count else f"{month.long_label}, пусто"
    )
    books = format_html_join("", _BOOK, (_book(book) for book in month.books))
    return format_html(
        '<li class="shelf__month{}"{}><span class="shelf__label"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>{}</li>',
        " shelf__month--now" if month.is_now else "",
        SafeString(' aria-current="date"') if month.is_now else "",
        month.label,
        spoken,
        format_html('<ul class="shelf__books" role="list">{}</ul>', books) if count else "",
    )


def year_shelf(shelf: Shelf) -> SafeString:
    """`{% year_shelf shelf %}`: an ordered list of months, each a list of links to its books.

    A link reads «title, when · direction · state»; the same words appear under the shelf while the book is hovered or
    focused. On a phone the shelf scrolls inside itself and can be reached by keyboard.
    """
    colours = format_html_join("", '<li><i data-spine="{}" aria-hidden="true"></i>{}</li>', shelf.legend)
    legend = format_html('<ul class="legend" role="list" aria-label="Цвета направлений">{}</ul>', colours)
    return format_html(
        '<div class="year-shelf"><div class="shelf-scroll" role="region" tabindex="0" '
        'aria-label="{0}: прокрутка по месяцам" data-shelf><ol class="shelf" role="list">{1}</ol></div>'
        '<p class="shelf__caption">{2}</p>{3}</div>',
        shelf.label,
        SafeString("".join(_month(month) for month in shelf.months)),
        shelf.summary,
        legend,
    )
