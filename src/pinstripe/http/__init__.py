"""The edge: bytes in, bytes out; who asks, for whom, in which version."""
