from django.apps import AppConfig

from stellazh.people import audit_actions, links, navigation


class PeopleConfig(AppConfig):
    name = "stellazh.people"
    verbose_name = "Люди"

    def ready(self) -> None:
        from stellazh.live.actors import set_resolver
        from stellazh.people.sessions import actor_of_session

        audit_actions.register()
        links.register()
        navigation.register()
        set_resolver(actor_of_session)
