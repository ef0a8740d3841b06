"""Taking money: methods, intents, charges, the balance."""

MODULES: tuple[str, ...] = ()
