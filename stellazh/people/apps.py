from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stellazh.people"
    verbose_name = "Люди"
