"""What the audit can say about papers."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("paper_handed_in", "Сдан документ"),
        ("paper_taken_back", "Сданный документ отозван"),
        ("paper_rule_changed", "Изменён срок документа"),
        ("papers_reminded", "Отправлено напоминание о документах"),
        ("report_created", "Начат отчёт за год"),
        ("report_updated", "Изменён отчёт за год"),
        ("report_block_added", "В отчёт добавлена часть"),
        ("report_block_updated", "Изменена часть отчёта"),
        ("report_block_moved", "Переставлена часть отчёта"),
        ("report_block_archived", "Часть убрана из отчёта"),
        ("report_block_restored", "Часть возвращена в отчёт"),
        ("report_figure_added", "В отчёт внесено число"),
        ("report_figure_updated", "Изменено внесённое число"),
        ("report_figure_archived", "Внесённое число убрано"),
        ("report_figure_restored", "Внесённое число возвращено"),
        ("report_appendix_added", "К отчёту добавлено приложение"),
        ("report_appendix_archived", "Приложение к отчёту убрано"),
        ("report_archived", "Отчёт убран в архив"),
        ("report_restored", "Отчёт возвращён из архива"),
        ("report_sealed", "Отчёт запечатан"),
        ("report_published", "Отчёт показан на сайте"),
        ("report_unpublished", "Отчёт убран с сайта"),
        ("report_form_set", "Поставлена своя форма отчёта"),
        ("report_form_retired", "Своя форма отчёта снята"),
    ):
        actions.add(AuditAction(code, label))
