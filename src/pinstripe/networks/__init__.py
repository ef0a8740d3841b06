"""The outside, behind ports: what products may ask it, and simulators that answer."""
