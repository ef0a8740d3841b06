"""The endpoints of source transactions and of mandate notifications.

Owns: retrieve, list. Does not own: the record (source_transaction.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api import errors
from pinstripe.api.params import Params
from pinstripe.kernel.call import Page
from pinstripe.kernel.generate import show_records
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.methods.older_source import OLDER_SOURCE
from pinstripe.products.sources.source_transaction import SOURCE_TRANSACTION

PATH = "/v1/sources/{source}"


@operation(
    f"GET {PATH}/source_transactions",
    SOURCE_TRANSACTION,
    subject="source",
    of=OLDER_SOURCE,
    verb="transactions",
)
def list_all(work: Work, source: Record, params: Params) -> Page:
    """What came to a source, newest first. source: spec"""
    return show_records(work, SOURCE_TRANSACTION, params, work.path, {"source": source.id}, None)


@operation(
    f"GET {PATH}/source_transactions/{{source_transaction}}",
    SOURCE_TRANSACTION,
    subject="source",
    of=OLDER_SOURCE,
    verb="transactions",
)
def retrieve(work: Work, source: Record, params: Params, source_transaction: str) -> Record:
    """One payment to a source. refuses: no_such. source: spec"""
    found = work.peek(source_transaction, SOURCE_TRANSACTION.object)
    if found is None or found.source != source.id:
        raise errors.no_such(SOURCE_TRANSACTION.noun, source_transaction, SOURCE_TRANSACTION.param, 404)
    return found


@operation(
    f"GET {PATH}/mandate_notifications/{{mandate_notification}}",
    SOURCE_TRANSACTION,
    subject="source",
    of=OLDER_SOURCE,
    verb="notifications",
)
def notification(work: Work, source: Record, params: Params, mandate_notification: str) -> dict[str, Any]:
    """Debits alone are notified of, and none of these sources is one. refuses: no_such. source: spec"""
    raise errors.no_such("mandate notification", mandate_notification, "mandate_notification", 404)
