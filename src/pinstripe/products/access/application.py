"""The application record: a platform that an account let in by OAuth, until one of them ends it.

Owns: the record, what it remembers of the authorization, its events. Does not own: the pages and answers of
OAuth (control/oauth.py), the account (room connect), keys (http/auth.py). Money: none.
Source: docs: Connect OAuth; spec (events). It stands under the account that let it in.
Private facts: `scope`, `code`, `until` (the code's last second), `used`, `refresh`, `keys` (hashes of what
was handed out).
"""

from __future__ import annotations

from typing import Any

from pinstripe.ids import key_hash
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import ANY, Resource, lifecycle
from pinstripe.kernel.work import Work
from pinstripe.products.access import refusals
from pinstripe.products.connect import account as accounts
from pinstripe.products.connect import countries
from pinstripe.products.webhooks.webhook_endpoint import application_of

SCOPES = ("read_write", "read_only")
CODE_SECONDS = 300
"""How long a code is good. source: docs: Connect OAuth"""
CODE_LETTERS, REFRESH_LETTERS, KEY_LETTERS = 16, 32, 48
REVOKED = 1
"""A moment that every clock has passed."""
KEYS = "keys"

# fmt: off
LIFECYCLE = lifecycle(
    # verb           outcome       from to  event
    ("create",      "authorized", ANY, "=", "account.application.authorized"),
    ("deauthorize", "done",       ANY, "=", "account.application.deauthorized"),
)
# fmt: on

APPLICATION = Resource("application", prefix="ca", livemode=False, status="", lifecycle=LIFECYCLE)

Told = dict[str, str]


def authorize(platform_work: Work, kind: str, scope: str, told: Told) -> str:
    """Somebody lets the platform in with a new account. params: kind, of the account; told, what the platform
    knows of its owner already. gives: the code that the platform exchanges.
    source: docs: Connect OAuth; that the account is ready at once is inferred
    """
    country = (told.get("country") or platform_work.merchant.country).upper()
    if country not in countries.CURRENCIES:
        country = platform_work.merchant.country
    currency = countries.CURRENCIES[country]
    email = told.get("email") or None
    account = accounts.connect(platform_work, kind=kind, country=country, currency=currency, email=email)
    own_work = platform_work.acting_for(account.id)
    code = f"ac_{account.id.removeprefix('acct_')}{own_work.mint.letters(CODE_LETTERS)}"
    until = own_work.world_now + CODE_SECONDS
    own_work.create(
        APPLICATION,
        "authorized",
        id=application_of(own_work.world.account),
        name=accounts.PLATFORM_NAME,
        private={"scope": scope, "code": code, "until": until, "used": False, "keys": []},
    )
    return code


def connected(platform_work: Work, account: str) -> Record | None:
    """The platform's application as an account let it in; None where it did not, or not any more."""
    own_work = platform_work.acting_for(account)
    record = own_work.peek(application_of(own_work.world.account), APPLICATION.object)
    return record if record is not None and platform_work.peek(account, "account") is not None else None


def account_of(code: str) -> str:
    """The account that a code is of."""
    return f"acct_{code.removeprefix('ac_')[:-CODE_LETTERS]}"


def exchange(platform_work: Work, code: str) -> dict[str, Any]:
    """The keys that a code stands for, once. refuses: no_such_code, used_code, expired_code.
    source: docs: Connect OAuth
    """
    account = account_of(code)
    record = connected(platform_work, account)
    if record is None or record.private["code"] != code:
        raise refusals.no_such_code(code)
    if record.private["used"]:
        raise refusals.used_code(code)
    own_work = platform_work.acting_for(account)
    if own_work.world_now > record.private["until"]:
        raise refusals.expired_code(code)
    refresh = f"rt_{account.removeprefix('acct_')}{own_work.mint.letters(REFRESH_LETTERS)}"
    own_work.note(record, used=True, refresh=refresh)
    return handed_out(own_work, record, record.private["scope"])


def refresh(platform_work: Work, token: str, scope: str | None) -> dict[str, Any]:
    """New keys for one that was handed out before; never with a wider scope.
    refuses: no_such_refresh_token, wider_scope. source: docs: Connect OAuth
    """
    account = f"acct_{token.removeprefix('rt_')[:-REFRESH_LETTERS]}"
    record = connected(platform_work, account) if len(token) > REFRESH_LETTERS else None
    if record is None or record.private.get("refresh") != token:
        raise refusals.no_such_refresh_token(token)
    granted = record.private["scope"]
    if scope is not None and scope != granted and granted == "read_only":
        raise refusals.wider_scope(scope)
    own_work = platform_work.acting_for(account)
    return handed_out(own_work, record, scope or granted)


def handed_out(own_work: Work, record: Record, scope: str) -> dict[str, Any]:
    """A secret and a publishable key of the account. source: docs: Connect OAuth"""
    tail = own_work.mint.letters(KEY_LETTERS)
    secret, publishable = f"sk_test_{tail}", f"pk_test_{tail}"
    allowed = "read_only" if scope == "read_only" else ""
    for key, words in ((secret, allowed), (publishable, "")):
        put(own_work, key_hash(key), key[:2], words, 0)
    made = [[key_hash(key), key[:2]] for key in (secret, publishable)]
    own_work.note(record, keys=[*record.private["keys"], *made])
    return {
        "access_token": secret,
        "livemode": False,
        "refresh_token": record.private["refresh"],
        "token_type": "bearer",
        "stripe_publishable_key": publishable,
        "stripe_user_id": own_work.account,
        "scope": scope,
    }


def put(own_work: Work, name: str, kind: str, words: str, expires: int) -> None:
    """Everybody knows the key from now on, or that it ended."""
    row = (name, own_work.world.world, own_work.account, kind, words, own_work.world_now, expires)
    own_work.rows("keys.put", row)
    own_work.after_commit(KEYS, name)


def deauthorize(platform_work: Work, account: str) -> dict[str, Any]:
    """The platform leaves an account, or is shut out. refuses: not_connected. source: docs: Connect OAuth;
    recorded: openfoodnetwork (the answer's form); that keys end is inferred
    """
    known = platform_work.peek(account, "account")
    if known is None:
        raise refusals.not_connected(account)
    own_work = platform_work.acting_for(account)
    application = application_of(own_work.world.account)
    record = own_work.peek(application, APPLICATION.object)
    if record is None:
        record = own_work.create(APPLICATION, None, id=application, name=accounts.PLATFORM_NAME)
    own_work.advance(record, "deauthorize", "done")
    for name, kind in record.private.get("keys", ()):
        put(own_work, name, kind, "", REVOKED)
    accounts.leave(platform_work, known)
    return {"stripe_user_id": account}
