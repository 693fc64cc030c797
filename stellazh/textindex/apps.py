from django.apps import AppConfig


class TextIndexConfig(AppConfig):
    name = "stellazh.textindex"
    verbose_name = "Поиск по словам"
