"""`python -m pinstripe` is the command `pinstripe`."""

from pinstripe.cli.main import main

main()
