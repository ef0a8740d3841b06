"""What happened, told outside: the outbox, snapshots, signatures, delivery."""
