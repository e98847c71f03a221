#!/usr/bin/env python3
"""The one tool for working on Tallman; needs nothing but Python.

python3 dev.py run           open the desk on the demo pharmacy
python3 dev.py test          every check and every test, without a screen
python3 dev.py test --slow   the long proofs as well
python3 dev.py test -- ARGS  only pytest, with these arguments
python3 dev.py env           only set up: .venv, hashed dependencies, system libraries
python3 dev.py bench         the measurements of benchmarks/, each with its baseline
python3 dev.py lock          compile requirements/ again (needs uv)
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
SUPPORTED = ((3, 11), (3, 13))

# What Qt opens at run time on Linux, and the Debian package that brings it.
HEADLESS_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def say(text: str) -> None:
    """Tell the person what is going on, on stderr."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """End with one clear sentence."""
    raise SystemExit(f"dev.py: {text}")


def run(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a command in the project's folder; its exit status."""
    return subprocess.run([str(c) for c in command], cwd=ROOT, env=env, check=False).returncode


def must(*command: str | Path) -> None:
    """Run a command that has to succeed."""
    if run(*command) != 0:
        stop(f"this did not succeed: {' '.join(str(c) for c in command)}")


def check_python() -> None:
    """Refuse a Python that the locked packages have no builds for."""
    low, high = SUPPORTED
    if not low <= sys.version_info[:2] <= high:
        stop(
            f"Tallman needs Python {low[0]}.{low[1]} to {high[0]}.{high[1]}, not {sys.version.split()[0]}. "
            "Start dev.py with another one, for example: python3.12 dev.py run"
        )


def fingerprint(*files: Path) -> str:
    """What an environment was built from: the Python and the locks."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def set_up(*, development: bool) -> None:
    """Make .venv and install the hashed lock, unless nothing changed since the last time."""
    check_python()
    lock = REQUIREMENTS / ("development.txt" if development else "runtime.txt")
    build = REQUIREMENTS / "build.txt"
    wanted = fingerprint(build, lock, ROOT / "pyproject.toml")
    stamp = VENV / ("development.stamp" if development else "runtime.stamp")
    if stamp.is_file() and stamp.read_text() == wanted and PYTHON.exists():
        return
    make_venv()
    say(f"installing {lock.name} (a minute or two the first time)")
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    must(*pip, "--require-hashes", "--only-binary", ":all:", "-r", build, "-r", lock)
    must(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp.write_text(wanted)


def make_venv() -> None:
    """A fresh .venv; one made by another Python is replaced."""
    config = VENV / "pyvenv.cfg"
    ours = f"version = {sys.version.split()[0]}"
    if PYTHON.exists() and config.is_file() and ours in config.read_text():
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    say(f"making {VENV.name} with Python {sys.version.split()[0]}")
    try:
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(VENV)
    except (subprocess.CalledProcessError, ImportError):
        shutil.rmtree(VENV, ignore_errors=True)
        stop("this Python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv")


def missing_libraries(libraries: dict[str, str]) -> dict[str, str]:
    """Those libraries that the system cannot load."""
    missing = {}
    for name, package in libraries.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing[name] = package
    return missing


def check_libraries(*, screen: bool) -> None:
    """Say exactly which system libraries Qt lacks; on Debian as root, install them."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(HEADLESS_LIBRARIES | (SCREEN_LIBRARIES if screen else {}))
    if not missing:
        return
    packages = sorted(set(missing.values()))
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    say(f"Qt lacks these system libraries: {', '.join(missing)}")
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        stop(f"please install them, on Debian and Ubuntu with: sudo {command}")
    must("apt-get", "update", "-qq")
    must(*command.split())
    if still := missing_libraries(missing):
        stop(f"still missing after the installation: {', '.join(still)}")


def has_screen() -> bool:
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(chosen or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def command_env(_: argparse.Namespace) -> int:
    """Set up for development and stop."""
    check_libraries(screen=has_screen())
    set_up(development=True)
    say("ready: python3 dev.py run, python3 dev.py test")
    return 0


def command_run(_: argparse.Namespace) -> int:
    """Open the desk on the demo pharmacy."""
    if not has_screen():
        stop("no screen found. On a machine without one: xvfb-run -a python3 dev.py run")
    offscreen = os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    check_libraries(screen=not offscreen)
    set_up(development=False)
    return run(PYTHON, "-m", "app", "demo")


def command_test(options: argparse.Namespace) -> int:
    """Run the checkers from quick to slow, then the tests; report all that failed."""
    check_libraries(screen=False)
    set_up(development=True)
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_FONT_DPI": "96", "PYTHONHASHSEED": "0"}
    tests = (PYTHON, "-m", "pytest", "-q", *(["-m", ""] if options.slow else []), *options.rest)
    steps: list[tuple[str, tuple[str | Path, ...]]] = [
        ("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
        ("lint", (PYTHON, "-m", "ruff", "check", ".")),
        ("floors", (BIN / "lint-imports", "--no-cache")),
        ("types", (PYTHON, "-m", "mypy")),
        ("tests", tests),
    ]
    failed = []
    for name, command in steps[-1:] if options.rest else steps:
        print(f"== {name}", flush=True)
        if run(*command, env=env) != 0:
            failed.append(name)
    if failed:
        print(f"dev.py: these failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def command_bench(options: argparse.Namespace) -> int:
    """Run every benchmark, or those named."""
    set_up(development=True)
    check_libraries(screen=False)
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    names = options.rest or sorted(p.stem for p in (ROOT / "benchmarks").glob("[a-z]*.py"))
    worst = 0
    for name in names:
        print(f"== {name}", flush=True)
        worst = max(worst, run(PYTHON, ROOT / "benchmarks" / f"{name}.py", env=env))
    return worst


def command_lock(_: argparse.Namespace) -> int:
    """Compile the locks for every platform, with hashes and without addresses."""
    uv = shutil.which("uv") or stop("uv is not installed: pip install uv")
    compile_ = (
        str(uv),
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--generate-hashes",
        "--no-emit-index-url",
    )
    common = ("--no-header", "--python-version", "3.11")
    runtime = REQUIREMENTS / "runtime.txt"
    must(*compile_, *common, "pyproject.toml", "-o", runtime)
    must(
        *compile_,
        *common,
        "pyproject.toml",
        "--extra",
        "dev",
        "-c",
        runtime,
        "-o",
        REQUIREMENTS / "development.txt",
    )
    must(*compile_, *common, REQUIREMENTS / "build.in", "-o", REQUIREMENTS / "build.txt")
    return 0


COMMANDS = {
    "run": command_run,
    "test": command_test,
    "env": command_env,
    "bench": command_bench,
    "lock": command_lock,
}


def main() -> int:
    """Choose the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--slow", action="store_true", help="also run the long proofs")
    parser.add_argument("rest", nargs="*", help="test: arguments for pytest; bench: names")
    options = parser.parse_args()
    return COMMANDS[options.command](options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
