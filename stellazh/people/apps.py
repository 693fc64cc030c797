from django.apps import AppConfig

from stellazh.people import audit_actions, links, navigation


class PeopleConfig(AppConfig):
    name = "stellazh.people"
    verbose_name = "Люди"

    def ready(self) -> None:
        audit_actions.register()
        links.register()
        navigation.register()
