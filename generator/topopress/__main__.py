"""Run the command line with ``python -m topopress``."""

from topopress.cli import main

# The processes that render pictures import this module again, under another name.
if __name__ == "__main__":
    main()
