"""What the tests print."""

from dataclasses import replace
from datetime import date

from certificates import printable

DOCUMENT = printable.Document(
    serial="RX-2026-000123",
    name="王小明",
    name_latin="WANG Xiaoming",
    certification_zh="服务顾问认证",
    certification_en="Certified Service Advisor",
    dealership_zh="江畔店",
    dealership_en="Riverside",
    awarded_on=date(2026, 11, 23),
    valid_until=date(2028, 11, 22),
    verification_url="https://academy.example/v/7K3M9QXW2P/",
    verification_code="7K3M-9QXW-2P",
    signatory_zh="陈立群 培训总监",
    signatory_en="CHEN Liqun, Director of Training",
    issuer_zh="服务标准培训学院",
    issuer_en="Service Standards Academy",
    standard_version="2026.1",
)
LONG = replace(
    DOCUMENT,
    name="沙赫扎德·穆罕默德·阿卜杜勒拉赫曼·本·哈立德",
    name_latin="Shahzad Mohammed Abdulrahman bin Khalid Al-Wolstenholme-Featherstonehaugh",
    verification_url="https://certification.training.dealer-group-holding.example/v/7K3M9QXW2P/",
    signatory_en="Maximiliana Featherstonehaugh-Wolstenholme, Director of Training and Standards",
    dealership_zh="内蒙古自治区呼和浩特市赛罕区金桥开发区汽车销售服务有限责任公司",
    dealership_en="Inner Mongolia Hohhot Jinqiao Development Zone Automobile Sales and Service Company Limited",
)
