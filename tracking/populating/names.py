"""Names of people and places that nobody has: put together from parts, in Chinese and in Latin letters."""

from random import Random

FAMILY = [
    ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("赵", "Zhao"),
    ("黄", "Huang"), ("周", "Zhou"), ("吴", "Wu"), ("徐", "Xu"), ("孙", "Sun"), ("胡", "Hu"), ("朱", "Zhu"),
    ("高", "Gao"), ("林", "Lin"), ("何", "He"), ("郭", "Guo"), ("马", "Ma"), ("罗", "Luo"), ("梁", "Liang"),
    ("宋", "Song"), ("郑", "Zheng"), ("谢", "Xie"), ("韩", "Han"), ("唐", "Tang"), ("冯", "Feng"), ("于", "Yu"),
    ("董", "Dong"), ("程", "Cheng"), ("曹", "Cao"), ("袁", "Yuan"), ("邓", "Deng"), ("许", "Xu"), ("傅", "Fu"),
    ("沈", "Shen"), ("彭", "Peng"), ("吕", "Lü"), ("苏", "Su"), ("欧阳", "Ouyang"),
]  # fmt: skip
GIVEN = [
    ("安", "an"), ("晨", "chen"), ("冬", "dong"), ("帆", "fan"), ("宏", "hong"), ("佳", "jia"), ("静", "jing"),
    ("凯", "kai"), ("岚", "lan"), ("磊", "lei"), ("敏", "min"), ("宁", "ning"), ("琪", "qi"), ("睿", "rui"),
    ("思", "si"), ("涛", "tao"), ("婷", "ting"), ("文", "wen"), ("晓", "xiao"), ("欣", "xin"), ("雪", "xue"),
    ("妍", "yan"), ("洋", "yang"), ("一", "yi"), ("颖", "ying"), ("宇", "yu"), ("远", "yuan"), ("哲", "zhe"),
]  # fmt: skip
CITIES = [
    ("杭州", "Hangzhou"), ("苏州", "Suzhou"), ("宁波", "Ningbo"), ("南京", "Nanjing"), ("合肥", "Hefei"),
    ("济南", "Jinan"), ("青岛", "Qingdao"), ("郑州", "Zhengzhou"), ("武汉", "Wuhan"), ("长沙", "Changsha"),
    ("南昌", "Nanchang"), ("福州", "Fuzhou"), ("厦门", "Xiamen"), ("广州", "Guangzhou"), ("深圳", "Shenzhen"),
    ("东莞", "Dongguan"), ("南宁", "Nanning"), ("昆明", "Kunming"), ("贵阳", "Guiyang"), ("成都", "Chengdu"),
    ("重庆", "Chongqing"), ("西安", "Xi’an"), ("兰州", "Lanzhou"), ("太原", "Taiyuan"), ("石家庄", "Shijiazhuang"),
    ("天津", "Tianjin"), ("大连", "Dalian"), ("沈阳", "Shenyang"), ("长春", "Changchun"), ("哈尔滨", "Harbin"),
]  # fmt: skip
QUARTERS = [
    ("滨江", "Riverbank"), ("湖东", "East Lake"), ("城北", "North Gate"), ("新城", "New Town"), ("高新", "High-Tech"),
    ("开元", "Kaiyuan"), ("南湖", "South Lake"), ("朝阳", "Sunrise"), ("迎宾", "Welcome"), ("西站", "West Station"),
    ("东门", "East Gate"), ("金桥", "Golden Bridge"), ("望江", "River View"), ("梧桐", "Plane Tree"),
    ("航空港", "Airport"), ("白云", "White Cloud"), ("星海", "Star Sea"), ("嘉陵", "Jialing"), ("花园", "Garden"),
    ("长青", "Evergreen"), ("凤凰", "Phoenix"), ("明珠", "Pearl"), ("玉泉", "Jade Spring"), ("古塔", "Old Pagoda"),
    ("天河", "Milky Way"), ("松山", "Pine Hill"), ("春晓", "Spring Dawn"), ("石桥", "Stone Bridge"),
    ("临港", "Harbourside"), ("云谷", "Cloud Valley"), ("北苑", "North Park"), ("枫林", "Maple Grove"),
    ("锦绣", "Brocade"), ("海棠", "Crabapple"),
]  # fmt: skip
AREAS = [
    ("浙沪", "Zhejiang and Shanghai"), ("苏皖", "Jiangsu and Anhui"), ("闽赣", "Fujian and Jiangxi"),
    ("两湖", "Hubei and Hunan"), ("华南", "South China"), ("川渝", "Sichuan and Chongqing"),
    ("云贵", "Yunnan and Guizhou"), ("西北", "North-West"), ("京津冀", "Beijing, Tianjin and Hebei"),
    ("东北", "North-East"),
]  # fmt: skip


def person(dice: Random) -> tuple[str, str]:
    """(Chinese, Latin), of a given name with one character or two."""
    family, first, second = dice.choice(FAMILY), dice.choice(GIVEN), dice.choice([*GIVEN, ("", "")])
    return family[0] + first[0] + second[0], f"{family[1]} {(first[1] + second[1]).capitalize()}"


def dealership(number: int) -> tuple[str, str]:
    """(Chinese, English); the first thousand are all different."""
    city, quarter = CITIES[number % len(CITIES)], QUARTERS[number // len(CITIES) % len(QUARTERS)]
    return f"{city[0]}{quarter[0]}店", f"{city[1]} {quarter[1]}"


def region(number: int) -> tuple[str, str]:
    area, again = AREAS[number % len(AREAS)], number // len(AREAS)
    return (f"{area[0]}区{again + 1}", f"{area[1]} {again + 1}") if again else (f"{area[0]}区", area[1])
