"""What callers of a queue are told where nobody wrote a text of their own, in every language of the product. Pure."""

from collections.abc import Iterator

from ivr.flow import Texts

CLOSED: Texts = {
    "zh": "现在不是服务时间，请稍后再来电。再见。",
    "en": "We are closed now. Please call again later. Goodbye.",
}
FULL: Texts = {
    "zh": "目前等待的来电过多，请稍后再来电。再见。",
    "en": "Too many callers are waiting now. Please call again later. Goodbye.",
}
NOBODY: Texts = {
    "zh": "抱歉，目前无人接听，请稍后再来电。再见。",
    "en": "We are sorry, nobody can take your call now. Please call again later. Goodbye.",
}
CALLED_BACK: Texts = {
    "zh": "好的，轮到您时我们会给您回电，您的排队位置已保留。再见。",
    "en": "Thank you. Your place is kept, and we call you back when it is your turn. Goodbye.",
}
BY_REASON = {"closed": CLOSED, "full": FULL, "empty": NOBODY, "timeout": NOBODY, "callback": CALLED_BACK}

VOICEMAIL: Texts = {
    "zh": "抱歉，目前无人接听。请在提示音后留言，结束请按井号键。",
    "en": "Nobody can take your call now. Please leave a message after the tone, and press the hash key to end it.",
}
THANKS: Texts = {
    "zh": "感谢您的留言。再见。",
    "en": "Thank you for your message. Goodbye.",
}
NO_VOICEMAIL: Texts = {
    "zh": "抱歉，现在无法留言，请稍后再来电。再见。",
    "en": "We are sorry, no message can be taken now. Please call again later. Goodbye.",
}
CONNECTING: Texts = {
    "zh": "正在为您转接，请稍候。",
    "en": "We are connecting you. One moment, please.",
}
NO_ANSWER_OUTSIDE: Texts = {
    "zh": "抱歉，您转接的号码无法接通，请稍后再来电。再见。",
    "en": "We are sorry, nobody could be reached. Please call again later. Goodbye.",
}

CALL_BACK: Texts = {
    "zh": "如需保留位置并由我们回拨此号码，请按1；回拨其他号码，请按2；继续等待，请按3或保持在线。",
    "en": "To be called back at this number without losing your place, press 1. "
    "To be called at another number, press 2. To go on waiting, press 3 or stay on the line.",
}
CALL_BACK_TYPE: Texts = {
    "zh": "如需保留位置并由我们回电，请输入您的电话号码，按井号键结束；继续等待请保持在线。",
    "en": "To be called back without losing your place, type your telephone number, then the hash key. "
    "To go on waiting, stay on the line.",
}
TYPE_NUMBER: Texts = {
    "zh": "请输入电话号码，按井号键结束。",
    "en": "Please type the telephone number, then the hash key.",
}

# What an agent hears who works with a telephone outside.
CONFIRM_MOBILE: Texts = {
    "zh": "您有一个客户来电，接听请按1。",
    "en": "A customer is calling. To take the call, press 1.",
}

# The ladder on which an expected wait is told, in minutes; longer ones are told as more than its last.
LADDER = (1, 2, 3, 5, 10, 15, 20, 30)
MOST_PREPARED = 20


def position(place: int) -> Texts:
    """The place in the queue, from 1."""
    if place == 1:
        return {"zh": "您是下一位。", "en": "You are next in line."}
    return {"zh": f"您目前排在第{place}位。", "en": f"You are number {place} in line."}


def wait(minutes: int) -> Texts:
    """The expected wait."""
    if minutes > LADDER[-1]:
        return {"zh": "预计等待超过三十分钟。", "en": "The expected wait is more than thirty minutes."}
    about = next(step for step in LADDER if step >= minutes)
    if about == 1:
        return {"zh": "预计等待大约一分钟。", "en": "The expected wait is about one minute."}
    spoken = "两" if about == 2 else str(about)
    return {"zh": f"预计等待大约{spoken}分钟。", "en": f"The expected wait is about {about} minutes."}


def confirm_number(number: str) -> Texts:
    """A number read out digit by digit, and whether it is right."""
    return {
        "zh": f"您输入的号码是{'，'.join(number)}。确认请按1，重新输入请按2。",
        "en": f"You typed {', '.join(number)}. To confirm, press 1. To type it again, press 2.",
    }


def every() -> Iterator[tuple[str, str]]:
    """Every (language, text) of these that can be said, but places beyond the twentieth."""
    fixed = (CLOSED, FULL, NOBODY, VOICEMAIL, THANKS, NO_VOICEMAIL, CONNECTING, NO_ANSWER_OUTSIDE)
    asked = (CALLED_BACK, CALL_BACK, CALL_BACK_TYPE, TYPE_NUMBER, CONFIRM_MOBILE)
    places = [position(place) for place in range(1, MOST_PREPARED + 1)]
    waits = [wait(minutes) for minutes in (*LADDER, LADDER[-1] + 1)]
    for texts in (*fixed, *asked, *places, *waits):
        yield from texts.items()
