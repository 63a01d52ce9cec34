"""Amounts in Chinese capitals, as letters of banks write them: 人民币捌仟陆佰元整."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def capitals(fen: int) -> str:
    """The amount in words; ValueError below zero and from a trillion yuan on."""
    if not 0 <= fen < 10**14:
        raise ValueError(f"{fen} fen has no words here")
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    words = "人民币" + (_whole(yuan) + "元" if yuan or not (jiao or rest) else "")
    if not jiao and not rest:
        return words + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif yuan:
        words += "零"
    return words + (_DIGITS[rest] + "分" if rest else "整")


def _whole(yuan: int) -> str:
    if yuan == 0:
        return "零"
    words, gap = "", False
    for index in range(2, -1, -1):
        group = yuan // 10_000**index % 10_000
        if group == 0:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _group(group) + _GROUPS[index]
        gap = False
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
