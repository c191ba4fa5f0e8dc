"""``python -m oscb_desktop`` is ``oscb-desktop``."""

import sys

from oscb_desktop.cli import main

sys.exit(main())
