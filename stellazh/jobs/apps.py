from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "stellazh.jobs"
    verbose_name = "Фоновая работа"

    def ready(self) -> None:
        from stellazh.jobs.live import follow_jobs

        follow_jobs()
        autodiscover_modules("tasks")
