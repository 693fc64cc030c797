"""What deploy/ says, compared with what the product reads and with itself. No engine runs these files here."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.processes import ROOT

DEPLOY = ROOT / "deploy"
VARIABLE = re.compile(r"\b(?:STELLAZH_[A-Z0-9_]+|DATABASE_URL|POSTGRES_[A-Z]+|NGINX_ENVSUBST_FILTER)\b")
READ_BY_ENV = re.compile(r"""env\.(?:text|flag|number|words|choose)\(\s*["']([A-Z0-9_]+)["']""")
SERVICE_KEYS = {
    "build", "cap_drop", "command", "configs", "depends_on", "entrypoint", "environment", "expose", "healthcheck",
    "image", "init", "networks", "ports", "profiles", "read_only", "restart", "security_opt", "stop_grace_period",
    "tmpfs", "volumes",
}  # fmt: skip
OUR_SERVICES = ("prepare", "web", "worker", "backup")
UNITS = ("stellazh-web.service", "stellazh-worker.service", "stellazh-backup.service")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return parsed


def documented() -> dict[str, str]:
    """Variable → default, by the tables of settings.md; none may stand there twice."""
    rows = re.findall(
        r"^\| `([A-Z0-9_]+)` \| (.*?) \| (.*?) \|$", (ROOT / "docs/operations/settings.md").read_text(), re.M
    )
    assert len({name for name, _, _ in rows}) == len(rows)
    return {name: default for name, default, _ in rows}


def read_by_the_product() -> set[str]:
    sources = [path for folder in ("config", "stellazh") for path in (ROOT / folder).rglob("*.py")]
    return {name for path in sources for name in READ_BY_ENV.findall(path.read_text())}


def dockerfile() -> list[list[str]]:
    """Its instructions, continued lines joined, split at blanks."""
    text = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def unit(name: str) -> configparser.ConfigParser:
    """A unit; of repeated keys the values are joined by line ends."""

    class Repeated(dict[str, Any]):
        def __setitem__(self, key: str, value: Any) -> None:
            if key in self and isinstance(value, list):
                value = [*self[key], *value] if isinstance(self[key], list) else value
            super().__setitem__(key, value)

    parser = configparser.ConfigParser(strict=False, interpolation=None, dict_type=Repeated)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((DEPLOY / "systemd" / name).read_text())
    return parser


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    deployment = {
        name
        for path in DEPLOY.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".html", ".css")
        for name in VARIABLE.findall(path.read_text())
        # Prefixes in comments and filters are no variables.
        if not name.endswith("_")
    }

    known = documented()

    product = read_by_the_product() - {"DJANGO_SETTINGS_MODULE"}
    assert product - set(known) == set()
    assert deployment - set(known) == set()
    assert set(known) - product - deployment == set()


def test_required_variables_are_those_that_production_asks_for() -> None:
    settings = (ROOT / "config/settings/prod.py").read_text()
    asked = set(re.findall(r'env\.text\("([A-Z0-9_]+)"\)', settings)) - {"STELLAZH_S3_BUCKET"}

    required = {name for name, default in documented().items() if "*required*" in default}

    assert required == asked | {"POSTGRES_PASSWORD", "STELLAZH_NGINX_SERVER_NAME"}


def test_compose_services_have_only_known_keys(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert sorted(services) == ["backup", "db", "nginx", "prepare", "s3", "web", "worker"]
    assert {key for service in services.values() for key in service} - SERVICE_KEYS == set()
    assert set(compose) == {"name", "x-app", "services", "configs", "networks", "volumes"}


def test_compose_images_are_pinned_to_a_version(compose: dict[str, Any]) -> None:
    images = {name: service["image"] for name, service in compose["services"].items()}

    assert [
        name for name, image in images.items() if not re.fullmatch(r"[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z]+)?", image)
    ] == []
    assert len({images[name] for name in OUR_SERVICES}) == 1


def test_compose_refers_only_to_what_it_declares(compose: dict[str, Any]) -> None:
    named = {
        mount.partition(":")[0]
        for service in compose["services"].values()
        for mount in service.get("volumes", [])
        if not mount.startswith("./")
    }
    bound = {
        mount.partition(":")[0]
        for service in compose["services"].values()
        for mount in service.get("volumes", [])
        if mount.startswith("./")
    }
    needed = {name for service in compose["services"].values() for name in service.get("depends_on", {})}

    assert named == set(compose["volumes"])
    assert needed - set(compose["services"]) == set()
    # Certificates and challenges are the operator's own.
    assert {path for path in bound if not (DEPLOY / path).exists()} - {"./tls", "./acme"} == set()
    assert {name for service in compose["services"].values() for name in service["networks"]} == set(
        compose["networks"]
    )


def test_compose_publishes_nothing_but_nginx(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert [services[name]["networks"] for name in ("db", "s3")] == [["inside"], ["inside"]]
    assert compose["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("name", OUR_SERVICES)
def test_compose_walls_the_product_in(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]

    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert (service["environment"]["STELLAZH_LIVE_BUS"], service["environment"]["STELLAZH_RUN_WORKER"]) == (
        "postgres",
        "0",
    )


def test_compose_holds_no_secret(compose: dict[str, Any]) -> None:
    environments = [service.get("environment", {}) for service in compose["services"].values()]
    secrets = {
        value
        for variables in environments
        for name, value in variables.items()
        if re.search("SECRET|PASSWORD|_KEY$", name) and "CERTIFICATE" not in name
    }

    assert {value for value in secrets if not re.fullmatch(r"\$\{[A-Z0-9_]+:(\?|-)\}", value)} == set()


def test_compose_fills_in_all_of_the_nginx_template(compose: dict[str, Any]) -> None:
    wanted = set(re.findall(r"\$\{(STELLAZH_NGINX_[A-Z_]+)\}", (DEPLOY / "nginx/stellazh.conf.template").read_text()))

    given = {name for name in compose["services"]["nginx"]["environment"] if name.startswith("STELLAZH_NGINX_")}

    assert given == wanted


def test_example_of_variables_names_all_that_compose_requires() -> None:
    required = set(re.findall(r"\$\{([A-Z0-9_]+):\?\}", (DEPLOY / "compose.yaml").read_text()))

    given = dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", (DEPLOY / "env.example").read_text(), re.M))

    assert required - set(given) == set()
    assert {name: value for name, value in given.items() if re.search("SECRET|PASSWORD|S3_KEY", name) and value} == {}


def test_image_installs_only_locked_parts_by_hash() -> None:
    installs = [words for words in dockerfile() if words[0] == "RUN" and "install" in words and "-r" in words]

    assert len(installs) == 1
    words = installs[0]
    assert [words[place + 1] for place, word in enumerate(words) if word == "-r"] == [
        "/requirements/runtime.lock",
        "/requirements/s3.lock",
    ]
    assert ("--require-hashes" in words, "--only-binary" in words) == (True, True)


def test_image_runs_as_an_ordinary_user_and_is_watched() -> None:
    lines = dockerfile()
    last = max(place for place, words in enumerate(lines) if words[0] == "FROM")
    final = lines[last:]

    users = [words[1] for words in final if words[0] == "USER"]
    names = [words[0] for words in final]
    assert users == ["stellazh"]
    assert names.index("USER") > max(place for place, words in enumerate(final) if words[0] in ("RUN", "COPY"))
    assert [words[-1] for words in final if words[0] == "HEALTHCHECK"] == ['"deploy/healthcheck.py"]']
    assert [words for words in final if words[0] in ("ENTRYPOINT", "STOPSIGNAL")] == [
        ["STOPSIGNAL", "SIGTERM"],
        ["ENTRYPOINT", '["python",', '"-m",', '"stellazh"]'],
    ]
    assert {words[1] for words in lines if words[0] == "FROM"} == {"python:3.11.14-slim-bookworm"}


def test_image_holds_no_secret_and_copies_only_what_exists() -> None:
    lines = dockerfile()
    sources = [
        source for words in lines if words[0] == "COPY" and not words[1].startswith("--from") for source in words[1:-1]
    ]
    let_in = [
        line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")
    ]

    assert [words for words in lines if words[0] == "ARG"] == []
    assert re.findall(r"(?i)secret|password|token", "\n".join(" ".join(words) for words in lines)) == []
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if not any(Path(source).match(pattern) for pattern in let_in)] == []


@pytest.mark.parametrize("name", UNITS)
def test_unit_is_walled_in(name: str) -> None:
    service = unit(name)["Service"]

    assert {key: service[key] for key in ("User", "NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp")} == {
        "User": "stellazh",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
    }
    assert (service["CapabilityBoundingSet"], service["SystemCallFilter"]) == ("", "@system-service")
    assert service["EnvironmentFile"] == "/etc/stellazh/env"


@pytest.mark.parametrize("name", UNITS)
def test_unit_starts_what_exists(name: str) -> None:
    command = shlex.split(unit(name)["Service"]["ExecStart"])

    from stellazh.cli.parser import make_parser

    if command[0].endswith("/deploy/backup.sh"):
        assert (DEPLOY / "backup.sh").stat().st_mode & 0o111 == 0o111
    else:
        assert command[0] == "/opt/stellazh/.venv/bin/stellazh"
        assert (
            make_parser().parse_args(command[1:]).command
            == {"serve": "serve:serve", "worker": "worker:work"}[command[1]]
        )


def test_serving_unit_listens_on_loopback_alone_and_stops_gently() -> None:
    service = unit("stellazh-web.service")["Service"]

    assert service["ExecStart"].split()[1:4] == ["serve", "--host", "127.0.0.1"]
    assert (service["KillMode"], service["TimeoutStopSec"]) == ("mixed", "15")


def test_backup_timer_runs_every_night_even_if_it_was_missed() -> None:
    timer = unit("stellazh-backup.timer")["Timer"]

    assert (timer["OnCalendar"], timer["Persistent"]) == ("*-*-* 02:30:00", "true")
