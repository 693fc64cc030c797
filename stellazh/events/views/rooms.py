"""Lists of video rooms in the browser: bring, look over, answer, take, undo."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError, UnreadablePaper
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.events.access import can_mark_attendance
from stellazh.events.enums import RoomListState, RowVerdict
from stellazh.events.forms.rooms import PersonSearchForm, RoomAnswersForm, RoomShowForm, RoomUploadForm
from stellazh.events.models import Event, RoomList
from stellazh.events.reads.room_lists import RoomCounts, room_counts, room_row_views
from stellazh.events.reads.room_people import find_room_people
from stellazh.events.services import room_lists as services
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event
from stellazh.files.services import FileIsEmpty, FileTooLarge
from stellazh.ui.attempts import attempt, show_form

PAGE = 50
TAB = "rooms"
TABS = (
    (RowVerdict.DOUBTFUL, "Под вопросом"),
    (RowVerdict.UNKNOWN, "Не найдены"),
    (RowVerdict.MATCHED, "Узнаны"),
    (RowVerdict.GUEST, "Гости"),
    (RowVerdict.SKIPPED, "Пропущены"),
)
# Where a service hides the list, as far as its buttons stay where they are.
SERVICES = (
    ("Сферум, VK Звонки", "окно «Участники» во время звонка, меню «…», выгрузка списка."),
    ("Яндекс Телемост", "прошедшая встреча в кабинете организации, отчёт об участниках."),
    ("Контур.Толк", "история встреч, сама встреча, отчёт по участникам."),
    ("МТС Линк (Webinar)", "прошедшее мероприятие, «Статистика» или «Отчёты», участники, экспорт."),
    ("SberJazz", "история встреч, сама встреча, список участников."),
    ("Zoom", "на сайте Zoom «Отчёты», «Использование», число участников встречи, «Экспорт»."),
    ("BigBlueButton", "панель обучения (Learning Dashboard) до конца встречи, «Скачать данные»."),
    ("Teams", "встреча в календаре, «Посещаемость», «Скачать»."),
)
_BESIDE: dict[type[DomainError], str] = {
    UnreadablePaper: "file",
    FileTooLarge: "file",
    FileIsEmpty: "file",
    services.RoomListBroughtBefore: "file",
    services.DayOutsideEvent: "on",
    services.WrongLeastMinutes: "least_minutes",
}
_TAKE_BACK = {
    "title": "Отменить внесение списка?",
    "text": "Отметки по этому списку будут сняты. Отмеченное по коду, билету, листу или вручную останется.",
    "submit": "Отменить внесение",
}
_PUT_AWAY = {
    "title": "Убрать список?",
    "text": "По списку ещё никто не отмечен. Тот же файл потом можно загрузить снова.",
    "submit": "Убрать список",
}


@require_http_methods(["GET", "POST"])
def room_lists(request: Request, event_id: int) -> HttpResponse:
    """Bring a list; and those brought before, the latest first."""
    event = managed_event(request, event_id, can_mark_attendance)
    form = RoomUploadForm(
        event, request.POST or None, request.FILES or None, today=clock.today(event.association.time_zone)
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        done = attempt(
            form,
            lambda: services.bring_room_list(
                event.pk,
                content=file.read(),
                name=file.name or "список",
                on=form.day,
                least_minutes=form.minutes,
                by=request.actor,
                at=clock.now(),
            ),
            beside=_BESIDE,
        )
        if done and done.value is not None:
            return redirect("events:room_list_detail", event.pk, done.value.public_id)
    brought = event.room_lists.select_related("file")
    page = Paginator(brought, PAGE).get_page(request.GET.get("page"))
    return show_form(
        request, "events/room_lists.html", form, {**_base(request, event), "page": page, "services": SERVICES}
    )


@require_http_methods(["GET", "POST"])
def room_list_detail(request: Request, event_id: int, public_id: UUID) -> HttpResponse:
    """The rows of a list, those in doubt first, to be answered; what came of it once it is decided."""
    event, room_list = _found(request, event_id, public_id)
    counts = room_counts(room_list)
    show = _shown(request, room_list, counts)
    error = ""
    if request.method == "POST":
        form = RoomAnswersForm(request.POST)
        if not form.is_valid():
            raise Http404
        try:
            services.answer_room_rows(room_list.pk, form.answers, by=request.actor, at=clock.now())
        except DomainError as refusal:
            error = str(refusal)
        else:
            count = len(form.answers)
            messages.success(request, f"Решено: {count} {agree(count, 'строка', 'строки', 'строк')}.")
            return redirect(room_list_address(room_list, show))
    page = Paginator(room_list.rows.filter(verdict=show), PAGE).get_page(request.GET.get("page"))
    context = {
        **_base(request, event),
        "room_list": room_list,
        "counts": counts,
        "show": show,
        "verdict_tabs": [
            (label, f"?{urlencode({'show': code.value})}", code == show, getattr(counts, code.value))
            for code, label in TABS
        ],
        "page": page,
        "views": room_row_views(room_list, list(page.object_list)),
        "is_open": room_list.state == RoomListState.PREVIEW,
        "is_taken": room_list.state == RoomListState.TAKEN,
        "error": error,
    }
    return render(request, "events/room_list_detail.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
def room_row(request: Request, event_id: int, public_id: UUID, row_id: int) -> HttpResponse:
    """One row: look for another person, say that it is a guest, or pass it over."""
    event, room_list = _found(request, event_id, public_id)
    row = get_object_or_404(room_list.rows, pk=row_id)
    if room_list.state != RoomListState.PREVIEW:
        return redirect(room_list_address(room_list, row.verdict))
    error = ""
    if request.method == "POST":
        form = RoomAnswersForm(request.POST)
        if not form.is_valid() or not set(form.answers) <= {row.pk}:
            raise Http404
        try:
            services.answer_room_rows(room_list.pk, form.answers, by=request.actor, at=clock.now())
        except DomainError as refusal:
            error = str(refusal)
        else:
            return redirect(room_list_address(room_list, row.verdict))
    search = PersonSearchForm(request.GET if "q" in request.GET else None)
    found = None
    if search.is_bound and search.is_valid():
        found = find_room_people(event, search.cleaned_data["q"], on=room_list.on, by=request.actor)
    (view,) = room_row_views(room_list, [row])
    context = {
        **_base(request, event), "room_list": room_list, "view": view, "search": search, "found": found, "error": error,
        "back": room_list_address(room_list, row.verdict),
    }  # fmt: skip
    return render(request, "events/room_row.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
def room_list_take(request: Request, event_id: int, public_id: UUID) -> HttpResponse:
    """Mark those recognised, after a question."""
    _, room_list = _found(request, event_id, public_id)
    back = room_list_address(room_list)
    if room_list.state != RoomListState.PREVIEW:
        return redirect(back)
    counts = room_counts(room_list)
    error = ""
    if request.method == "POST":
        try:
            services.take_room_list(room_list.pk, expected_version=_version(request), by=request.actor, at=clock.now())
        except ChangedMeanwhile:
            error = "Пока вы смотрели, ответы в списке изменились: проверьте числа ещё раз."
        except DomainError as refusal:
            error = str(refusal)
        else:
            messages.success(request, f"Отмечено: {counts.to_mark}. Участие видно в списке участников.")
            return redirect(back)
        room_list.refresh_from_db()
        counts = room_counts(room_list)
    context = {"room_list": room_list, "counts": counts, "cancel": back, "error": error}
    return render(request, "events/room_list_take.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
def room_list_undo(request: Request, event_id: int, public_id: UUID) -> HttpResponse:
    """Take the list back, after a question."""
    event, room_list = _found(request, event_id, public_id)
    if room_list.state == RoomListState.UNDONE:
        return redirect("events:room_lists", event.pk)
    if request.method == "POST":
        try:
            services.undo_room_list(room_list.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Список отменён. Тот же файл можно загрузить снова.")
        return redirect("events:room_lists", event.pk)
    context: dict[str, object] = {
        **(_TAKE_BACK if room_list.state == RoomListState.TAKEN else _PUT_AWAY),
        "danger": True,
    }
    context["cancel"] = room_list_address(room_list)
    return render(request, "ui/confirm.html", context)


def room_list_address(room_list: RoomList, show: str = "") -> str:
    """The page of a list, with the rows that stand so."""
    address = reverse("events:room_list_detail", args=[room_list.event_id, room_list.public_id])
    return f"{address}?{urlencode({'show': show})}" if show else address


def _found(request: Request, event_id: int, public_id: UUID) -> tuple[Event, RoomList]:
    event = managed_event(request, event_id, can_mark_attendance)
    room_list = get_object_or_404(RoomList.objects.select_related("file"), public_id=public_id, event=event)
    room_list.event = event
    return event, room_list


def _base(request: Request, event: Event) -> dict[str, object]:
    return {"event": event, "tabs": tabs_for(request.actor, event, TAB)}


def _shown(request: Request, room_list: RoomList, counts: RoomCounts) -> str:
    """The rows asked for; else those in doubt, or the first kind of which there are some. Once taken: those marked."""
    form = RoomShowForm(request.GET)
    if form.is_valid():
        return str(form.cleaned_data["show"])
    if room_list.state == RoomListState.TAKEN and counts.matched:
        return RowVerdict.MATCHED.value
    return next((code.value for code, _ in TABS if getattr(counts, code.value)), RowVerdict.MATCHED.value)


def _version(request: Request) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
