"""The endpoints of funding instructions, and the transfers of tests.

Owns: create, list, fund. Does not own: the record (funding_instruction.py). Money: a transfer's.
Source: docs: Issuing funding instructions; recorded: issuing-treasury.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import list_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.issuing import funding_instruction as instructions
from pinstripe.products.issuing import programme, refusals
from pinstripe.products.issuing.funding_instruction import BY_CURRENCY, FUNDING_INSTRUCTIONS


@operation("GET /v1/issuing/funding_instructions", FUNDING_INSTRUCTIONS)
def list_instructions(work: Work, params: Params) -> Page:
    """Where money may be sent. source: docs: Issuing funding instructions"""
    return list_records(work, FUNDING_INSTRUCTIONS, params, FUNDING_INSTRUCTIONS.path)


@operation("POST /v1/issuing/funding_instructions", FUNDING_INSTRUCTIONS)
def create(work: Work, params: Params) -> Record:
    """The details of a currency. refuses: not_set_up, wrong_transfer. source:
    docs: Issuing funding instructions
    """
    programme.require(work)
    return instructions.ensured(work, params.currency, params.bank_transfer["type"])


@operation("POST /v1/test_helpers/issuing/fund_balance", FUNDING_INSTRUCTIONS)
def fund(work: Work, params: Params) -> Record:
    """A transfer comes. refuses: not_set_up, too_low, currency_unknown. source:
    docs: Issuing funding instructions
    """
    programme.require(work)
    if params.amount < 1:
        raise errors.too_low(1, "amount")
    if params.currency not in BY_CURRENCY:
        raise refusals.currency_unknown(params.currency, sorted(BY_CURRENCY))
    found = instructions.ensured(work, params.currency, BY_CURRENCY[params.currency])
    return instructions.fund(work, found, params.amount)
