"""What the audit keeps of protocols."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("protocol_created", "Создан протокол"),
        ("protocol_updated", "Изменён протокол"),
        ("protocol_sent_for_remarks", "Протокол отдан на замечания"),
        ("protocol_taken_back", "Протокол возвращён в черновики"),
        ("protocol_signed", "Подписан протокол"),
        ("protocol_signing_undone", "Отменено подписание протокола"),
        ("protocol_archived", "Протокол убран в архив"),
        ("protocol_restored", "Протокол возвращён из архива"),
        ("remark_made", "Замечание к протоколу"),
        ("remark_answered", "Ответ на замечание"),
        ("protocol_paper_added", "Добавлен файл к протоколу"),
        ("protocol_paper_retired", "Убран файл протокола"),
        ("plan_approved_by_protocol", "План утверждён протоколом"),
        ("protocol_people_taken", "Список присутствующих обновлён по участию"),
        ("protocol_person_added", "В протокол вписан человек"),
        ("protocol_person_updated", "В протоколе изменена запись о человеке"),
        ("protocol_person_removed", "Из протокола вычеркнут человек"),
        ("protocol_item_added", "В повестку добавлен вопрос"),
        ("protocol_item_updated", "Изменён вопрос повестки"),
        ("protocol_item_moved", "Переставлен вопрос повестки"),
        ("protocol_item_archived", "Вопрос убран из повестки"),
        ("protocol_item_restored", "Вопрос возвращён в повестку"),
        ("protocol_speech_added", "Добавлено выступление"),
        ("protocol_speech_updated", "Изменена запись выступления"),
        ("protocol_speech_moved", "Переставлено выступление"),
        ("protocol_speech_archived", "Выступление убрано"),
        ("protocol_speech_restored", "Выступление возвращено"),
        ("assignments_unfolded", "Обновлены отметки решения"),
        ("assignment_reported", "Отчёт по поручению"),
        ("assignments_withdrawn", "Поручения сняты с контроля"),
        ("assignments_reminded", "Напомнили о поручениях"),
        ("decision_closed", "Решение закрыто"),
        ("decision_reopened", "Решение открыто снова"),
        ("carry_changed", "Отмечен ход прошлого решения"),
        ("carried_over", "Прошлые решения внесены в повестку"),
        ("decision_added", "Добавлено решение"),
        ("decision_updated", "Изменено решение"),
        ("decision_moved", "Переставлено решение"),
        ("decision_archived", "Убрано решение"),
        ("decision_restored", "Возвращено решение"),
        ("vote_put", "Записано голосование"),
        ("vote_withdrawn", "Убрано голосование"),
    ):
        actions.add(AuditAction(code, label))
