from django.apps import AppConfig

from stellazh.pages import navigation


class PagesConfig(AppConfig):
    name = "stellazh.pages"
    verbose_name = "Страницы"

    def ready(self) -> None:
        navigation.register()
