"""Reports over the money that moved: what can be reported, and runs that write it into files."""

MODULES: tuple[str, ...] = (
    "report_type",
    "report_types",
    "arrival",
    "report_run",
    "report_runs",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
