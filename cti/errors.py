"""What can go wrong, in words a person can act on. The message of each is one sentence that says what to do."""


class SwitchroomError(Exception):
    """The root of all errors this product raises on purpose; its text is fit to be shown to a person."""


class TelephonyError(SwitchroomError):
    """Asterisk refused an order, did not answer in time, or cannot be reached."""


class LinkDown(TelephonyError):
    """There is no connection to Asterisk now. Nothing was sent, or whether it was carried out is unknown."""


class JournalAway(SwitchroomError):
    """The journal's past cannot be read now; what happens is recorded all the same."""


class ConfigurationError(SwitchroomError):
    """A setting, a flow or a file is wrong; the text names the place and the remedy."""


class NotFound(SwitchroomError):
    """What was asked for does not exist; the text says how such things are named."""
