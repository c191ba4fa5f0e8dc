"""Dates and time left as people say them."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale


def day(value: date) -> str:
    """Return a date as ``Thu 10 Sep 2026``."""
    return QLocale().toString(to_qdate(value), "ddd d MMM yyyy")


def to_qdate(value: date) -> QDate:
    """Return Qt's form of a date."""
    return QDate(value.year, value.month, value.day)


def time_left(publish_by: date, today: date) -> str:
    """Return how long there is to publish: ``3 days left``, ``publish today``, ``2 days late``."""
    days = (publish_by - today).days
    if days == 0:
        return _tr("publish today")
    if days == 1:
        return _tr("1 day left")
    if days == -1:
        return _tr("1 day late")
    if days < 0:
        return _tr("{days} days late").format(days=-days)
    return _tr("{days} days left").format(days=days)


def away(value: date, today: date) -> str:
    """Return how far a day is: ``today``, ``in 3 days``, ``2 days ago``."""
    days = (value - today).days
    if days == 0:
        return _tr("today")
    if days == 1:
        return _tr("tomorrow")
    if days == -1:
        return _tr("yesterday")
    return (
        _tr("{days} days ago").format(days=-days)
        if days < 0
        else _tr("in {days} days").format(days=days)
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dates", text)
