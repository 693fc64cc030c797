from django.apps import AppConfig

from stellazh.members import audit_actions, capabilities


class MembersConfig(AppConfig):
    name = "stellazh.members"
    verbose_name = "Участники"

    def ready(self) -> None:
        from stellazh.members import access, navigation
        from stellazh.people.guards import PersonGuard, person_guards

        capabilities.register()
        audit_actions.register()
        navigation.register()
        person_guards.add(
            PersonGuard(
                "members",
                may_create=access.can_create_person,
                may_edit=access.can_edit_person,
                may_invite=access.can_invite_person,
                may_set_address=access.can_set_address,
                may_archive=access.can_archive_person,
                may_merge=access.can_merge_people,
                why_not_absorb=access.why_not_absorb,
            )
        )
