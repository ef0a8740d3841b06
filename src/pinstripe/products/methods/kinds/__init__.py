"""The kinds of payment methods, one declaration each; whoever adds one lists it here and touches nothing
else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods.kinds.card import CARD
from pinstripe.products.methods.kinds.card_present import CARD_PRESENT
from pinstripe.products.methods.kinds.custom import CUSTOM
from pinstripe.products.methods.kinds.customer_balance import ACH_CREDIT_TRANSFER, CUSTOMER_BALANCE
from pinstripe.products.methods.kinds.debits import DEBITS
from pinstripe.products.methods.kinds.ideal import IDEAL
from pinstripe.products.methods.kinds.interac_present import INTERAC_PRESENT
from pinstripe.products.methods.kinds.kind import Facts, Kind
from pinstripe.products.methods.kinds.pages import PAGES
from pinstripe.products.methods.kinds.us_bank_account import US_BANK_ACCOUNT
from pinstripe.products.methods.kinds.vouchers import CODES, PAYTO, VOUCHERS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *(CARD, US_BANK_ACCOUNT, IDEAL, CUSTOMER_BALANCE, CARD_PRESENT, INTERAC_PRESENT),
        *(*DEBITS, *PAGES, *VOUCHERS, *CODES, PAYTO, CUSTOM),
    )
}
INVOICED = {
    "ach_credit_transfer": CUSTOMER_BALANCE.name,
    "ach_debit": US_BANK_ACCOUNT.name,
    "jp_credit_transfer": CUSTOMER_BALANCE.name,
    "sepa_credit_transfer": CUSTOMER_BALANCE.name,
}
"""Ways to pay that invoices name as sources did, and the kinds that they are now. source: spec (the names);
inferred"""
DEFAULT = CARD
"""What is meant where nobody says a kind."""
ACCOUNTS = (DEFAULT.name, "link")
"""What an account takes where the payment leaves that to it. source: recorded: spree"""
READ = " ".join(kind.name for kind in KINDS.values() if kind is not CARD_PRESENT)
"""Hashes of requests that describe a method."""
WITHIN = " ".join(name for name in READ.split() if KINDS[name].pays)
"""Hashes that describe a method within another request: all but those that pay nothing here. source: spec"""


def kind_of(method: Record) -> Kind:
    """The kind of a method."""
    return KINDS[method.body["type"]]


OLDER: dict[str, Kind] = {
    "ach_credit_transfer": ACH_CREDIT_TRANSFER,
    "ach_debit": US_BANK_ACCOUNT,
    "wechat": KINDS["wechat_pay"],
}
"""Kinds that charges of older sources name, by what they are now. source: spec"""


def of_charge(details: Mapping[str, Any]) -> Kind | None:
    """The kind that a charge was paid by, None for money that another account sent. params: details:
    `payment_method_details`
    """
    name = details["type"]
    return KINDS.get(name) or OLDER.get(name)


def named(name: str) -> Kind:
    """A kind by its name, an older one too."""
    return KINDS.get(name) or OLDER[name]


def paid_by(charge: Mapping[str, Any]) -> Kind:
    """The kind that a charge was paid by, which is known to be paid by one."""
    found = of_charge(charge["payment_method_details"])
    assert found is not None, f"nobody knows how {charge['id']} was paid"
    return found


def first_options(name: str) -> dict[str, Any]:
    """What an intent says of a kind where nobody asked for anything."""
    return dict(KINDS[name].options)


def published(work: Work, key: str) -> tuple[Kind, Facts] | None:
    """What a published name (pm_card_visa) stands for."""
    for kind in KINDS.values():
        facts = kind.published(work, key)
        if facts is not None:
            return kind, facts
    return None
