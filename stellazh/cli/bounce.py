"""`stellazh bounce`: a letter that came back, from a mail server's pipe."""

from __future__ import annotations

import argparse
import sys

from stellazh.cli.django_setup import set_up

# sysexits.h: the mail server keeps the letter and hands it over again later.
TRY_AGAIN = 75
# A report holds at most a copy of our own letter; what is beyond is not looked at.
MOST_BYTES = 5 * 1024 * 1024


def bounce(arguments: argparse.Namespace) -> int:
    """Read a report of delivery from standard input and mark the address; 75 when the database is away."""
    raw = sys.stdin.buffer.read(MOST_BYTES)
    set_up()
    from django.db import OperationalError

    from stellazh.common import clock
    from stellazh.notices.services import take_bounce

    try:
        marked = take_bounce(raw, at=clock.now())
    except OperationalError as error:
        print(f"stellazh: база данных не отвечает: {error}", file=sys.stderr)
        return TRY_AGAIN
    if marked is None:
        print("Это письмо ничего не отмечает: оно не о нашем письме или отказ временный.")
    else:
        print(f"Почта на {marked.address} не доходит: {marked.code}. Адрес отмечен.")
    return 0
