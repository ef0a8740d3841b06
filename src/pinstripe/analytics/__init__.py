"""Questions in SQL over the records of an account: read-only tables, an engine in a process of its own."""
