"""The dashboard's part of rendering templates: they are made and redesigned there, not by the API.

Owns: the routes. Does not own: what they lead to (products/rendering). Money: none. Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route, text
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.rendering import invoice_rendering_template as templates


@route("POST /_pinstripe/invoice_rendering_templates")
async def make(control: Control, world: World, body: Body) -> Any:
    """A template is made. params: nickname · metadata · account (the platform's). gives: the template"""
    only(body, "nickname", "metadata", "account")
    metadata = body.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise errors.bad_object("metadata")
    account = text(body, "account", world.account)

    def step(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        made = templates.make(work, body.get("nickname"), metadata)
        work.keep()
        return made.body

    return await control.runtime.engine.enqueue((world, step))


@route("POST /_pinstripe/invoice_rendering_templates/redesign")
async def redesign(control: Control, world: World, body: Body) -> Any:
    """What a template prints is changed: its version goes up. params: template · account. gives: it"""
    only(body, "template", "account")
    key, account = text(body, "template"), text(body, "account", world.account)

    def step(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        made = templates.redesign(work, work.find("invoice_rendering_template", key, "template"))
        work.keep()
        return made.body

    return await control.runtime.engine.enqueue((world, step))
