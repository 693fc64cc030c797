"""`stellazh reindex` and `stellazh search`: letting everything be found anew, and comparing the index with it."""

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


def search(arguments: argparse.Namespace) -> int:
    """Read everything anew for the search of everything, or compare the index with it; safe at any time.

    `verify` gives 1 when something differs, and says what.
    """
    django_setup.set_up()
    from stellazh.textindex.entries import catch_up, rebuild, verify

    if arguments.deed == "rebuild":
        changed = rebuild(progress=lambda kind, count: print(f"{kind}: {count}", flush=True))
        print(f"Готово: обновлено {changed}.")
        return 0
    while catch_up():
        pass
    found = verify()
    for one in found:
        print(f"{_DIFFERENCES[one.what]}: {one.kind} {one.key or ''} {one.detail}".rstrip())
    print(f"Расхождений: {len(found)}. Исправит их: stellazh search rebuild" if found else "Расхождений нет.")
    return 1 if found else 0


_DIFFERENCES = {
    "missing": "нет в поиске",
    "extra": "лишнее в поиске",
    "stale": "устарело в поиске",
    "trigger": "за таблицей никто не следит",
}
