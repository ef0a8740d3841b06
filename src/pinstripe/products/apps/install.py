"""The install record: an app is there for an account, with what the account lets it do.

Owns: the record, its states, what is granted and what a newer version of the app asks for. Does not own: what
a version asks for (the control API stands for the app's developer), endpoints (installs.py), secrets.
Money: none. Times: it is gone a second after it was taken off. Source: spec; sdk; moments inferred.
Private fact: `version`, what its app asked for when it was granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.apps import refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb           outcome from         to              event
    ("create",      "done", ANY,         "installed",    "apps.install.created"),
    ("reauthorize", "done", "installed", "=",            "apps.install.updated"),
    ("release",     "done", "installed", "=",            "apps.install.updated"),
    ("uninstall",   "done", "installed", "uninstalling", "apps.install.updated"),
)
# fmt: on

INSTALL = Resource(
    "apps.install",
    prefix="appinst",
    path="/v1/apps/installs",
    generated="retrieve",
    events="apps.install",
    noun="app install",
    lifecycle=LIFECYCLE,
    index=("app", "approval_required", "channel", "status", "created_by"),
    unexpected=refusals.wrong_state,
    source="spec; sdk",
)

SECONDS: Final = 1
LISTS: Final = ("endpoints", "permissions")
SOURCES: Final = ("connect_src", "image_src")
Version = Mapping[str, list[str]]
"""What a version of an app asks for: endpoints, permissions, where it loads from."""


def asked(work: Work, app: str) -> Version:
    """What the newest version of an app asks for. source: sdk (approval)"""
    known: Version = work.world.settings.get("apps", {}).get(app, {})
    return known


def shown(version: Version, granted: Version) -> dict[str, Any]:
    """What is granted, and what the version asks for besides. source: spec"""

    def pending(name: str) -> list[str]:
        return [one for one in version.get(name, []) if one not in granted.get(name, [])]

    lists = {f"{name}_pending": pending(name) for name in LISTS}
    sources = {name: pending(name) for name in SOURCES}
    return {
        **{f"{name}_granted": list(granted.get(name, [])) for name in LISTS},
        **lists,
        "approval_required": any((*lists.values(), *sources.values())),
        "content_security_policy_granted": {name: list(granted.get(name, [])) for name in SOURCES},
        "content_security_policy_pending": sources,
    }


def make(work: Work, app: str, channel: str, code: str | None) -> Record:
    """An app is installed, and gets what it asks for. source: sdk"""
    version = asked(work, app)
    return work.create(
        INSTALL,
        "done",
        account=work.account,
        app=app,
        auth_code=code,
        channel=channel,
        created_by=None,
        private={"version": dict(version)},
        **shown(version, version),
    )


def standing(work: Work, app: str) -> Record | None:
    """The install of an app that is there."""
    return next(iter(work.where("apps.install", 1, app=app, status="installed")), None)


def reauthorize(work: Work, record: Record) -> Record:
    """All that the newest version asks for is granted. source: sdk"""
    version = asked(work, record.app)
    facts = shown(version, version)
    if all(record.body[name] == value for name, value in facts.items()):
        return record
    work.note(record, version=dict(version))
    return work.advance(record, "reauthorize", "done", **facts)


def release(work: Work, record: Record) -> Record:
    """A newer version of its app asks for something else; a private app gets it when it is installed again.
    source: sdk
    """
    version = asked(work, record.app)
    facts = shown(version, record.private.get("version", {}))
    if record.channel.startswith("private"):
        facts["approval_required"] = False
    return work.advance(record, "release", "done", **facts)


def uninstall(work: Work, record: Record) -> Record:
    """It is taken off. refuses: wrong_state. source: sdk"""
    work.advance(record, "uninstall", "done")
    work.schedule("leave", record, work.now + SECONDS)
    return record


@job(INSTALL, "leave")
def leave(work: Work, record: Record) -> None:
    """It is gone. source: spec (apps.install.deleted)"""
    work.delete(record)
