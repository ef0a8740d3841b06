"""Metering: the one high-volume write. A log, sums in buckets kept with it, and no event counted twice.

Products call what stands here; see README.md for what it owns and what its times mean.
"""

from pinstripe.metering.buckets import Bucket
from pinstripe.metering.engine import Event, cancel, clear, record, record_many
from pinstripe.metering.reading import aggregate, has_usage, usage_total, windows

__all__ = [
    "Bucket",
    "Event",
    "aggregate",
    "cancel",
    "clear",
    "has_usage",
    "record",
    "record_many",
    "usage_total",
    "windows",
]
