"""Where facts live: one engine for every resource, on SQLite or PostgreSQL."""
