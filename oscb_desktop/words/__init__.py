"""Documents in other formats → blocks: what is pasted, and reports written in Word before.

Knows the report's blocks and nothing of files on disk, the store or the window.
"""
