from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError

from config.env import MissingSetting
from stellazh.cli import main
from stellazh.cli.parser import make_parser
from stellazh.cli.refusal import CommandRefused, sentence_of
from stellazh.common.errors import UnreadablePaper
from tests.databases.templates import begin_with_template
from tests.processes import start, wait_for

COMMANDS = ["serve", "worker", "demo", "migrate", "check", "backup", "restore", "plan", "plan import"]


def run(*arguments: str, **more: str) -> tuple[int, str, str]:
    """Exit code, output and complaint of `python -m …`."""
    process = start("-m", *arguments, **more)
    output, complaint = process.communicate(timeout=300)
    return process.returncode, output, complaint


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_russian(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        make_parser().parse_args([*command.split(), "--help"])

    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert shown.startswith(f"Как вызвать: stellazh {command} ")
    assert not {"usage:", "options:", "positional arguments:", "show this help"} & set(shown.splitlines())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["serve", "--port", "0"],
        ["serve", "--port", "x"],
        ["serve", "--workers", "65"],
        ["backup"],
        ["plan"],
    ],
)
def test_what_is_not_understood_ends_with_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert "не понимаю" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (CommandRefused("Так нельзя."), "Так нельзя."),
        (MissingSetting("Не задана переменная X."), "Не задана переменная X."),
        (UnreadablePaper("Это не план."), "Это не план."),
        (
            OperationalError("no such host\nmore"),
            "База данных не отвечает: no such host. Проверьте DATABASE_URL и запущена ли база.",
        ),
        (
            PermissionError(13, "Permission denied", "plan.docx"),
            "Файл или сеть не поддаются (plan.docx): Permission denied.",
        ),
        (
            ZeroDivisionError("division by zero"),
            "Непредвиденная ошибка ZeroDivisionError: division by zero. Подробности покажет та же команда с --debug.",
        ),
    ],
)
def test_sentence_of_an_error_is_one_line(error: Exception, sentence: str) -> None:
    assert sentence_of(error) == sentence


def test_production_without_its_settings_is_refused_in_words() -> None:
    code, output, complaint = run("stellazh", "check", DJANGO_SETTINGS_MODULE="config.settings.prod")

    assert (code, output) == (1, "")
    assert complaint == (
        "stellazh: Не задана переменная STELLAZH_SECRET_KEY. Её назначение: docs/operations/settings.md\n"
    )


def test_debug_shows_the_traceback() -> None:
    _, _, complaint = run("stellazh", "--debug", "check", DJANGO_SETTINGS_MODULE="config.settings.prod")

    assert complaint.startswith("Traceback (most recent call last):")


def test_debug_may_stand_after_the_command() -> None:
    assert make_parser().parse_args(["check", "--debug"]).debug is True
    assert make_parser().parse_args(["--debug", "check"]).debug is True


def test_a_dry_run_needs_neither_settings_nor_django(tmp_path: Path) -> None:
    code = (
        "import sys; from stellazh.cli import main;"
        "code = main(['plan', 'import', sys.argv[1], '--year', '2024', '--dry-run']);"
        "print(code, [name for name in sys.modules if name.startswith(('django', 'config.settings'))])"
    )
    (tmp_path / "empty.docx").write_bytes(b"")
    process = start("-c", code, str(tmp_path / "empty.docx"), DJANGO_SETTINGS_MODULE="no.such.settings")

    output, complaint = process.communicate(timeout=60)

    assert output == "2 []\n"
    assert len(complaint.splitlines()) == 1


def test_json_is_for_a_dry_run(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["plan", "import", "plan.docx", "--year", "2024"])

    assert code == 1
    assert "--dry-run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"DATABASE_URL": "postgresql:///school"},
            "Показ не трогает чужие базы, а в окружении задана DATABASE_URL. Уберите её: unset DATABASE_URL",
        ),
        (
            {"DJANGO_SETTINGS_MODULE": "config.settings.prod"},
            "Показ работает только со своими настройками, а задано DJANGO_SETTINGS_MODULE=config.settings.prod.",
        ),
    ],
)
def test_demo_refuses_what_is_not_its_own(more: dict[str, str], sentence: str) -> None:
    more = {"DJANGO_SETTINGS_MODULE": "config.settings.demo"} | more

    assert run("stellazh", "demo", "--no-serve", **more) == (1, "", f"stellazh: {sentence}\n")


def test_migrate_and_check_speak_of_an_installation(tmp_path: Path) -> None:
    home = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/new/stellazh.sqlite3",
        "STELLAZH_DATA_DIR": str(tmp_path / "new"),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }

    before = run("stellazh", "check", **home)
    migrated = run("stellazh", "migrate", **home)
    after = run("stellazh", "check", **home)

    assert (before[0], migrated[0], after[0]) == (1, 0, 0)
    assert "НЕТ  База данных: не применено миграций: " in before[1]
    assert [line[:4] for line in after[1].splitlines() if not line.startswith(" ")] == ["да  "] * 4


def test_check_notices_a_mail_server_that_is_away(tmp_path: Path) -> None:
    code, output, _ = run(
        "stellazh",
        "check",
        DATABASE_URL=f"sqlite:///{tmp_path}/stellazh.sqlite3",
        STELLAZH_DATA_DIR=str(tmp_path),
        STELLAZH_SECRET_KEY="k" * 60,
        STELLAZH_HOSTS="localhost",
        STELLAZH_SITE_URL="http://localhost",
        STELLAZH_SMTP_PORT="1",
        DJANGO_SETTINGS_MODULE="config.settings.prod",
    )

    assert code == 1
    assert "НЕТ  Почта: Файл или сеть не поддаются: Connection refused." in output


def test_a_worker_stops_when_asked(tmp_path: Path) -> None:
    home = {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "STELLAZH_DATA_DIR": str(tmp_path)}
    begin_with_template(tmp_path / "db.sqlite3")
    assert run("stellazh", "migrate", **home)[0] == 0
    database = sqlite3.connect(tmp_path / "db.sqlite3")

    def count(condition: str) -> int:
        return int(database.execute(f"SELECT count(*) FROM jobs_worker WHERE {condition}").fetchone()[0])

    worker = start("-m", "stellazh", "worker", **home)
    assert wait_for(lambda: count("stopped_at IS NULL") == 1)

    worker.terminate()
    _, complaint = worker.communicate(timeout=5)

    assert (worker.returncode, complaint) == (0, "")
    assert count("stopped_at IS NOT NULL") == 1
    database.close()
