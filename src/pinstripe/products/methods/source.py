"""Sources of a customer: cards and bank accounts kept in the way that was usual before payment methods.

Owns: keeping and finding a customer's sources, proving whose a bank account is. Does not own: the record,
which is a payment method (payment_method.py), its views (card.py, bank_account.py), the endpoints and the
default (room customers). Money: none.
Source: spec; recorded: gumroad-8e80a61d7b; stripe-node issue 435; docs: Cards; docs: ACH Direct Debit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from pinstripe.api.errors import Answer
from pinstripe.api.params import Params
from pinstripe.kernel.operation import job
from pinstripe.kernel.record import Record
from pinstripe.kernel.resource import Resource
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import details as bank_details
from pinstripe.networks.banks import numbers as bank_numbers
from pinstripe.networks.banks.port import Verified
from pinstripe.products.methods import bank_account as bank_accounts
from pinstripe.products.methods import card as cards
from pinstripe.products.methods import older_source, refusals, tokenization
from pinstripe.products.methods import payment_method as methods
from pinstripe.products.methods import token as tokens
from pinstripe.products.methods.kinds import card as kind
from pinstripe.products.methods.kinds import us_bank_account as bank_kind
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.methods.payment_method import PAYMENT_METHOD

SOURCE_CARD = Resource("card", prefix="card", path="/v1/customers/{customer}/cards", livemode=False)


UNBORN = 1 << 62


def newest(work: Work, customer: Record) -> list[Record]:
    """The customer's sources, newest first."""
    found = [*work.each("payment_method", customer=customer.id, source=True)]
    others = [*work.each(OLDER_SOURCE.object, customer=customer.id)]
    if not others:
        return found
    return sorted((*found, *others), key=lambda one: one.born or UNBORN, reverse=True)


def in_turn(customer: Mapping[str, Any], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The customer's sources as lists show them: the default first. source: recorded: issue reports"""
    return sorted(found, key=lambda one: one["id"] != customer["default_source"])


def linked(work: Work, customer: Record, key: str | Params) -> Record | None:
    """A source by its id, if it is this customer's."""
    source = work.peek(key) if isinstance(key, str) else None
    if source is None or source.get("customer") != customer.id:
        return None
    if source.type == OLDER_SOURCE.object:
        return source
    return source if source.type == PAYMENT_METHOD.object and cards.is_source(source) else None


def shown(source: Record) -> dict[str, Any]:
    """The object that a customer's source is: a source, a card or a bank account."""
    if source.type == OLDER_SOURCE.object:
        return source.body
    if bank_accounts.is_bank_account(source):
        return bank_accounts.as_bank_account(source)
    return cards.as_card(source)


def remove(work: Work, source: Record) -> None:
    """The source is no longer among the customer's sources."""
    if source.type == OLDER_SOURCE.object:
        older_source.detach(work, source)
    else:
        work.delete(source)


def change(
    work: Work, source: Record, billing: dict[str, Any], month: int, year: int, metadata: dict[str, str]
) -> None:
    """New facts about a card of a customer's sources."""
    card = {**source.card, "exp_month": month, "exp_year": year}
    work.change(source, billing_details=billing, card=card, metadata=metadata)


def describe(work: Work, source: Record, holder: Mapping[str, Any], metadata: dict[str, str]) -> None:
    """New facts about a bank account among a customer's sources. params: holder: `name`, `type`, if told"""
    billing, account = source.billing_details, source.body[bank_kind.NAME]
    if "name" in holder:
        billing = {**billing, "name": holder["name"]}
    if "type" in holder:
        account = {**account, "account_holder_type": holder["type"]}
    work.change(source, billing_details=billing, metadata=metadata, **{bank_kind.NAME: account})


def keep(
    work: Work, owner: str, given: str | Params, param: str, metadata: dict[str, str], *, ask: bool = True
) -> Record:
    """One more source of a customer: a bank account, or a card, whose bank is asked first. params: owner, the
    customer's id; given, a token or what stands for one; ask, False leaves the card's bank in peace.
    refuses: those of card_given and of bank_given
    """
    source = work.peek(given, OLDER_SOURCE.object) if isinstance(given, str) else None
    if source is not None:
        return older_source.attach(work, source, owner)
    bank = bank_given(work, given, param)
    if bank is not None:
        return keep_bank(work, owner, *bank, param, metadata)
    return keep_card(work, owner, tokens.card_given(work, given, param), metadata, ask=ask)


def bank_given(
    work: Work, given: str | Params, param: str
) -> tuple[Mapping[str, Any], str | None, bool] | None:
    """A bank account that a request describes: its numbers, the id that its token gave it, whether its owner
    is proven; None for anything else. refuses: used_token. source: docs: testing (published tokens)
    """
    if not isinstance(given, str):
        told = param == bank_accounts.BANK_ACCOUNT.object or given.get("object") == "bank_account"
        return (given, None, False) if told else None
    known = bank_numbers.by_token(given)
    if known is not None:
        told_numbers = {"account_number": known.number, "routing_number": known.routing, "country": "US"}
        holder = {"account_holder_name": "Jane Austen", "account_holder_type": "individual"}
        return {**told_numbers, **holder}, None, "_verified" in given
    token = work.peek(given, "token")
    if token is None or token.body["type"] != "bank_account":
        return None
    tokens.taken(work, given, param)
    return tokenization.numbers_of(token), token.bank_account["id"], False


def keep_bank(
    work: Work,
    owner: str,
    given: Mapping[str, Any],
    key: str | None,
    verified: bool,
    param: str,
    metadata: dict[str, str],
) -> Record:
    """A bank account among a customer's sources; two small deposits go to it, unless its owner is proven.

    refuses: not_a_us_account, bad_bank_account, bank_account_exists
    source: docs: ACH Direct Debit; recorded: stripe-node issue 435
    """
    country = (given.get("country") or "US").upper()
    if country != "US":
        raise refusals.not_a_us_account(country, param)
    bank = tokenization.bank_of(given, country, param)
    for one in work.each("payment_method", customer=owner, source=True):
        if bank_accounts.is_bank_account(one) and one.private["bank_account"] == bank.key:
            raise refusals.bank_account_exists()
    said = bank_details.shown(bank, given, "usd", work.world.seed)
    names = ("account_holder_type", "account_type", "bank_name", "fingerprint", "routing_number")
    fields = bank_kind.fields(work, bank, "individual", "checking") | {name: said[name] for name in names}
    body = methods.body_of(bank_kind.US_BANK_ACCOUNT, fields, {"name": said["account_holder_name"]})
    key = key or work.mint.long("ba", work.now, work.account)
    body |= {"id": key, "created": work.now, "metadata": metadata, "customer": owner}
    private = {"bank_account": bank.key, "verified": verified, "source": True}
    source = work.create(PAYMENT_METHOD, **body, private=private)
    if not verified:
        sent = work.network("banks").deposit(bank, now=work.now, kind="amounts")
        if sent.failed_at is not None:
            work.schedule("disprove", source, sent.failed_at)
    return source


@job(PAYMENT_METHOD, "disprove")
def disprove(work: Work, source: Record) -> None:
    """The deposits to a bank account did not arrive: its owner cannot be proven. source: docs: testing"""
    if not source.private.get("verified"):
        work.note(source, telling=True, unproven=True)


def prove(work: Work, source: Record, amounts: list[int]) -> Answer | None:
    """The owner of a bank account says which deposits came. gives: the refusal that a caller reads, kept
    with its tries. refuses: verified_already. source: docs: ACH Direct Debit; docs: testing (amounts)
    """
    if source.private.get("verified"):
        raise refusals.verified_already()
    if source.private.get("unproven"):
        raise refusals.no_more_deposits(exceeded=True)
    wrong = source.private.get("mismatches", 0)
    account = bank_kind.known(source)
    said = work.network("banks").verify(account, amounts=tuple(amounts), mismatches=wrong)
    match said:
        case Verified.VERIFIED:
            methods.verify(work, source)
            return None
        case Verified.MISMATCH:
            work.note(source, mismatches=wrong + 1)
            return refusals.wrong_deposits().answer()
        case Verified.EXCEEDED | Verified.TIMED_OUT:
            work.note(source, telling=True, unproven=True)
            return refusals.no_more_deposits(exceeded=said is Verified.EXCEEDED).answer()
        case _:
            assert_never(said)


def keep_card(
    work: Work,
    owner: str,
    given: tokens.Given,
    metadata: dict[str, str] | None = None,
    *,
    ask: bool = True,
) -> Record:
    """A card among a customer's sources, if its bank has nothing against it. refuses: not_kept

    source: recorded: gumroad-8e80a61d7b (the card keeps the id that its token gave it; checks)
    """
    card, said, billing, key = given
    body = _body(work, given)
    if ask:
        body[kind.NAME] = kind.after(body, kind.verify(work, body, card))
    body |= {"customer": owner, "metadata": metadata or {}}
    return work.create(PAYMENT_METHOD, **body, private={kind.NAME: card.key, "source": True})


def single_use(work: Work, given: tokens.Given) -> Record:
    """A card that is charged once and kept for nobody. source: docs: Charges API"""
    private = {kind.NAME: given[0].key, "used": True}
    return work.create(PAYMENT_METHOD, **_body(work, given), private=private)


def _body(work: Work, given: tokens.Given) -> dict[str, Any]:
    card, said, billing, key = given
    fields = kind.shown(work, card, said, billing)
    key = key or work.mint.long("card", work.now, work.account)
    return {"id": key, "created": work.now, "metadata": {}, **methods.body_of(kind.CARD, fields, billing)}
