"""Apps from the other side: a developer brings out a version that asks for something.

Owns: the route. Does not own: what it leads to (products/apps). Money: none. Source: our own.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.control.routes import Body, Control, only, route, text
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.apps import install as installs


@route("POST /_pinstripe/apps/versions")
async def bring_out(control: Control, world: World, body: Body) -> Any:
    """A newer version of an app; gives what its installs in an account ask for then.

    params: app · permissions, endpoints, connect_src, image_src (lists, or words with commas) · account
    refuses: what is no list of words
    """
    names = (*installs.LISTS, *installs.SOURCES)
    only(body, "app", "account", *names)
    app, account = text(body, "app"), text(body, "account", world.account)
    version = {name: _words(body, name) for name in names}
    apps = {**world.settings.get("apps", {}), app: version}
    await control.changed(world, settings={**world.settings, "apps": apps})

    def step(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        found = work.where("apps.install", 100, app=app, status="installed")
        made = [installs.release(work, one).body for one in found]
        work.keep()
        return {"app": app, "installs": made}

    return await control.runtime.engine.enqueue((world, step))


def _words(body: Body, name: str) -> list[str]:
    given = body.get(name) or []
    words = given.split(",") if isinstance(given, str) else given
    if not isinstance(words, list) or not all(isinstance(one, str) and one for one in words):
        raise errors.invalid(f"`{name}` must be a list of words.", param=name)
    return words
