"""What was used: meters and their events, usage records and their summaries."""

MODULES: tuple[str, ...] = (
    "meter",
    "meters",
    "meter_event",
    "meter_events",
    "meter_report",
    "v2_meter_event",
    "v2_meter_events",
    "usage_record_summary",
    "usage_record",
    "usage_records",
    "usage_record_summaries",
)
DOORS: tuple[str, ...] = (
    "usage_record_summary",
    "meter",
    "measurement",
    "periods",
)
"""What later rooms may import."""
