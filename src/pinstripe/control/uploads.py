"""Addresses of uploads: the file of a product catalog is put there, and what was wrong with it is read.

Owns: both ways of the address, a route that does the same for tests in JSON. Does not own: what becomes of
the file (products/commerce). Money: none. Source: docs: Product Catalog Import; our own (the route).
Whoever knows an address needs no key, as with a store of files.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error
from typing import Any

from pinstripe.api import errors
from pinstripe.api.errors import ApiError
from pinstripe.control.routes import JSON, Body, Control, dumped, only, route, text
from pinstripe.http.seen import Request
from pinstripe.kernel.batch import Batch
from pinstripe.kernel.call import Reply
from pinstripe.kernel.pages import UPLOADS
from pinstripe.kernel.work import Work
from pinstripe.kernel.world import World
from pinstripe.products.commerce import product_catalog_import as imports
from pinstripe.products.commerce import refusals


async def reply(control: Control, request: Request) -> Reply:
    """What is put under an address, or read there. refuses: no_upload, empty_upload"""
    try:
        world, account, key, secret = await control.ask(_place, control, request.path)
        if request.method not in ("GET", "POST", "PUT"):
            raise errors.unknown_url(request.method, request.path)

        def step(batch: Batch) -> bytes:
            work = Work(batch, account)
            one = imports.known(work, key, secret)
            if request.method == "GET":
                return imports.errors_of(work, one)
            imports.receive(work, one, request.body)
            work.keep()
            return b""

        found = await control.runtime.engine.enqueue((world, step))
    except ApiError as error:
        return Reply(error.status, dumped(error.body(None)), list(JSON))
    kind = imports.CSV if request.method == "GET" else "text/plain"
    return Reply(200, found, [("Content-Type", kind), ("X-Content-Type-Options", "nosniff")])


def _place(control: Control, path: str) -> tuple[World, str, str, str]:
    """What an address says: world, account, import, secret. refuses: no_upload"""
    token = path.removeprefix(UPLOADS).rstrip("/")
    try:
        told = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
        number, account, key, secret = told.split("|")
        world = control.runtime.worlds.numbered(int(number))
    except (Error, ValueError):
        raise refusals.no_upload() from None
    if world is None:
        raise refusals.no_upload()
    return world, account, key, secret


@route("POST /_pinstripe/commerce/upload")
async def upload(control: Control, world: World, body: Body) -> Any:
    """A file comes for an import, line by line; gives the import.

    params: import · lines (a list) · account
    refuses: what does not exist, or does not wait for a file
    """
    only(body, "import", "lines", "account")
    key, account = text(body, "import"), text(body, "account", world.account)
    lines = body.get("lines")
    if not isinstance(lines, list):
        raise errors.missing_param("lines")

    def step(batch: Batch) -> dict[str, Any]:
        work = Work(batch, account)
        one = work.find(imports.IMPORT.object, key, "import")
        imports.receive(work, one, "\n".join(str(line) for line in lines).encode())
        work.keep()
        return one.body

    return await control.runtime.engine.enqueue((world, step))
