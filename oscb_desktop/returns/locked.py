"""Opening workbooks that are protected by a password, with msoffcrypto-tool."""

from io import BytesIO

from oscb_desktop.returns.archive import Refused

# What Excel encrypts with when a workbook is only marked read-only ([MS-OFFCRYPTO] 2.4.2.3).
_DEFAULT = "VelvetSweatshop"


def unlock(data: bytes, password: str | None) -> bytes:
    """Return the workbook's bytes without protection (the same bytes where it has none).

    Raises Refused: a password is needed, or the one given does not open it.
    """
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    try:
        office = msoffcrypto.OfficeFile(BytesIO(data))
        if not office.is_encrypted():
            return data
    except (FileFormatError, OSError, ValueError, KeyError, IndexError, AttributeError, TypeError):
        return data  # not for us to judge: the reader says what is wrong with it
    except Exception:  # struct.error, and whatever a fuzzed file provokes in there
        return data
    for attempt in [_DEFAULT] if password is None else [password]:
        plain = BytesIO()
        try:
            office.load_key(password=attempt)
            office.decrypt(plain)
        except (DecryptionError, InvalidKeyError):
            continue
        except Exception as error:
            if password is not None:
                raise Refused("return-password-unsupported") from error
            continue
        return plain.getvalue()
    raise Refused("return-password-needed" if password is None else "return-password-wrong")
