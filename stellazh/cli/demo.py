"""`stellazh demo`: invented people on this computer alone."""

from __future__ import annotations

import argparse
import subprocess
import sys

from config import env
from stellazh.cli.database import libraries_first
from stellazh.cli.django_setup import set_up
from stellazh.cli.refusal import CommandRefused

SETTINGS = "config.settings.demo"
HOST = "127.0.0.1"


def demo(arguments: argparse.Namespace) -> int:
    """Make the demonstration's own database, fill it with invented people and serve it on the loopback address.

    Raises:
        CommandRefused: the environment names a database or settings that are not the demonstration's.
    """
    _refuse_foreign_environment()
    env.choose("DJANGO_SETTINGS_MODULE", SETTINGS)
    env.choose("STELLAZH_SITE_URL", f"http://localhost:{arguments.port}")
    if arguments.no_serve:
        _prepare()
        return 0
    # Prepared in a process of its own: the one that serves stays small and opens no database before it forks.
    prepared = subprocess.run(_own_command(arguments), check=False)
    if prepared.returncode:
        return prepared.returncode
    from stellazh.cli.serve import run

    print(f"\nОткройте http://localhost:{arguments.port}/  Остановить: Ctrl+C.", flush=True)
    run(HOST, arguments.port, 1)
    return 0


def _own_command(arguments: argparse.Namespace) -> list[str]:
    debug = ["--debug"] if arguments.debug else []
    return [sys.executable, "-m", "stellazh", "demo", *debug, "--no-serve", "--port", str(arguments.port)]


def _refuse_foreign_environment() -> None:
    if env.text("DATABASE_URL", ""):
        raise CommandRefused(
            "Показ не трогает чужие базы, а в окружении задана DATABASE_URL. Уберите её: unset DATABASE_URL"
        )
    chosen = env.text("DJANGO_SETTINGS_MODULE", SETTINGS)
    if chosen != SETTINGS:
        raise CommandRefused(f"Показ работает только со своими настройками, а задано DJANGO_SETTINGS_MODULE={chosen}.")


def _prepare() -> None:
    set_up()
    from django.core.management import call_command

    from stellazh.pages.demo import fill_demo
    from stellazh.textindex.entries import catch_up

    libraries_first()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print("Кто может войти:")
    for line in fill_demo():
        print(f"  {line}")
    # The search knows everything from the first page on; texts of files follow when the worker has read them.
    while catch_up():
        pass
