"""The endpoints of invoice rendering templates.

Owns: the retrieve, which may ask for an older version. Does not own: the record
(invoice_rendering_template.py). Money: none. Source: spec.
"""

from __future__ import annotations

from typing import Any

from pinstripe.api.params import Params
from pinstripe.kernel.operation import operation
from pinstripe.kernel.record import Record
from pinstripe.kernel.work import Work
from pinstripe.products.rendering import refusals
from pinstripe.products.rendering.invoice_rendering_template import TEMPLATE


@operation("GET /v1/invoice_rendering_templates/{template}", TEMPLATE, subject="template")
def retrieve(work: Work, template: Record, params: Params) -> Record | dict[str, Any]:
    """A template, as it is or as it was in a version. refuses: no_version. source: spec"""
    version = params.get("version")
    if version is None:
        return template
    if not 1 <= version <= template.version:
        raise refusals.no_version(template.id, version, "version")
    return {**template.body, "version": version}
