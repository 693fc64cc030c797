from django.apps import AppConfig

from stellazh.events import capabilities


class EventsConfig(AppConfig):
    name = "stellazh.events"
    verbose_name = "Мероприятия"

    def ready(self) -> None:
        capabilities.register()
