from django.apps import AppConfig
from django.conf import settings


class MailConfig(AppConfig):
    name = "stellazh.mail"
    verbose_name = "Почта"

    def ready(self) -> None:
        from stellazh.ui.navigation import NavEntry, navigation

        if settings.DEMO:
            navigation.add(NavEntry("mail.outbox", "Письма", "mail:outbox", "footer", order=90))
