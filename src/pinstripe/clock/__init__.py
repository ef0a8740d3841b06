"""Time: what now is, how calendars count, and what falls due later."""
