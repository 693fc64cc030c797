"""How often librarians find what they look for: `python -m benchmarks.search_quality`, a minute or two.

Fills the demonstration on SQLite, or in the database of DATABASE_URL, which must be empty, asks every question of
`tests/search/quality/queries.csv` as whoever asks it, and prints how often the answer is the first, among three, among
ten. With `--keep` it writes `answers.csv`, which tests compare both databases with.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile

from benchmarks.measuring import table


def main() -> int:
    folder = tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True)
    database = os.environ.get("DATABASE_URL")
    from benchmarks.__main__ import _environment

    os.environ.update(_environment(folder.name))
    if database:
        os.environ["DATABASE_URL"] = database
    import django

    django.setup()
    logging.disable(logging.INFO)
    _fill()
    from tests.search.quality import judging

    judged = judging.judge_all()
    table(
        f"Search, {len(judged)} questions", ("difficulty", "questions", "@1", "@3", "@10"), list(judging.table(judged))
    )
    for one in judged:
        if one.place != 1:
            print(f"  {one.place or '–'}  {one.question.query} ({one.question.reader}): {'; '.join(one.first) or '–'}")
    if "--keep" in sys.argv:
        judging.keep_answers(judged)
    folder.cleanup()
    return 0


def _fill() -> None:
    from django.core.management import call_command
    from django.db import transaction
    from django.test import override_settings

    from tests.demo.filling import fill

    call_command("migrate", verbosity=0)
    # Letters stay in the queue, which nobody works on here.
    with override_settings(DEMO=True), transaction.atomic():
        fill()


if __name__ == "__main__":
    sys.exit(main())
