"""How soon `stellazh serve` answers, how much memory it takes, how it stops: `python benchmarks/bench_serve.py`."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
REQUESTS = 300


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(port: int, path: str) -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", path)
        answer = link.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        link.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "STELLAZH_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONPATH": str(ROOT),
        }
        stellazh = [sys.executable, "-m", "stellazh"]
        began = time.perf_counter()
        subprocess.run([*stellazh, "migrate"], env=home, check=True, capture_output=True)
        print(f"migrate an empty SQLite: {time.perf_counter() - began:.1f} s")
        measure([*stellazh, "serve"], home)


def measure(command: list[str], home: dict[str, str]) -> None:
    port = free_port()
    began = time.perf_counter()
    server = subprocess.Popen([*command, "--port", str(port)], env=home, stderr=subprocess.DEVNULL)
    while not answered(port, "/live/"):
        time.sleep(0.02)
    print(f"start to first answer: {time.perf_counter() - began:.2f} s")
    status = answered(port, "/")
    began = time.perf_counter()
    for _ in range(REQUESTS):
        answered(port, "/")
    print(f"GET / ({status}), one after another: {REQUESTS / (time.perf_counter() - began):.0f}/s")
    processes = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    sizes = [process.memory_info().rss / 1e6 for process in processes]
    print(f"memory: {' + '.join(f'{size:.0f}' for size in sizes)} = {sum(sizes):.0f} MB in {len(sizes)} processes")
    began = time.perf_counter()
    server.send_signal(signal.SIGTERM)
    server.wait()
    print(f"stop: {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
