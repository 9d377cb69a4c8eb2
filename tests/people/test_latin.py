import pytest

from people.latin import latin_name


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("林晓", "Lin Xiao"),
        ("欧阳娜娜", "Ouyang Nana"),
        ("单雄信", "Shan Xiongxin"),
        ("仇英", "Qiu Ying"),
        ("吕布", "Lü Bu"),
        ("阿依古丽·买买提", "Ayiguli Maimaiti"),
        ("尉迟恭", "Yuchi Gong"),
        ("周堃", "Zhou Kun"),
        ("Emma Clarke", "Emma Clarke"),
        (" 王五 ", "Wang Wu"),
    ],
)
def test_a_name_is_written_in_latin_letters_family_name_first(name, latin):
    assert latin_name(name) == latin
