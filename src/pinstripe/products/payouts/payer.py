"""The payer of a top-up: which bank it is, how it is shown, and what it will say.

Owns: the checks of a top-up, its body, the jobs that the bank's answer leads to. Does not own: the record
(topup.py), external accounts (connect), tokens and methods (methods). Money: the top-up's.
Source: recorded: airbytehq (source, dates, a failure), stripe_world (other countries); docs: Connect testing.
"""

from __future__ import annotations

from typing import Any, Final, assert_never

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.ids import stable
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.networks.banks import numbers
from pinstripe.networks.banks.port import BankAccount, Debited
from pinstripe.networks.banks.sim import SEQUEL_SECONDS
from pinstripe.products.connect import payee
from pinstripe.products.payouts import refusals
from pinstripe.products.payouts.creation import bank_of, seconds
from pinstripe.products.payouts.payout import SUBMIT_SECONDS
from pinstripe.products.payouts.topup import TOPUP

CODES: Final = {
    "account_closed": "R02",
    "debit_not_authorized": "R10",
    "insufficient_funds": "R01",
    "invalid_account_number": "R04",
    "no_account": "R03",
}
"""Why a bank does not pay → the code of its return. source: recorded: airbytehq (R03); inferred (the rest of
the scheme's own list)"""
WHERE: Final = ("US", "usd")
"""Where banks are debited for top-ups. source: recorded: stripe_world (not from Canada); docs: top-ups"""
OWNER: Final = ("address", "email", "name", "phone")


def create(work: Work, params: Params) -> Record:
    """Take money from a bank. refuses: too_low, not_from_there, letterless, no_such. source: spec"""
    amount, currency = params.amount, params.currency.lower()
    if amount < 1:
        raise errors.too_low(1, "amount")
    if (work.merchant.country, currency) != WHERE:
        raise refusals.not_from_there(work.merchant.country, currency)
    descriptor = params.get("statement_descriptor")
    if descriptor is not None and not any(sign.isalpha() for sign in descriptor):
        raise refusals.letterless()
    key = work.new_id(TOPUP)
    bank, facts = bank_for(work, params, key)
    topup = work.create(
        TOPUP,
        "done",
        id=key,
        amount=amount,
        currency=currency,
        description=params.get("description"),
        destination_balance=params.get("destination_balance"),
        expected_availability_date=work.now,
        metadata=merged_metadata(None, params.get("metadata")),
        statement_descriptor=descriptor,
        transfer_group=params.get("transfer_group"),
        private={"bank": bank.key},
        **facts,
    )
    ask(work, topup, bank)
    return topup


def bank_for(work: Work, params: Params, key: str) -> tuple[BankAccount, dict[str, Any]]:
    """Whose bank pays, and how the top-up shows it. refuses: no_such, exclusive_params, missing_param,
    not_debitable"""
    name, method = params.get("source"), params.get("payment_method")
    if name and method:
        raise errors.exclusive_params(("source", "payment_method"))
    if method:
        return of_method(work, method, params.get("payment_method_options"))
    if params.get("payment_method_options"):
        raise errors.missing_param("payment_method")
    bank = of_source(work, name)
    return bank, {"source": shown(work, bank, key)}


def of_method(work: Work, key: str, options: Any) -> tuple[BankAccount, dict[str, Any]]:
    """A saved bank account. refuses: no_such, not_debitable. source: sdk"""
    method = work.find("payment_method", key, "payment_method")
    bank = numbers.by_key(method.private.get("bank_account", "//"))
    if method.body["type"] != "us_bank_account" or bank is None:
        raise refusals.not_debitable("payment_method")
    return bank, {
        "payment_method": method.id,
        "payment_method_options": options or {"us_bank_account": {"network": "ach"}},
    }


def of_source(work: Work, name: str | None) -> BankAccount:
    """A published token, a token of a bank account, an external account; else the account's own bank.
    refuses: no_such, nowhere_to_send"""
    if not name:
        destination = payee.default_for(work, WHERE[1])
        if destination is None or destination.type != "bank_account":
            raise refusals.nothing_to_debit()
        return bank_of(destination)
    known = numbers.by_token(name)
    if known is None:
        record = work.peek(name)
        held = record.private.get("bank") if record is not None else None
        known = numbers.by_key(held) if isinstance(held, str) else None
    if known is None:
        raise errors.no_such("source", name, "source", 400)
    return known


def ask(work: Work, topup: Record, bank: BankAccount) -> None:
    """What the bank will say. source: docs: Connect testing"""
    said = work.network("banks").debit(bank, topup.amount, topup.currency, reference=topup.id)
    at = work.now + SUBMIT_SECONDS + seconds(said.later_seconds)
    match said.outcome:
        case Debited.SUCCEEDS:
            work.schedule("succeed", topup, at)
            if said.disputed:
                work.schedule("reverse", topup, at + SEQUEL_SECONDS)
        case Debited.FAILS | Debited.REFUSED:
            reason = said.code or "could_not_process"
            work.schedule("fail", topup, at, code=CODES.get(reason, reason), message=reason)
        case Debited.STAYS:
            pass
        case _:
            assert_never(said.outcome)


def shown(work: Work, bank: BankAccount, key: str) -> dict[str, Any]:
    """The source of a top-up: an object that nobody else ever shows. source: recorded: airbytehq"""
    letters = stable(24, work.world.seed, key)
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    owner = {
        **dict.fromkeys(OWNER),
        **dict.fromkeys(f"verified_{name}" for name in OWNER),
        "address": address,
    }
    return {
        "id": f"src_{letters}",
        "object": "source",
        "ach_debit": {
            "bank_name": "STRIPE TEST BANK",
            "country": bank.country,
            "fingerprint": stable(16, work.world.seed, bank.number),
            "last4": bank.number[-4:],
            "routing_number": bank.routing,
            "type": "individual",
        },
        "allow_redisplay": None,
        "amount": None,
        "client_secret": f"src_client_secret_{stable(24, work.world.seed, key, 'secret')}",
        "code_verification": {"attempts_remaining": 3, "status": "succeeded"},
        "created": work.now,
        "currency": WHERE[1],
        "flow": "code_verification",
        "livemode": False,
        "metadata": {},
        "owner": dict(sorted(owner.items())),
        "statement_descriptor": None,
        "status": "chargeable",
        "type": "ach_debit",
        "usage": "reusable",
    }
