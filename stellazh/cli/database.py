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

    libraries_first()
    call_command("migrate", interactive=False, verbosity=1)
    if Association.objects.exists():
        for text in publish_missing_texts(by=System("обновление"), at=clock.now()):
            print(f"Опубликовано: {text}. Прочитайте его на странице «Согласия».")
    return 0


def libraries_first() -> None:
    """In an empty database, apply the migrations of the libraries before ours; what follows them is Django's `migrate`.

    Effect: half of the time. Django draws every model that leads to a changed one anew after each operation, so a
    library that alters its pages a hundred times is quick only while our two hundred tables do not stand beside them
    yet. A database with tables is left to `migrate`.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations:
        return
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("stellazh.")}
    executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours])
