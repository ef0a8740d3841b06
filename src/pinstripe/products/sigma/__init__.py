"""Queries in SQL over what an account has: kept by name, run at once or on a schedule."""

MODULES: tuple[str, ...] = (
    "sigma_api_query",
    "sigma_api_queries",
    "scheduled_query_run",
)
DOORS: tuple[str, ...] = ()
"""What later rooms may import."""
