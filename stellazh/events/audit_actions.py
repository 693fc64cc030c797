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
        ("room_list_brought", "Загружен список видеокомнаты"),
        ("room_list_answered", "Решено, кто в списке видеокомнаты"),
        ("room_list_taken", "Внесён список видеокомнаты"),
        ("room_list_undone", "Отменён список видеокомнаты"),
        ("enrolment_made", "Регистрация на мероприятие"),
        ("enrolment_invited", "Приглашение на мероприятие"),
        ("enrolment_confirmed", "Регистрация подтверждена"),
        ("enrolment_rejected", "Регистрация отклонена"),
        ("enrolment_withdrawn", "Регистрация отменена"),
        ("enrolment_moved_up", "Место из листа ожидания"),
        ("enrolment_changed", "Изменена регистрация"),
        ("enrolments_exported", "Выгружен список зарегистрированных"),
        ("event_letter_written", "Написано письмо участникам"),
        ("event_letter_changed", "Изменено письмо участникам"),
        ("event_letter_planned", "Письмо участникам назначено к отправке"),
        ("event_letter_sent", "Отправлено письмо участникам"),
        ("event_letter_cancelled", "Письмо участникам отменено"),
        ("event_check_in_opened", "Открыта отметка по коду"),
        ("event_check_in_closed", "Закрыта отметка по коду"),
        ("event_checked_in", "Участник отметился по коду"),
        ("event_ticket_scanned", "Отмечен билет у входа"),
        ("event_marked_by_hand", "Участие отмечено вручную"),
        ("event_hand_mark_cleared", "Ручная отметка снята"),
        ("event_paper_ticked", "Участие отмечено по листу регистрации"),
        ("event_paper_unticked", "Отметка по листу регистрации снята"),
        ("event_attendance_exported", "Выгружен список участия"),
    ):
        actions.add(AuditAction(code, label))
