from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "stellazh.numbering"
    verbose_name = "Номера бумаг"
