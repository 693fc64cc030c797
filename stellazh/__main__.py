"""`python -m stellazh` is the command `stellazh`."""

import sys

from stellazh.cli import main

sys.exit(main())
