"""A real Chromium, driven over WebDriver's own protocol: no library is needed for a few commands."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.waiting import until

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The name under which WebDriver gives an element. source: W3C WebDriver"""
SWITCHES = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--window-size=900,1100"),
)


def available() -> bool:
    """Is there a browser, and what drives it?"""
    return Path(CHROMIUM).exists() and Path(DRIVER).exists()


class Browser:
    """One browser with one window, as a person uses it."""

    def __init__(self) -> None:
        self.profile = tempfile.mkdtemp(prefix="pinstripe-pages-")
        self.process = subprocess.Popen(
            [DRIVER, "--port=0", "--allowed-ips=127.0.0.1"], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "started successfully on port" in line:
                port = line.split("on port ")[1].strip(" .\n")
                break
        else:
            raise AssertionError("chromedriver did not start")
        self.base = f"http://127.0.0.1:{port}/session"
        options = {"binary": CHROMIUM, "args": [*SWITCHES, f"--user-data-dir={self.profile}"]}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        self.base += "/" + self.call("POST", "", wanted)["sessionId"]

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One command."""
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read())["value"]
        except urllib.error.HTTPError as refusal:
            raise AssertionError(f"{method} {path}: {refusal.read().decode()[:400]}") from None

    def close(self) -> None:
        """The window, the driver and the profile go."""
        self.call("DELETE", "")
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, address: str) -> None:
        """Follow an address."""
        self.call("POST", "/url", {"url": address})

    @property
    def address(self) -> str:
        """Where the window is."""
        return str(self.call("GET", "/url"))

    def run(self, script: str, *arguments: Any) -> Any:
        """A script's value: to look at the page, never to act on it."""
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    @property
    def text(self) -> str:
        """What a person reads."""
        return str(self.run("return document.body.innerText"))

    def find(self, path: str) -> str:
        """The one element of an XPath."""
        found = self.call("POST", "/elements", {"using": "xpath", "value": path})
        assert found, f"nothing at {path} on {self.address}:\n{self.text}"
        return str(found[0][ELEMENT])

    def press(self, words: str) -> None:
        """A button or a link with these words; the page that follows is there afterwards."""
        quoted = json.dumps(words)
        element = self.find(f"//button[normalize-space()={quoted}] | //a[normalize-space()={quoted}]")
        self.run("window.before = true")
        self.call("POST", f"/element/{element}/click")
        until(lambda: self.run("return !window.before && document.readyState === 'complete'"))

    def fill(self, label: str, value: str) -> None:
        """A field by its label: typed into, or chosen from."""
        element = self.find(f"//*[@id=//label[starts-with(normalize-space(), {json.dumps(label)})]/@for]")
        if self.call("GET", f"/element/{element}/name") == "select":
            option = self.find(
                f"//*[@id=//label[starts-with(normalize-space(), {json.dumps(label)})]/@for]"
                f"/option[@value={json.dumps(value)}]"
            )
            self.call("POST", f"/element/{option}/click")
            return
        self.call("POST", f"/element/{element}/clear")
        self.call("POST", f"/element/{element}/value", {"text": value})

    def scripts(self, run: bool) -> None:
        """Pages run scripts, or not, from the next one on."""
        command = {"cmd": "Emulation.setScriptExecutionDisabled", "params": {"value": not run}}
        self.call("POST", "/goog/cdp/execute", command)

    def type_into(self, name: str, keys: str) -> None:
        """Keys, beginning in the field of this name."""
        for number, part in enumerate(keys.split("\ue004")):
            if number == 0:
                element = self.find(f"//*[@name={json.dumps(name)}]")
            else:
                self.call("POST", f"/element/{element}/value", {"text": "\ue004"})
                element = str(self.call("GET", "/element/active")[ELEMENT])
            self.call("POST", f"/element/{element}/value", {"text": part})

    def check(self, label: str) -> None:
        """A box is ticked, by its label."""
        element = self.find(f"//*[@id=//label[starts-with(normalize-space(), {json.dumps(label)})]/@for]")
        self.call("POST", f"/element/{element}/click")

    def picture(self, folder: Path, name: str) -> None:
        """The whole page as it looks, in light and in dark."""
        for scheme in ("light", "dark"):
            feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            command = {"cmd": "Emulation.setEmulatedMedia", "params": feature}
            self.call("POST", "/goog/cdp/execute", command)
            whole = {"cmd": "Page.captureScreenshot", "params": {"captureBeyondViewport": True}}
            taken = self.call("POST", "/goog/cdp/execute", whole)["data"]
            (folder / f"{name}-{scheme}.png").write_bytes(base64.b64decode(taken))
