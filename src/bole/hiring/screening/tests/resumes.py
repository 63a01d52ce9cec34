"""Résumés as the parser gives them, small enough to read in a test. All people are invented."""

from typing import Any

from bole.parsing import api

TELLER = """林小禾
电话：13800001111
邮箱：lin@example.org

教育背景
2014.09 - 2018.06 西南财经大学 金融学 本科

工作经历
2018.07 - 2022.03 江州银行股份有限公司 综合柜员
· 日均办理业务 120 笔，全年差错率为零
· 接待老年客户并上门办理业务，满意度 98%
· 处理客户投诉 30 起，当日回访
2022.10 - 至今 东屿农村商业银行 大堂经理
· 引导分流客户，讲解存款和理财产品
· 堵截电信诈骗 3 起并上报

证书
银行从业资格、反假货币证书

语言能力
英语四级、普通话二级甲等
"""

PROGRAMMER = """赵一鸣
电话：13800002222
邮箱：zhao@example.org

教育背景
2015.09 - 2018.06 江州职业技术学院 软件技术 大专

工作经历
2018.07 - 2024.05 江州云图科技有限公司 后端开发工程师
· 负责支付系统后端微服务的设计和开发，日均请求 300 万次
· 优化数据库查询，将响应时间缩短 60%
"""

BARE = """钱二
电话：13800003333
邮箱：qian@example.org

工作经历
2019 - 2021 汇通商行 业务员
· 负责客户走访
"""


def parsed(text: str) -> dict[str, Any]:
    """What ``candidates.queries.resume_of`` would give, without its own facts."""
    return api.parse(text.encode()).to_json()
