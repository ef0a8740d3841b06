"""Bank accounts: the rails between them, the published test numbers, and a network that answers by them."""
