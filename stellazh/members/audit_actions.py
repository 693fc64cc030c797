"""What the audit keeps of memberships and posts."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("member_added", "Человек вошёл в объединение"),
        ("member_changed", "Изменено участие"),
        ("member_left", "Человек вышел из объединения"),
        ("post_added", "Записана должность"),
        ("post_ended", "Должность окончена"),
        ("responsible_named", "Закреплён ответственный"),
        ("responsible_ended", "Ответственный откреплён"),
    ):
        actions.add(AuditAction(code, label))
