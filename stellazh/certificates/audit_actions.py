"""What the audit keeps of certificates."""

from __future__ import annotations

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("certificate_kind_created", "Заведён вид документов"),
        ("certificate_kind_updated", "Изменён вид документов"),
        ("certificate_kind_archived", "Вид документов убран в архив"),
        ("certificate_kind_restored", "Вид документов возвращён из архива"),
        ("number_spoiled", "Номер списан как испорченный"),
        ("certificate_withdrawn", "Отозван документ"),
        ("certificate_brought_back", "Отзыв документа отменён"),
        ("certificate_spoiled", "Документ списан как испорченный"),
        ("certificate_duplicated", "Выдан дубликат"),
        ("certificate_sent_again", "Документ послан письмом ещё раз"),
        ("badge_taken", "Скачан файл для электронного портфолио"),
        ("signing_key_made", "Сделан ключ подписи значков"),
        ("signing_key_retired", "Ключ подписи значков заменён"),
        ("certificate_template_created", "Создан шаблон документа"),
        ("certificate_template_chosen", "Виду документов дан шаблон"),
        ("certificate_template_renamed", "Переименован шаблон документа"),
        ("certificate_template_changed", "Изменён шаблон документа"),
        ("certificate_template_reset", "Шаблон документа возвращён к готовому"),
        ("certificate_template_archived", "Шаблон документа убран в архив"),
        ("certificate_template_restored", "Шаблон документа возвращён из архива"),
        ("certificate_template_imported", "Шаблон документа взят из файла"),
        ("certificate_picture_added", "Добавлена картинка для документов"),
        ("certificate_picture_renamed", "Переименована картинка для документов"),
        ("certificate_picture_archived", "Картинка для документов убрана в архив"),
        ("certificate_picture_restored", "Картинка для документов возвращена из архива"),
        ("certificate_picture_viewed", "Открыта подпись или печать"),
        ("certificate_picture_used", "Подпись или печать поставлена на документ"),
        ("signatory_added", "Добавлен подписывающий"),
        ("signatory_updated", "Изменён подписывающий"),
        ("signatory_moved", "Переставлен подписывающий"),
        ("signatory_archived", "Подписывающий убран в архив"),
        ("signatory_restored", "Подписывающий возвращён из архива"),
        ("run_created", "Начата выдача документов"),
        ("run_changed", "Изменена выдача документов"),
        ("run_people_added", "В список на выдачу добавлены люди"),
        ("run_row_changed", "Изменена строка списка на выдачу"),
        ("run_names_settled", "Проверены падежи имён в списке на выдачу"),
        ("run_submitted", "Список отправлен на выдачу"),
        ("run_approved", "Утверждена выдача документов"),
        ("run_returned", "Выдача документов возвращена в работу"),
        ("run_cancelled", "Отменена выдача документов"),
        ("run_stopped", "Приостановлена выдача документов"),
        ("run_continued", "Продолжена выдача документов"),
        ("run_issued", "Документы выданы"),
        ("run_withdrawn", "Отозваны все документы выдачи"),
        ("run_exported", "Выгружены документы или список выдачи"),
        ("certificate_issued", "Выдан документ"),
    ):
        actions.add(AuditAction(code, label))
