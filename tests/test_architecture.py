"""The walls of the house: who may take from whom, and what each kind of module may do."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest
from grimp import ImportGraph, Layer
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "stellazh"
CONTRACTS = ROOT / ".importlinter"
LONGEST_FILE = 400

# Inside an app, highest first; modules of other names may stand anywhere as long as no chain leads upwards.
LAYERS = (
    Layer("urls", "admin", independent=True),
    Layer("views", "api", "tasks", "receivers", independent=True),
    Layer("services", "forms", "reads", independent=False),
    Layer("access", independent=True),
    Layer("models", independent=True),
    Layer("enums", independent=True),
)
PRIVATE = frozenset({"views", "forms", "urls", "api", "tasks"})
HTTP = frozenset({"django.http", "django.shortcuts", "django.contrib.messages", "django.views", "django_htmx"})
CLOCKS = frozenset(
    {
        "clock.now",
        "clock.today",
        "timezone.now",
        "timezone.localdate",
        "timezone.localtime",
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
    }
)
RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})
ADDRESS = re.compile(r"([a-z]+):[a-z_]+")
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
QUOTED_ADDRESS = re.compile(r"['\"]([a-z]+):[a-z_]+['\"]")


@cache
def shelves() -> dict[str, int]:
    """Each app's height as the contract has it; neighbours share one."""
    contracts = configparser.ConfigParser()
    contracts.read(CONTRACTS, encoding="utf-8")
    lines = contracts["importlinter:contract:shelves"]["layers"].strip().splitlines()
    return {
        name.strip(" ()"): height for height, line in enumerate(reversed(lines), start=1) for name in line.split("|")
    }


def may_know(app: str, other: str) -> bool:
    """Whether `app` may name something of `other`: itself and what stands lower."""
    return app == other or shelves()[app] > shelves()[other]


@cache
def apps() -> tuple[str, ...]:
    return tuple(sorted(folder.name for folder in PRODUCT.iterdir() if (folder / "__init__.py").exists()))


@cache
def namespaces() -> frozenset[str]:
    return frozenset(app for app in apps() if (PRODUCT / app / "urls.py").exists())


def app_of(path: Path) -> str:
    return path.relative_to(PRODUCT).parts[0]


@cache
def sources(*, with_migrations: bool = False) -> tuple[tuple[Path, ast.Module], ...]:
    """Every module of the apps with its tree."""
    found = [
        path
        for app in apps()
        for path in sorted((PRODUCT / app).rglob("*.py"))
        if with_migrations or "migrations" not in path.parts
    ]
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in found)


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def strings(tree: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def dotted(node: ast.AST) -> str:
    """«clock.now» of a chain of names, or nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def kind_of(module: str) -> str:
    """«services» of «stellazh.people.services.accounts»: the second word below the product, or nothing."""
    parts = module.split(".")
    return parts[2] if len(parts) > 2 and parts[0] == "stellazh" else ""


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return grimp.build_graph("stellazh", include_external_packages=True, cache_dir=None)


def test_import_contracts_hold() -> None:
    outcome = lint_imports(config_filename=str(CONTRACTS), no_cache=True)

    assert outcome == EXIT_STATUS_SUCCESS


def test_every_app_has_a_shelf() -> None:
    without = [app for app in apps() if app not in shelves()]

    assert without == []


def test_no_import_inside_a_function_leads_up_or_aside() -> None:
    found = [
        f"{place(path, node)} {name}"
        for path, tree in sources()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.startswith("stellazh.") and not may_know(app_of(path), name.split(".")[1])
    ]

    assert found == []


def test_no_module_is_named_as_text_upwards() -> None:
    named = re.compile(r"stellazh\.([a-z]+)(\.[A-Za-z_.]+)?")

    found = [
        f"{place(path, node)} {text}"
        for path, tree in sources()
        for node, text in strings(tree)
        if (match := named.fullmatch(text)) and match[1] in shelves() and not may_know(app_of(path), match[1])
    ]

    assert found == []


def test_no_address_is_named_upwards_in_code() -> None:
    found = [
        f"{place(path, node)} {text}"
        for path, tree in sources()
        for node, text in strings(tree)
        if (match := ADDRESS.fullmatch(text)) and match[1] in namespaces() and not may_know(app_of(path), match[1])
    ]

    assert found == []


def test_no_address_is_named_upwards_in_templates() -> None:
    templates = [path for app in apps() for path in sorted((PRODUCT / app).rglob("templates/**/*.*"))]

    found = [
        f"{path.relative_to(ROOT)} {name}:"
        for path in templates
        for tag in TEMPLATE_TAG.findall(path.read_text(encoding="utf-8"))
        for name in QUOTED_ADDRESS.findall(tag)
        if name in namespaces() and not may_know(app_of(path), name)
    ]

    assert templates != []
    assert found == []


def test_no_relation_names_a_model_upwards() -> None:
    found = [
        f"{place(path, node)} {target}"
        for path, tree in sources(with_migrations=True)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in RELATIONS
        for target in _targets(node)
        if target.partition(".")[0] in shelves() and not may_know(app_of(path), target.partition(".")[0])
    ]

    assert found == []


def _targets(call: ast.Call) -> Iterator[str]:
    """Models named as text: «people.Person»; `settings.AUTH_USER_MODEL` is a person too."""
    for node in [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "to")]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            yield node.value
        elif dotted(node) == "settings.AUTH_USER_MODEL":
            yield "people.Person"


def test_models_are_never_fetched_by_name() -> None:
    found = [
        place(path, node)
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and dotted(node).rpartition(".")[2] == "get_model"
    ]

    assert found == []


def test_no_migration_waits_for_a_higher_app() -> None:
    found = [
        f"{place(path, node)} {node.elts[0].value}"
        for path, tree in sources(with_migrations=True)
        if "migrations" in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple)
        and len(node.elts) == 2
        and isinstance(node.elts[0], ast.Constant)
        and node.elts[0].value in shelves()
        # A choice of a field is such a pair too: «reports», «годовые отчёты».
        and isinstance(node.elts[1], ast.Constant)
        and re.match(r"\d{4}_|__", str(node.elts[1].value))
        and not may_know(app_of(path), str(node.elts[0].value))
    ]

    assert found == []


@pytest.mark.parametrize("app", apps())
def test_layers_inside_an_app_hold(graph: ImportGraph, app: str) -> None:
    present = {kind_of(module) for module in graph.modules if module.startswith(f"stellazh.{app}.")}
    layers = [
        Layer(*names, independent=layer.independent)
        for layer in LAYERS
        if (names := sorted(present & layer.module_tails))
    ]

    illegal = graph.find_illegal_dependencies_for_layers(layers, containers={f"stellazh.{app}"})

    assert [f"{route.importer} → {route.imported}" for route in illegal] == []


def test_models_import_no_views_services_or_forms(graph: ImportGraph) -> None:
    found = [
        f"{module} → {imported}"
        for module in sorted(graph.modules)
        if kind_of(module) == "models"
        for imported in sorted(graph.find_modules_directly_imported_by(module))
        if kind_of(imported) in {"views", "services", "forms"}
    ]

    assert found == []


def test_nobody_imports_the_outward_side_of_another_app(graph: ImportGraph) -> None:
    found = [
        f"{module} → {imported}"
        for module in sorted(graph.modules)
        if module.startswith("stellazh.")
        for imported in sorted(graph.find_modules_directly_imported_by(module))
        if kind_of(imported) in PRIVATE and module.split(".")[1] != imported.split(".")[1]
    ]

    assert found == []


def _is_service(path: Path) -> bool:
    return path.relative_to(PRODUCT).parts[1].removesuffix(".py") == "services"


def test_services_know_nothing_of_http() -> None:
    found = [
        f"{place(path, node)} {name}"
        for path, tree in sources()
        if _is_service(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _names(node)
        if any(name == http or name.startswith(f"{http}.") for http in HTTP) or name.endswith(".Request")
    ]

    assert found == []


def _names(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def test_services_do_not_read_the_clock() -> None:
    found = [
        f"{place(path, node)} {dotted(node)}"
        for path, tree in sources()
        if _is_service(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCKS
    ]

    assert found == []


def test_no_module_is_a_hiding_place() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path, _ in sources()
        if {part.removesuffix(".py") for part in path.relative_to(PRODUCT).parts} & {"utils", "helpers", "misc"}
    ]

    assert found == []


def test_every_public_service_rule_and_query_says_what_it_does() -> None:
    found = [
        f"{place(path, node)} {node.name}"
        for path, tree in sources()
        for node in _promises(path, tree)
        if _is_mute(node)
    ]

    assert found == []


def _promises(path: Path, tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Public functions of services and access rules; public methods of querysets."""
    if _is_service(path) or path.name == "access.py":
        yield from (node for node in tree.body if isinstance(node, ast.FunctionDef))
    for owner in tree.body:
        if isinstance(owner, ast.ClassDef) and owner.name.endswith("QuerySet"):
            yield from (node for node in owner.body if isinstance(node, ast.FunctionDef))


def _is_mute(node: ast.FunctionDef) -> bool:
    return not node.name.startswith("_") and ast.get_docstring(node) is None


def test_no_file_outgrows_one_reading() -> None:
    found = [
        f"{path.relative_to(ROOT)} {length}"
        for path, _ in sources()
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]

    assert found == []
