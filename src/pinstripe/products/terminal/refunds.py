"""The endpoint of terminal refunds, which the software of readers calls: it says nothing and shows nothing.

Owns: the endpoint. Does not own: giving money back, which a reader does when it is asked to (refund_payment).
Money: none. Source: spec (neither parameters nor fields).
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.work import Work
from pinstripe.products.terminal.refund import TERMINAL_REFUND


@operation("POST /v1/terminal/refunds", TERMINAL_REFUND)
def create(work: Work, params: Params) -> dict[str, Any]:
    """Names no payment, so that there is nothing to give back. source: spec"""
    return {}
