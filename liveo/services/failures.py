"""What people are told when something goes wrong: a refusal's own sentence, or one sentence with a reference.

The traceback of a bug goes to the log under the same reference, and nowhere else.
"""

import logging
import secrets

from liveo.core.errors import LiveoError

_log = logging.getLogger("liveo")


def sentence_for(error: BaseException) -> str:
    """Return the French sentence of a failure, logging it first when it is not a refusal."""
    if isinstance(error, LiveoError):
        return str(error)
    reference = secrets.token_hex(4)
    _log.error("unexpected failure %s", reference, exc_info=error)
    return (
        f"Une erreur inattendue est survenue (référence {reference}). Rien n'a été modifié à moitié ; "
        "réessayez, et communiquez cette référence si cela se répète."
    )
