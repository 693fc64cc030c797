from django.apps import AppConfig

from stellazh.certificates import audit_actions, capabilities
from stellazh.common.desk import DeskCard, desk_cards


class CertificatesConfig(AppConfig):
    name = "stellazh.certificates"
    verbose_name = "Сертификаты"

    def ready(self) -> None:
        from stellazh.certificates import file_purposes, navigation, notice_kinds, personal_data, retention, searching
        from stellazh.certificates.reads.run_desk import desk_tasks

        capabilities.register()
        audit_actions.register()
        file_purposes.register()
        navigation.register()
        notice_kinds.register()
        personal_data.register()
        retention.register()
        searching.register()
        desk_cards.add(DeskCard("certificates", 13, desk_tasks, lambda _request: ()))
