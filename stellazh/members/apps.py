from django.apps import AppConfig

from stellazh.members import audit_actions, capabilities, navigation


class MembersConfig(AppConfig):
    name = "stellazh.members"
    verbose_name = "Участники"

    def ready(self) -> None:
        from stellazh.members import access
        from stellazh.people.guards import PersonGuard, person_guards

        capabilities.register()
        audit_actions.register()
        navigation.register()
        person_guards.add(
            PersonGuard("members", access.can_create_person, access.can_edit_person, access.can_invite_person)
        )
