"""What trainers write in the CMS comes home into the files: pages and lessons."""

from uuid import UUID

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file_jpeg
from wagtail.models import Page

from certificates.models import Certification
from courses.curriculum import loader
from courses.curriculum.checking import check
from courses.curriculum.export import Exchange
from courses.models import CoursePage, LessonPage, ModulePage, Picture
from tests.courses.exporting import LESSON, MODULE, SMALL, call, changes, page_in, said, save

pytestmark = pytest.mark.django_db


def blocks_of(page: LessonPage) -> list[dict]:
    return list(page.body.raw_data)


def with_blocks(page: LessonPage, blocks: list[dict], user) -> None:
    save(page, user, body=LessonPage._meta.get_field("body").stream_block.to_python(blocks))


def new_lesson(user, language: str = "zh-hans", **values) -> LessonPage:
    module = page_in(language, ModulePage)
    values = {"title": "送别", "slug": "farewell", "summary": "最后", "minutes": 7} | values
    page = module.add_child(instance=LessonPage(locale=module.locale, **values))
    with_blocks(page, [{"type": "text", "value": "<p>再见</p>"}], user)
    return page


def test_the_small_curriculum_is_sound():
    assert check(SMALL) == []


def test_nothing_changes_right_after_loading(small, before):
    assert "0 files written; 0 texts" in call("export")
    assert said(small) == before


def test_the_real_curriculum_does_not_change_right_after_loading(tmp_path):
    call("load")
    out = call("export", "--to", str(tmp_path / "copy"))
    assert "0 files written; 0 texts" in out
    assert "not in the CMS" not in out


def test_what_wagtails_editor_rewrites_is_no_change(small, before, xu):
    page = page_in("en")
    blocks = blocks_of(page)
    blocks[0]["value"] = '<p data-block-key="k1">Good day</p>\n\n<p data-block-key="k2">Welcome &#38; come\r\nin </p>'
    blocks[5]["value"]["text"] = '<p data-block-key="k3">Learn the name</p>'
    with_blocks(page, blocks, xu)
    assert "0 files written" in call("export")
    assert said(small) == before


def test_an_edit_of_one_language_comes_home_and_nothing_else_changes(small, before, xu):
    page = page_in("en")
    blocks = blocks_of(page)
    blocks[0]["value"] = "<p data-block-key='1'>Good day</p><p>Come in: <b>please</b></p>"
    blocks[2]["value"]["lines"][0]["line"] = "Good evening, Sir"
    with_blocks(page, blocks, xu)
    assert LESSON in call("export")
    assert changes(small, LESSON, before) == [
        "-        Welcome & come in",
        "+        Come in: **please**",
        '-        line: {zh: 早上好, en: "Good morning, Sir"}',
        '+        line: {zh: 早上好, en: "Good evening, Sir"}',
    ]
    assert {name for name, text in said(small).items() if text != before[name]} == {LESSON}


def test_after_an_export_a_load_changes_nothing_and_leaves_nothing_alone(small, before, xu):
    save(page_in("en"), xu, title="The first minute")
    save(page_in("en", ModulePage), xu, summary="How it begins")
    call("export")
    out = call("load")
    assert "0 created, 0 updated" in out
    assert "Left alone" not in out
    assert page_in("en").title == "The first minute"


def test_a_copy_elsewhere_leaves_the_author_alone_too(small, before, xu, tmp_path):
    save(page_in("en"), xu, title="My own words")
    call("export", "--to", str(tmp_path / "copy"))
    assert "Left alone" not in call("load")
    assert page_in("en").title == "My own words"
    path = small / LESSON
    path.write_text(path.read_text().replace("minutes: 6", "minutes: 7"))
    assert "Left alone, an author has edited it: My own words" in call("load")
    assert page_in("en").title == "My own words"


def test_without_an_export_a_changed_file_still_leaves_the_author_alone(small, before, xu):
    save(page_in("en"), xu, title="The first minute")
    (small / LESSON).write_text(before[LESSON].replace("en: Greeting", "en: Hello there"))
    assert "Left alone" in call("load")


def test_what_is_the_same_in_both_languages_comes_from_the_one_that_was_changed(small, before, xu):
    save(page_in("en"), xu, minutes=9)
    call("export")
    assert changes(small, LESSON, before) == ["-minutes: 6", "+minutes: 9"]


def test_the_other_language_gets_it_with_the_next_load(small, before, xu):
    save(page_in("en"), xu, minutes=9)
    call("export")
    assert "0 created, 1 updated" in call("load")
    assert page_in("zh-hans").minutes == 9


def test_clauses_keep_the_order_of_the_file(small, before, xu):
    page = page_in("en")
    page.clauses.remove(page.clauses.get(code="P2-01"))
    save(page, xu)
    call("export")
    assert changes(small, LESSON, before) == ["-clauses: [P2-02, P2-01]", "+clauses: [P2-02]"]


def test_a_block_in_one_language_is_an_empty_text_in_the_other_which_check_names(small, before, xu):
    page = page_in("zh-hans")
    blocks = blocks_of(page)
    with_blocks(page, [*blocks[:1], {"type": "text", "value": "<p>新的</p>"}, *blocks[1:]], xu)
    assert "1 texts are there in one language only" in call("export")
    assert changes(small, LESSON, before) == ["+  - type: text", '+    text: {zh: 新的, en: ""}']
    with pytest.raises(CommandError, match="1 problems"):
        call("check")
    assert [(problem.file, problem.message) for problem in check(small)] == [(LESSON, "en is empty or too short")]


def test_once_translated_the_block_comes_into_the_other_language(small, before, xu):
    page = page_in("zh-hans")
    with_blocks(page, [*blocks_of(page), {"type": "text", "value": "<p>新的</p>"}], xu)
    call("export")
    path = small / LESSON
    path.write_text(path.read_text().replace('en: ""', "en: New"))
    assert "0 created, 1 updated" in call("load")
    assert [block.block_type for block in page_in("en").body][-1] == "text"


def test_both_authors_new_blocks_in_one_place_are_one(small, before, xu):
    for language, text in (("zh-hans", "<p>新的</p>"), ("en", "<p>New</p>")):
        page = page_in(language)
        blocks = blocks_of(page)
        with_blocks(page, [*blocks[:1], {"type": "text", "value": text}, *blocks[1:]], xu)
    assert "0 texts" in call("export")
    assert changes(small, LESSON, before) == ["+  - type: text", "+    text: {zh: 新的, en: New}"]


def test_a_block_that_one_author_moved_is_moved_with_its_comment(small, before, xu):
    page = page_in("en")
    blocks = blocks_of(page)
    with_blocks(page, [blocks[0], *blocks[2:], blocks[1]], xu)
    assert "0 texts" in call("export")
    lines = (small / LESSON).read_text().splitlines()
    assert sorted(lines) == sorted(before[LESSON].splitlines())
    assert lines[lines.index("  - type: talk_script") - 1] == "  # What is said."
    assert check(small) == []


def test_a_block_deleted_in_both_languages_is_gone(small, before, xu):
    for language in ("zh-hans", "en"):
        page = page_in(language)
        with_blocks(page, blocks_of(page)[:-1], xu)
    assert "0 texts" in call("export")
    assert changes(small, LESSON, before) == [f"-{line}" for line in before[LESSON].splitlines()[-4:]]


def test_lines_that_one_author_added_are_named_too(small, before, xu):
    page = page_in("en")
    blocks = blocks_of(page)
    blocks[4]["value"]["do"].insert(1, {"type": "item", "value": "Bow", "id": "1"})
    with_blocks(page, blocks, xu)
    assert "1 texts" in call("export")
    assert changes(small, LESSON, before) == ['+      - {zh: "", en: Bow}']


def test_a_video_stays_in_the_cms_and_is_named(small, before, xu):
    page = page_in("en")
    with_blocks(page, [*blocks_of(page), {"type": "video", "value": {"video": None, "title": "A film"}}], xu)
    assert f"{LESSON}: a block of kind video is in the CMS only" in call("export")
    assert said(small) == before


def test_another_picture_gets_a_file_of_its_own(small, before, xu):
    (small / "images" / "greeting.svg").write_text("of somebody else")
    drawing = small.parent / "new.svg"
    drawing.write_text(before["images/a.en.svg"].replace("h9v9z", "h5v5z"))
    picture = loader.load_picture(drawing, "Greeting")
    page = page_in("en")
    blocks = blocks_of(page)
    blocks[1]["value"]["image"] = picture.pk
    with_blocks(page, blocks, xu)
    call("export")
    assert changes(small, LESSON, before) == [
        "-    file: {zh: images/a.zh.svg, en: images/a.en.svg}",
        "+    file: {zh: images/a.zh.svg, en: images/greeting-2.svg}",
    ]
    assert (small / "images/greeting-2.svg").read_bytes() == drawing.read_bytes()
    assert "0 created, 0 updated" in call("load")
    assert Picture.objects.count() == 3


def test_a_photograph_can_be_loaded_again(small, before, xu):
    picture = Picture.objects.create(title="Photo", file=get_test_image_file_jpeg())
    page = page_in("en")
    blocks = blocks_of(page)
    blocks[1]["value"]["image"] = picture.pk
    with_blocks(page, blocks, xu)
    call("export")
    assert (small / "images" / "photo.jpg").is_file()
    assert "0 created, 0 updated" in call("load")


def test_a_link_to_a_page_is_its_address(small, before, xu):
    page = page_in("en")
    blocks = blocks_of(page)
    blocks[0]["value"] = f'<p>See <a linktype="page" id="{page.get_parent().pk}">the module</a></p>'
    with_blocks(page, blocks, xu)
    call("export")
    assert "See [the module](/en/steps/reception/)" in (small / LESSON).read_text()


def test_a_new_lesson_comes_home(small, before, xu):
    new_lesson(xu)
    assert "4 texts are there in one language only" not in (out := call("export"))
    assert "steps/reception/lesson-farewell.yaml" in out
    assert changes(small, MODULE, before) == [
        "-activities: [lesson-1-greeting, quiz, role-play]  # in this order",
        "+activities: [lesson-1-greeting, quiz, role-play, lesson-farewell] # in this order",
    ]


def test_a_new_lesson_is_the_same_page_elsewhere(small, before, xu):
    first = new_lesson(xu)
    second = first.copy_for_translation(page_in("en", ModulePage).locale)
    second.clauses.set(page_in("en").clauses.all())
    save(second, xu, title="Farewell", summary="The end")
    first.clauses.set(page_in("en").clauses.all())
    save(first, xu)
    call("export")
    assert check(small) == []
    Certification.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    loader.LoadedContent.objects.all().delete()
    call("load")
    pages = LessonPage.objects.filter(translation_key=first.translation_key)
    assert sorted(pages.values_list("title", flat=True)) == ["Farewell", "送别"]
    assert "0 files written" in call("export")


def test_a_new_course_has_a_folder(small, before, xu):
    home = page_in("en", CoursePage).get_parent()
    course = home.add_child(instance=CoursePage(title="Five", slug="five", summary="5S", locale=home.locale))
    module = course.add_child(instance=ModulePage(title="Sort", slug="sort", summary="Red", locale=home.locale))
    module.add_child(instance=LessonPage(title="Why", slug="why", summary="So", locale=home.locale))
    call("export")
    assert "courses: [steps, five]" in (small / "home.yaml").read_text()
    assert "modules: [sort]" in (small / "five/course.yaml").read_text()
    assert "activities: [lesson-why]" in (small / "five/sort/module.yaml").read_text()
    assert f"key: {module.translation_key}" in (small / "five/sort/module.yaml").read_text()


def test_activities_have_the_order_of_the_cms(small, before, xu):
    module = page_in("zh-hans", ModulePage)
    module.get_last_child().move(module, pos="first-child", user=xu)
    call("export")
    assert changes(small, MODULE, before)[1].startswith("+activities: [role-play, lesson-1-greeting, quiz]")


def test_an_unpublished_page_stays_in_its_file_and_is_named(small, before, xu):
    for language in ("zh-hans", "en"):
        page_in(language).unpublish(user=xu)
    assert f"In the files and not in the CMS: {LESSON}" in call("export")
    assert said(small) == before


def test_a_page_unpublished_in_one_language_is_named_with_it(small, before, xu):
    page_in("en").unpublish(user=xu)
    save(page_in("zh-hans"), xu, title="别的")
    assert f"In the files and not in the CMS: {LESSON} (en)" in call("export")
    assert said(small) == before


def test_a_draft_is_not_exported(small, before, xu):
    page = page_in("en")
    page.title = "Not yet"
    page.save_revision(user=xu, log_action=True)
    assert "0 files written" in call("export")


def test_a_page_that_was_moved_is_named(small, before, xu):
    for language in ("zh-hans", "en"):
        course = page_in(language, CoursePage)
        other = course.add_child(instance=ModulePage(title=language, slug="o", summary="o", locale=course.locale))
        LessonPage.objects.get(locale=course.locale).move(other, pos="last-child", user=xu)
    assert f"{LESSON}: its page is in another place of the CMS now" in call("export")
    assert (small / MODULE).read_text() == before[MODULE]


def test_another_folder_gets_a_whole_copy_and_the_files_stay(small, before, xu, tmp_path):
    save(page_in("en"), xu, title="The first minute")
    call("export", "--to", str(tmp_path / "copy"))
    assert said(small) == before
    copied = said(tmp_path / "copy")
    assert {name for name in copied if copied[name] != before.get(name)} == {LESSON}
    assert copied.keys() == before.keys()


def test_a_copy_never_goes_among_other_files(small, before, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "README.md").write_text("mine")
    with pytest.raises(CommandError, match=r"Nothing was exported.*has other files in it"):
        call("export", "--to", str(tmp_path / "mine"))
    with pytest.raises(CommandError, match="inside the curriculum"):
        call("export", "--to", str(small / "steps" / "copy"))


def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_written(small, before, xu, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CommandError, match=r"Nothing was exported.*file.* cannot be written"):
        call("export", "--to", str(tmp_path / "file" / "copy"))
    save(page_in("en"), xu, title="The first minute")
    save(page_in("en", ModulePage), xu, summary="How it begins")
    (small / f"{MODULE}.to-come").mkdir()  # stands where a file would have to be written
    with pytest.raises(CommandError, match=r"module\.yaml\.to-come cannot be written"):
        call("export")
    assert said(small) == before


def test_a_file_that_is_no_yaml_stops_everything(small, before):
    (small / LESSON).write_text("a: [")
    with pytest.raises(CommandError, match=rf"Nothing was exported. {LESSON}, line \d+: not YAML"):
        call("export")


def test_an_empty_cms_changes_no_file(small):
    assert f"In the files and not in the CMS: {LESSON}" in call("export")


def test_a_uuid_is_its_own_key():
    text = "0b5c8f6e-2f0e-4f3c-9a64-0d8f6a6f8a11"
    assert loader.stable_key("lessonpage", text) == UUID(text)
    assert loader.stable_key("lessonpage", "greeting") != loader.stable_key("modulepage", "greeting")


def test_more_lessons_take_no_more_queries(small, before, xu, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        Exchange(small).read()
    for number in range(4):
        new_lesson(xu, slug=f"l-{number}")
    with django_assert_num_queries(len(few)):
        Exchange(small).read()
