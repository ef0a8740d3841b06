"""The `pinstripe` command."""
