"""The road of a request, in order: decode, route, authenticate, account, version, validate, run, headers.

Owns: the order of refusals at the edge and the headers of every answer. The core knows no server: this
module takes a Request and gives a Reply.
"""

from __future__ import annotations

import asyncio
import re
import sys
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from pinstripe.api import errors, forms, multipart, versions
from pinstripe.api.errors import ApiError
from pinstripe.api.params import Params, decode, decode_json
from pinstripe.api.spoken import Spoken, newest, spoken
from pinstripe.api.table import NEWEST, Operation
from pinstripe.clock import now as clock
from pinstripe.documents import drawn
from pinstripe.http import auth
from pinstripe.http.auth import Key, Keys
from pinstripe.http.bodies import largest
from pinstripe.http.logs import scrubbed
from pinstripe.http.seen import Request, Seen
from pinstripe.ids import Mint
from pinstripe.kernel import contents, finding, idempotency, papers
from pinstripe.kernel.call import Call, MadeByReading, Reply
from pinstripe.kernel.engine import Engine
from pinstripe.kernel.operation import HANDLERS
from pinstripe.kernel.replies import log_url
from pinstripe.kernel.world import World

ACCOUNTS = "/v1/accounts/{account}"
FIXED = [
    ("Server", "pinstripe"),
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-cache, no-store"),
    ("Vary", "Origin"),
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"),
]
FOR_BROWSERS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Credentials", "true"),
    ("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE"),
    (
        "Access-Control-Expose-Headers",
        "Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required, "
        "X-Stripe-Privileged-Session-Required",
    ),
    ("Access-Control-Max-Age", "300"),
]


class Chain:
    """The edge of one server."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self.engine = engine
        self.keys = keys
        self.worlds = engine.worlds
        self.mint = Mint(engine.worlds.seed, 0)
        self.observers: list[Callable[[Seen, Reply], None]] = []

    async def handle(self, request: Request) -> Reply:
        """One request from bytes to bytes."""
        seen = Seen("", method=request.method, path=request.path, client=request.client, began=clock.tick())
        try:
            if request.method == "OPTIONS" and request.flaw is None:
                reply = self._preflight(request)
            elif request.method == "GET" and (asked := self._asked(request)) is not None:
                reply = await self._contents(asked, request, seen)
            elif request.method == "GET" and (paper := self._paper(request)) is not None:
                reply = await self._drawn(paper, seen)
            elif self.engine.store.shared:
                reply = await self._shared(request, seen)
            else:
                call = self.call_of(request, seen)
                if request.method == "GET":
                    if call.world.pressing is not None:
                        await call.world.caught_up()
                    reply = await self.engine.answer(call)
                else:
                    reply = await self.engine.write(call)
        except MadeByReading as made:
            reply = await self.engine.write(made.call)
        except ApiError as error:
            reply = self._refusal(error, seen)
        except Exception:
            self.crashed()
            reply = self._refusal(errors.internal(), seen)
        self._headers(request, seen, reply)
        for observer in self.observers:
            observer(seen, reply)
        return reply

    def _asked(self, request: Request) -> re.Match[str] | None:
        """The file, or the link, whose contents are asked for."""
        if request.flaw is not None:
            return None
        if request.path.startswith("/links/"):
            return contents.LINK.fullmatch(request.path)
        return contents.OF_FILE.fullmatch(request.path) if request.path.endswith("/contents") else None

    def _paper(self, request: Request) -> str | None:
        """What names the document that is asked for."""
        if request.flaw is not None or not request.path.startswith("/papers/"):
            return None
        match = papers.ADDRESS.fullmatch(request.path)
        return match[1] if match else None

    async def _drawn(self, token: str, seen: Seen) -> Reply:
        """A document for whoever knows its address, drawn beside the loop: a long one takes a while."""
        seen.operation = f"GET {papers.ADDRESS.pattern}"
        store = self.engine.store
        if store.shared:
            paper = await self.engine.bridged(papers.found, store, self.worlds, token)
        else:
            paper = papers.found(store, self.worlds, token)
        return papers.reply(await asyncio.to_thread(drawn, paper), paper.name)

    async def _contents(self, asked: re.Match[str], request: Request, seen: Seen) -> Reply:
        """Bytes: of a file for a key of its account, of a link's for anybody."""
        seen.operation = f"GET {asked.re.pattern}"
        if self.engine.store.shared:
            return await self.engine.bridged(self._bytes, asked, request, seen)
        return self._bytes(asked, request, seen)

    def _bytes(self, asked: re.Match[str], request: Request, seen: Seen) -> Reply:
        store = self.engine.store
        if asked.re is contents.LINK:
            return contents.of_link(store, self.worlds, asked[1])
        key = self.keys.of(request.headers.get("authorization"))
        seen.world = world = self.worlds.get(key.world)
        seen.request_id, seen.key = world.mint.request(), key.kind
        account = self._account(request, key, world, seen)
        auth.permit(key, "GET", f"/v1/files/{asked[1]}", account, False)
        return contents.of_file(store, world, account, asked[1])

    async def _shared(self, request: Request, seen: Seen) -> Reply:
        """The same on a shared store, where even finding out who asks may wait for the database."""
        if request.method == "GET":
            return await self.engine.bridged(self._got, request, seen)
        return await self.engine.write(await self.engine.bridged(self.call_of, request, seen))

    def _got(self, request: Request, seen: Seen) -> Reply:
        return self.engine.read(self.call_of(request, seen))

    def crashed(self) -> None:
        """An exception nobody expected: told to the log, without what a caller must keep to themselves."""
        sys.stderr.write(scrubbed(traceback.format_exc()))

    def call_of(self, request: Request, seen: Seen) -> Call:
        """Everything before the engine. refuses: in the order key, account, version, route, parameters"""
        if request.flaw is not None:
            raise request.flaw
        if len(request.body) > largest(request.path):
            raise errors.body_too_large()
        headers = request.headers
        key = self.keys.of(headers.get("authorization") or auth.named(request))
        world = self.worlds.get(key.world)
        seen.world = world
        if key.expires and key.expires < world.now():
            raise errors.session_expired() if key.kind == "mes" else errors.expired_key(key.text)
        seen.request_id = world.mint.request()
        seen.key = key.kind
        if request.method != "GET":
            self._echo(request, seen)
        account = self._account(request, key, world, seen)
        asked = headers.get("stripe-version")
        if asked is None and "stripe-version" in headers:
            raise errors.unreadable_header("Stripe-Version")
        version = self._version(asked, world, request.path)
        seen.version = version.name
        operation, path_params = version.router.match(request.method, request.path)
        seen.operation = operation.name
        handler = HANDLERS.get(operation.name)
        auth.permit(key, request.method, request.path, account, handler is not None and handler.publishable)
        if operation.path.startswith(ACCOUNTS):
            self._reachable(world, path_params["account"], key)
            if account not in (world.account, path_params["account"]):
                raise errors.account_out_of_reach(key.text, path_params["account"])
        params = self._params(request, operation)
        expand = params.pop("expand", None) or ()
        sent = None
        if not version.newest:
            sent, params = params, versions.request(operation.name, params, version.version)
        call = Call(
            world, account, operation, path_params, params, version, request.path, seen.request_id,
            publishable=key.kind == "pk", client=request.client, connected=account != world.account,
            expand=expand, sight=auth.sight(key, account), person=headers.get("stripe-oauth-token", ""),
            sent=sent,
        )  # fmt: skip
        if key.kind == "ek":
            auth.confine(key, call, partial(finding.committed, self.engine.store, world.world, account))
        if operation.name == auth.FOR_AN_APP and not headers.get("stripe-version"):
            raise errors.version_of_app_needed()
        if request.method != "GET":
            self._idempotency(request, call, seen)
        return call

    def _account(self, request: Request, key: Key, world: World, seen: Seen) -> str:
        headers = request.headers
        if "stripe-account" not in headers and "stripe-context" not in headers:
            return key.account or world.account
        named, context = headers.get("stripe-account"), headers.get("stripe-context")
        if named and context and named != context:
            raise errors.two_accounts(named, context)
        named = named or context
        if not named:
            # Acting for the platform instead of an account that cannot be read would be worse than refusing.
            if named is None and "stripe-account" in headers:
                raise errors.unreadable_header("Stripe-Account")
            return key.account or world.account
        seen.account = named
        self._reachable(world, named, key)
        return named

    def _reachable(self, world: World, account: str, key: Key) -> None:
        """The platform's own account and those connected to it. refuses: account_out_of_reach"""
        if key.account and account != key.account:
            raise errors.account_out_of_reach(key.text, account)
        if account == world.account:
            return
        row = self.engine.store.head(world.world, world.account, account)
        if row is None or row.type != "account" or row.deleted:
            raise errors.account_out_of_reach(key.text, account)

    def _version(self, header: str | None, world: World, path: str) -> Spoken:
        """The header's version, else the world's: the first it was spoken to in that is spoken for all.

        refuses: invalid_version, beta_not_permitted, version_not_spoken
        """
        if header:
            versions.asked(header, path)
        if header and not world.api_version and header >= versions.OLDEST_SPOKEN:
            self.worlds.change(world, api_version=spoken(header).name.partition(";")[0].strip())
        return spoken(header or world.api_version or NEWEST)

    def _params(self, request: Request, operation: Operation) -> Params:
        if operation.encoding == "json" and request.method != "GET":
            return decode_json(operation, request.body)
        pairs = forms.parse(request.query) if request.query else []
        files: list[Any] = []
        if request.method != "GET" and request.body:
            kind = request.headers.get("content-type") or ""
            sort = kind.partition(";")[0].strip().lower()
            if sort == "multipart/form-data":
                more, files = multipart.parse(kind, request.body)
                pairs += more
            elif sort and sort != forms.KIND:
                raise errors.not_a_form()
            else:
                pairs += forms.parse(request.body)
        if not request.headers.get("authorization"):
            pairs = [pair for pair in pairs if pair[0] != auth.PARAMETER]
        return decode(operation, pairs, files)

    def _echo(self, request: Request, seen: Seen) -> None:
        """The caller's idempotency key, on every answer but 401. source: recorded: gumroad, pay-rails/pay"""
        key = request.headers.get("idempotency-key")
        if not key:
            if key is None and "idempotency-key" in request.headers:
                raise errors.unreadable_header("Idempotency-Key")
            return
        if len(key) > idempotency.KEY_LENGTH:
            raise errors.idempotency_key_too_long(idempotency.KEY_LENGTH)
        seen.headers.append(("Idempotency-Key", key))

    def _idempotency(self, request: Request, call: Call, seen: Seen) -> None:
        if not seen.headers:
            return
        key = seen.headers[0][1]
        if request.method == "POST" or request.path.startswith("/v2/"):
            call.idempotency_key = key
            call.digest = idempotency.digest(call.account, key)
            call.fingerprint = idempotency.fingerprint(
                request.method, request.path, request.query, request.body
            )

    def _refusal(self, error: ApiError, seen: Seen) -> Reply:
        if not seen.request_id:
            seen.request_id = self.mint.request()
        url = log_url(seen.world, seen.request_id) if seen.world is not None else None
        body = orjson.dumps(error.body(url), option=orjson.OPT_INDENT_2)
        headers = list(error.headers.items())
        if seen.headers and seen.method == "POST":
            headers.append(("Original-Request", seen.request_id))
        return Reply(error.status, body, headers)

    def _preflight(self, request: Request) -> Reply:
        """What a browser asks before it calls with a publishable key. refuses: not_for_web_pages

        source: inferred
        """
        meant = request.headers.get("access-control-request-method") or ""
        if "origin" in request.headers and not self._publishable(meant, request.path):
            raise errors.not_for_web_pages()
        asked = request.headers.get("access-control-request-headers")
        return Reply(200, b"", [("Access-Control-Allow-Headers", asked)] if asked else [])

    def _publishable(self, method: str, path: str) -> bool:
        """Is this a call that a publishable key may make?"""
        try:
            operation, _ = newest().router.match(method, path)
        except ApiError:
            return False
        handler = HANDLERS.get(operation.name)
        return auth.browser_call(method, path, handler is not None and handler.publishable)

    def _for_pages(self, request: Request, seen: Seen) -> bool:
        """May a web page read this answer? One to a secret key is for programs."""
        if seen.key not in ("", "pk") or request.flaw is not None:
            return False
        preflight = request.method == "OPTIONS"
        method = request.headers.get("access-control-request-method") if preflight else request.method
        return self._publishable(method or "", request.path)

    def _headers(self, request: Request, seen: Seen, reply: Reply) -> None:
        """Every answer's headers. source: recorded: gumroad, pay-rails/pay"""
        if any(name == "Content-Type" for name, _ in reply.headers):
            reply.headers += [pair for pair in FIXED if pair[0] != "Content-Type"]
        else:
            reply.headers += FIXED
        if not seen.request_id:
            seen.request_id = self.mint.request()
        # A program that is no browser never looks at these; to a page they say that it may read the answer.
        if "origin" not in request.headers or self._for_pages(request, seen):
            reply.headers += FOR_BROWSERS
        reply.headers.append(("Request-Id", seen.request_id))
        reply.headers.append(("Stripe-Version", seen.version))
        if reply.status != 401:
            reply.headers += seen.headers
        if seen.account:
            reply.headers.append(("Stripe-Account", seen.account))
