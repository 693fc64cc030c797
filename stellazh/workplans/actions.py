"""What the audit can say about plans."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("plan_created", "Начат план"),
        ("plan_copied", "План составлен по прошлому году"),
        ("plan_updated", "Изменены сведения о плане"),
        ("plan_grif_set", "Изменён гриф плана"),
        ("plan_considered", "План рассмотрен"),
        ("plan_approved", "План утверждён"),
        ("plan_reopened", "План возвращён в черновики"),
        ("plan_published", "План опубликован"),
        ("plan_unpublished", "План снят с публикации"),
        ("plan_closed", "План закрыт"),
        ("plan_archived", "План убран в архив"),
        ("plan_restored", "План возвращён из архива"),
        ("plan_section_added", "Добавлен раздел"),
        ("plan_section_renamed", "Раздел переименован"),
        ("plan_sections_moved", "Разделы переставлены"),
        ("plan_section_removed", "Раздел убран"),
        ("plan_item_added", "Добавлен пункт"),
        ("plan_item_updated", "Изменён пункт"),
        ("plan_item_moved", "Пункт переставлен"),
        ("plan_item_status_set", "Изменено состояние пункта"),
        ("plan_item_archived", "Пункт убран"),
        ("plan_item_restored", "Пункт возвращён"),
        ("plan_item_outcome_recorded", "Записан итог"),
        ("plan_item_outcome_withdrawn", "Итог отозван"),
        ("plan_items_changed", "Изменены сразу несколько пунктов"),
        ("plan_month_confirmed", "Подтверждён план на месяц"),
        ("plan_month_withdrawn", "Отозван план на месяц"),
        ("plan_items_renumbered", "Пункты перенумерованы"),
    ):
        actions.add(AuditAction(code, label))
