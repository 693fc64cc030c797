from django.apps import AppConfig

from stellazh.common.desk import DeskCard, desk_cards
from stellazh.protocols import audit_actions, capabilities


class ProtocolsConfig(AppConfig):
    name = "stellazh.protocols"
    verbose_name = "Протоколы и решения"

    def ready(self) -> None:
        from stellazh.protocols import (
            event_parts,
            evidence_sources,
            file_purposes,
            links,
            live,
            navigation,
            notice_kinds,
            personal_data,
            plan_doings,
            retention,
            searching,
        )
        from stellazh.protocols.reads import desk
        from stellazh.protocols.reads.life_desk import desk_tasks

        capabilities.register()
        audit_actions.register()
        notice_kinds.register()
        links.register()
        live.register()
        evidence_sources.register()
        file_purposes.register()
        navigation.register()
        personal_data.register()
        retention.register()
        plan_doings.register()
        event_parts.register()
        searching.register()
        desk_cards.add(DeskCard("protocols.assignments", 11, desk.desk_tasks, desk.desk_events))
        desk_cards.add(DeskCard("protocols", 12, desk_tasks, lambda _request: ()))
