"""Rows of which each is about one file of the storage."""

from sez_portal.records.field_types.basic import Json
from sez_portal.records.field_types.stored import Stored
from sez_portal.records.field_types.tables import Rows


class FileRows(Rows):
    """Rows of which each is about one file: photos, documents. The file tells the rows apart.

    Two people who each add a photo, or one who adds a second while the first waits, do not
    replace each other's.
    """

    merges = True

    @property
    def of_file(self) -> str:
        """The column that names the file."""
        return next(name for name, kind in self.columns.items() if isinstance(kind, Stored))

    @property
    def of_title(self) -> str:
        """The column that says what the file is or shows: the first after it."""
        return list(self.columns)[1]

    def merged(self, live: Json, start: Json, wanted: Json) -> Json:
        """The live rows with what was added, changed, moved and removed between the two."""
        now, before, after = (self._by_file(rows) for rows in (live, start, wanted))
        names = [name for name in now if name in after or name not in before]
        names += [name for name in after if name not in now and name not in before]
        untouched = [name for name in before if name in after]
        if list(after) != untouched + [name for name in after if name not in before]:
            names.sort(key=[*after, *names].index)  # moved by hand
        return [
            now[name] if name in now and after.get(name) == before.get(name) else after[name]
            for name in names
        ]

    def _by_file(self, rows: Json) -> dict[str, dict[str, Json]]:
        return {row[self.of_file]: row for row in rows}
