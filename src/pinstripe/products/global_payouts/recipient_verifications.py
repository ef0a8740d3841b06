"""The endpoints of recipient verifications, and the helper that stands for a bank's answer.

Owns: create, acknowledge, the helper. Does not own: the record (recipient_verification.py). Money: none.
Source: spec; sdk.
"""

from __future__ import annotations

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.global_payouts import recipient_verification as verifications
from pinstripe.products.global_payouts.recipient_verification import RECIPIENT_VERIFICATION
from pinstripe.products.money_management.outbound_payment import RECIPIENTS
from pinstripe.products.money_management.payout_method import PAYOUT_METHOD
from pinstripe.products.webhooks.v2_event import text_of

ONE = "/v2/money_management/recipient_verifications/{id}"


@operation("POST /v2/money_management/recipient_verifications", RECIPIENT_VERIFICATION)
def create(work: Work, params: Params) -> Record:
    """Whose bank account is it? refuses: resource_missing, unverifiable. source: sdk"""
    return verifications.begin(work, method_of(work, params), params.get("recipient"), "match")


@operation("POST /v2/test_helpers/money_management/recipient_verifications", RECIPIENT_VERIFICATION)
def create_in_test(work: Work, params: Params) -> Record:
    """The same, with the answer that a test wants. refuses: as create. source: sdk"""
    return verifications.begin(
        work, method_of(work, params), params.get("recipient"), str(params.match_result)
    )


def method_of(work: Work, params: Params) -> Record:
    """A payout method of the recipient, or of the account itself. refuses: resource_missing"""
    recipient = params.get("recipient")
    if recipient is None:
        return work.find(PAYOUT_METHOD.object, params.payout_method, "payout_method")
    known = work.batch.load(work.world.account, recipient)
    if known is None or known.deleted or known.type not in RECIPIENTS:
        raise errors.in_v2(errors.no_such("account", recipient, "recipient", 400))
    recipient_work = work.acting_for(recipient)
    return recipient_work.find(PAYOUT_METHOD.object, params.payout_method, "payout_method")


@operation(f"POST {ONE}/acknowledge", RECIPIENT_VERIFICATION, subject="id")
def acknowledge(work: Work, record: Record, params: Params) -> Record:
    """Whoever pays takes the answer as it is. refuses: wrong_state. source: sdk"""
    moved = {**record.status_transitions, "acknowledged_at": text_of(work.now)}
    return verifications.move(work, record, "acknowledge", status_transitions=moved)
