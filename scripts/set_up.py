"""`make setup`: everything the product needs, into `.venv` and nowhere else.

Needs CPython 3.11 or newer with either its module `venv` complete or `pip`; no root, no compiler, no Node. Packages
come from the lock files with their hashes, installed by uv, which itself goes into `.venv/uv`.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
UV = "uv>=0.9,<1"
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = VENV / "uv"
COMMAND = """#!{python}
import sys

from stellazh.cli import main

sys.exit(main())
"""


class Missing(Exception):
    """Something of this computer's is missing; the message says what, in both languages."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runtime-only", action="store_true", help="leave out what tests and checks need")
    arguments = parser.parse_args()
    try:
        set_up(["runtime", "s3"] if arguments.runtime_only else ["runtime", "s3", "dev"])
    except Missing as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"make setup: не получилось / failed: {' '.join(map(str, error.cmd[:4]))} …", file=sys.stderr)
        return 1
    return 0


def set_up(locks: list[str]) -> None:
    """Make `.venv` hold what the locks name, and the command `stellazh`."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        raise Missing(f"Нужен Python 3.11 или новее, а это {found}. / Python 3.11 or newer is needed, this is {found}.")
    if importlib.util.find_spec("venv") is None:
        raise Missing("У этого Python нет модуля venv (Debian: apt install python3-venv). / This Python lacks venv.")
    python = VENV / "bin" / "python"
    if not python.exists():
        # Without pip: where Debian left ensurepip out, this still works.
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
    uv = _uv()
    files = [str(ROOT / "requirements" / f"{name}.lock") for name in locks]
    subprocess.run(
        [str(uv), "pip", "sync", "--python", str(python), "--require-hashes", *files], env=_index(), check=True
    )
    _link(python)
    print(f"Готово: {VENV.name}/bin/stellazh --help", flush=True)


def _uv() -> Path:
    """The uv of `.venv/uv`, brought there by pip."""
    uv = TOOLS / "bin" / "uv"
    if uv.exists():
        return uv
    if importlib.util.find_spec("pip") is not None:
        shutil.rmtree(TOOLS, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOLS), UV]
    elif importlib.util.find_spec("ensurepip") is not None:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(TOOLS)], check=True)
        pip = [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", UV]
    else:
        raise Missing(
            "У этого Python нет ни pip, ни ensurepip (Debian: apt install python3-venv). "
            "/ This Python has neither pip nor ensurepip."
        )
    subprocess.run(pip, check=True)
    return uv


def _index() -> dict[str, str]:
    """uv does not read pip's settings: where pip was told of another index, uv is told too."""
    told = dict(os.environ)
    if "UV_DEFAULT_INDEX" not in told and "UV_INDEX_URL" not in told:
        index = told.get("PIP_INDEX_URL") or _asked_of_pip("global.index-url")
        if index:
            told["UV_DEFAULT_INDEX"] = index
    certificates = told.get("PIP_CERT") or _asked_of_pip("global.cert")
    if certificates:
        told.setdefault("SSL_CERT_FILE", certificates)
    return told


def _asked_of_pip(name: str) -> str:
    if importlib.util.find_spec("pip") is None:
        return ""
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", name], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def _link(python: Path) -> None:
    """Let `.venv` import this folder and have the command: an editable install without building anything."""
    query = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run([str(python), "-c", query], capture_output=True, text=True, check=True).stdout.strip()
    (Path(packages) / "stellazh_here.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = python.with_name("stellazh")
    command.write_text(COMMAND.format(python=python), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
