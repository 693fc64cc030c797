"""What the audit can say about papers."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("paper_handed_in", "Сдан документ"),
        ("paper_taken_back", "Сданный документ отозван"),
        ("paper_rule_changed", "Изменён срок документа"),
        ("papers_reminded", "Отправлено напоминание о документах"),
    ):
        actions.add(AuditAction(code, label))
