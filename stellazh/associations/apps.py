from django.apps import AppConfig


class AssociationsConfig(AppConfig):
    name = "stellazh.associations"
    verbose_name = "Объединения"
