from django.apps import AppConfig

from stellazh.documents import audit_actions, capabilities


class DocumentsConfig(AppConfig):
    name = "stellazh.documents"
    verbose_name = "Документы"

    def ready(self) -> None:
        from stellazh.common.desk import DeskCard, desk_cards
        from stellazh.documents import (
            acquaintance_navigation,
            file_purposes,
            links,
            navigation,
            notice_kinds,
            personal_data,
            retention,
            searching,
        )
        from stellazh.documents.reads import acquaintance_own

        capabilities.register()
        audit_actions.register()
        file_purposes.register()
        navigation.register()
        # Sheets of acquaintance
        links.register()
        notice_kinds.register()
        personal_data.register()
        retention.register()
        acquaintance_navigation.register()
        searching.register()
        desk_cards.add(DeskCard("documents.reading", 7, acquaintance_own.desk_tasks, acquaintance_own.desk_events))
