"""What the audit keeps of choices about letters. Reading a notice is no deed."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("notices_chosen", "Изменены настройки уведомлений"),
        ("notices_switched_off", "Отключены письма"),
        ("address_bounced", "Почта на адрес не доходит"),
        ("address_cleared", "Отметка с адреса снята"),
    ):
        actions.add(AuditAction(code, label))
