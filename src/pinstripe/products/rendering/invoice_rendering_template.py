"""The invoice rendering template record: how the invoices of an account are laid out.

Owns: the record, its versions, the template that somebody names. Does not own: the endpoints
(invoice_rendering_templates.py), printing. Money: none. Source: spec; docs: Invoice rendering templates.
"""

from __future__ import annotations

from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.rendering import refusals

# fmt: off
LIFECYCLE = lifecycle(
    # verb         outcome    from        to
    ("create",    "made",    ANY,        "active"),
    ("archive",   "done",    "active",   "archived"),
    ("unarchive", "done",    "archived", "active"),
    ("redesign",  "done",    ANY,        "="),
)
# fmt: on

TEMPLATE = Resource(
    "invoice_rendering_template",
    prefix="inrtem",
    generated="list archive unarchive",
    noun="invoice rendering template",
    param="template",
    lifecycle=LIFECYCLE,
    index=("status",),
    unexpected=refusals.wrong_state,
    defaults={"metadata": {}, "version": 1},
)


def make(work: Work, nickname: str | None, metadata: dict[str, str]) -> Record:
    """The dashboard makes a template. source: spec; docs: Invoice rendering templates"""
    return work.create(TEMPLATE, "made", nickname=nickname, metadata=metadata)


def redesign(work: Work, template: Record) -> Record:
    """The dashboard changes what is printed: that is the next version. source: spec (version)"""
    return work.advance(template, "redesign", "done", version=template.version + 1)


def chosen(work: Work, key: str, version: int | None, where: str) -> dict[str, Any]:
    """The template that somebody names, and its version: the newest, unless they say which.

    refuses: resource_missing, archived, no_version. source: spec (rendering)
    """
    template = work.find("invoice_rendering_template", key, f"{where}[template]")
    if template.status != "active":
        raise refusals.archived(key, f"{where}[template]")
    if version is not None and not 1 <= version <= template.version:
        raise refusals.no_version(key, version, f"{where}[template_version]")
    return {"template": key, "template_version": version or template.version}
