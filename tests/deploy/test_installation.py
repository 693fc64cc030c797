"""The product as it is deployed: our nginx before it, PostgreSQL and S3 behind it, the worker beside it."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import os
import re
import subprocess
import sys
import time
from email import message_from_bytes
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
import pytest

from tests.deploy.browser import Browser
from tests.deploy.installation import ACCEL_HOST, HOST, PAPER, PRODUCTION, Installation, together
from tests.deploy.processes import free_ports
from tests.deploy.seeding import EMAIL
from tests.fixtures.plans.papers import page
from tests.processes import ROOT, wait_for

pytestmark = pytest.mark.nginx

ROWS = (
    ("№", "Мероприятие", "Срок", "Ответственный"),
    ("1", "Заседание методического объединения", "сентябрь", "Ольхова В. И."),
    ("2", "Семинар по фонду учебников", "октябрь", "Липина В. И."),
)


def large_paper() -> bytes:
    """A plan's page above the size that is read at once."""
    return page("План работы на 2026/2027 учебный год", ROWS).encode() + b"<!-- " + b"x" * 1_100_000 + b" -->"


def test_settings_are_clean_under_production(site: Installation) -> None:
    ours, djangos = together(
        site.variables(**PRODUCTION),
        ["-m", "stellazh", "check"],
        ["-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
    )

    assert ours.splitlines() == [
        "да   Настройки: ошибок нет, замечаний – 0",
        "да   База данных: postgresql, все миграции применены",
        "да   Хранилище файлов: запись и чтение работают",
        f"да   Почта: сервер 127.0.0.1:{site.ports['smtp']} отвечает",
    ]
    assert djangos == "System check identified no issues (2 silenced).\n"


def test_healthcheck_tells_a_server_from_none(site: Installation) -> None:
    well = site.run("deploy/healthcheck.py", str(site.ports["web"]))
    ill = site.run("deploy/healthcheck.py", str(free_ports(1)[0]))

    assert (well.returncode, well.stderr, ill.returncode) == (0, "", 1)


def test_plain_http_leads_to_tls(site: Installation) -> None:
    answer = Browser("whatever.example", site.ports["http"]).get("/plans/?year=2026")

    assert (answer.status, answer.headers["Location"]) == (308, f"https://{HOST}/plans/?year=2026")


def test_page_comes_over_tls_with_each_security_header_once(site: Installation) -> None:
    answer = site.browser().get("/account/sign-in/", Accept_Encoding="gzip")

    assert (answer.status, "Вход" in gzip.decompress(answer.body).decode()) == (200, True)
    assert answer.values("Strict-Transport-Security") == ["max-age=31536000"]
    assert [len(answer.values(name)) for name in ("Content-Security-Policy", "X-Frame-Options", "Referrer-Policy")] == [
        1,
        1,
        1,
    ]
    assert answer.values("X-Content-Type-Options") == ["nosniff"]
    assert answer.values("Content-Encoding") == ["gzip"]
    assert answer.values("Server") == ["nginx"]
    cookie = answer.headers["Set-Cookie"]
    assert ("csrftoken=" in cookie, "; Secure" in cookie) == (True, True)


def test_request_s_number_is_the_same_in_nginx_and_in_the_answer(site: Installation) -> None:
    number = site.browser().get("/no-such-page/", X_Request_Id="of-the-client").headers["X-Request-Id"]

    assert re.fullmatch("[0-9a-f]{32}", number)
    assert wait_for(lambda: number in (site.work / "nginx-web/access.log").read_text())


def test_secret_links_stay_out_of_the_log(site: Installation) -> None:
    site.browser().get("/account/invitation/the-secret-part/")

    log = site.work / "nginx-web/access.log"
    assert wait_for(lambda: '"GET /account/invitation/-"' in log.read_text())
    assert log.read_text().count("the-secret-part") == 0


def test_static_files_come_from_nginx_and_without_it(site: Installation) -> None:
    name = json.loads((site.work / "var/static/staticfiles.json").read_text())["paths"]["ui/stellazh.css"]
    written = (site.work / "var/static" / name).read_bytes()

    by_nginx = site.browser().get(f"/static/{name}", Accept_Encoding="gzip")
    by_itself = Browser(HOST, site.ports["web"]).get(f"/static/{name}", X_Forwarded_Proto="https")
    missing = site.browser().get("/static/ui/no-such-file.css")

    assert (by_nginx.status, gzip.decompress(by_nginx.body)) == (200, written)
    assert by_nginx.values("Cache-Control") == ["public, max-age=31536000, immutable"]
    assert by_nginx.values("Content-Type") == ["text/css; charset=utf-8"]
    assert by_nginx.values("X-Content-Type-Options") == ["nosniff"]
    assert (by_itself.status, by_itself.body) == (200, written)
    assert by_itself.values("Cache-Control") == ["max-age=315360000, public, immutable"]
    assert (missing.status, missing.values("Content-Type")) == (404, ["text/html; charset=utf-8"])


def test_too_large_an_upload_is_answered_in_russian(site: Installation) -> None:
    link = site.browser().connect()

    link.putrequest("POST", "/o/luga/plans/import/")
    link.putheader("Content-Length", str(26 * 1024 * 1024))
    link.endheaders()
    answer = link.getresponse()

    assert (answer.status, answer.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert "<h1>Файл слишком велик</h1>" in answer.read().decode()
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert site.browser().get("/proxy-pages/page.css").status == 200


def test_address_that_cannot_be_read_is_answered_in_russian(site: Installation) -> None:
    def ask(target: bytes) -> tuple[int, str]:
        link = site.browser().connect()
        host = site.browser().host.encode()
        link.sock.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
        answer = http.client.HTTPResponse(link.sock)
        answer.begin()
        page = answer.read().decode()
        link.close()
        return answer.status, re.findall("<h1[^>]*>(.*?)</h1>", page)[0]

    assert ask("/search/?q=книга".encode())[0] == 200
    assert ask("/search/?q=книга".encode("cp1251")) == (400, "Адрес не читается")
    assert ask(b"/search/?q=\x00") == (400, "Адрес не читается")
    # No longer than one TLS record: of a longer one nginx leaves the rest unread, and the answer may be lost with it.
    assert ask(b"/search/?q=" + b"a" * 12_000) == (414, "Адрес не читается")
    assert ask(b"/search/?q=%00") == (400, "Запрос не понят")


def test_forwarded_address_is_believed_only_of_the_proxy(site: Installation) -> None:
    browser = site.browser()
    browser.get("/account/sign-in/")

    form = {"email": "nobody@example.org", "password": "какой-то пароль"}
    answer = browser.post("/account/sign-in/", form, X_Forwarded_For="203.0.113.7", X_Forwarded_Proto="http")

    places = {hashlib.sha256(f"place:{place}".encode()).hexdigest(): place for place in ("127.0.0.1", "203.0.113.7")}
    tried = site.rows("SELECT key FROM people_signintrouble WHERE key = ANY(%s)", list(places))
    assert answer.status == 422
    assert [places[key] for (key,) in tried] == ["127.0.0.1"]


def test_server_without_the_proxy_s_word_sends_to_tls(site: Installation) -> None:
    answer = Browser(HOST, site.ports["web"]).get("/account/sign-in/")

    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/account/sign-in/")


def test_letter_asked_for_on_a_page_is_sent_by_the_worker(site: Installation) -> None:
    browser = site.browser()
    browser.get("/account/password/forgotten/")

    answer = browser.post("/account/password/forgotten/", {"email": EMAIL})

    assert answer.status == 302
    assert wait_for(lambda: len(site.mailbox.letters) > 0)
    envelope = site.mailbox.letters[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("stellazh@example.org", [EMAIL])
    text = next(part for part in message_from_bytes(envelope.content).walk() if part.get_content_type() == "text/plain")
    assert f"https://{HOST}/account/password/new/" in text.get_payload(decode=True).decode()


def test_large_plan_goes_through_s3_the_queue_and_the_live_bus(site: Installation, head: Browser) -> None:
    paper = large_paper()
    worker = psutil.Process(site.processes["worker"].popen.pid)
    # Held, so that the stream is open before the first word of the job.
    worker.suspend()
    try:
        head.get("/o/luga/plans/import/")
        fields = {"school_year": "2026", "submission_key": str(uuid4())}
        brought = head.post("/o/luga/plans/import/", fields, {"file": ("План.html", paper)})
        waiting = head.get(brought.headers["Location"]).headers["Location"]
        topic = "job:" + waiting.rstrip("/").rpartition("/")[2]
        began = time.monotonic()
        stream = head.follow(topic)
        first = (stream.status, stream.readline(), stream.readline())
        first_took = time.monotonic() - began
    finally:
        worker.resume()

    states: list[str] = []
    while not states or states[-1] not in ("done", "failed"):
        line = stream.readline()
        if line.startswith(b"data: "):
            states.append(json.loads(line.removeprefix(b"data: "))["data"]["state"])

    assert (brought.status, first) == (302, (200, b"retry: 3000\n", b"\n"))
    assert first_took < 5
    assert (states[0], states[-1]) == ("running", "done")
    public_id, sha256 = site.rows("SELECT public_id, sha256 FROM files_storedfile WHERE name = 'План.html'")[0]
    assert site.bucket()[f"blobs/{sha256[:2]}/{sha256}"] == paper
    part = head.get(f"/files/{public_id}/", Range="bytes=1000-1099")
    assert (part.status, part.body, part.values("Content-Range")) == (
        206,
        paper[1000:1100],
        [f"bytes 1000-1099/{len(paper)}"],
    )
    assert part.values("Content-Security-Policy") == ["sandbox; default-src 'none'"]
    assert head.get(f"/files/{public_id}/").body == paper
    assert site.browser().get(f"/files/{public_id}/").status == 404


def test_live_stream_refuses_whoever_may_not_follow(site: Installation) -> None:
    refused = site.browser().follow("job:" + str(uuid4()))

    assert (refused.status, refused.read()) == (403, b"")


def test_file_in_a_folder_is_sent_by_nginx_after_the_right_was_asked(site: Installation, head: Browser) -> None:
    reader = site.browser(ACCEL_HOST)
    reader.cookies = head.cookies

    part = reader.get(site.paper_url, Range="bytes=0-5")
    stranger = site.browser(ACCEL_HOST).get(site.paper_url)
    sha256 = hashlib.sha256(PAPER.encode()).hexdigest()
    around = reader.get(f"/stored-files/blobs/{sha256[:2]}/{sha256}")

    assert (part.status, part.body.decode()) == (206, PAPER[:3])
    assert part.values("Content-Security-Policy") == ["sandbox; default-src 'none'"]
    assert part.values("X-Content-Type-Options") == ["nosniff"]
    assert part.values("Content-Disposition")[0].startswith("attachment;")
    assert part.values("X-Accel-Redirect") == []
    assert (stranger.status, around.status) == (404, 404)


def test_backup_comes_back_into_an_empty_database_and_bucket(site: Installation, head: Browser, tmp_path: Path) -> None:
    old = tmp_path / "stellazh-2020-01-01T00-00-00Z.tar"
    old.write_bytes(b"an archive of long ago")
    os.utime(old, (0, 0))
    site.s3().create_bucket(Bucket="restored")
    backup = {
        "STELLAZH_BACKUP_DIR": str(tmp_path),
        "STELLAZH_BACKUP_KEEP_DAYS": "14",
        "STELLAZH_PYTHON": sys.executable,
    }

    kept = subprocess.run(["deploy/backup.sh"], cwd=ROOT, env=site.variables(**backup), check=False, timeout=60)
    archives = list(tmp_path.glob("*.tar"))
    with psycopg.connect(site.database_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored")
    address, _, query = site.database_url.partition("?")
    elsewhere = {
        "DATABASE_URL": f"{address.rpartition('/')[0]}/restored{'?' + query if query else ''}",
        "STELLAZH_S3_BUCKET": "restored",
    }
    restored = site.run("-m", "stellazh", "restore", str(archives[0]), **elsewhere)

    assert (kept.returncode, len(archives), old.exists()) == (0, 1, False)
    assert restored.returncode == 0, restored.stderr
    with psycopg.connect(elsewhere["DATABASE_URL"]) as connection:
        people = connection.execute("SELECT email, password FROM people_person").fetchall()
        files = connection.execute("SELECT sha256 FROM files_storedfile ORDER BY sha256").fetchall()
    assert people == site.rows("SELECT email, password FROM people_person")
    assert files == site.rows("SELECT sha256 FROM files_storedfile ORDER BY sha256")
    assert site.bucket("restored") == site.bucket()


def test_stop_takes_seconds_and_nginx_says_so_meanwhile(site: Installation, head: Browser) -> None:
    stream = head.follow(site.topic)
    opening = (stream.status, stream.readline(), stream.readline())
    took = {}
    orphans = []

    for name in ("web", "worker"):
        process = site.processes[name]
        family = process.family()
        began = time.monotonic()
        process.popen.terminate()
        process.popen.wait(20)
        took[name] = time.monotonic() - began
        orphans += [member for member in family if member.is_running()]
    away = site.browser().get("/")
    site.start_web()

    assert (took["web"] < 10, took["worker"] < 10, orphans) == (True, True, []), took
    assert (away.status, "<h1>Сайт скоро ответит</h1>" in away.text) == (502, True)
    assert away.values("Content-Security-Policy") == ["default-src 'none'; style-src 'self'; frame-ancestors 'none'"]
    assert (opening, stream.read()) == ((200, b"retry: 3000\n", b"\n"), b"")
    assert site.browser().get("/").status == 200
