"""What the workbook explains: in words, and with an example of each kind."""

from collections.abc import Iterator
from decimal import Decimal

from quizzes.exchange.items import Choice, Item, Part, Picture, Place
from quizzes.scoring import Kind, Marking

GUIDE_ROWS = [
    ("One question a row. Both languages stand in the same row.", "一行一题，中英文写在同一行。"),
    (
        "The sheet “Examples” has a question of each kind: copy its rows and change the words.",
        "“示例”表里每种题型都有一题：复制过来再改文字即可。",
    ),
    (
        "Code: capital letters, digits and dashes, such as P2-Q01. It never changes.",
        "编号：大写字母、数字和短横线，如 P2-Q01，定下后不再更改。",
    ),
    ("Clauses and tags: separated by commas, such as P2-01, P2-06.", "条款和标签：用逗号分隔，如 P2-01, P2-06。"),
    (
        "Single and multiple choice: write the letters of the right options, such as A or A, C.",
        "单选和多选：填写正确选项的字母，如 A 或 A, C。",
    ),
    ("True or false: say whether the statement is true; no options.", "判断：选择陈述是对还是错，不填选项。"),
    (
        "Ordering: write the options in the right order and leave “Right options” empty.",
        "排序：按正确顺序填写选项，“正确选项”留空。",
    ),
    (
        "Matching: the options, and in “What fits A” what belongs to each. A row beneath with only a part is one more "
        "text to choose from, which fits nothing.",
        "配对：填写选项，并在“A 配什么”里写与之对应的内容。下面另起一行、只填“部分”，就是多出来的干扰项。",
    ),
    (
        "Categories: a row beneath for each category, its name as the part, with the options that belong to it.",
        "归类：每个类别在下面另起一行，“部分”里写类别名称，同一行填写属于它的选项。",
    ),
    (
        "Fill in words: every wording that is accepted as an option and its letter as right; expected mistakes "
        "without. More than nine go on in the row beneath.",
        "填词：每种可接受的写法各占一个选项，字母写进“正确选项”；常见的错误写法不写进去。超过九个接着写在下一行。",
    ),
    (
        "Number: the right number, the tolerance, and the unit; several units that are accepted as minutes / min.",
        "填数：填写正确数字、允许误差和单位；可接受多个单位时写成“分钟 / 分”。",
    ),
    (
        "Text with gaps: [[1]], [[2]] in the question, and a row beneath for each gap in this order: words, a number, "
        "or a choice among its options.",
        "完形填空：题目里写 [[1]]、[[2]]，每个空按顺序在下面另起一行：文字、数字，或从该行的选项中选择。",
    ),
    (
        "Dialogue: a row beneath for each turn: as the part what the customer says, and the options to answer it.",
        "对话：每一轮在下面另起一行：“部分”里写客户说的话，同一行填写可以怎样回答。",
    ),
    (
        "Places on a picture: a row beneath for each place: its name as the part, shape, outline in per mille, and "
        "“yes” under “Right options” if it is to be marked. Draw outlines in the question bank.",
        "图上找点：每一处在下面另起一行：“部分”里写名称，再填形状和轮廓（千分比）；要标出的在“正确选项”写“是”。轮廓在题库里画更方便。",
    ),
    ("Short answer: the question, and the model answer as explanation.", "简答：只写题目，参考答案写在解析里。"),
    ("Why a wrong option is wrong is shown to whoever chose it.", "错误选项的原因会显示给选了它的学员。"),
    ("An empty cell leaves what the question bank has.", "空白单元格会保留题库中原有的内容。"),
]
CLAUSE = "P2-01"


def _pair(kind: Kind, number: int, zh: dict, en: dict, **both: object) -> Iterator[Item]:
    told = {"code": f"EX-{number:02}", "difficulty": "easy", "clauses": (CLAUSE,)} | both
    for language, own in (("zh-hans", zh), ("en", en)):
        yield Item(kind, language=language, **(told | own))


def _said(*texts: str, right: str = "", why: str = "", part: int | None = None) -> tuple[Choice, ...]:
    """Options by their words; `right` are the letters of those that are."""
    return tuple(
        Choice(text, "ABCDEFGHI"[place] in right, "" if "ABCDEFGHI"[place] in right else why, part=part)
        for place, text in enumerate(texts)
    )


def _fits(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(text, match=match) for text, match in pairs)


def _places(first: str, second: str, why: str) -> tuple[Place, ...]:
    return (
        Place(first, "circle", "250,700 330,700", correct=True),
        Place(second, "rectangle", "400,300 600,500", reason=why),
    )


def examples() -> list[Item]:
    partial, whole = {"marking": Marking.PARTIAL}, {"marking": Marking.ALL_OR_NOTHING}
    drawing = {"picture": Picture("", "car.png")}
    return [
        *_pair(
            Kind.SINGLE, 1,
            {
                "stem": "客户把车开进接待区，您先做什么？", "explanation": "客户停好车的那一刻就要有人迎接。",
                "choices": _said("立刻上前问候", "先接完电话", "请他自己登记", right="A", why="客户会觉得没有人理他。"),
            },
            {
                "stem": "A customer drives up to the reception. What do you do first?",
                "explanation": "Somebody greets the customer the moment the car has stopped.",
                "choices": _said(
                    "Greet the customer at once", "Finish your telephone call", "Send the customer to the desk",
                    right="A", why="The customer feels that nobody cares.",
                ),
            },
        ),
        *_pair(
            Kind.MULTIPLE, 2,
            {
                "stem": "环车检查前要铺好哪些防护？", "explanation": "三件套都要当着客户的面铺好。",
                "choices": _said("座椅套", "脚垫", "雨伞", right="AB"),
            },
            {
                "stem": "What protects the car before the walk-round?",
                "explanation": "Covers are put on in front of the customer.",
                "choices": _said("Seat cover", "Floor mat", "Umbrella", right="AB"),
            },
            **partial,
        ),
        *_pair(
            Kind.TRUE_FALSE, 3,
            {"stem": "交车前要和客户一起看一遍结算单。", "explanation": "逐项说明，客户才放心。"},
            {
                "stem": "The invoice is gone through with the customer before delivery.",
                "explanation": "Item by item, so that the customer is at ease.",
            },
            answer=True,
        ),
        *_pair(
            Kind.ORDERING, 4,
            {
                "stem": "按先后排列接待的步骤。", "explanation": "先问候，再问诊，最后检查。",
                "choices": _said("问候", "问诊", "环车检查"),
            },
            {
                "stem": "Put the steps of the reception in order.",
                "explanation": "First the greeting, then the questions, then the check.",
                "choices": _said("Greeting", "Questions", "Walk-round"),
            },
            **whole,
        ),
        *_pair(
            Kind.MATCHING, 5,
            {
                "stem": "每种客户的话最适合怎样回应？", "explanation": "先听懂，再回应。",
                "parts": (Part(text="沉默"),),
                "choices": _fits(("等太久了", "道歉并给出时间"), ("这个贵吗", "说明价格的构成")),
            },
            {
                "stem": "Which answer fits which remark?", "explanation": "Understand first, then answer.",
                "parts": (Part(text="Say nothing"),),
                "choices": _fits(
                    ("I have waited too long", "Apologise and name a time"),
                    ("Is this expensive?", "Explain what the price consists of"),
                ),
            },
            **partial,
        ),
        *_pair(
            Kind.CATEGORIES, 6,
            {
                "stem": "这些东西各放在哪里？", "explanation": "常用的放手边。",
                "parts": (Part(text="车上"), Part(text="前台")),
                "choices": (*_said("座椅套", "脚垫", part=1), *_said("结算单", part=2)),
            },
            {
                "stem": "Where does each of these belong?", "explanation": "What is used often is at hand.",
                "parts": (Part(text="In the car"), Part(text="At the desk")),
                "choices": (*_said("Seat cover", "Floor mat", part=1), *_said("Invoice", part=2)),
            },
            **partial,
        ),
        *_pair(
            Kind.FILL_IN, 7,
            {
                "stem": "绕车一周的检查叫什么？", "explanation": "统一叫环车检查。",
                "choices": _said("环车检查", "绕车检查", "试车", right="AB", why="试车在检查之后。"),
            },
            {
                "stem": "What is the check around the car called?", "explanation": "Everybody calls it the walk-round.",
                "choices": _said(
                    "walk-round", "walk-around check", "test drive", right="AB", why="The test drive comes later."
                ),
            },
        ),
        *_pair(
            Kind.NUMERIC, 8,
            {
                "stem": "客户最多等几分钟要有人问候？", "explanation": "一分钟以内。",
                "parts": (Part(value=Decimal(1), tolerance=Decimal("0.5"), unit="分钟 / 分"),),
            },
            {
                "stem": "After how many minutes at most is a customer greeted?", "explanation": "Within one minute.",
                "parts": (Part(value=Decimal(1), tolerance=Decimal("0.5"), unit="minutes / min"),),
            },
        ),
        *_pair(
            Kind.CLOZE, 9,
            {
                "stem": "[[1]] 分钟内问候客户，称呼要 [[2]]，目光 [[3]]。", "explanation": "快、准、有眼神。",
                "parts": (Part("number", value=Decimal(1), unit="分钟"), Part("words"), Part("choice")),
                "choices": (
                    *_said("得体", "恰当", right="AB", part=2), *_said("看着客户", "看着电脑", right="A", part=3),
                ),
            },
            {
                "stem": "Greet within [[1]] minute, use the [[2]], and look [[3]].",
                "explanation": "Quick, right, seen.",
                "parts": (Part("number", value=Decimal(1), unit="minute"), Part("words"), Part("choice")),
                "choices": (
                    *_said("name", "surname", right="AB", part=2),
                    *_said("at the customer", "at the screen", right="A", part=3),
                ),
            },
            **partial,
        ),
        *_pair(
            Kind.HOTSPOT, 10,
            {
                "stem": "点出车上不对的地方。", "explanation": "右前轮没有气了。",
                "places": _places("右前轮", "车门", "车门没有问题。"),
            },
            {
                "stem": "Tap what is wrong with the car.", "explanation": "The tyre is flat.",
                "places": _places("Front tyre", "Door", "The door is sound."),
            },
            **partial, **drawing,
        ),
        *_pair(
            Kind.DIALOGUE, 11,
            {
                "stem": "客户来取车，比约定晚了一小时才修好。", "explanation": "先道歉，再说明。",
                "parts": (Part(text="怎么现在才好？"), Part(text="下次还会这样吗？")),
                "choices": (
                    *_said("对不起，让您久等了。", "今天车多。", right="A", part=1),
                    *_said("有变化我会提前给您打电话。", "不好说。", right="A", part=2),
                ),
            },
            {
                "stem": "A customer comes for the car, which was ready an hour late.",
                "explanation": "First the apology, then the reason.",
                "parts": (Part(text="Why only now?"), Part(text="Will it be like this again?")),
                "choices": (
                    *_said("I am sorry that you had to wait.", "We had many cars today.", right="A", part=1),
                    *_said("I shall call you before anything changes.", "Hard to say.", right="A", part=2),
                ),
            },
            **partial,
        ),
        *_pair(
            Kind.SHORT_ANSWER, 12,
            {"stem": "用一两句话说明为什么要环车检查。", "explanation": "要点：和客户一起确认车况；避免交车时的争议。"},
            {
                "stem": "Say in a sentence or two why there is a walk-round.",
                "explanation": "The state of the car is agreed on with the customer; no dispute at delivery.",
            },
        ),
    ]  # fmt: skip
