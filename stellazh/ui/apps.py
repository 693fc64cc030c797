from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "stellazh.ui"
    verbose_name = "Вид"
