#!/usr/bin/env python3
"""The `pinstripe` command, which ends when whoever started it is gone.

    python tools/watched.py serve --port 0

A journey starts its server in a session of its own, so a journey that is stopped would leave it running.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

LOOK_SECONDS = 0.5


def watch(parent: int) -> None:
    """Ask the own process to end as soon as its parent is another one."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
    from pinstripe.cli.main import main

    main()
