"""The styles of the shell travel as one file, made of those that are listed for development."""

from pathlib import Path

import pytest
from config.storage import WHOLE, StaticFiles, stylesheets
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.template.loader import render_to_string


@pytest.fixture
def storage(tmp_path) -> StaticFiles:
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    for name in stylesheets():
        storage.save(name, ContentFile(Path(finders.find(name)).read_bytes()))
    return storage


def text(storage: StaticFiles, name: str) -> str:
    return Path(storage.path(name)).read_text()


def test_every_stylesheet_of_the_shell_is_listed():
    folder = settings.SITE_DIR / "static" / "css"
    assert {path.relative_to(folder.parent).as_posix() for path in folder.rglob("*.css")} == set(stylesheets())


def test_they_are_joined_in_their_order(storage):
    names = stylesheets()
    list(storage.post_process({name: (storage, name) for name in names}))
    assert text(storage, WHOLE) == "\n".join(text(storage, name) for name in names)
    assert storage.whole_style.startswith("/static/css/whole.")
    assert storage.whole_style != f"/static/{WHOLE}"


def test_joining_again_takes_the_new_words(storage):
    names = stylesheets()
    paths = {name: (storage, name) for name in names}
    list(storage.post_process(paths))
    storage.delete(names[-1])
    storage.save(names[-1], ContentFile(b".new { color: red; }"))
    list(storage.post_process(paths))
    assert text(storage, WHOLE).endswith(".new { color: red; }")


def test_a_stylesheet_that_names_a_file_of_its_own_is_refused(storage):
    storage.delete("css/base.css")
    storage.save("css/base.css", ContentFile(b"body { background: url(paper.png); }"))
    with pytest.raises(ValueError, match="css/base"):
        list(storage.post_process({"css/base.css": (storage, "css/base.css")}))


def test_a_page_without_them_joined_links_each(rf):
    html = render_to_string("base.html", {"whole_style": ""})
    assert html.count('rel="stylesheet"') == len(stylesheets())
    assert render_to_string("base.html", {"whole_style": "/static/css/w.css"}).count('rel="stylesheet"') == 1
