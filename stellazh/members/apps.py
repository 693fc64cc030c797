from django.apps import AppConfig

from stellazh.members import audit_actions, capabilities


class MembersConfig(AppConfig):
    name = "stellazh.members"
    verbose_name = "Участники"

    def ready(self) -> None:
        from stellazh.common.desk import DeskCard, desk_cards
        from stellazh.members import access, links, navigation
        from stellazh.members.reads import merging
        from stellazh.members.reads import desk_cards as own_card
        from stellazh.people.guards import PersonGuard, person_guards

        capabilities.register()
        desk_cards.add(DeskCard("members.merging", 5, merging.desk_tasks, merging.desk_events))
        desk_cards.add(DeskCard("members.card", 40, own_card.desk_tasks, own_card.desk_events))
        audit_actions.register()
        links.register()
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
