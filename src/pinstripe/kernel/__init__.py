"""The machine every resource runs on: declaration, unit of work, generated operations, the engine."""
