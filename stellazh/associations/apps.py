from django.apps import AppConfig

from stellazh.associations import audit_actions, capabilities, navigation


class AssociationsConfig(AppConfig):
    name = "stellazh.associations"
    verbose_name = "Объединения"

    def ready(self) -> None:
        capabilities.register()
        audit_actions.register()
        navigation.register()
