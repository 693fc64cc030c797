from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "stellazh.live"
    verbose_name = "Живые обновления"

    def ready(self) -> None:
        from stellazh.live import checks  # noqa: F401
