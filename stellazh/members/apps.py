from django.apps import AppConfig

from stellazh.members import capabilities


class MembersConfig(AppConfig):
    name = "stellazh.members"
    verbose_name = "Участники"

    def ready(self) -> None:
        capabilities.register()
