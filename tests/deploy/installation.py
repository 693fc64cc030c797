"""A whole installation on this computer: PostgreSQL, a stand-in for S3, a mail server, web, worker, our nginx."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import psycopg
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scripts.with_postgres import postgres
from tests.deploy.browser import Browser
from tests.deploy.processes import Process, free_ports, inherited
from tests.processes import ROOT

HOST = "stellazh.test"
ACCEL_HOST = "folder.stellazh.test"
PAPER = "Список литературы для занятий в библиотеке"
TEMPLATE = ROOT / "deploy/nginx/stellazh.conf.template"
PRODUCTION = {"DJANGO_SETTINGS_MODULE": "config.settings.prod"}
S3_KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}


def nginx_binary() -> str | None:
    """Where nginx is: Debian keeps it off the path of ordinary people."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


class Mailbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope)
        return "250 OK"


@dataclass
class Installation:
    """What runs, and how to reach it. Two of them share all but files: `web` keeps them in S3, `folder` on the disk."""

    work: Path
    database_url: str
    ports: dict[str, int]
    mailbox: Mailbox
    processes: dict[str, Process] = field(default_factory=dict)
    paper_url: str = ""
    topic: str = ""

    @property
    def certificate(self) -> Path:
        return self.work / "tls.pem"

    def variables(self, **more: str) -> dict[str, str]:
        """The environment of the S3 installation, as deploy/env.example has it."""
        return (
            inherited()
            | {
                "PYTHONPATH": str(ROOT),
                "STELLAZH_SECRET_KEY": "a key of the installation under test that is long enough to be one",
                "STELLAZH_HOSTS": f"{HOST},{ACCEL_HOST}",
                "STELLAZH_SITE_URL": f"https://{HOST}",
                "STELLAZH_TRUSTED_PROXY_COUNT": "1",
                "STELLAZH_DATA_DIR": str(self.work / "var"),
                "DATABASE_URL": self.database_url,
                "STELLAZH_LIVE_BUS": "postgres",
                "STELLAZH_RUN_WORKER": "0",
                "STELLAZH_S3_BUCKET": "stellazh",
                "STELLAZH_S3_ENDPOINT": f"http://127.0.0.1:{self.ports['s3']}",
                "STELLAZH_S3_KEY": S3_KEYS["aws_access_key_id"],
                "STELLAZH_S3_SECRET": S3_KEYS["aws_secret_access_key"],
                "STELLAZH_SMTP_HOST": "127.0.0.1",
                "STELLAZH_SMTP_PORT": str(self.ports["smtp"]),
                "STELLAZH_MAIL_FROM": "stellazh@example.org",
            }
            | more
        )

    def folder_variables(self) -> dict[str, str]:
        """The same, with files in a folder that nginx hands out."""
        return self.variables(
            STELLAZH_S3_BUCKET="", STELLAZH_X_ACCEL="/stored-files/", STELLAZH_SITE_URL=f"https://{ACCEL_HOST}"
        )

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """`python …` of the installation, to its end."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.variables(**more),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self, name: str, command: Sequence[str], variables: dict[str, str]) -> Process:
        """Start one of its processes, by name."""
        process = Process.start(self.work / f"{name}.log", command, variables)
        self.processes[name] = process
        return process

    def start_web(self) -> None:
        """`stellazh serve`, answering."""
        serve = [sys.executable, "-m", "stellazh", "serve", "--port", str(self.ports["web"])]
        self.start("web", serve, self.variables()).listens_on(self.ports["web"])

    def stop(self) -> None:
        """End every process, the last one first."""
        for process in reversed(self.processes.values()):
            process.stop()

    def browser(self, host: str = HOST) -> Browser:
        """Someone at the public address."""
        return Browser(host, self.ports["https" if host == HOST else "accel_https"], self.certificate)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query, values).fetchall()

    def s3(self) -> Any:
        """The store, spoken to directly."""
        return boto3.client(
            "s3", region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{self.ports['s3']}", **S3_KEYS
        )

    def bucket(self, name: str = "stellazh") -> dict[str, bytes]:
        """Everything in one of its buckets."""
        client = self.s3()
        listed = client.list_objects_v2(Bucket=name).get("Contents", [])
        return {entry["Key"]: client.get_object(Bucket=name, Key=entry["Key"])["Body"].read() for entry in listed}


def together(variables: dict[str, str], *commands: Sequence[str]) -> list[str]:
    """`python …` of each command at the same time; what they printed, when all of them did well."""
    running = [
        subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    ended = [(process.communicate(timeout=60), process.returncode) for process in running]
    for (_, complaint), code in ended:
        if code:
            raise AssertionError(complaint)
    return [printed for (printed, _), _ in ended]


@contextmanager
def installed(work: Path, nginx: str) -> Iterator[Installation]:
    """The installation with its first association and her head; nothing of it is left after the block."""
    names = ("s3", "smtp", "web", "folder", "http", "https", "accel_http", "accel_https")
    with ExitStack() as stack:
        database_url = stack.enter_context(postgres())
        ports = dict(zip(names, free_ports(len(names)), strict=True))
        mailbox = Mailbox()
        mail = Controller(mailbox, hostname="127.0.0.1", port=ports["smtp"])
        mail.start()
        stack.callback(mail.stop)
        site = Installation(work, database_url, ports, mailbox)
        stack.callback(site.stop)
        _make_certificate(site.certificate, work / "tls.key")
        store = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(ports["s3"])]
        site.start("s3", store, inherited()).listens_on(ports["s3"])
        _prepare(site)
        for name, variables in (("web", site.variables()), ("folder", site.folder_variables())):
            serve = [sys.executable, "-m", "stellazh", "serve", "--port", str(ports[name])]
            site.start(name, serve, variables)
        site.start("worker", [sys.executable, "-m", "stellazh", "worker"], site.variables())
        for name, host, prefix in (("web", HOST, ""), ("folder", ACCEL_HOST, "accel_")):
            configuration = _nginx_configuration(site, name, host, ports[f"{prefix}http"], ports[f"{prefix}https"])
            proxy = site.start(f"nginx-{name}", [nginx, "-c", str(configuration)], inherited())
            proxy.listens_on(ports[f"{prefix}https"])
        _fill(site)
        for name in ("web", "folder"):
            site.processes[name].listens_on(ports[name])
        yield site


def _prepare(site: Installation) -> None:
    """What the compose service `prepare` does, side by side, for each needs seconds to begin."""
    together(
        site.variables(**PRODUCTION),
        ["deploy/make_bucket.py"],
        ["-m", "stellazh", "migrate"],
        ["-m", "django", "collectstatic", "--noinput", "--verbosity=0"],
    )


def _fill(site: Installation) -> None:
    """The first people, and a paper that lies in the folder and in the bucket: both installations share the rows."""
    (filled,) = together(site.folder_variables() | PRODUCTION, ["-m", "tests.deploy.seeding", PAPER])
    site.paper_url, site.topic = json.loads(filled)
    sha256 = hashlib.sha256(PAPER.encode()).hexdigest()
    site.s3().put_object(Bucket="stellazh", Key=f"blobs/{sha256[:2]}/{sha256}", Body=PAPER.encode())


def _nginx_configuration(site: Installation, name: str, host: str, http_port: int, https_port: int) -> Path:
    folder = site.work / f"nginx-{name}"
    folder.mkdir()
    values = {
        "SERVER_NAME": host,
        "UPSTREAM": f"127.0.0.1:{site.ports[name]}",
        "HTTP_PORT": f"127.0.0.1:{http_port}",
        "HTTPS_PORT": f"127.0.0.1:{https_port}",
        "CERTIFICATE": site.certificate,
        "CERTIFICATE_KEY": site.work / "tls.key",
        "STATIC_DIR": site.work / "var/static",
        "FILES_DIR": site.work / "var/files",
        "PAGES_DIR": ROOT / "deploy/nginx/pages",
        "ACME_DIR": site.work / "acme",
        "UPLOAD_LIMIT": "25m",
        "ACCESS_LOG": folder / "access.log",
    }
    named = {f"STELLAZH_NGINX_{key}": str(value) for key, value in values.items()}
    # As envsubst with a list of names: what is not ours, nginx's own $variables, stays.
    (folder / "stellazh.conf").write_text(string.Template(TEMPLATE.read_text()).safe_substitute(named))
    places = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; {user} worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events { worker_connections 256; }\n"
        f"http {{ include /etc/nginx/mime.types; default_type application/octet-stream; {places}\n"
        f"include {folder}/stellazh.conf; }}\n"
    )
    return main


def _make_certificate(certificate: Path, key: Path) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST), x509.DNSName(ACCEL_HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(secret, hashes.SHA256())
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    key.chmod(0o600)
