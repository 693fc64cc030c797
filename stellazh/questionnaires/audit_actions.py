"""What the audit can say about questionnaires. What was answered never stands in it."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("questionnaire_created", "Составлена анкета"),
        ("questionnaire_updated", "Изменены сведения об анкете"),
        ("questionnaire_copied", "Анкета составлена по другой"),
        ("questionnaire_archived", "Анкета убрана в архив"),
        ("questionnaire_restored", "Анкета возвращена из архива"),
        ("question_added", "Добавлен вопрос"),
        ("question_updated", "Изменён вопрос"),
        ("question_moved", "Вопрос переставлен"),
        ("question_archived", "Вопрос убран"),
        ("question_restored", "Вопрос возвращён"),
        ("submission_sent", "Отправлены ответы"),
        ("submission_changed", "Изменены ответы"),
        ("submission_withdrawn", "Ответы отозваны"),
    ):
        actions.add(AuditAction(code, label))
