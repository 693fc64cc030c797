from django.apps import AppConfig

from stellazh.events import audit_actions, capabilities


class EventsConfig(AppConfig):
    name = "stellazh.events"
    verbose_name = "Мероприятия"

    def ready(self) -> None:
        from stellazh.events import file_purposes, links, notice_kinds

        capabilities.register()
        audit_actions.register()
        links.register()
        notice_kinds.register()
        file_purposes.register()
