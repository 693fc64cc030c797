from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "stellazh.notices"
    verbose_name = "Уведомления"

    def ready(self) -> None:
        from stellazh.notices import audit_actions, kinds, links, navigation, personal_data, receivers

        audit_actions.register()
        kinds.register()
        links.register()
        navigation.register()
        navigation.follow_notices()
        receivers.connect()
        personal_data.register()
