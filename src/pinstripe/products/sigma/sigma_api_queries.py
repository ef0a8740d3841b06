"""The endpoint of saved queries.

Owns: update. Does not own: the record (sigma_api_query.py). Money: none. Source: spec.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.generate import updates
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.sigma.sigma_api_query import SIGMA_API_QUERY


@operation("POST /v1/sigma/saved_queries/{id}", SIGMA_API_QUERY, subject="id")
def update(work: Work, query: Record, params: Params) -> Record:
    """Another name, other SQL; whether it can be answered shows when it is run. source: spec"""
    return work.change(query, **updates(query, params, frozenset()))
