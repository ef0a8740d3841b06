"""Pages in a real browser: `make test-pages`. Left out of a plain run, which needs Python alone."""
