"""Who signs: the name in the key's certificate, and whether that key may be used at all."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import msgspec

from oscb_desktop.base.problems import OscbError
from oscb_desktop.base.text import say, visible
from oscb_desktop.operations.clearing.keys import SigningKey
from oscb_desktop.publish.pdf.certificates import judge_der, load_trust
from oscb_desktop.publish.pdf.key_kinds import Use
from oscb_desktop.publish.pdf.signing import load_policy
from oscb_desktop.report.clearance.vouching import Judgement


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks with a key, as it is printed.

    ``key_name`` is whom the key names where that is somebody else: "signed by X for Y".
    ``accepted`` says what is wrong with the key and was overridden.
    """

    name: str
    key_name: str = ""
    accepted: str = ""


def person_with(
    key: SigningKey,
    name: str,
    *,
    accept_key: bool = False,
    at: datetime | None = None,
    use: Use = Use.CLEARING,
) -> Person:
    """Return who speaks with a key in the name given, or in the key's own where none is.

    Raises ``OscbError`` for a name that is not the key's, unless the organisation's policy lets
    people sign for others; and for a key that is not fit to sign, unless ``accept_key``. What
    nobody could check afterwards, or names nobody, is not for anybody to accept.
    """
    name = " ".join(name.split())
    judgement = judge_key(key, at, use=use)
    if not judgement.usable:
        raise OscbError(
            _not_fit(judgement), say("Use another key: ask whoever issued it."), code="key-unfit"
        )
    if judgement.problems and not accept_key:
        raise OscbError(
            _not_fit(judgement),
            say(
                "Use another key. With --accept-key, or the tick in the form, this one is used "
                "and that is printed."
            ),
            code="key-unfit",
        )
    accepted = judgement.wrong
    if not name or same_name(visible(name), key.owner):
        return Person(name=key.owner, accepted=accepted)
    if load_policy().sign_for_others:
        return Person(name=visible(name), key_name=key.owner, accepted=accepted)
    raise OscbError(
        say("The key names {owner}, not {name}.", owner=key.owner, name=visible(name)),
        say("Sign with a key of your own, or leave the name as the key has it."),
        code="key-name",
    )


def judge_key(key: SigningKey, at: datetime | None = None, *, use: Use = Use.CLEARING) -> Judgement:
    """Return what is known of a key that is to sign, by what is trusted on this computer."""
    own, *chain = key.certificates
    return judge_der(own, tuple(chain), at or datetime.now(UTC), load_trust(), use=use)


def _not_fit(judgement: Judgement) -> str:
    if not judgement.name:
        return say("This key is not fit to sign. {why}", why=judgement.wrong)
    return say(
        "The key of {name} is not fit to sign. {why}", name=judgement.name, why=judgement.wrong
    )


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same but for capitals, spaces and how letters are coded."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
