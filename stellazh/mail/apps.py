from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "stellazh.mail"
    verbose_name = "Почта"
