"""Languages, in which a bot says different things of itself."""

import re

from preview.errors import bad_request
from preview.methods.table import Request

_LANGUAGE_CODE = re.compile("(?:[a-z]{2})?")


def language_code(request: Request) -> str:
    """Return the language that a call is about; '' for any.

    Raises:
        ApiError: 400, where it is not two small letters.
    """
    code = request.parameters.text("language_code")
    if not _LANGUAGE_CODE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code
