"""The endpoint of tokens.

Owns: create. Does not own: the record (token.py), what each kind shows (tokenization.py). Money: none.
Source: spec; recorded: gumroad.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods import refusals, tokenization
from pinstripe.products.methods.token import TOKEN

KINDS = ("account", "bank_account", "card", "cvc_update", "person", "pii")


@operation("POST /v1/tokens", TOKEN, publishable=True)
def create(work: Work, params: Params) -> Record:
    """Something that is handed over once. refuses: empty_token, exclusive_params, those of tokenization.
    source: spec; recorded: gumroad
    """
    kept = (params.get("bank_account") or {}).get("payment_method")
    if kept is not None:
        return tokenization.kept_bank(work, params.bank_account, params.get("customer"))
    if params.get("customer") and not work.publishable:
        return tokenization.shared_card(work, params)
    given = [name for name in KINDS if params.get(name) is not None]
    if not given:
        raise refusals.empty_token()
    if len(given) > 1:
        raise errors.exclusive_params(given)
    match given[0]:
        case "card":
            return tokenization.card(work, params.card)
        case "bank_account":
            return tokenization.bank_account(work, params.bank_account)
        case "cvc_update":
            return tokenization.cvc_update(work, params.cvc_update)
        case "pii":
            return tokenization.pii(work, params.pii)
        case "account":
            return tokenization.legal(work, "account", "ct", params.account)
        case _:
            return tokenization.legal(work, "person", "cpt", params.person)
