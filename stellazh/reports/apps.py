from django.apps import AppConfig

from stellazh.common.desk import DeskCard, desk_cards
from stellazh.reports import audit_actions, capabilities, notice_kinds


class ReportsConfig(AppConfig):
    name = "stellazh.reports"
    verbose_name = "Документы и отчёты"

    def ready(self) -> None:
        from stellazh.reports import demonstration, file_purposes, live, navigation, retention, searching, showing
        from stellazh.reports.reads.desk import desk_tasks

        capabilities.register()
        audit_actions.register()
        notice_kinds.register()
        file_purposes.register()
        live.register()
        navigation.register()
        retention.register()
        searching.register()
        demonstration.register()
        showing.register()
        desk_cards.add(DeskCard("reports", 14, desk_tasks, lambda _request: ()))
