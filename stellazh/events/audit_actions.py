"""What the audit keeps of events."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("event_created", "Создано мероприятие"),
        ("event_cloned", "Мероприятие создано по образцу"),
        ("event_updated", "Изменено мероприятие"),
        ("event_announced", "Мероприятие объявлено"),
        ("event_cancelled", "Мероприятие отменено"),
        ("event_finished", "Мероприятие проведено"),
        ("event_reopened", "Мероприятие снова открыто"),
        ("event_archived", "Мероприятие убрано в архив"),
        ("event_restored", "Мероприятие возвращено из архива"),
        ("event_series_made", "Создан цикл мероприятий"),
        ("event_series_changed", "Изменены следующие мероприятия цикла"),
    ):
        actions.add(AuditAction(code, label))
