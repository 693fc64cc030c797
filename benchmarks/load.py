"""A small loopback client: `python -m benchmarks.load PORT PATH CONNECTIONS SECONDS [COOKIE]` prints JSON.

Plain sockets kept open, one request at a time on each, the answer read to its end and not looked into: the client must
cost little, for it shares the machine with the server. wrk costs less; where it is installed it is used instead.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import statistics
import subprocess
import sys
import time

_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")


async def _one(port: int, question: bytes, until: float, taken: list[float], failed: list[int]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(question)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            if length is None:
                raise ValueError(f"An answer of unknown length: {head[:200]!r}")
            await reader.readexactly(int(length[1]))
            taken.append(time.perf_counter() - began)
            if not head.startswith(b"HTTP/1.1 200"):
                failed.append(int(head[9:12]))
    finally:
        writer.close()


async def _all(port: int, path: str, connections: int, seconds: float, cookie: str) -> dict[str, float]:
    cookies = f"Cookie: sessionid={cookie}\r\n" if cookie else ""
    question = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{cookies}\r\n".encode()
    taken: list[float] = []
    failed: list[int] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_one(port, question, until, taken, failed) for _ in range(connections)))
    ordered = sorted(taken)
    return {
        "rps": len(taken) / seconds,
        "p50_ms": statistics.median(ordered) * 1000,
        "p95_ms": ordered[int(len(ordered) * 0.95)] * 1000,
        "failed": len(failed),
    }


def run(port: int, path: str, connections: int, seconds: float, cookie: str = "") -> dict[str, float]:
    """Requests a second and the waits of one page, from a process of its own."""
    if wrk := shutil.which("wrk"):
        asked = ["-H", "Accept-Encoding: gzip", *(["-H", f"Cookie: sessionid={cookie}"] if cookie else [])]
        url = f"http://127.0.0.1:{port}{path}"
        command = [wrk, "-t1", f"-c{connections}", f"-d{seconds:.0f}s", *asked, url]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 15)
        found = _RATE.search(done.stdout)
        return {"rps": float(found[1]) if found else 0.0}
    command = [sys.executable, "-m", "benchmarks.load", str(port), path, str(connections), str(seconds), cookie]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 15)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def main(arguments: list[str]) -> None:
    port, path, connections, seconds, cookie = arguments
    print(json.dumps(asyncio.run(_all(int(port), path, int(connections), float(seconds), cookie))))


if __name__ == "__main__":
    main(sys.argv[1:])
