"""The endpoints of crypto customers: their wallets, what they pay with, how much they may buy.

Owns: the lists, limits. Does not own: the records (customer.py, consumer_wallet.py, payment_token.py).
Money: none. Source: sdk (newer previews); docs: Crypto onramp.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.crypto import consumer_wallet as wallets
from pinstripe.products.crypto import customer as customers
from pinstripe.products.crypto import market, onramp_sessions, refusals
from pinstripe.products.crypto import payment_token as tokens
from pinstripe.products.crypto.consumer_wallet import CONSUMER_WALLET
from pinstripe.products.crypto.customer import CRYPTO_CUSTOMER
from pinstripe.products.crypto.payment_token import PAYMENT_TOKEN

TOKEN = "HTTP_HEADER[Stripe-OAuth-Token]"
"""What names the person. source: public example apps"""
ONE = "/v1/crypto/customers/{crypto_customer}"


@operation(
    f"GET {ONE}/crypto_consumer_wallets", CONSUMER_WALLET, subject="crypto_customer", of=CRYPTO_CUSTOMER
)
def list_wallets(work: Work, customer: Record, params: Params) -> Page:
    """Wallets that the person registered, newest first. source: sdk"""
    url = f"{CRYPTO_CUSTOMER.path}/{customer.id}/crypto_consumer_wallets"
    return list_records(work, CONSUMER_WALLET, params, url, {"customer": customer.id})


@operation(f"GET {ONE}/payment_tokens", PAYMENT_TOKEN, subject="crypto_customer", of=CRYPTO_CUSTOMER)
def list_tokens(work: Work, customer: Record, params: Params) -> Page:
    """What the person can pay with, newest first. source: sdk"""
    url = f"{CRYPTO_CUSTOMER.path}/{customer.id}/payment_tokens"
    return list_records(work, PAYMENT_TOKEN, params, url, {"customer": customer.id})


@operation("GET /v1/crypto/onramp_transaction_limits", CRYPTO_CUSTOMER)
def limits(work: Work, params: Params) -> dict[str, Any]:
    """How much somebody may buy at once. refuses: missing_param, resource_missing, onramp

    source: sdk (newer previews); inferred (whose, where the app names nobody; order of refusals)
    """
    onramp_sessions.refuse_place(params.get("customer_ip_address"))
    address, network = params.get("wallet_address"), params.get("destination_network")
    if address and network and not market.fits(address, network):
        raise refusals.onramp("wallet_address_invalid", "wallet_address")
    if params.get("destination_tag") and network != "stellar":
        raise refusals.onramp("destination_tags_not_supported", "destination_tag")
    customer = customers.of_token(work, work.person)
    if customer is None:
        if not work.person:
            raise errors.missing_param(TOKEN)
        raise errors.no_such(CRYPTO_CUSTOMER.noun, work.person, TOKEN, 400)
    if address and not wallets.has(work, customer, address, network):
        raise refusals.onramp("consumer_wallet_doesnt_exist", "wallet_address")
    return {
        "crypto_customer_id": customer.id,
        "limits": customers.limits_of(customer),
        "livemode": False,
        "object": "crypto.onramp_transaction_limits",
    }


def appear(work: Work, said: dict[str, Any]) -> Record:
    """Somebody signs in at an app: who they are, how far they are known, wallets, ways to pay.

    params: said, with country, tier, state, wallets, payment · customer, who comes again
    """
    facts = customers.told(said["country"], said["tier"], said["state"])
    if said["customer"]:
        customer = work.change(work.subject(CRYPTO_CUSTOMER.object, said["customer"]), **facts)
    else:
        token = f"liwltoken_{work.mint.letters(32)}"
        customer = work.create(CRYPTO_CUSTOMER, private={"token": token}, **facts)
    for network, address in said["wallets"]:
        wallets.register(work, customer, network, address)
    for kind in said["payment"]:
        tokens.collect(work, customer, kind)
    return customer
