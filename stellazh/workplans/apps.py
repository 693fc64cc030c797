from django.apps import AppConfig


class WorkplansConfig(AppConfig):
    name = "stellazh.workplans"
    verbose_name = "Планы работы"
