"""The same report made four ways: each module is one way, run as a process of its own."""
