"""The five ways in which money comes, each written once for all kinds of payment methods that take it."""
