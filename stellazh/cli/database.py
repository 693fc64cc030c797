"""`stellazh migrate`: the database becomes that of this version."""

from __future__ import annotations

import argparse

from stellazh.cli.django_setup import set_up


def migrate(arguments: argparse.Namespace) -> int:
    """Apply the migrations that are missing."""
    set_up()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
    return 0
