"""Every sentence the portal's scripts may show, so that translations live in one place."""

from django.utils.translation import gettext as _


def device() -> dict[str, str]:
    """Words of the device check."""
    return {
        "ok": _("good"),
        "silent": _("no sound yet, say something"),
        "quiet": _("a little quiet"),
        "loud": _("very loud"),
        "heard": _("we hear you"),
        "network_good": _("fast enough"),
        "network_slow": _("slow: recording works, sending takes longer"),
        "network_none": _("no connection"),
        "light_good": _("bright enough"),
        "light_dark": _("rather dark"),
        "light_bright": _("too bright behind you"),
        "checking": _("checking"),
        "unavailable": _("not available"),
        "go_on": _("All good, go on"),
        "go_anyway": _("Go on and try there"),
        **_problems(),
    }


def practice() -> dict[str, str]:
    """Words of the practice page."""
    return {
        "idle": _("not recording"),
        "recording": _("recording, {time} left"),
        "replay": _("this is how you sound"),
        "start": _("Practise"),
        "stop": _("Stop"),
        "again": _("Practise again"),
        **_problems(),
    }


def question(*, probe: bool = False) -> dict[str, str]:
    """Words of the recording screen; a follow-up question is announced as one."""
    return {**_question(), **({"ready_first": _("One more detail")} if probe else {})}


def _question() -> dict[str, str]:
    return {
        "counter": _("question {n} of {count}"),
        "ready_first": _("Ready for question {n}?"),
        "ready_think": _(
            "When you tap the button you see the question. "
            "You have {think} to think and up to {limit} to answer."
        ),
        "ready_no_think": _(
            "When you tap the button you see the question. You have up to {limit} to answer."
        ),
        "ready_retakes": _("You may record this answer again {count} times."),
        "ready_retake_one": _("You may record this answer again once."),
        "ready_retake_none": _("This answer can be recorded once."),
        "status_idle": _("Not recording"),
        "status_starting": _("Starting"),
        "status_recording": _("Recording"),
        "status_stopping": _("Saving"),
        "status_stopped": _("Stopped"),
        "status_submitting": _("Handing in"),
        "left": _("Time left"),
        "clock_hidden": _("clock hidden"),
        "think_10": _("10 seconds left to think, then recording starts"),
        "left_30": _("30 seconds left"),
        "announce_started": _("Recording has started"),
        "announce_stopped": _("Recording has stopped"),
        "stopped_title": _("{time} recorded"),
        "interrupted_title": _("You are back: {time} of this answer is kept"),
        "resume": _("Go on answering (from {time})"),
        "retake_one": _("Record again (once more possible)"),
        "retake_many": _("Record again ({count} more possible)"),
        "hide": _("Hide picture"),
        "show": _("Show picture"),
        "picture_hidden": _("The picture is hidden from you. It is still recorded."),
        "sound_only": _("Sound only: no picture is recorded"),
        "good": _("volume good"),
        "quiet": _("a little quiet"),
        "loud": _("very loud"),
        "silent": _("no sound"),
        "file_limit": _("At most {limit}"),
        "file_too_long": _("That film is {time} long, {limit} is allowed. Please record a shorter one."),
        "file_empty": _("That file has no picture or sound we can read. Please record again."),
        "elsewhere": _(
            "This question is being recorded in another window. "
            "Go back there, or close it and reload this page."
        ),
        "submit_waiting": _(
            "It is handed in as soon as everything has arrived. Please leave this page open."
        ),
        **uploading(),
        **_problems(),
    }


def uploading() -> dict[str, str]:
    """Words of the upload line."""
    return {
        "saving": _("saving"),
        "stored_phone": _("kept on this phone"),
        "stored_computer": _("kept on this computer"),
        "sending": _("sent {percent}%"),
        "received": _("received"),
        "waiting": _("offline, kept here"),
        "offline_phone": _(
            "No connection. Go on: what you say is kept on this phone ({left} parts wait) "
            "and sent by itself later."
        ),
        "offline_computer": _(
            "No connection. Go on: what you say is kept on this computer ({left} parts wait) "
            "and sent by itself later."
        ),
        "offline_none": _("No connection. Everything recorded so far has reached the bank."),
        "was_hidden": _(
            "You were away from this page for {time}. The recording went on, perhaps without "
            "picture or sound."
        ),
        "full": _("the bank's storage is full, waiting"),
        "refused": _("not accepted"),
        "log_in": _("please enter a new code"),
        "tip_phone": _("{time} is kept on this phone, even if the connection drops or the page closes"),
        "tip_computer": _("{time} is kept on this computer, even if the connection drops or the page closes"),
        "unsent": _(
            "{percent}% of an answer has arrived. Please leave this page open and do not clear browser data."
        ),
    }


def typed() -> dict[str, str]:
    """Words of the typed answer."""
    return {
        "draft_phone": _("Draft kept on this phone"),
        "draft_computer": _("Draft kept on this computer"),
        "draft_none": _("Drafts cannot be kept in this browser"),
    }


def _problems() -> dict[str, str]:
    """What went wrong and what to do, by code."""
    return {
        "camera_denied": _(
            "The browser may not use camera or microphone. "
            "Allow it in the address bar or the settings, then try again."
        ),
        "camera_denied_wechat": _(
            "This app may not use camera or microphone. Allow both for it in the phone's "
            "settings and open the "
            "link again, or tap the three dots at the top and open it in the browser."
        ),
        "camera_denied_ios": _(
            "Safari may not use camera or microphone. Tap the symbol beside the address, "
            "choose Website Settings "
            "and allow both; then try again."
        ),
        "camera_denied_android": _(
            "The browser may not use camera or microphone. Tap the symbol beside the "
            "address, choose Permissions "
            "and allow both; then try again."
        ),
        "camera_missing": _("No camera or microphone was found. Plug one in, or open the link on a phone."),
        "camera_busy": _("Another program is using the camera. Close it, then try again."),
        "camera_failed": _(
            "The camera could not be started. Try again, or open the link in another browser."
        ),
        "camera_unsupported": _(
            "This browser cannot record by itself. Go on: you record each answer with the phone's own camera "
            "and choose the film."
        ),
        "recorder_failed": _("The recorder stopped. What was recorded so far is kept."),
        "storage_quota": _(
            "This device has no room left. Free some space; what was recorded so far is being sent."
        ),
        "storage_unavailable": _(
            "This browser keeps nothing on the device (private window?). "
            "Recording works, but a reload would lose what was not sent yet."
        ),
        "track_ended": _("The camera or microphone was switched off. What was recorded so far is kept."),
        "network": _("The connection dropped. Nothing is lost; try again in a moment."),
        "code_needed": _("Your code has expired. Open the invitation link again and enter a new one."),
        "failed": _("That did not work. Nothing is lost; try again."),
    }
