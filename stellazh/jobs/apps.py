from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "stellazh.jobs"
    verbose_name = "Фоновая работа"
