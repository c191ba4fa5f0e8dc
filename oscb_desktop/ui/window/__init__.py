"""The window itself: its start, menus, messages, and what page it shows."""
