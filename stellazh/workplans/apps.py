from django.apps import AppConfig

from stellazh.workplans import actions, capabilities, links, navigation


class WorkplansConfig(AppConfig):
    name = "stellazh.workplans"
    verbose_name = "Планы работы"

    def ready(self) -> None:
        capabilities.register()
        actions.register()
        links.register()
        navigation.register()
