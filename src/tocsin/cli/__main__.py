"""``python -m tocsin.cli``."""

from tocsin.cli import main

main()
