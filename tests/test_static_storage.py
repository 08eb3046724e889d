"""What is collected for a server: small, and the same rules."""

from django.core.files.base import ContentFile

from sez_portal.common.static_storage import StaticStorage

SHEET = "/* why */\n.a {\n  color: red;\n  margin: 0 auto;\n}\n"


def test_style_sheets_lose_what_only_people_need(tmp_path):
    storage = StaticStorage(location=tmp_path, base_url="/static/")
    storage.save("css/a.css", ContentFile(SHEET.encode()))
    storage.save("js/a.js", ContentFile(b"// why\n"))
    assert (tmp_path / "css/a.css").read_text() == ".a{color:red;margin:0 auto}"
    assert (tmp_path / "js/a.js").read_text() == "// why\n"
