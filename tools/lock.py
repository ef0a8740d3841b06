#!/usr/bin/env python3
"""Write every lock file anew: exact versions and hashes for all platforms, and no address of any kind.

    make lock                    the newest versions that pyproject.toml and the SDK pins admit
    make lock ARGS=--check       only inspect the lock files that stand in the repository

The compiler of lock files (pip-tools) works in a throw-away environment, so that it never becomes a
dependency of the project. A lock that names an index, a host or a path of the machine is refused: such a file
works on one machine and tells strangers about it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIP_TOOLS = "pip-tools==7.6.2"
SDK_VERSIONS = ("9.12.0", "16.1.0")
EVERY_EXTRA = ("postgres", "test", "check", "evidence", "rates")
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",  # setuptools builds the package itself, offline, so it is pinned like the rest
    "--strip-extras",
    "--no-annotate",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
    "--resolver=backtracking",
)
FORBIDDEN = re.compile(
    r"://|\bfile:|--(extra-)?index-url|--find-links|--trusted-host|(^|\s)(~|\.{0,2})/\w", re.M
)
PIN = re.compile(r"[A-Za-z0-9._-]+==[^\s;]+( ; [^\\]+)?( \\)?")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def problems(text: str) -> list[str]:
    """What a reader of the repository must not find in a lock file, line by line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if FORBIDDEN.search(line):
            found.append(f"line {number} holds an address or a path: {line.strip()[:80]}")
        elif not (line == "" or line.startswith("# ") or PIN.fullmatch(line) or HASH.fullmatch(line)):
            found.append(f"line {number} is neither a pin nor a hash: {line.strip()[:80]}")
    blocks = re.split(r"\n(?=\S)", text)
    found += [f"no hash: {b.split()[0]}" for b in blocks if PIN.match(b) and "--hash=" not in b]
    return found


def compile_lock(python: Path, target: Path, what: str, arguments: list[str]) -> None:
    """One lock file, from its source, with a first line that says what it is for."""
    print(f"{target.relative_to(ROOT)}: asking for the newest versions and their hashes …", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "out.txt")
        command = [str(python), "-m", "piptools", "compile", *OPTIONS, "-o", str(output), *arguments]
        subprocess.run(command, cwd=ROOT, check=True)
        pins = output.read_text().strip() + "\n"
    # pip-tools adds remarks of its own as comments; the pins are all that a lock needs.
    kept = "".join(
        line for line in pins.splitlines(keepends=True) if not line.startswith("#") and line.strip()
    )
    target.write_text(f"# {what} Written by `make lock`.\n{kept}")


def write_all() -> None:
    """The program's lock, the developers' lock (never at odds with the first), one lock per SDK version."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", PIP_TOOLS], check=True)
        runtime, developers = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
        build = ["--build-deps-for=editable", "pyproject.toml"]
        compile_lock(python, runtime, "What `pinstripe serve` needs.", build)
        extras = [f"--extra={extra}" for extra in EVERY_EXTRA]
        constraint = ["--constraint", "requirements.lock"]
        compile_lock(python, developers, "What tests and checks need.", [*extras, *constraint, *build])
        for version in SDK_VERSIONS:
            source = Path(folder, "sdk.in")
            source.write_text(f"stripe=={version}\n")
            target = ROOT / "tests" / "sdk" / "python" / f"requirements-{version}.lock"
            compile_lock(python, target, f"The official SDK, version {version}.", [str(source)])


def main(arguments: list[str]) -> int:
    """Write (unless only asked to check), then inspect every lock; the number of bad ones decides the
    exit."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    if not arguments:
        write_all()
    bad = 0
    locks = sorted([*ROOT.glob("requirements*.lock"), *ROOT.glob("tests/sdk/python/*.lock")])
    for lock in locks:
        found = problems(lock.read_text())
        bad += bool(found)
        print(f"{lock.relative_to(ROOT)}: {'; '.join(found[:5]) or 'pins and hashes only'}")
    return 1 if bad or not locks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
