"""The window: pages, panels, item models, workers in the background. It decides nothing."""

from oscb_desktop.ui.plain_imports import put_back
from oscb_desktop.ui.python311 import make_constants_immortal

make_constants_immortal()
put_back()
