from django.apps import AppConfig

from stellazh.pages import audit_actions, capabilities, navigation


class PagesConfig(AppConfig):
    name = "stellazh.pages"
    verbose_name = "Страницы"

    def ready(self) -> None:
        capabilities.register()
        audit_actions.register()
        navigation.register()
