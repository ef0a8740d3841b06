"""Pinstripe: the Stripe API as a server that you run yourself, with real state."""

__version__ = "0.1.0"
