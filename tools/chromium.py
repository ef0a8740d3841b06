#!/usr/bin/env python3
"""See that there is a Chromium for `make test-pages`, and get Debian's where that is possible.

Ends with 0 where there is one then, with 3 where there is none and none can be had: pages are not tested on
that machine, and it says so. Nothing here is run by the server.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = (Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver"))
NONE = 3


def there() -> bool:
    """Is all of it there?"""
    return all(path.exists() for path in NEEDED)


def fetched() -> bool:
    """Debian's packages, where we may install them. gives: whether they are there then"""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "chromium-driver"]
    for command in (["apt-get", "update"], install):
        if subprocess.run(command, check=False, **quiet).returncode:  # type: ignore[call-overload]
            return False
    return there()


def main() -> int:
    """The answer, as an exit status."""
    if there() or fetched():
        return 0
    print("No Chromium here, and none can be installed: pages are not tested in a browser on this machine.")
    return NONE


if __name__ == "__main__":
    sys.exit(main())
