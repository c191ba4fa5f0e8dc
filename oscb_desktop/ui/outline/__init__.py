"""The outline: the report's sections, each with how far it has come."""
