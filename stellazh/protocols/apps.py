from django.apps import AppConfig

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
            navigation,
            notice_kinds,
            personal_data,
            plan_doings,
            retention,
        )

        capabilities.register()
        audit_actions.register()
        notice_kinds.register()
        links.register()
        evidence_sources.register()
        file_purposes.register()
        navigation.register()
        personal_data.register()
        retention.register()
        plan_doings.register()
        event_parts.register()
