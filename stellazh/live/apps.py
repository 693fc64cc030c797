from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "stellazh.live"
    verbose_name = "Живые соединения"
