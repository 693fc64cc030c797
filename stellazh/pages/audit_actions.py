"""What the audit keeps of the sites."""

from __future__ import annotations

from typing import Final

from stellazh.audit.actions import AuditAction, actions

# What Wagtail writes of a page or a picture, and what it is called in our journal.
OF_WAGTAIL: Final = {
    "wagtail.create": ("site_page_created", "Создана страница сайта"),
    "wagtail.edit": ("site_page_edited", "Изменён черновик страницы сайта"),
    "wagtail.delete": ("site_page_deleted", "Удалён черновик страницы сайта"),
    "wagtail.publish": ("site_page_published", "Опубликована страница сайта"),
    "wagtail.publish.schedule": ("site_page_planned", "Запланирован выход страницы сайта"),
    "wagtail.publish.scheduled": ("site_page_came_out", "Страница сайта вышла в срок"),
    "wagtail.schedule.cancel": ("site_page_plan_cancelled", "Отменён выход страницы сайта"),
    "wagtail.unpublish": ("site_page_unpublished", "Страница сайта снята с публикации"),
    "wagtail.unpublish.scheduled": ("site_page_expired", "Страница сайта снята в срок"),
    "wagtail.rename": ("site_page_renamed", "Переименована страница сайта"),
    "wagtail.revert": ("site_page_reverted", "Страница сайта возвращена к прежнему тексту"),
    "wagtail.copy": ("site_page_copied", "Скопирована страница сайта"),
    "wagtail.move": ("site_page_moved", "Перемещена страница сайта"),
    "wagtail.reorder": ("site_page_reordered", "Изменён порядок страниц сайта"),
    "wagtail.lock": ("site_page_locked", "Страница сайта закрыта для правки"),
    "wagtail.unlock": ("site_page_unlocked", "Страница сайта открыта для правки"),
    "wagtail.workflow.start": ("site_page_sent", "Страница сайта отправлена на проверку"),
    "wagtail.workflow.approve": ("site_page_approved", "Страница сайта проверена"),
    "wagtail.workflow.reject": ("site_page_returned", "Страница сайта возвращена с замечанием"),
    "wagtail.workflow.resume": ("site_page_sent_again", "Страница сайта снова отправлена на проверку"),
    "wagtail.workflow.cancel": ("site_page_check_cancelled", "Проверка страницы сайта отменена"),
}
OTHER: Final = ("site_page_changed", "Изменена страница сайта")


def register() -> None:
    """Name the deeds of this app."""
    own = (
        ("site_made", "Заведён сайт объединения"),
        ("site_picture_added", "Добавлена картинка сайта"),
        ("site_picture_changed", "Изменена картинка сайта"),
        ("site_picture_described", "Указано, кто на картинке сайта"),
        ("site_picture_hidden", "Скрыта картинка сайта"),
        ("site_picture_forgotten", "Удалена картинка сайта"),
        ("site_address_added", "Добавлен прежний адрес сайта"),
        ("site_address_removed", "Убран прежний адрес сайта"),
    )
    for code, label in (*own, *OF_WAGTAIL.values(), OTHER):
        actions.add(AuditAction(code, label))
