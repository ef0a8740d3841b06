"""Our own endpoints, never under /v1 or /v2: worlds, clocks, faults, books, health."""
