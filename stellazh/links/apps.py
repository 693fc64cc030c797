from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "stellazh.links"
    verbose_name = "Секретные ссылки"
