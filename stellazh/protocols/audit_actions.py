"""What the audit keeps of protocols."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("protocol_created", "Создан протокол"),
        ("protocol_updated", "Изменён протокол"),
        ("assignments_unfolded", "Обновлены отметки решения"),
        ("assignment_reported", "Отчёт по поручению"),
        ("assignments_withdrawn", "Поручения сняты с контроля"),
        ("assignments_reminded", "Напомнили о поручениях"),
        ("decision_closed", "Решение закрыто"),
        ("decision_reopened", "Решение открыто снова"),
        ("carry_changed", "Отмечен ход прошлого решения"),
        ("carried_over", "Прошлые решения внесены в повестку"),
    ):
        actions.add(AuditAction(code, label))
