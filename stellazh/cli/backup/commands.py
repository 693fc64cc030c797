"""`stellazh backup` and `stellazh restore`."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from stellazh.cli.backup.manifest import Manifest
from stellazh.cli.django_setup import set_up
from stellazh.cli.refusal import CommandRefused


def backup(arguments: argparse.Namespace) -> int:
    """Save everything into a new archive; 1 when contents were lost or spoilt in the storage already."""
    set_up()
    from stellazh.cli.backup.writing import write_archive
    from stellazh.common import clock

    target = Path(arguments.file)
    manifest = write_archive(target, at=clock.now())
    print(f"Сохранено в {target}: {_counts(manifest)}.")
    return _warn_of_losses(manifest)


def restore(arguments: argparse.Namespace) -> int:
    """Put an archive back into this installation."""
    set_up()
    from stellazh.cli.backup.restoring import restore_archive
    from stellazh.common import clock

    path = Path(arguments.file)
    if not path.is_file():
        raise CommandRefused(f"Файла {path} нет.")
    at = clock.now()
    manifest = restore_archive(
        path, may_replace=arguments.yes, copy_to=lambda: _place_for_copy(at), at=at, tell=lambda line: print(line)
    )
    print(f"Восстановлено: {_counts(manifest)}. Все войдут на сайт заново.")
    return _warn_of_losses(manifest)


def _place_for_copy(at: datetime) -> Path:
    from django.conf import settings

    folder = Path(settings.DATA_DIR) / "before-restore"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{at:%Y-%m-%dT%H-%M-%S}.tar"


def _counts(manifest: Manifest) -> str:
    return f"строк – {manifest.row_count}, таблиц – {len(manifest.tables)}, файлов – {len(manifest.files)}"


def _warn_of_losses(manifest: Manifest) -> int:
    for words, names in (("нет в хранилище", manifest.missing), ("испорчено", manifest.damaged)):
        if names:
            print(f"Внимание: содержимое файлов {words}: {', '.join(names)}", file=sys.stderr)
    return 1 if manifest.missing or manifest.damaged else 0
