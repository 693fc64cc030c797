"""`stellazh migrate`: the database becomes that of this version."""

from __future__ import annotations

import argparse

from stellazh.cli.django_setup import set_up


def migrate(arguments: argparse.Namespace) -> int:
    """Apply the migrations that are missing; a started installation gets the texts of consents that it lacks."""
    set_up()
    from django.core.management import call_command

    from stellazh.associations.models import Association
    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.people.services.consents import publish_missing_texts

    call_command("migrate", interactive=False, verbosity=1)
    if Association.objects.exists():
        for text in publish_missing_texts(by=System("обновление"), at=clock.now()):
            print(f"Опубликовано: {text}. Прочитайте его на странице «Согласия».")
    return 0
