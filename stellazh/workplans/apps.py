from django.apps import AppConfig

from stellazh.common.desk import DeskCard, desk_cards
from stellazh.workplans import actions, capabilities, links, navigation, notice_kinds


class WorkplansConfig(AppConfig):
    name = "stellazh.workplans"
    verbose_name = "Планы работы"

    def ready(self) -> None:
        from stellazh.workplans import personal_data, retention, searching
        from stellazh.workplans.reads.desk import desk_events, desk_tasks
        from stellazh.workplans.services.imports import registering

        capabilities.register()
        personal_data.register()
        retention.register()
        searching.register()
        actions.register()
        registering.register()
        links.register()
        notice_kinds.register()
        navigation.register()
        desk_cards.add(DeskCard("workplans", 10, desk_tasks, desk_events))
