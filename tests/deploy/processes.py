"""Processes of an installation under test: started with a log, stopped with all that they started."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.processes import ROOT, wait_for

STOP_SECONDS = 15


def free_ports(count: int) -> list[int]:
    """Ports on loopback that nobody holds; all different, for all are held until the last is found."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Process:
    """One running program; what it wrote is in `log`."""

    popen: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, log: Path, command: Sequence[str], variables: Mapping[str, str]) -> Process:
        """Start it in the repository with exactly these variables."""
        with log.open("ab") as output:
            popen = subprocess.Popen(command, cwd=ROOT, env=dict(variables), stdout=output, stderr=output)
        return cls(popen, log)

    def listens_on(self, port: int, seconds: float = 40) -> None:
        """Wait until somebody listens there; the log is the reason when nobody does."""
        if (
            not wait_for(lambda: self.popen.poll() is not None or answers(port), seconds)
            or self.popen.poll() is not None
        ):
            raise AssertionError(self.log.read_text())

    def family(self) -> list[psutil.Process]:
        """It and all that it started."""
        me = psutil.Process(self.popen.pid)
        return [me, *me.children(recursive=True)]

    def stop(self) -> None:
        """Ask it to end, and end what is left of its family."""
        if self.popen.poll() is not None:
            return
        family = self.family()
        self.popen.terminate()
        try:
            self.popen.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        for member in family[1:]:
            if member.is_running():
                member.kill()


def inherited() -> dict[str, str]:
    """This environment without anything that could steer an installation."""
    ours = ("STELLAZH_", "DATABASE_URL", "DJANGO_", "PYTEST_", "AWS_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
