from django.apps import AppConfig

from stellazh.associations import audit_actions, capabilities, navigation


class AssociationsConfig(AppConfig):
    name = "stellazh.associations"
    verbose_name = "Объединения"

    def ready(self) -> None:
        from stellazh.associations import access, personal_data, searching
        from stellazh.people.guards import DataGuard, data_guards

        personal_data.register()
        data_guards.add(
            DataGuard(
                "associations",
                may_publish_texts=access.can_publish_consents,
                may_erase=access.can_erase_people,
                must_stay=personal_data.must_stay,
            )
        )
        capabilities.register()
        audit_actions.register()
        navigation.register()
        searching.register()
