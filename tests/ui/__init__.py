"""Tests of the window: real widgets, driven by clicks and keys."""
