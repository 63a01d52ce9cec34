"""What is left of a word when the recogniser dropped one of its two characters."""

from functools import lru_cache

from bole.measurement.text import vocabulary
from bole.measurement.text.normalise import is_cjk

# Characters that are words by themselves: standing alone they are nothing's remains.
_FREE = frozenset(
    "的了着过吧呢吗啊嘛呀就也都还又再很太在是有个这那些和跟与及或而但并且把被给让对向从到为以于之其所者将会能可要我你您他她它们"
    "一二两三四五六七八九十百千万几多少半每各某第上下里外中内前后左右东西南北时不没别未无先早晚快慢好坏大小高低长短新老旧真假难易"
    "问说看听讲谈聊想念读写记查找办做教学买卖存取转交收退换借欠付签填打开关送发回来去走跑坐站等带拿放用帮请叫喊劝陪扶扣算数点"
    "核批审报告评测试验证选挑推退拒避防控管守罚怕急气吵闹骂哭笑谢夸信疑懂会学练考像当作成变改调加减补缺漏错对亏赚赔花省攒投"
    "钱款账卡单票据证章表纸笔本书信话事人家店厂行门手眼心头口脚身病药饭水茶车房楼班组队课题字词句年月日天周号点分秒元块角次遍"
    "只张份笔条位名件种类样些层级档套台户岁倍成约超满足够差剩留按照随趁除比跟替代由因如若虽却只才刚正总共全都光仅更最挺非常"
    "很死活停断续完止始终起落升降涨跌稳乱忙闲累困饿渴冷热干湿轻重宽严松紧深浅近远亲熟生嫌爱恨愿肯敢该须必准许容忍受挨拖拉推"
    "见定系群税证职搬抬举扔丢抢偷骗瞒藏露揭传递接连通堵拦挡绕跳爬飞游住搬离到达进出入归属占得失胜败赢输平均匀"
)


@lru_cache(maxsize=20_000)
def orphans(text: str) -> tuple[int, ...]:
    """Places of Chinese characters that are no word by themselves and part of none that stands there."""
    return tuple(
        at for at, char in enumerate(text) if is_cjk(char) and char not in _FREE and not _in_a_word(text, at)
    )


def _in_a_word(text: str, at: int) -> bool:
    around = (text[low : low + n] for n in (2, 3) for low in range(max(0, at - n + 1), at + 1))
    return any(map(_is_word, around))


@lru_cache(maxsize=100_000)
def _is_word(text: str) -> bool:
    return vocabulary.is_word(text)
