"""Static files as a server sends them: hashed, compressed, style sheets without comments."""

from django.core.files.base import ContentFile, File
from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Style sheets lose comments and spaces as they are collected."""

    def _save(self, name: str, content: File) -> str:
        if name.endswith(".css"):
            content.open()
            content = ContentFile(cssmin(content.read().decode()).encode())
        return super()._save(name, content)
