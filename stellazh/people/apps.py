from django.apps import AppConfig

from stellazh.people import audit_actions, links


class PeopleConfig(AppConfig):
    name = "stellazh.people"
    verbose_name = "Люди"

    def ready(self) -> None:
        from stellazh.common.desk import DeskCard, desk_cards
        from stellazh.live.actors import set_resolver
        from stellazh.people import capabilities, files, navigation, personal_data, receivers, terms
        from stellazh.people.consent_reads import consent_events, consent_tasks
        from stellazh.people.sessions import actor_of_session

        audit_actions.register()
        links.register()
        navigation.register()
        capabilities.register()
        files.register()
        personal_data.register()
        terms.register()
        receivers.connect()
        desk_cards.add(DeskCard("people.consents", 1, consent_tasks, consent_events))
        set_resolver(actor_of_session)
