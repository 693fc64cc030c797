"""What the audit keeps of memberships and posts."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("member_added", "Человек вошёл в объединение"),
        ("member_changed", "Изменено участие"),
        ("member_left", "Человек вышел из объединения"),
        ("post_added", "Записана должность"),
        ("post_changed", "Изменена должность"),
        ("post_ended", "Должность окончена"),
        ("card_changed", "Изменена карточка"),
        ("card_confirmed", "Карточка подтверждена"),
        ("card_visibility_set", "Изменено, кто что видит"),
        ("card_row_added", "В карточку внесена запись"),
        ("card_row_changed", "Изменена запись карточки"),
        ("card_row_removed", "Из карточки убрана запись"),
        ("card_guardian_agreed", "Записано согласие родителя"),
        ("card_guardian_withdrew", "Согласие родителя отозвано"),
        ("school_card_changed", "Изменена карточка школы"),
        ("responsible_named", "Закреплён ответственный"),
        ("responsible_ended", "Ответственный откреплён"),
        ("list_invited", "Приглашён список"),
        ("registration_sent", "Подана заявка на вступление"),
        ("registration_approved", "Заявка на вступление принята"),
        ("registration_declined", "Заявка на вступление отклонена"),
        ("registration_reopened", "Заявка на вступление снова открыта"),
        ("registration_redirected", "Заявка на вступление передана"),
        ("campaign_created", "Заведено уточнение данных"),
        ("campaign_changed", "Изменено уточнение данных"),
        ("campaign_opened", "Начато уточнение данных"),
        ("campaign_people_added", "Спрошены новые участники"),
        ("campaign_letters_sent", "Отправлены письма уточнения"),
        ("campaign_extended", "Продлено уточнение данных"),
        ("campaign_closed", "Окончено уточнение данных"),
        ("campaign_reopened", "Возобновлено уточнение данных"),
        ("campaign_answered", "Получен ответ на уточнение"),
        ("campaign_note_settled", "Учтено замечание к карточке"),
    ):
        actions.add(AuditAction(code, label))
