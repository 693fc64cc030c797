"""`stellazh reindex`: letting everybody be found anew."""

from __future__ import annotations

import argparse

from stellazh.cli import django_setup


def reindex(arguments: argparse.Namespace) -> int:
    """Make the index of people and schools anew, at once, in this process; safe at any time."""
    django_setup.set_up()
    from stellazh.members.services.indexing import reindex_all

    done = reindex_all(progress=lambda words, count, total: print(f"{words}: {count} из {total}", flush=True))
    print(f"Готово: людей {done.people_count}, школ {done.school_count}, забыто слов {done.forgotten_count}.")
    return 0
