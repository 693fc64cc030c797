from django.apps import AppConfig

from stellazh.questionnaires import audit_actions


class QuestionnairesConfig(AppConfig):
    name = "stellazh.questionnaires"
    verbose_name = "Анкеты"

    def ready(self) -> None:
        from stellazh.questionnaires import file_purposes, personal_data, retention

        audit_actions.register()
        file_purposes.register()
        personal_data.register()
        retention.register()
