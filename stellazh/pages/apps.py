from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "stellazh.pages"
    verbose_name = "Страницы"
