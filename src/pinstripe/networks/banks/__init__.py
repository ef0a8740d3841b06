"""Bank rails: money to and from bank accounts, by published test numbers."""
