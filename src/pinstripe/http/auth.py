"""Who asks: keys, the worlds they open, what they may do.

Owns: reading the Authorization header, kinds of keys, permissions of restricted keys, which objects a key
may be shown. Does not own: what is left of an object that is shown (api/sight).
Keys are kept and logged only as hashes. Source: docs: keys; recorded: issue reports (refusal texts).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from pinstripe.api import errors, forms, multipart
from pinstripe.api.errors import ApiError
from pinstripe.api.sight import Sight
from pinstripe.http.seen import Request
from pinstripe.ids import key_hash
from pinstripe.kernel.call import Call
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import REGISTRY
from pinstripe.kernel.world import Worlds

FORM = re.compile(r"(sk|pk|rk|ek|mes)_test_([A-Za-z0-9_]{1,240})")
BROWSER_CALLS = re.compile(
    r"POST /v1/(tokens|sources|payment_methods|confirmation_tokens)|GET /v1/(tokens|sources)/[^/]+|"
    r"GET /v1/(payment_intents|setup_intents)/(?!search$)[^/]+|"
    r"POST /v1/(payment_intents|setup_intents)/[^/]+/confirm"
)

BROWSER_SEES = frozenset(("payment_method",))
"""What a publishable key may expand: mobile apps ask for an intent's method. source: recorded: stripe-ios"""

PARAMETER = "key"
"""What a publishable key is called where it is a parameter."""
EPHEMERAL_CALLS = re.compile(
    r"(?:GET|POST) /v1/customers/(?P<customer>[^/]+)|GET /v1/payment_methods(?P<listed>)|"
    r"(?:GET|POST|DELETE) /v1/customers/(?P<sources>[^/]+)/sources(?:/[^/]+)?|"
    r"GET /v1/customers/(?P<methods>[^/]+)/payment_methods(?:/[^/]+)?|"
    r"POST /v1/payment_methods/[^/]+/attach(?P<attached>)|"
    r"POST /v1/payment_methods/(?P<method>[^/]+)(?:/detach)?|"
    r"GET /v1/issuing/cards/(?P<card>[^/]+)|"
    r"GET /v1/identity/verification_sessions/(?P<session>[^/]+)"
)
"""What an ephemeral key opens: its customer, and the methods that are theirs; its card; or its session of
somebody who says who they are. source: inferred (what mobile apps ask for); recorded: hcb (cards)"""
FOR_AN_APP = "POST /v1/ephemeral_keys"
"""A call that names the version which an app speaks: the account's own would not do. source: recorded:
stripe-node issue 2351"""
OWN = ("sk", "pk")
"""Keys that OAuth hands out for an account of its own. source: docs: Connect OAuth"""
READ_ONLY = "read_only"
EPHEMERAL_SEES = frozenset(
    (
        *("customer", "payment_method", "card", "source", "issuing.card", "issuing.cardholder"),
        "identity.verification_session",
    )
)

STREAM = ("POST", "/v2/billing/meter_event_stream")
"""The one call that a meter event session's token opens, and that nothing else does. source: spec"""


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as the edge knows it: secret, publishable or restricted, and its world's name."""

    text: str
    kind: str
    world: str
    permissions: frozenset[str] = frozenset()
    expires: int = 0
    """When a session's token or an ephemeral key ends, by its world's clock; 0: never."""
    opens: str = ""
    """The customer, the card or the session of an ephemeral key."""
    account: str = ""
    """The connected account that a key was handed out for; empty for the platform's own."""


def world_name(tail: str) -> str:
    """The name of the world that a key's tail opens; the tail itself is not kept."""
    return blake2b(tail.encode(), digest_size=12).hexdigest()


def presented(header: str | None) -> str:
    """The key text of an Authorization header, Bearer or Basic. refuses: no_key"""
    if not header:
        raise errors.no_key()
    scheme, _, value = header.partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer" and value:
        return value
    if scheme.lower() == "basic":
        try:
            user = base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            raise errors.no_key() from None
        if user:
            return user
    raise errors.no_key()


def named(request: Request) -> str | None:
    """A publishable key that came as a parameter, as a header would say it: in the query of a read, in the
    form of a write. A secret key there would let any page of a browser use it without asking first.

    source: inferred
    """
    if request.method not in ("GET", "POST"):
        return None
    try:
        sent = dict(parameters(request))
    except ApiError:
        return None
    key = sent.get(PARAMETER, "")
    return f"Bearer {key}" if key.startswith("pk_") else None


def parameters(request: Request) -> forms.Pairs:
    """What the one place says where a key may stand. refuses: what cannot be read"""
    if request.method == "GET":
        return forms.parse(request.query)
    kind = request.headers.get("content-type") or ""
    sort = kind.partition(";")[0].strip().lower()
    if sort == "multipart/form-data":
        return multipart.parse(kind, request.body)[0]
    return forms.parse(request.body) if sort in ("", forms.KIND) else []


class Keys:
    """The keys a server knows: every test key opens a world (open), or only created ones do (strict)."""

    def __init__(self, worlds: Worlds, strict: bool = False) -> None:
        self.worlds = worlds
        self.strict = strict
        self._seen: dict[str, Key] = {}

    def of(self, header: str | None) -> Key:
        """The key of a request. refuses: no_key, unknown_key"""
        found = self._seen.get(header or "")
        if found is None:
            found = self._read(presented(header))
            if len(self._seen) > 10_000:
                self._seen.clear()
            self._seen[header or ""] = found
        return found

    def forget(self) -> None:
        """A key was created or taken back."""
        self._seen.clear()

    def _read(self, text: str) -> Key:
        match = FORM.fullmatch(text)
        if match is None:
            raise errors.unknown_key(text)
        kind, tail = match[1], match[2]
        rows = self.worlds.store.rows(
            "SELECT k.kind,k.permissions,w.name,k.expires,k.account,w.account "
            "FROM keys k JOIN worlds w ON w.world=k.world WHERE k.key=?",
            (key_hash(text),),
        )
        if not rows and kind in ("sk", "pk") and not self.strict:
            return Key(text, kind, world_name(tail))
        if not rows:
            raise errors.unknown_key(text)
        known, permissions, world, expires, account, platform = rows[0]
        if known == "ek":
            return Key(text, known, world, expires=expires, opens=permissions)
        own = account if account != platform and known in OWN else ""
        return Key(text, known, world, frozenset(permissions.split()), expires, account=own)


def browser_call(method: str, path: str, publishable: bool) -> bool:
    """May a publishable key make this call? publishable: the operation says so itself"""
    return publishable or BROWSER_CALLS.fullmatch(f"{method} {path}") is not None


def permit(key: Key, method: str, path: str, account: str, publishable: bool) -> None:
    """May this key make this call? refuses: secret_key_required, permission_missing"""
    if key.kind == "pk" and not browser_call(method, path, publishable):
        raise errors.secret_key_required()
    if (key.kind == "mes") != (path == STREAM[1] and method == STREAM[0]):
        raise errors.unknown_key(key.text)
    if READ_ONLY in key.permissions and method != "GET":
        raise errors.permission_missing(key.text, account, None)
    if key.kind == "rk":
        error = restricted(key, account, permission(method, path))
        if error is not None:
            raise error


def confine(key: Key, call: Call, committed: Callable[[str], Record | None]) -> None:
    """An ephemeral key opens its customer and nothing else. params: committed: gives the record of an id.

    refuses: beyond_its_customer
    """
    match = EPHEMERAL_CALLS.fullmatch(f"{call.operation.method} {call.path}")
    if match is not None:
        found = match.groupdict()
        named = found["customer"] or found["sources"] or found["methods"] or found["card"] or found["session"]
        if found["listed"] is not None or found["attached"] is not None:
            named = call.params.get("customer")
        elif found["method"] is not None:
            method = committed(found["method"])
            named = method.body.get("customer") if method is not None else None
        if named == key.opens:
            return
    raise errors.beyond_its_customer(key.text, call.account)


def restricted(key: Key, account: str, needed: str) -> ApiError | None:
    """Why a restricted key without this permission is turned down; None if it has it."""
    if needed in key.permissions or needed.replace("_read", "_write") in key.permissions:
        return None
    return errors.permission_missing(key.text, account, f"rak_{needed}")


def sight(key: Key, account: str) -> Sight | None:
    """What this key may be shown; None for one that sees everything."""
    if key.kind == "pk":
        return Sight(lambda kind: None if kind in BROWSER_SEES else errors.secret_key_required(), True)
    if key.kind == "ek":
        beyond = errors.beyond_its_customer(key.text, account)
        return Sight(lambda kind: None if kind in EPHEMERAL_SEES else beyond)
    if key.kind == "rk":
        return Sight(lambda kind: restricted(key, account, permission("GET", address(kind))))
    return None


def address(kind: str) -> str:
    """Where objects of this kind are read: whoever may not read there is not shown one elsewhere."""
    resource = REGISTRY.get(kind)
    return resource.path if resource is not None else f"/v1/{kind.replace('.', '/')}s"


def permission(method: str, path: str) -> str:
    """What a call needs: the resource's singular, to read or to write. source: docs: restricted keys"""
    parts = [part for part in path.split("/") if part][1:]
    noun = (parts[0] if parts else "").removesuffix("s")
    if (
        noun in {"billing", "issuing", "treasury", "terminal", "tax", "checkout", "test_helpers"}
        and len(parts) > 1
    ):
        noun = f"{noun}_{parts[1].removesuffix('s')}"
    return f"{noun}_{'read' if method == 'GET' else 'write'}"
