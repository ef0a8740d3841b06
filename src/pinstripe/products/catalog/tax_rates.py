"""The endpoints of tax rates.

Owns: create. Does not own: the record (tax_rate.py). Money: none. Source: spec; recorded: stripe_world 07.
"""

from __future__ import annotations

from pinstripe.api.params import Params
from pinstripe.kernel.generate import stored
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.money import percentage
from pinstripe.products.catalog import refusals
from pinstripe.products.catalog.tax_rate import TAX_RATE

MOST_PLACES = 4
"""source: spec"""


@operation("POST /v1/tax_rates", TAX_RATE)
def create(work: Work, params: Params) -> Record:
    """A percentage; how much it is never changes. refuses: bad_percentage

    source: recorded: stripe_world 07 (the effective percentage repeats it)
    """
    rate = percentage(params.percentage)
    places = rate.normalize().as_tuple().exponent
    if not 0 <= rate <= 100:
        raise refusals.bad_percentage()
    if isinstance(places, int) and -places > MOST_PLACES:
        raise refusals.long_percentage(MOST_PLACES)
    fields = stored(TAX_RATE, params)
    return work.create(TAX_RATE, **{**fields, "effective_percentage": params.percentage})
