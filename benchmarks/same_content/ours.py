"""Ours, tagged PDF/UA-1 and PDF/A-2a: ``python ours.py CONTENT.json OUT.pdf``."""

import gc
import sys
from pathlib import Path


def main() -> None:
    """Lay the content out with the function that the program itself exports with."""
    gc.disable()  # as the command line does: nothing that is loaded goes away again
    import msgspec
    from composed import compose

    from oscb_desktop.publish.pdf import lay_out

    gc.enable()
    composition = compose(msgspec.json.decode(Path(sys.argv[1]).read_bytes()))
    Path(sys.argv[2]).write_bytes(lay_out(composition, draft=False).pdf)
    gc.freeze()  # the process ends without a last search for cycles


main()
