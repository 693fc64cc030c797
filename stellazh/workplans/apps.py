from django.apps import AppConfig

from stellazh.workplans import actions, capabilities


class WorkplansConfig(AppConfig):
    name = "stellazh.workplans"
    verbose_name = "Планы работы"

    def ready(self) -> None:
        capabilities.register()
        actions.register()
