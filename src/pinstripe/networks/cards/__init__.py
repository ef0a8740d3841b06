"""Payment cards: the published test numbers, and a network that answers as they promise."""
