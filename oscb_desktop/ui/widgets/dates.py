"""Dates and time left as people say them."""

from datetime import date

from PySide6.QtCore import QDate, QLocale

from oscb_desktop.base.text import counted, say


def day(value: date) -> str:
    """Return a date as ``Thu 10 Sep 2026``."""
    return QLocale().toString(to_qdate(value), "ddd d MMM yyyy")


def short_day(value: date) -> str:
    """Return a date within this year as ``10 Sep``."""
    return QLocale().toString(to_qdate(value), "d MMM")


def to_qdate(value: date) -> QDate:
    """Return Qt's form of a date."""
    return QDate(value.year, value.month, value.day)


def time_left(publish_by: date, today: date) -> str:
    """Return how long there is to publish: ``3 days left``, ``publish today``, ``2 days late``."""
    days = (publish_by - today).days
    if days == 0:
        return say("publish today")
    if days < 0:
        return counted(-days, "1 day late", "{count} days late")
    return counted(days, "1 day left", "{count} days left")


def away(value: date, today: date) -> str:
    """Return how far a day is: ``today``, ``in 3 days``, ``2 days ago``."""
    days = (value - today).days
    if days == 0:
        return say("today")
    if days == 1:
        return say("tomorrow")
    if days == -1:
        return say("yesterday")
    if days < 0:
        return counted(-days, "1 day ago", "{count} days ago")
    return counted(days, "in 1 day", "in {count} days")
