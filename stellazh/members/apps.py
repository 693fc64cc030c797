from django.apps import AppConfig

from stellazh.members import audit_actions, capabilities


class MembersConfig(AppConfig):
    name = "stellazh.members"
    verbose_name = "Участники"

    def ready(self) -> None:
        from stellazh.common.desk import DeskCard, desk_cards
        from stellazh.members import (
            access,
            file_purposes,
            index_receivers,
            links,
            navigation,
            notice_kinds,
            personal_data,
            published,
            receivers,
            retention,
            searching,
        )
        from stellazh.members.live import follow_campaigns
        from stellazh.members.reads import campaign_desk, registrations
        from stellazh.members.reads import desk_cards as own_card
        from stellazh.members.services.rosters import opening as rosters
        from stellazh.people.guards import PersonGuard, person_guards

        capabilities.register()
        personal_data.register()
        retention.register()
        published.register()
        receivers.connect()
        index_receivers.connect()
        file_purposes.register()
        desk_cards.add(DeskCard("members.card", 4, own_card.desk_tasks, own_card.desk_events))
        desk_cards.add(DeskCard("members.campaigns", 5, campaign_desk.campaign_tasks, campaign_desk.campaign_events))
        follow_campaigns()
        notice_kinds.register()
        desk_cards.add(DeskCard("members.registrations", 6, registrations.desk_tasks, registrations.desk_events))
        audit_actions.register()
        rosters.register()
        links.register()
        navigation.register()
        searching.register()
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
