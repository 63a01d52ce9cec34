"""What a refusal means, for who connects another system: one English sentence with what to do."""

from typing import Final

BY_CODE: Final = {
    "key_refused": "No key, a wrong or revoked one, or one without the right. Ask the bank for a new one.",
    "key_missing": "Send an Idempotency-Key of 1 to 64 plain characters, a new one for every event.",
    "key_reused": "This Idempotency-Key came with another body before. Use a new key for a new event.",
    "bad_request": "The body is not one JSON object with the fields of the documentation and no others.",
    "too_large": "The body is larger than 8 MB. Send the person first and the file by another way.",
    "upload_too_large": "The file is larger than it may be.",
    "type_not_allowed": "The file is no PDF, DOCX, JPEG, PNG, WebP or text.",
    "heic_not_allowed": "The picture is HEIC. Send it as JPEG.",
    "empty": "The file is empty.",
    "as_of_future": "as_of lies in the future: check the clock and the time zone.",
    "gone": "This person was erased and is not made again.",
    "too_many_attempts": "Too many calls. Wait as long as Retry-After says, then send the same call again.",
}
BY_STATUS: Final = {
    404: "There is no such opening for this key.",
    409: "It does not go with what is there now; error.code says why.",
    422: "Some fields cannot be accepted: error.fields names them.",
}


def of(code: str, status: int) -> str:
    """The sentence for a refusal."""
    return BY_CODE.get(code) or BY_STATUS.get(status, "The call failed here. Send it again later.")
