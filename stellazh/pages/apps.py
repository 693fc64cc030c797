from django.apps import AppConfig

from stellazh.pages import audit_actions, capabilities


class PagesConfig(AppConfig):
    name = "stellazh.pages"
    verbose_name = "Страницы"

    def ready(self) -> None:
        from stellazh.pages import (
            event_parts,
            navigation,
            notice_kinds,
            personal_data,
            receivers,
            retention,
            robots,
            searching,
        )
        from stellazh.pages.cms.forms import take_our_forms
        from stellazh.pages.models.site import SitePage
        from stellazh.pages.services import pictures
        from stellazh.pages.views.site_contexts import surroundings

        capabilities.register()
        audit_actions.register()
        navigation.register()
        robots.register()
        searching.register()
        event_parts.register()
        SitePage.surroundings = surroundings
        # The editing of sites
        notice_kinds.register()
        pictures.register()
        personal_data.register()
        retention.register()
        receivers.connect()
        take_our_forms()
