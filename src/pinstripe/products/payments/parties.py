"""Parties: the accounts that a payment concerns beside the one that takes it.

Owns: what requests say of application fees, destinations and on whose behalf; as which merchant a payment
settles. Does not own: transfers and application fees themselves (a later room), accounts. Money: none.
Source: spec; docs: Connect charges; recorded: gumroad (ids, groups).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.merchant import Merchant
from pinstripe.kernel.record import Record, merged_metadata
from pinstripe.kernel.work import Work
from pinstripe.products.payments import party_refusals as refusals
from pinstripe.products.webhooks.webhook_endpoint import application_of

FEE: Final = "application_fee_amount"
TOLD: Final = (FEE, "on_behalf_of", "transfer_data")
"""What a request says of other accounts; a charge has it of its intent."""
RECEIVING: Final = ("transfers", "legacy_payments", "crypto_transfers")
"""Capabilities with which an account can be sent money. source: docs: error codes"""

NEIGHBOURS: Final = frozenset(
    "AT AX BE BG CA CH CY CZ DE DK EE ES FI FR GB GF GG GI GP GR HR HU IE IM IS IT JE LI LT LU LV MQ MT NL "
    "NO PL "
    "PM PT RE RO SE SI SK US YT".split()
)
"""Countries among which platforms send money to accounts of every agreement. source: docs: cross-border
transfers; recorded: gumroad (US to CA)"""

Body = Mapping[str, Any]


def reached(work: Work, key: str, param: str) -> Record:
    """A connected account that a request names. refuses: no_such"""
    platform_work = work.acting_for(work.world.account)
    found = platform_work.peek(key, "account")
    if found is None or work.account != work.world.account:
        raise errors.no_such("destination" if param != "on_behalf_of" else param, key, param, 400)
    return found


def application(work: Work) -> str | None:
    """The application that acts: the platform's, where it acts for another. source: recorded: gumroad"""
    return application_of(work.world.account) if work.account != work.world.account else None


def is_recipient(account: Record) -> bool:
    """Does an account only receive money?"""
    return account.at("tos_acceptance", "service_agreement") == "recipient"


def within_reach(work: Work, account: Record) -> bool:
    """May money that settled here be sent to the account? source: docs: cross-border transfers"""
    home, there = work.merchant.country, account.body["country"]
    return is_recipient(account) or home == there or {home, there} <= NEIGHBOURS


ACTING = ("active", "pending")
"""In test mode an account acts while somebody still looks at it. source: docs: Connect testing; inferred"""


def refuse_receiver(account: Record, param: str) -> None:
    """One of the capabilities is there that it takes to be sent money. refuses: cannot_receive"""
    capabilities = account.body["capabilities"] or {}
    if all(capabilities.get(name) not in ACTING for name in RECEIVING):
        raise refusals.cannot_receive(param)


def refuse(
    work: Work, told: Body, amount: int, fee_param: str = FEE, data_param: str = "transfer_data"
) -> None:
    """What is said of other accounts can be done. params: told, fields of TOLD; fee_param, data_param, what a
    caller calls them. refuses: all of party_refusals
    """
    data, fee = told.get("transfer_data") or {}, told.get(FEE)
    destination, share = data.get("destination"), data.get("amount")
    if fee is not None:
        if work.account == work.world.account and not destination:
            raise refusals.fee_for_nobody(fee_param)
        if fee < 0:
            raise errors.too_low(0, fee_param)
        if fee > amount:
            raise refusals.fee_beyond_amount(fee_param)
        if share is not None:
            raise refusals.fee_and_share(fee_param)
    behalf = told.get("on_behalf_of")
    if behalf:
        refuse_behalf(work, behalf)
    if told.get("transfer_data") is not None and not destination:
        raise refusals.share_for_nobody(f"{data_param}[{next(iter(data), 'amount')}]")
    if share is not None:
        if share < 0:
            raise errors.too_low(0, f"{data_param}[amount]")
        if share > amount:
            raise refusals.share_beyond_amount(f"{data_param}[amount]")
    if destination:
        name = "account" if data_param == "destination" else "destination"
        refuse_destination(work, destination, behalf, f"{data_param}[{name}]")


def refuse_behalf(work: Work, key: str) -> None:
    """On behalf of an account that takes cards. refuses: own_account, no_such, cannot_charge"""
    if key == work.account:
        raise refusals.own_account("on_behalf_of")
    account = reached(work, key, "on_behalf_of")
    if (account.body["capabilities"] or {}).get("card_payments") not in ACTING:
        raise refusals.cannot_charge(key)


def refuse_destination(work: Work, key: str, behalf: str | None, param: str) -> None:
    """An account that can be sent what is paid. refuses: own_account, no_such, cannot_receive,
    not_on_behalf_of_another, outside_region
    """
    if key == work.account:
        raise refusals.own_account(param)
    account = reached(work, key, param)
    refuse_receiver(account, param)
    if behalf and behalf != key:
        raise refusals.not_on_behalf_of_another()
    if not behalf and not within_reach(work, account):
        raise refusals.outside_region(account.body["country"])


def legacy(params: Params) -> dict[str, Any]:
    """What a charge without an intent says of other accounts, under its older names, too. refuses:
    exclusive_params

    source: spec; docs: Charges API (destination, application_fee)
    """
    told: dict[str, Any] = {name: params.get(name) for name in TOLD}
    if params.get("application_fee") is not None and params.get(FEE) is not None:
        raise errors.exclusive_params(["application_fee", FEE])
    if params.get("application_fee") is not None:
        told[FEE] = params.application_fee
    given = params.get("destination")
    if given and params.get("transfer_data"):
        raise errors.exclusive_params(["destination", "transfer_data"])
    if given:
        named = {"destination": given} if isinstance(given, str) else dict(given)
        told["transfer_data"] = {
            "amount": named.get("amount"),
            "destination": named.get("account") or named.get("destination"),
        }
    elif told["transfer_data"]:
        told["transfer_data"] = {"amount": None, **told["transfer_data"]}
    return told


def shown(said: Body) -> dict[str, Any]:
    """What a charge shows of where its money goes."""
    return {"amount": said.get("amount"), "destination": said.get("destination")}


def words_of(said: Body) -> dict[str, Any]:
    """What the transfer of a charge and the payment that it makes are told, kept until they are made.
    source: spec (transfer_data)
    """
    words = noted(said, "description", "metadata")
    if said.get("payment_data"):
        words["payment_data"] = noted(said["payment_data"], *said["payment_data"])
    return {"sent": words} if words else {}


def noted(said: Body, *names: str) -> dict[str, Any]:
    """Those of the words that say something; notes without those that are unset."""
    told = {name: said[name] for name in names if said.get(name)}
    if "metadata" in told:
        told["metadata"] = merged_metadata(None, told["metadata"])
    return told


def names_of(params: Params) -> tuple[str, str]:
    """What a request calls its fee and its destination."""
    fee = "application_fee" if params.get("application_fee") is not None else FEE
    return fee, "destination" if params.get("destination") else "transfer_data"


def merchant_of(work: Work, charge: Body) -> Merchant:
    """The merchant as whom a payment settles: the account that takes it, or the one on whose behalf; in the
    payment's own currency where that account is paid out in it.

    source: docs: Connect charges (settlement merchant), Connect currencies; recorded: gumroad (1356 CAD of
    1000 USD)
    """
    behalf = charge.get("on_behalf_of")
    if not behalf:
        return work.merchant.paid_in(charge["currency"])
    seller_work = work.acting_for(behalf)
    return seller_work.merchant.paid_in(charge["currency"])


def settled_as(work: Work, charge: Record) -> Merchant:
    """The merchant as whom a payment settled, in the currency that it came in, however the account is paid
    out by now.
    """
    merchant, key = merchant_of(work, charge.body), charge.balance_transaction
    if key is None:
        return merchant
    return merchant._replace(currency=work.load(key, "balance_transaction").currency)


def ties(work: Work, charge: Body) -> dict[str, Any]:
    """Ids of what the coming of its money leads to: a transfer, and an application fee, which carries the
    account that pays it. source: recorded: gumroad (ids, on both charges)
    """
    found: dict[str, Any] = {}
    data = charge.get("transfer_data")
    payer = data["destination"] if data else work.account
    if data and data.get("amount") != 0:
        found["transfer"] = work.mint.long("tr", work.now, work.account)
    if charge.get(FEE) and not charge.get("source_transfer"):
        found["application_fee"] = work.mint.long("fee", work.now, payer)
    return found


def group_of(charge: Body, named: str) -> str | None:
    """What holds a charge and its transfers together: the caller's word, else the payment's own id.

    source: recorded: gumroad (group_pi_…)
    """
    group: str | None = charge.get("transfer_group")
    return group or (
        f"group_{charge.get('payment_intent') or named}" if charge.get("transfer_data") else None
    )
