from django.apps import AppConfig

from stellazh.associations import capabilities


class AssociationsConfig(AppConfig):
    name = "stellazh.associations"
    verbose_name = "Объединения"

    def ready(self) -> None:
        capabilities.register()
