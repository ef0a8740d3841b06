"""iDEAL: the payer is sent to the bank's page and comes back.

Owns: the bank's name. Does not own: the page. Money: 29 cents. Source: inferred.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.work import Work
from pinstripe.products.methods.kinds.debits import sepa_of
from pinstripe.products.methods.kinds.kind import Facts, Fee, Flow, Kind, Owner, Setup

NAME = "ideal"
BICS = {
    "abn_amro": "ABNANL2A",
    "asn_bank": "ASNBNL21",
    "bunq": "BUNQNL2A",
    "buut": "BUUTNL2A",
    "finom": "FNOMNL22",
    "handelsbanken": "HANDNL2A",
    "ing": "INGBNL2A",
    "knab": "KNABNL2H",
    "moneyou": "MOYONL21",
    "n26": "NTSBDEB1",
    "nn": "NNBANL2G",
    "rabobank": "RABONL2U",
    "regiobank": "RBRBNL21",
    "revolut": "REVOLT21",
    "sns_bank": "SNSBNL2A",
    "triodos_bank": "TRIONL2U",
    "van_lanschot": "FVLBNL22",
    "yoursafe": "BITSNL2A",
}
"""source: spec (both lists; which belongs to which: inferred)"""


def read(work: Work, given: Params, where: str, owner: Owner) -> Facts:
    """The bank, where the payer has named one."""
    bank = given.get("bank")
    return Facts({"bank": bank, "bic": BICS.get(bank or "")}, {})


def details(ideal: dict[str, Any], *, reference: str) -> dict[str, Any]:
    """What a charge says of the payment. source: spec; the bank's answer: inferred"""
    bank = ideal["bank"] or "rabobank"
    return {
        "bank": bank,
        "bic": BICS.get(bank),
        "generated_sepa_debit": None,
        "generated_sepa_debit_mandate": None,
        "iban_last4": "5264",
        "transaction_id": reference,
        "verified_name": "Jenny Rosen",
    }


def set_up(ideal: dict[str, Any], reply: Any) -> dict[str, Any]:
    """What a setup's try says of the account. source: spec"""
    return {name: value for name, value in details(ideal, reference="").items() if name != "transaction_id"}


IDEAL = Kind(
    NAME,
    Flow.REDIRECT,
    "ideal",
    read,
    details,
    currencies=("eur",),
    fee=Fee(0, 29),
    built="setup_future_usage",
    debited_later=sepa_of("nl//NL39RABO0300065264"),
    setup=Setup(set_up),
)
"""source of the fee: inferred"""
