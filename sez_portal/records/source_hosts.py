"""Which addresses are weak as a source: personal blogs and forums, copies of encyclopaedias, and
sites on which anybody puts somebody else's papers.

What they say may be right; nobody answers for it. They stay as citations, marked, behind the
others. A host counts with all hosts below it.
"""

from urllib.parse import urlsplit

BLOGS_AND_FORUMS = """
    activeboard.com ameblo.jp blogspot.co.il blogspot.com jimdo.com mylot.com wordpress.com
"""
ENCYCLOPAEDIAS_AND_COPIES = """
    bkwk.cn de.knowledgr.com hmong.in.th ipfs.fleek.co iwiki.icu ja-wiki.pages.dev
    kampuspedia.com pedia.3rd-in.co.jp piglix.com profilpelajar.com the-uncensored-wiki.com
    what-when-how.com wiki.x.io wikial.top wikiclassic.com wikim.kfd.me wikipedia.org zwbk2009.com
"""
PAPERS_OF_OTHERS = """
    123docz.net anyflip.com docslib.org documents.pub dokumen123.com pubhtml5.com renrendoc.com
    scribd.com vdocument.in vdocuments.net
"""
HOSTS = frozenset(f"{BLOGS_AND_FORUMS} {ENCYCLOPAEDIAS_AND_COPIES} {PAPERS_OF_OTHERS}".split())


def host_of(url: str) -> str:
    """The host of an address as it is shown, "" where there is none."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host.removeprefix("www.")


def is_weak(url: str) -> bool:
    """Whether the address is one for which nobody answers."""
    labels = host_of(url).split(".")
    return any(".".join(labels[start:]) in HOSTS for start in range(len(labels)))
