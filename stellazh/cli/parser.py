"""What may be typed after `stellazh`, with Russian help. Commands are named as text and imported when they run."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

Command = Callable[[argparse.Namespace], int]


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "Как вызвать: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse with Russian headings; errors keep its exit code 2."""

    def __init__(self, **options: object) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, **options)  # type: ignore[arg-type]
        self._positionals.title = "Команды и параметры"
        self._optionals.title = "Ключи"
        self.add_argument("-h", "--help", action="help", help="показать эту справку")
        # Understood before and after the command: a command's own default would undo what stood before it.
        self.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help="при ошибке показать её полностью"
        )

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage()
        self.exit(2, f"{self.prog}: не понимаю: {message}\n")


def command_of(arguments: argparse.Namespace) -> Command:
    """The function that runs what was typed."""
    module, _, name = arguments.command.partition(":")
    command: Command = getattr(import_module(f"stellazh.cli.{module}"), name)
    return command


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = _Parser(prog="stellazh", description="Стеллаж: рабочий год методических объединений библиотекарей.")
    parser.set_defaults(debug=False)
    commands = parser.add_subparsers(title="Команды", metavar="команда", required=True, parser_class=_Parser)
    _add_running(commands)
    _add_data(commands)
    _add_plans(commands)
    return parser


def _add_running(commands: argparse._SubParsersAction[_Parser]) -> None:
    serve = commands.add_parser("serve", help="запустить сервер (и исполнителя фоновой работы в нём)")
    serve.add_argument("--host", default="127.0.0.1", help="адрес, на котором слушать (по умолчанию %(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="порт (по умолчанию %(default)s)")
    serve.add_argument("--workers", type=_count, help="рабочих процессов; больше одного – только с PostgreSQL")
    serve.set_defaults(command="serve:serve")

    worker = commands.add_parser("worker", help="исполнять фоновую работу отдельным процессом")
    worker.add_argument("--once", action="store_true", help="исполнить то, что ждёт, и закончить")
    worker.set_defaults(command="worker:work")

    demo = commands.add_parser("demo", help="показать Стеллаж на выдуманных данных, только на этом компьютере")
    demo.add_argument("--port", type=_port, default=8000, help="порт (по умолчанию %(default)s)")
    demo.add_argument("--no-serve", action="store_true", help="подготовить данные и не запускать сервер")
    demo.set_defaults(command="demo:demo")


def _add_data(commands: argparse._SubParsersAction[_Parser]) -> None:
    migrate = commands.add_parser("migrate", help="привести базу данных к этой версии")
    migrate.set_defaults(command="database:migrate")

    start = commands.add_parser("start", help="завести корневое объединение и оператора новой установки")
    start.add_argument("--kind", choices=["region", "city", "municipality"], default="region", help="что в корне")
    start.add_argument("--code", required=True, metavar="КОД", help="код латиницей, например zarechye; навсегда")
    start.add_argument("--name", required=True, metavar="НАЗВАНИЕ", help="название территории")
    start.add_argument("--association", metavar="НАЗВАНИЕ", help="полное название объединения")
    start.add_argument("--short-name", metavar="НАЗВАНИЕ", help="краткое название объединения")
    start.add_argument("--time-zone", default="Europe/Moscow", metavar="ПОЯС", help="часовой пояс (%(default)s)")
    start.add_argument("--operator", required=True, metavar="ФИО", help="фамилия, имя и отчество оператора")
    start.add_argument("--email", required=True, metavar="АДРЕС", help="адрес, с которым оператор входит")
    start.set_defaults(command="start:start")

    codes_off = commands.add_parser("codes-off", help="выключить коды для входа тому, кто потерял телефон и запасные")
    codes_off.add_argument("email", metavar="АДРЕС", help="адрес, с которым человек входит")
    codes_off.set_defaults(command="codes_off:codes_off")

    badge_key = commands.add_parser("badge-key", help="сменить ключ, которым подписаны файлы для электронных портфолио")
    badge_key.set_defaults(command="badge_key:badge_key")

    reindex = commands.add_parser("reindex", help="обновить поиск по справочникам людей и школ")
    reindex.set_defaults(command="indexing:reindex")

    search = commands.add_parser("search", help="обновить или проверить общий поиск")
    search.add_argument("deed", choices=["rebuild", "verify"], help="rebuild — перечитать всё, verify — сверить")
    search.set_defaults(command="indexing:search")

    check = commands.add_parser("check", help="проверить настройки, базу, хранилище файлов и почту")
    check.set_defaults(command="check:check")

    bounce = commands.add_parser("bounce", help="принять вернувшееся письмо со стандартного ввода и отметить адрес")
    bounce.set_defaults(command="bounce:bounce")

    backup = commands.add_parser("backup", help="сохранить все данные и файлы в один архив")
    backup.add_argument("file", metavar="ФАЙЛ", help="новый файл архива, например stellazh.tar")
    backup.set_defaults(command="backup.commands:backup")

    restore = commands.add_parser("restore", help="восстановить данные и файлы из архива")
    restore.add_argument("file", metavar="ФАЙЛ", help="архив, сделанный командой backup")
    restore.add_argument("--yes", action="store_true", help="заменить данные, которые уже есть в базе")
    restore.set_defaults(command="backup.commands:restore")


def _add_plans(commands: argparse._SubParsersAction[_Parser]) -> None:
    plan = commands.add_parser("plan", help="прочитать план из файла или выгрузить его")
    verbs = plan.add_subparsers(title="Команды", metavar="команда", required=True, parser_class=_Parser)

    read = verbs.add_parser("import", help="прочитать план работы из файла Word или Excel")
    read.add_argument("file", metavar="ФАЙЛ", help="файл плана")
    read.add_argument("--year", type=int, required=True, metavar="ГОД", help="учебный год, например 2024 для 2024/2025")
    read.add_argument("--dry-run", action="store_true", help="только показать прочитанное; база не нужна")
    read.add_argument("--json", action="store_true", help="показать прочитанное в виде JSON (вместе с --dry-run)")
    read.add_argument("--association", metavar="КОД", help="код объединения, в план которого внести")
    read.add_argument("--yes", action="store_true", help="внести в план сразу, без проверки на сайте")
    read.set_defaults(command="plans:import_plan")

    write = verbs.add_parser("export", help="записать план объединения в файл Word, PDF или Excel")
    write.add_argument("--association", required=True, metavar="КОД", help="код объединения")
    write.add_argument("--year", type=int, required=True, metavar="ГОД", help="учебный год: 2024 для 2024/2025")
    write.add_argument("--form", choices=["sections", "matrix"], default="sections", help="по разделам или по датам")
    write.add_argument("--out", required=True, metavar="ФАЙЛ", help="куда записать: .docx, .pdf или .xlsx")
    write.set_defaults(command="plans:export_plan")


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError("порт – число от 1 до 65535")
    return number


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 0 < number <= 64:
        raise argparse.ArgumentTypeError("число процессов – от 1 до 64")
    return number
