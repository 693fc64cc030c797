from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "stellazh.members"
    verbose_name = "Участники"
